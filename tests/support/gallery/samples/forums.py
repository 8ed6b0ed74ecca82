"""Forums, their agendas and promises, from the everyday to the longest and most hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec
import yaml

from bot.core.people import PersonRef
from bot.core.when import Plan
from bot.features.forums.content import FormatsFile
from bot.features.forums.model import (
    ACCESS,
    AIM,
    EVIDENCE,
    NAME,
    PLACE,
    PROMISE,
    SUMMARY,
    TITLE,
    Answer,
    Commitment,
    Counts,
    Details,
    Forum,
    Item,
    LookBack,
    Owner,
    Repeats,
    Seat,
    Side,
    Sight,
    SignUp,
    Speaks,
    State,
)
from bot.features.forums.views.lines import Look
from tests.conftest import ROOT

FILE: Final = ROOT / "config" / "content" / "forum_formats.yaml"
FORMATS: Final = msgspec.convert(yaml.safe_load(FILE.read_text("utf-8")), FormatsFile).by_id()
LOOK: Final = Look(locale="en", formats=FORMATS, sites={"riverbend": "https://talk.example.org"})
NOW: Final = datetime(2026, 11, 24, 15, tzinfo=UTC)
PLAN: Final = Plan(wall=datetime(2026, 12, 7, 19, 0), zone="America/Toronto")  # noqa: DTZ001  (a wall)
ID: Final = "abcdefghijklmnopqrstuvwxyz"

DETAILS: Final = Details(
    title="Who comes when somebody calls at night?",
    aim="Learn what happens between a call and a car, and say what should be different.",
    off_table="Cases before a court; single officers.",
    plan=PLAN,
    minutes=90,
    place="Library, 3 Bridge Street, room 2",
    format="ask-me",
    capacity=40,
    resident_host="Ruth from the tenants' union",
    police_host="Sgt. Amina Cole",
    facilitator="Noor (mediation centre)",
    speaks=Speaks.BOTH,
    access="Step-free; captions; children welcome. Ask Noor for anything else.",
    repeats=Repeats.MONTHLY_WEEKDAY,
)
FORUM: Final = Forum(
    id=ID,
    community="riverbend",
    number=12,
    details=DETAILS,
    state=State.COLLECTING,
    touched_at=NOW,
    revision=3,
)
HOSTILE: Final = "@everyone <!channel> <@123> [x](javascript:alert(1)) **b** \u202egnp.exe </x>"


def full(words: str, at_most: int) -> str:
    """Fill a field to its last character."""
    return (words * (at_most // len(words) + 1))[:at_most]


HOSTILE_DETAILS: Final = Details(
    title=full(HOSTILE, TITLE),
    aim=full(HOSTILE, AIM),
    off_table=full(HOSTILE, AIM),
    plan=PLAN,
    minutes=2_880,
    place=full(HOSTILE, PLACE),
    format="text-first",
    capacity=100_000,
    resident_host=full(HOSTILE, NAME),
    police_host=full(HOSTILE, NAME),
    facilitator=full(HOSTILE, NAME),
    speaks=Speaks.BOTH,
    access=full(HOSTILE, ACCESS),
    repeats=Repeats.MONTHLY_WEEKDAY,
)
HOSTILE_FORUM: Final = replace(FORUM, details=HOSTILE_DETAILS, number=100_000)
COUNTS: Final = Counts(going=38, waiting=0, maybe=5, declined=2)
ITEMS: Final = (
    Item(id="i1", side=Side.RESIDENTS, words="What dispatch asks first"),
    Item(id="i2", side=Side.QUESTIONS, words="Why did two cars come to my street?", question="q1"),
    Item(id="i3", side=Side.POLICE, words="What we may not tell on the phone"),
)
PROMISES: Final = (
    Commitment(
        id="c1",
        forum=ID,
        owner=Owner.POLICE,
        what="Publish the dispatch questions in plain words.",
        due=date(2027, 1, 31),
        evidence="a page on the service's site, linked here",
    ),
    Commitment(
        id="c2",
        forum=ID,
        owner=Owner.RESIDENTS,
        what="Collect ten stories of calls at night, without names.",
        due=date(2027, 2, 15),
        evidence="a post in this community",
    ),
)
HOSTILE_PROMISES: Final = tuple(
    Commitment(
        id=f"c{n}",
        forum=ID,
        owner=Owner.ORGANIZERS,
        what=full(HOSTILE, PROMISE),
        due=date(2028, 9, 30),
        evidence=full(HOSTILE, EVIDENCE),
    )
    for n in range(6)
)
LOOKS: Final = (
    LookBack(
        days=30,
        words="The page is online. The stories are not collected yet.",
        on=date(2027, 1, 6),
    ),
    LookBack(days=90, words=full(HOSTILE, SUMMARY), on=date(2027, 3, 7)),
)
ENDED: Final = datetime(2026, 12, 8, 1, 35, tzinfo=UTC)


def sight(state: State = State.COLLECTING, **changes: object) -> Sight:
    forum = replace(FORUM, state=state, **changes)  # type: ignore[arg-type]
    held = state in {State.WRAP_UP, State.FOLLOW_UP_30, State.FOLLOW_UP_90, State.DONE}
    return Sight(
        forum=forum,
        counts=COUNTS,
        items=ITEMS,
        commitments=PROMISES if held and not forum.none_agreed else (),
        look_backs=LOOKS if state is State.DONE else (),
    )


HOSTILE_SIGHT: Final = Sight(
    forum=HOSTILE_FORUM,
    counts=Counts(going=99_999, waiting=99_999, maybe=99_999),
    items=tuple(
        Item(id=f"i{n}", side=Side.QUESTIONS, words=full(HOSTILE, 3_000)) for n in range(14)
    ),
)
HOSTILE_END: Final = Sight(
    forum=replace(
        HOSTILE_FORUM,
        state=State.DONE,
        ended_at=ENDED,
        summary=full(HOSTILE, SUMMARY),
        came_residents=99_999,
        came_police=99_999,
    ),
    commitments=HOSTILE_PROMISES,
    look_backs=LOOKS,
)
PERSON: Final = PersonRef(platform="town", user="maya")
SIGN_UP: Final = SignUp(
    id="s1", forum=ID, person=PERSON, answer=Answer.GOING, seat=Seat.TAKEN, turn=1
)


AFTER: Final = ENDED + timedelta(minutes=1)
DRAFT: Final = replace(
    FORUM, id="draft", state=State.IDEA, details=replace(DETAILS, plan=None, place="")
)
OFF: Final = {"reason": "The library is flooded."}
CLOSED: Final = sight(State.WRAP_UP, ended_at=ENDED)
SUMMED: Final = sight(State.DONE, ended_at=ENDED, summary="We spoke about night calls. " * 4)
