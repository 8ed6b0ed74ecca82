"""What Discord or Slack would refuse is refused in the town, as it reads in every language."""

from datetime import timedelta

import pytest

from bot.adapters.town.limits import (
    NoPlatformTakesIt,
    card_faults,
    check_card,
    check_event,
    check_form,
    check_thread_title,
)
from bot.core.actions import act
from bot.core.cards import Button, Card, Choice, Facts, Option, Paragraph, Quote
from bot.core.forms import Form, PickOne, Words
from bot.core.ports import Event, Undeliverable
from bot.core.text import Message, Verbatim, say
from tests.support.clock import A_TUESDAY
from tests.support.reading import read

HOUR = timedelta(hours=1)


def long(words: str) -> Message:
    """A sentence of ours that carries ``words``, about 70 characters longer than they."""
    return say("core.incident.body", number=words)


def card_with(**parts: object) -> Card:
    return Card(title=say("core.done"), **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "card",
    [
        Card(title=long("x" * 140)),
        Card(title=Verbatim(" ")),
        card_with(actions=(Button(long("x" * 60), act("a.b")),)),
        card_with(actions=(Button(Message("core.done"), act("a.b"), confirm=long("x" * 300)),)),
        card_with(actions=(Choice(say("core.yes"), act("a.b"), (Option("a", long("x" * 60)),)),)),
        card_with(body=(Paragraph(long("x" * 2_990)),)),
        card_with(body=tuple(Facts(((say("errors.conflicting_roles"), 1),) * 10) for _ in "abc")),
    ],
)
def test_a_card_that_does_not_fit_is_refused_by_name(card: Card) -> None:
    with pytest.raises(NoPlatformTakesIt) as refusal:
        check_card(card)

    assert "xxx" not in str(refusal.value)


def test_a_card_that_fits_in_english_alone_is_refused() -> None:
    room = 75 - len(read(say("errors.too_long", at_most=1, length="")))
    label = say("errors.too_long", at_most=1, length="x" * room)
    card = card_with(actions=(Button(label, act("a.b")),))

    assert list(card_faults(card, "en")) == []
    with pytest.raises(NoPlatformTakesIt, match=r"^fr: "):
        check_card(card)


def test_the_fullest_quote_fits() -> None:
    check_card(card_with(body=(Quote(Verbatim("w" * 3_000), by=say("core.done")),)))


@pytest.mark.parametrize(
    "field",
    [
        Words(name="a", label=long("")),
        Words(name="a", label=say("core.yes"), hint=long("x" * 60)),
        PickOne(
            name="a",
            label=say("core.yes"),
            options=(Option("a", long("x" * 60)), Option("b", say("core.no"))),
        ),
    ],
)
def test_a_field_that_does_not_fit_is_refused(field: Words | PickOne) -> None:
    form = Form(title=say("core.yes"), fields=(field,), action=act("a.b"), submit=say("core.yes"))

    with pytest.raises(NoPlatformTakesIt, match=r"of a|field a"):
        check_form(form)


def test_a_form_with_a_long_title_or_button_is_refused() -> None:
    words = Words(name="a", label=say("core.yes"))
    for title, submit in ((long(""), say("core.yes")), (say("core.yes"), long(""))):
        form = Form(title=title, fields=(words,), action=act("a.b"), submit=submit)
        with pytest.raises(NoPlatformTakesIt):
            check_form(form)


def test_a_thread_has_a_short_title() -> None:
    check_thread_title(say("core.done"))

    with pytest.raises(NoPlatformTakesIt):
        check_thread_title(Verbatim("x" * 101))


def event(**parts: object) -> Event:
    whole = {
        "name": "Talk",
        "about": "",
        "starts_at": A_TUESDAY + HOUR,
        "ends_at": A_TUESDAY + 2 * HOUR,
        "place": "Hall",
    }
    return Event(**(whole | parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "parts",
    [
        {"name": ""},
        {"place": " "},
        {"name": "x" * 101},
        {"about": "x" * 1_001},
        {"place": "x" * 101},
        {"ends_at": A_TUESDAY + HOUR},
    ],
)
def test_a_meeting_that_no_calendar_takes_is_refused(parts: dict[str, object]) -> None:
    with pytest.raises(NoPlatformTakesIt):
        check_event(event(**parts), A_TUESDAY, known=False)


def test_a_meeting_cannot_be_announced_after_it_began_but_may_still_be_changed() -> None:
    check_event(event(), A_TUESDAY + HOUR, known=True)

    with pytest.raises(Undeliverable):
        check_event(event(), A_TUESDAY + HOUR, known=False)
