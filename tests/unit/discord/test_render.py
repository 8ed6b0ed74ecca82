"""Cards and forms as Discord shows them, against Discord's own contract, in both languages."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

from bot.adapters.discord.forms import Modals, answers_of, filled
from bot.adapters.discord.render import COMPONENTS_V2, Renderer, token_of
from bot.adapters.discord.voice import Reader
from bot.core.actions import Signer, act
from bot.core.cards import (
    Button,
    Card,
    Choice,
    Facts,
    Note,
    Option,
    Paragraph,
    Quote,
    Style,
)
from bot.core.forms import Answers, Consent, Day, Form, PickMany, PickOne, Words
from bot.core.people import PersonRef
from bot.core.text import Moment, Verbatim, say
from bot.i18n.catalogue import LANGUAGES
from tests.support import gallery
from tests.support.clock import A_TUESDAY
from tests.support.discord import contract
from tests.support.discord.world import flat
from tests.support.lending_shelf import OFFER, WHEN, thing_card

SIGNER = Signer(b"k" * 32)
ZONE = "America/Toronto"


def _samples(kind: str) -> Iterator[tuple[str, Any]]:
    for module in pkgutil.iter_modules(gallery.__path__):
        if module.name.startswith("_"):
            continue
        samples = getattr(importlib.import_module(f"{gallery.__name__}.{module.name}"), kind, {})
        for name, sample in samples.items():
            yield f"{module.name}.{name}", sample


CARDS = {
    **dict(_samples("CARDS")),
    "shelf": thing_card("A ladder"),
    "shelf.hostile": thing_card("*" * 900),
}
FORMS = {**dict(_samples("FORMS")), "shelf": OFFER, "shelf.day": WHEN}


def draw(card: Card, locale: str = "en") -> dict[str, Any]:
    return Renderer(SIGNER).card(card, Reader(locale, ZONE), "riverbend").body


def texts(body: dict[str, Any]) -> str:
    return "\n".join(c["content"] for c in flat(body["components"]) if "content" in c)


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("name", CARDS)
def test_every_card_is_one_that_discord_takes(name: str, locale: str) -> None:
    said = contract.needed()
    drawn = Renderer(SIGNER).card(CARDS[name], Reader(locale, ZONE), "riverbend")

    posted = said.check("POST", "/channels/1/messages", {}, drawn.body, "application/json")
    edited = said.check("PATCH", "/channels/1/messages/2", {}, drawn.body, "application/json")
    answer = {"type": 4, "data": drawn.with_flags(64).body}
    answered = said.check("POST", "/interactions/1/t/callback", {}, answer, "application/json")

    assert posted + edited + answered == []
    assert drawn.body["flags"] & COMPONENTS_V2
    assert drawn.body["allowed_mentions"]["parse"] == []


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_one_that_discord_opens(name: str, locale: str) -> None:
    modal = Modals(SIGNER).form(FORMS[name], Reader(locale, ZONE), "riverbend")

    answer = {"type": 9, "data": modal}
    said = contract.needed().check("POST", "/interactions/1/t/callback", {}, answer)

    assert said == []


@pytest.mark.parametrize("name", CARDS)
def test_every_button_leads_back_to_its_action(name: str) -> None:
    card = CARDS[name]
    names = [c["custom_id"] for c in flat(draw(card)["components"]) if "custom_id" in c]

    buttons = [c.action for c in card.actions if isinstance(c, Button)]
    choices = [c.action for c in card.actions if isinstance(c, Choice)]
    assert [SIGNER.read("riverbend", token_of(n)[0]) for n in names] == buttons + choices


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"content": "x" * 2_001}, "2000"),
        (
            {
                "content": "x",
                "components": [
                    {
                        "type": 1,
                        "components": [
                            {"type": 2, "style": 1, "label": "x", "custom_id": f"c{n}"}
                        ],
                    }
                    for n in range(6)
                ],
            },
            "5",
        ),
    ],
)
def test_the_contract_refuses_what_discord_refuses(body: dict[str, Any], said: str) -> None:
    refused = contract.needed().check("POST", "/channels/1/messages", {}, body)

    assert any(said in one for one in refused)


@pytest.mark.parametrize("mark", ["*", "`", "[a](", "@everyone ", "<@1>", "\n> ", "||", "\\"])
def test_the_longest_hostile_words_still_fit(mark: str) -> None:
    words = (mark * 3_000)[:3_000]
    card = Card(
        title=Verbatim("x" * 150),
        body=(Quote(Verbatim(words), by=say("core.words_back")), Note(say("core.words_back"))),
    )

    body = draw(card)

    assert len(texts(body)) <= 4_000
    assert "@everyone" not in texts(body)


def test_a_card_too_long_for_one_message_is_a_fault_found_when_it_is_drawn() -> None:
    ours = tuple(Paragraph(say("errors.conflicting_roles")) for _ in range(12))
    card = Card(title=Verbatim("x"), body=(Quote(Verbatim("a " * 1_499)), *ours[:11]))

    with pytest.raises(ValueError, match="characters"):
        draw(card)


def test_only_who_is_to_be_told_is_pinged_and_is_named() -> None:
    maya, other = (PersonRef(platform="discord", user=user) for user in ("11", "22"))
    elsewhere = PersonRef(platform="slack", tenant="T1", user="U1")
    card = Card(
        title=say("core.done"),
        body=(Facts(((say("core.yes"), maya), (say("core.no"), elsewhere))),),
        notify=(maya, other, elsewhere),
    )

    body = draw(card)

    assert body["allowed_mentions"] == {"parse": [], "users": ["11", "22"]}
    assert texts(body).count("<@11>") == 1
    assert texts(body).endswith("-# <@22>")
    assert "U1" not in texts(body)


def test_a_moment_is_shown_in_each_readers_own_zone() -> None:
    assert f"<t:{int(A_TUESDAY.timestamp())}:F>" in texts(
        draw(Card(title=say("core.done"), body=(Facts(((say("core.yes"), Moment(A_TUESDAY)),)),)))
    )


def test_a_value_cannot_fake_another_row() -> None:
    value = Verbatim("x\n**State** answered")

    shown = texts(draw(Card(title=say("core.done"), body=(Facts(((say("core.yes"), value),)),))))

    assert shown == "### Done.\n**Yes** x \\*\\*State\\*\\* answered"


def test_two_buttons_that_do_the_same_are_told_apart() -> None:
    same = tuple(Button(say("core.yes"), act("shelf.take", 1)) for _ in range(3))

    names = [
        c["custom_id"]
        for c in flat(draw(Card(title=say("core.done"), actions=same))["components"])
        if "custom_id" in c
    ]

    assert len(set(names)) == 3
    assert {token_of(n)[0] for n in names} == {names[0]}


def test_a_button_that_asks_first_says_so_in_its_name() -> None:
    burn = Button(say("core.no"), act("shelf.burn"), Style.DANGER, say("core.confirm.title"))
    renderer = Renderer(SIGNER)

    body = renderer.card(
        Card(title=say("core.done"), actions=(burn,)), Reader("en"), "riverbend"
    ).body
    name = next(c["custom_id"] for c in flat(body["components"]) if "custom_id" in c)

    assert token_of(name) == (SIGNER.token("riverbend", act("shelf.burn")), True)
    assert renderer.questions.get(token_of(name)[0]) == say("core.confirm.title")


def test_labels_of_people_are_shown_as_they_are() -> None:
    options = (Option("a", Verbatim("**Maya** <@1>")), Option("b", Verbatim("Theo")))
    choice = Choice(say("core.yes"), act("shelf.lend"), options)

    drawn = draw(Card(title=say("core.done"), actions=(choice,)))

    select = next(c for c in flat(drawn["components"]) if c["type"] == 3)
    assert select["options"][0]["label"] == "**Maya** <@1>"


def test_a_form_is_read_back_as_it_was_filled_in() -> None:
    components: list[dict[str, Any]] = [
        {"type": 10, "id": 1},
        {"type": 18, "component": {"type": 4, "custom_id": "what", "value": "ladder"}},
        {"type": 18, "component": {"type": 21, "custom_id": "size", "value": "large"}},
        {"type": 18, "component": {"type": 22, "custom_id": "days", "values": ["sat", "sun"]}},
        {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": "kept"}]},
        {"type": 18, "component": {"type": 21, "custom_id": "none", "value": None}},
    ]

    answers = answers_of(components)

    assert answers.values == {
        "what": "ladder",
        "size": "large",
        "days": ("sat", "sun"),
        "old": "kept",
        "none": "",
    }


def test_a_form_opens_again_with_what_was_given() -> None:
    given = Answers({"what": "ladder", "why": "x" * 5_000, "size": "large", "days": ("sun",)})

    again = Modals(SIGNER).form(filled(OFFER, given), Reader("en"), "riverbend")

    fields = {c["custom_id"]: c for c in flat(again["components"]) if "custom_id" in c}
    assert fields["what"]["value"] == "ladder"
    assert len(fields["why"]["value"]) == fields["why"]["max_length"]
    assert [o["default"] for o in fields["size"]["options"]] == [False, True]
    assert [o["default"] for o in fields["days"]["options"]] == [False, True]


def test_what_is_agreed_to_is_never_left_out() -> None:
    long = Consent(name="agree", label=say("core.yes"), statement=say("errors.not_set_up"))
    words = tuple(Words(name=f"w{n}", label=say("core.no")) for n in range(4))
    roomy = Form(title=say("core.done"), fields=(long,), action=act("a.b"), submit=say("core.yes"))
    full = Form(
        title=say("core.done"), fields=(*words, long), action=act("a.b"), submit=say("core.yes")
    )

    shown = Modals(SIGNER).form(roomy, Reader("en"), "riverbend")

    assert "not connected to a community" in shown["components"][0]["content"]
    with pytest.raises(ValueError, match="agreed"):
        Modals(SIGNER).form(full, Reader("en"), "riverbend")


def test_every_kind_of_field_is_drawn() -> None:
    option = (Option("a", Verbatim("A")), Option("b", Verbatim("B")))
    form = Form(
        title=say("core.done"),
        fields=(
            Words(name="w", label=say("core.yes"), required=False, at_least=5),
            Day(name="d", label=say("core.yes")),
            PickOne(name="o", label=say("core.yes"), options=option),
            PickMany(name="m", label=say("core.yes"), options=option, required=True),
            Consent(name="c", label=say("core.yes"), statement=say("core.done")),
        ),
        action=act("a.b"),
        submit=say("core.yes"),
    )

    drawn = Modals(SIGNER).form(form, Reader("en"), "riverbend")

    parts = [c["component"] for c in drawn["components"]]
    assert [p["type"] for p in parts] == [4, 4, 21, 22, 22]
    assert parts[0]["min_length"] == 0
    assert (parts[3]["min_values"], parts[3]["max_values"]) == (1, 2)
