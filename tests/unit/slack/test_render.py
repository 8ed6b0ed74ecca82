"""Every card and form of the house, as Slack takes it; and a resident's words, which stay words."""

from typing import Any

import pytest

from bot.adapters.slack.forms import answers, errors, modal, sheet
from bot.adapters.slack.pieces import Reader
from bot.adapters.slack.render import Renderer, mark, token_of
from bot.core.actions import Signer, act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Choice,
    Facts,
    LinkButton,
    Note,
    Option,
    Paragraph,
    Picture,
    Quote,
)
from bot.core.forms import Answers, Consent, Corrections, Day, Form, Words
from bot.core.people import PersonRef
from bot.core.places import Place
from bot.core.text import Verbatim, say
from tests.support import gallery
from tests.support.lending_shelf import PNG
from tests.support.slack import contract

LOCALES = ("en", "fr")
SIGNER = Signer(b"k" * 32)
RENDERER = Renderer(SIGNER)
MAYA = PersonRef(platform="slack", tenant="T1", user="U0MAYA000")
LEE = PersonRef(platform="discord", user="17")
HOSTILE = (
    "<!channel> <!here> <@U0MAYA000> <#C1|general> <https://evil.example|police.example> "
    "@everyone *bold* _it_ ~s~ `code` :smile: &lt;!channel&gt; [x](javascript:a) \u202eright"
)


class _AnyFile(dict[str, str]):
    """Every picture has been uploaded."""

    def __missing__(self, name: str) -> str:
        return "F0PICTURE"


def draw(card: Card, locale: str = "en") -> dict[str, Any]:
    return RENDERER.card(card, Reader(locale, "America/Toronto"), "riverbend", _AnyFile())


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("card", gallery.cards().values(), ids=gallery.cards())
def test_slack_takes_every_card(card: Card, locale: str) -> None:
    contract.needed()
    drawn = draw(card, locale)

    assert contract.refusals("chat.postMessage", {"channel": "C1", **drawn}) == []
    assert contract.refusals("chat.postEphemeral", {"channel": "C1", "user": "U1", **drawn}) == []
    assert contract.refusals("chat.update", {"channel": "C1", "ts": "1.2", **drawn}) == []
    shown = sheet(drawn, Reader(locale), origin="o")
    assert contract.refusals("views.push", {"trigger_id": "1.2.3", "view": shown}) == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("card", gallery.cards().values(), ids=gallery.cards())
def test_no_words_go_through_markup(card: Card, locale: str) -> None:
    drawn = draw(card, locale)

    assert "mrkdwn" not in _types(drawn)
    assert {"link", "emoji", "broadcast", "usergroup"}.isdisjoint(_types(drawn))
    assert [e["channel_id"] for e in _all(drawn) if e.get("type") == "channel"] == _places(card)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("form", gallery.forms().values(), ids=gallery.forms())
def test_slack_takes_every_form(form: Form, locale: str) -> None:
    contract.needed()
    view = modal(form, Reader(locale), RENDERER, "riverbend", origin="o" * 96)

    assert contract.refusals("views.open", {"trigger_id": "1.2.3", "view": view}) == []
    assert len(view["blocks"]) >= len(form.fields)


SINKS: dict[str, Block] = {
    "paragraph": Paragraph(Verbatim(HOSTILE)),
    "sentence": Paragraph(say("core.incident.body", number=Verbatim(HOSTILE))),
    "quote": Quote(Verbatim(HOSTILE), by=say("core.words_back")),
    "fact": Facts(((say("core.yes"), Verbatim(HOSTILE)),)),
    "plain string": Facts(((say("core.yes"), HOSTILE),)),
    "note": Note(Verbatim(HOSTILE)),
}


@pytest.mark.parametrize("block", SINKS.values(), ids=SINKS)
def test_a_residents_words_stay_words(block: Block) -> None:
    drawn = draw(Card(title=say("core.done"), body=(block,)))

    shown = "".join(_texts(drawn["blocks"][1:]))
    assert "<!channel> <!here> <@U0MAYA000>" in shown
    assert "*bold* _it_ ~s~ `code` :smile: &lt;!channel&gt;" in shown
    assert "\u202e" not in shown
    assert _types(drawn) <= {
        "header",
        "plain_text",
        "rich_text",
        "rich_text_section",
        "rich_text_quote",
        "text",
        "context",
    }
    assert "<!" not in drawn["text"]


def test_words_in_a_title_are_escaped_in_the_notification_alone() -> None:
    drawn = draw(Card(title=Verbatim("<!channel> & co")))

    assert drawn["blocks"][0]["text"] == {
        "type": "plain_text",
        "text": "<!channel> & co",
        "emoji": False,
    }
    assert drawn["text"] == "&lt;!channel&gt; &amp; co"


def test_a_line_break_in_a_value_fakes_no_row() -> None:
    drawn = draw(
        Card(
            title=say("core.done"),
            body=(Facts(((say("core.yes"), Verbatim("a\nOfficer: all is well")),)),),
        )
    )

    assert "\n" not in "".join(_texts(drawn["blocks"][1:]))


def test_only_people_to_be_told_are_named_so_that_slack_tells_them() -> None:
    named = Paragraph(say("core.incident.body", number=MAYA))
    quiet = draw(Card(title=say("core.done"), body=(named,)))
    told = draw(Card(title=say("core.done"), body=(named,), notify=(MAYA, LEE)))

    assert "user" not in _types(quiet)
    assert [e["user_id"] for e in _all(told) if e.get("type") == "user"] == [MAYA.user] * 2


def test_a_forged_account_is_never_a_mention() -> None:
    odd = PersonRef(platform="slack", tenant="T1", user="U1> <!channel")
    drawn = draw(Card(title=say("core.done"), notify=(odd,)))

    assert "user" not in _types(drawn)


def test_each_control_has_a_name_of_its_own_that_leads_back_to_its_token() -> None:
    same = Button(say("core.yes"), act("shelf.take", 1))
    link = LinkButton(say("core.no"), "https://example.org/?a=1&b=2")
    drawn = draw(
        Card(
            title=say("core.done"),
            actions=(
                same,
                same,
                link,
                link,
                Choice(say("core.yes"), act("shelf.lend"), (Option("a", Verbatim("A")),)),
            ),
        )
    )

    names = [e["action_id"] for e in _all(drawn) if "action_id" in e]
    assert len(set(names)) == len(names)
    token = SIGNER.token("riverbend", act("shelf.take", 1))
    assert [token_of(name) for name in names][:2] == [token, token]


def test_a_picture_has_its_words_and_the_file_that_was_uploaded() -> None:
    card = Card(title=say("core.done"), body=(Picture(PNG, say("core.yes")),))
    reader = Reader("en")

    drawn = RENDERER.card(card, reader, "riverbend", {mark(PNG): "F7"})
    assert drawn["blocks"][1] == {
        "type": "image",
        "alt_text": "Yes",
        "slack_file": {"id": "F7"},
    }
    with pytest.raises(LookupError):
        RENDERER.card(card, reader, "riverbend")


def test_a_card_that_does_not_fit_is_an_error_and_never_cut() -> None:
    long = Card(
        title=say("core.done"),
        actions=(Choice(say("core.yes"), act("a.b"), (Option("a", Verbatim("o" * 80)),)),),
    )
    with pytest.raises(ValueError, match="option has 80 characters"):
        draw(long)


def test_a_short_consent_is_what_the_box_says_and_a_long_one_stands_below() -> None:
    short = Consent(name="a", label=say("core.yes"), statement=say("core.confirm.title"))
    long = Consent(name="b", label=say("core.yes"), statement=say("errors.conflicting_roles"))
    view = modal(
        Form(
            title=say("core.done"), fields=(short, long), action=act("a.b"), submit=say("core.yes")
        ),
        Reader("en"),
        RENDERER,
        "riverbend",
        origin="o",
    )
    boxes = {b["block_id"]: b for b in view["blocks"]}

    assert boxes["a"]["element"]["options"][0]["text"]["text"] == "Are you sure?"
    assert "hint" not in boxes["a"]
    assert boxes["b"]["element"]["options"][0]["text"]["text"] == "Yes"
    assert boxes["b"]["hint"]["text"].startswith("You hold two roles")
    assert not any(b["optional"] for b in boxes.values())


def test_what_stands_in_a_form_already_fits_it() -> None:
    form = Form(
        title=say("core.done"),
        fields=(
            Words(name="a", label=say("core.yes"), at_most=10, filled="x\x00\ud800" + "y" * 50),
            Day(name="b", label=say("core.yes"), filled="tomorrow"),
        ),
        action=act("a.b"),
        submit=say("core.yes"),
    )
    first, second = modal(form, Reader("en"), RENDERER, "riverbend", origin="o")["blocks"]

    assert first["element"]["initial_value"] == "x\ufffdyyyyyyyy"
    assert "initial_date" not in second["element"]


def test_what_is_sent_in_a_form_is_read_by_field() -> None:
    state: dict[str, Any] = {
        "words": {"value": {"type": "plain_text_input", "value": "Why?"}},
        "empty": {"value": {"type": "plain_text_input", "value": None}},
        "day": {"value": {"type": "datepicker", "selected_date": "2026-12-01"}},
        "one": {"value": {"type": "radio_buttons", "selected_option": {"value": "a"}}},
        "none": {"value": {"type": "radio_buttons", "selected_option": None}},
        "many": {"value": {"type": "checkboxes", "selected_options": [{"value": "a"}]}},
        "odd": {"other": {"type": "plain_text_input", "value": "x"}},
        "unknown": {"value": {"type": "file_input", "files": []}},
    }

    assert answers(state) == Answers(
        {
            "words": "Why?",
            "empty": "",
            "day": "2026-12-01",
            "one": "a",
            "none": "",
            "many": ("a",),
        }
    )


def test_corrections_stand_beside_their_fields() -> None:
    wrong = Corrections((("words", say("errors.too_short", at_least=3)),))

    assert errors(wrong, Reader("fr")).keys() == {"words"}
    assert "3" in errors(wrong, Reader("en"))["words"]


def _all(drawn: object) -> list[dict[str, Any]]:
    match drawn:
        case dict():
            return [drawn, *(e for v in drawn.values() for e in _all(v))]
        case list():
            return [e for v in drawn for e in _all(v)]
        case _:
            return []


def _places(card: Card) -> list[str]:
    """Return the channels of Slack that a card of ours names in its facts."""
    rows = [row for block in card.body if isinstance(block, Facts) for row in block.rows]
    return [at.channel for _, at in rows if isinstance(at, Place) and at.platform == "slack"]


def _types(drawn: object) -> set[str]:
    return {e["type"] for e in _all(drawn) if "type" in e}


def _texts(drawn: object) -> list[str]:
    return [e["text"] for e in _all(drawn) if isinstance(e.get("text"), str)]
