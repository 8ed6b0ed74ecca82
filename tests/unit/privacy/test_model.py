"""Counting what went, and finding the next night."""

from datetime import date, datetime, timedelta

import pytest

from bot.core.ports import Erased
from bot.core.text import say
from bot.features.privacy.jobs import next_night
from bot.features.privacy.model import Terms, counts, outcome

VOTES = say("team.erased.language", n=2)
STAYS = say("privacy.term.no_link")


def test_the_deletion_log_adds_up_kinds_and_keeps_no_empty_ones() -> None:
    erased = [
        Erased(what=VOTES, count=2),
        Erased(what=say("team.erased.language", n=1), count=1),
        Erased(what=STAYS, count=0),
    ]
    assert counts(erased) == {"team.erased.language": 3}


def test_an_outcome_tells_what_went_from_what_stays() -> None:
    gone = Erased(what=VOTES, count=2)
    nothing = Erased(what=VOTES, count=0)
    stays = Erased(what=STAYS, count=0, kept=STAYS, why=STAYS)
    done = outcome([gone, nothing, stays], today=date(2026, 2, 27), terms=Terms(backup=2))
    assert done.gone == (gone,)
    assert done.staying == (stays,)
    assert done.backups_until == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("now", "zone", "night"),
    [
        ("2026-11-24T15:00+00:00", "America/Toronto", "2026-11-25T08:30+00:00"),
        ("2026-11-24T08:29+00:00", "America/Toronto", "2026-11-24T08:30+00:00"),
        ("2026-11-24T08:30+00:00", "America/Toronto", "2026-11-25T08:30+00:00"),
        (
            "2027-03-13T15:00+00:00",
            "America/Toronto",
            "2027-03-14T07:30+00:00",
        ),  # clocks go forward
        ("2026-10-31T15:00+00:00", "America/Toronto", "2026-11-01T08:30+00:00"),  # and back
        ("2026-11-24T15:00+00:00", "Australia/Lord_Howe", "2026-11-24T16:30+00:00"),
    ],
)
def test_the_night_is_half_past_three_where_the_community_is(
    now: str, zone: str, night: str
) -> None:
    at = datetime.fromisoformat(now)
    assert next_night(at, zone) == datetime.fromisoformat(night)
    assert timedelta() < next_night(at, zone) - at <= timedelta(hours=25)
