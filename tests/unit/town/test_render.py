"""Words that people typed stay words in a page, whatever they are."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given, strategies as st
from typing_extensions import override

from bot.adapters.town.in_front import OpenForm
from bot.adapters.town.render import Drawn, Look, inert
from bot.core.actions import act
from bot.core.cards import (
    Button,
    Card,
    Choice,
    Facts,
    LinkButton,
    Note,
    Option,
    Paragraph,
    Quote,
    Style,
    Tone,
)
from bot.core.forms import Consent, Corrections, Day, Form, PickMany, PickOne, Words
from bot.core.people import PersonRef
from bot.core.places import Place
from bot.core.text import Moment, Verbatim, say
from tests.support.lending_shelf import OFFER, thing_card

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea></dialog><script>alert(1)</script>",
    "</blockquote></div></form><form action=https://evil.example>",
    "[x](javascript:alert(1)) @everyone <!channel> <@maya>",
    "\ue0000\ue001 \ue00099\ue001",
    "{{ 7 * 7 }} {% raw %} {number}",
    "&lt;b&gt; &amp;amp; &#60;",
    "\x00\x1b[31m\ud800 half \udfff",
    "\u202etxt.exe \u2066 \u200f",
    "line one\nline two\n\n\ttabbed",
]
OURS = {
    "a", "bdi", "blockquote", "button", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "h2", "hr", "img", "input", "label", "legend", "li", "option", "p", "select",
    "span", "textarea", "time", "ul",
}  # fmt: skip


def a_name(person: PersonRef) -> str:
    return {"maya": "Maya <b>"}.get(person.user, person.user)


def look(locale: str = "en") -> Look:
    return Look(locale=locale, zone="America/Toronto", name_of=a_name)


class Seen(HTMLParser):
    """What a browser would make of it: elements, attributes, text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    @override
    def handle_data(self, data: str) -> None:
        self.text += data


def everywhere(words: str) -> Card:
    """Put words into every part of a card that can hold them."""
    theirs = Verbatim(words[:75] or "-")
    return Card(
        title=Verbatim(words[:150]),
        tone=Tone.WARNING,
        body=(
            Paragraph(Verbatim(words)),
            Paragraph(say("core.incident.body", number=Verbatim(words))),
            Paragraph(say("core.incident.body", number=words)),
            Quote(Verbatim(words), by=say("core.incident.body", number=words)),
            Facts(((say("core.yes"), Verbatim(words)), (say("core.no"), words))),
            Note(Verbatim(words)),
        ),
        actions=(
            Button(say("core.incident.body", number=theirs), act("a.b")),
            Choice(say("core.yes"), act("a.c"), (Option("x", theirs),)),
        ),
    )


def draw(card: Card, locale: str = "en") -> str:
    drawn = Drawn(name="m-1", token=lambda action: action.name)
    return str(look(locale).card(card, drawn=drawn))


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_people_are_text_and_never_elements(words: str) -> None:
    calm, seen = Seen(draw(everywhere("calm"))), Seen(draw(everywhere(words)))

    assert seen.tags == calm.tags
    assert {n for n, _ in seen.attributes} == {n for n, _ in calm.attributes}
    assert seen.text.count(inert(words)) >= 7
    assert set(seen.tags) <= OURS


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=120))
def test_no_text_at_all_becomes_markup(words: str) -> None:
    calm, seen = Seen(draw(everywhere("calm"))), Seen(draw(everywhere(words)))

    assert seen.tags == calm.tags
    draw(everywhere(words)).encode()  # and every page can be sent


@pytest.mark.parametrize("words", HOSTILE)
def test_what_was_typed_stands_in_the_form_again(words: str) -> None:
    form = Form(
        title=say("core.yes"),
        fields=(
            Words(name="long", label=say("core.yes"), filled=words),
            Words(name="short", label=say("core.yes"), long=False, filled=words),
            Day(name="day", label=say("core.yes"), filled=words),
            PickOne(
                name="one",
                label=say("core.yes"),
                options=(Option("a", Verbatim(words)), Option("b", Verbatim("b"))),
            ),
            PickMany(name="many", label=say("core.yes"), options=(Option("a", Verbatim(words)),)),
        ),
        action=act("a.b"),
        submit=say("core.yes"),
    )
    place = Place(platform="town", tenant="t", channel="c")
    standing = OpenForm(id="f", form=form, place=place).standing

    drawn = look().form(form, name="f", standing=standing)

    fields = drawn["fields"]
    assert isinstance(fields, list)
    seen = Seen("".join(fields))
    assert inert(words) in seen.text
    assert [v for n, v in seen.attributes if n == "value" and v == inert(words)]
    assert set(seen.tags) <= OURS


def test_a_name_is_as_inert_as_any_words() -> None:
    maya = PersonRef(platform="town", user="maya")

    shown = look().words(say("core.incident.body", number=maya))

    assert '<bdi class="person">Maya &lt;b&gt;</bdi>' in shown


def test_an_instant_is_shown_in_the_zone_and_language_of_the_reader() -> None:
    moment = Moment(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))

    english, french = look("en").words(moment), look("fr").words(moment)

    assert english == (
        '<time datetime="2026-11-24T15:00:00+00:00">Tuesday, November 24, 2026, 10:00 (EST)</time>'
    )
    assert "mardi 24 novembre 2026, 10\u00a0h\u00a000" in french


def test_a_card_shows_every_kind_of_block_and_control() -> None:
    seen = Seen(draw(thing_card("A ladder\nand a rope")))

    assert {"blockquote", "dl", "hr", "img", "button", "select", "a"} <= set(seen.tags)
    assert ("alt", "Done.") in seen.attributes
    assert ("href", "https://example.org/shelf?a=1&b=2") in seen.attributes
    assert "A ladder\nand a rope" in seen.text


def test_a_tone_is_said_in_words() -> None:
    card = Card(title=say("core.done"), tone=Tone.URGENT)

    assert "Urgent" in Seen(draw(card)).text


def test_a_dangerous_button_looks_like_one() -> None:
    card = Card(
        title=say("core.done"),
        actions=(
            Button(say("core.no"), act("a.b"), Style.DANGER, say("core.yes")),
            LinkButton(say("core.yes"), "https://example.org/"),
        ),
    )

    assert 'class="danger"' in draw(card)


def test_corrections_stand_at_the_top_and_at_their_field() -> None:
    wrong = Corrections((("why", say("errors.needed")), ("agree", say("errors.needed"))))

    drawn = look("fr").form(OFFER, name="f", standing={"size": "small"}, wrong=wrong)

    assert [(id_, str(words)) for id_, _, words in drawn["wrong"]] == [  # type: ignore[attr-defined]
        ("f-in-why", "Veuillez remplir ce champ."),
        ("f-in-agree", "Veuillez remplir ce champ."),
    ]
    fields = "".join(drawn["fields"])  # type: ignore[arg-type]
    assert fields.count('aria-invalid="true"') == 2
    assert 'id="f-in-why-wrong"' in fields


def test_the_box_of_a_consent_can_be_ticked_and_says_what_is_agreed_to() -> None:
    consent = Consent(name="ok", label=say("core.yes"), statement=say("core.confirm.title"))
    form = Form(
        title=say("core.yes"), fields=(consent,), action=act("a.b"), submit=say("core.yes")
    )

    fields = look().form(form, name="f", standing={"ok": "yes"})["fields"]

    assert isinstance(fields, list)
    assert "checked" in fields[0]
    assert "Are you sure?" in fields[0]
