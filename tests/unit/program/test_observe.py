"""The log of our own: one line an event, and no words of anyone."""

import io

import pytest

from bot.core.forms import Answers
from bot.core.text import Verbatim, say
from bot.delivery import observe
from bot.settings import Secret
from tests.support.logged import CANARY, lines, raise_with_words


def test_an_event_is_one_line_of_json(log: io.StringIO) -> None:
    observe.note("courier.dead_letter", job="display.draw", attempt=3, seconds=0.5)

    line = lines(log)[0]
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "courier.dead_letter",
        "level": "info",
        "job": "display.draw",
        "attempt": 3,
        "seconds": 0.5,
    }


def test_fields_that_are_not_on_the_list_vanish(log: io.StringIO) -> None:
    observe.note("posts.published", words=CANARY, question=CANARY, person=CANARY, count=1)

    assert CANARY not in log.getvalue()
    assert lines(log)[0]["count"] == 1


@pytest.mark.parametrize("event", [CANARY, "Two words", "x", "a.b c", "A.b", "", "a.b\nc.d"])
def test_an_event_that_is_no_name_is_not_shown(log: io.StringIO, event: str) -> None:
    observe.note(event)

    assert lines(log)[0]["event"] == "event.unnamed"


@pytest.mark.parametrize(
    "value",
    [
        Verbatim(CANARY),
        Answers({"words": CANARY}),
        Secret(CANARY),
        {"a": CANARY},
        say("a.b"),
        None,
    ],
)
def test_values_that_may_hold_words_are_dropped(log: io.StringIO, value: object) -> None:
    observe.note("posts.published", where=value)

    assert CANARY not in log.getvalue()
    assert "where" not in lines(log)[0]


@pytest.mark.parametrize(
    "odd",
    [
        "\n",
        "\r",
        "\x1b[31m",
        "\x9b31m",
        "\u2028",
        "\u2029",
        "\x85",
        "\u202e",
        "\x00",
        "\ud800",
        "\x7f",
    ],
)
def test_no_value_forges_a_line(log: io.StringIO, odd: str) -> None:
    observe.note("posts.published", where=f'a{odd}{{"event":"b.c"}}')

    raw = log.getvalue()
    assert odd not in raw.removesuffix("\n")
    assert len(raw.splitlines()) == 1
    assert lines(log)[0]["where"].startswith("a\\u")


def test_values_have_an_end(log: io.StringIO) -> None:
    observe.note("posts.published", where="a" * 10_000, count=10**400, frames=["b" * 999] * 999)

    assert len(log.getvalue()) < 6_000


def test_an_error_is_reported_by_type_and_place(log: io.StringIO) -> None:
    with pytest.raises(KeyError) as raised:
        raise_with_words()
    number = observe.report(raised.value, "Press")

    line = lines(log)[0]
    assert CANARY not in log.getvalue()
    assert line["incident"] == number
    assert len(number) == 8
    assert line["error"] == "KeyError < ValueError"
    assert line["where"] == "Press"
    assert any(":raise_with_words:" in frame for frame in line["frames"])


def test_errors_of_a_group_are_named_without_their_words(log: io.StringIO) -> None:
    observe.report(ExceptionGroup(CANARY, [ValueError(CANARY), TypeError(CANARY)]), "courier")

    assert CANARY not in log.getvalue()
    assert lines(log)[0]["error"] == "ExceptionGroup(ValueError, TypeError)"


def test_an_error_that_causes_itself_is_reported_once(log: io.StringIO) -> None:
    error = ValueError(CANARY)
    error.__cause__ = KeyError()
    error.__cause__.__cause__ = error

    observe.report(error, "Press")

    assert lines(log)[0]["error"] == "ValueError < KeyError"
