"""What organizers fill in, sheet by sheet, and how it becomes the details of a forum."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.text import clean
from bot.core.when import Doubt, Plan, read_when
from bot.features.forums.model import (
    ACCESS,
    AIM,
    CAPACITY,
    MINUTES,
    NAME,
    PLACE,
    TITLE,
    Details,
    Repeats,
    Speaks,
)
from bot.features.forums.refusals import BadCapacity


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """The first sheet."""

    title: str = field(repr=False)
    aim: str = field(repr=False)
    off_table: str = field(default="", repr=False)
    when: str = field(default="", repr=False)
    minutes: str = "60"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The second sheet."""

    place: str = field(repr=False)
    format: str
    capacity: str = ""
    resident_host: str = field(default="", repr=False)
    police_host: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """The sheet that may stay as it is."""

    facilitator: str = field(default="", repr=False)
    speaks: str = Speaks.EN.value
    access: str = field(default="", repr=False)
    repeats: str = Repeats.NEVER.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads sheets for one community at one moment."""

    now: datetime
    zone: str
    locale: str

    def what(self, sheet: What, before: Details | None) -> tuple[Details, Doubt | None]:
        """Take the first sheet. A time that still reads as it was shown is not read again.

        Raises:
            DialogueError: a text or the time cannot be taken.
        """
        plan, doubt = self._plan(sheet.when, None if before is None else before.plan)
        minutes = int(sheet.minutes) if sheet.minutes.isdecimal() else 0
        known = before or Details(title="", aim="", speaks=_spoken(self.locale))
        details = replace(
            known,
            title=clean(sheet.title, at_most=TITLE, at_least=3, one_line=True),
            aim=clean(sheet.aim, at_most=AIM, at_least=3),
            off_table=clean(sheet.off_table, at_most=AIM, at_least=0),
            plan=plan,
            minutes=minutes if minutes in MINUTES else known.minutes,
        )
        return details, doubt

    def untimed(self, sheet: What) -> Details:
        """Take the first sheet of a new draft without its time, which could not be read."""
        details, _ = self.what(replace(sheet, when=""), None)
        return details

    def _plan(self, words: str, before: Plan | None) -> tuple[Plan | None, Doubt | None]:
        if not words.strip():
            return None, None
        if before is not None and words.strip() == write_plan(before, self.zone):
            return before, None
        plan = read_when(words, now=self.now, zone=self.zone, locale=self.locale)
        return replace(plan, doubt=None), plan.doubt


def read_where(sheet: Where, before: Details) -> Details:
    """Take the second sheet.

    Raises:
        DialogueError: a text or the number of places cannot be taken.
    """
    return replace(
        before,
        place=clean(sheet.place, at_most=PLACE, one_line=True),
        format=sheet.format,
        capacity=read_capacity(sheet.capacity),
        resident_host=clean(sheet.resident_host, at_most=NAME, at_least=0, one_line=True),
        police_host=clean(sheet.police_host, at_most=NAME, at_least=0, one_line=True),
    )


def read_more(sheet: More, before: Details) -> Details:
    """Take the third sheet.

    Raises:
        DialogueError: a text cannot be taken.
    """
    return replace(
        before,
        facilitator=clean(sheet.facilitator, at_most=NAME, at_least=0, one_line=True),
        speaks=Speaks(sheet.speaks),
        access=clean(sheet.access, at_most=ACCESS, at_least=0),
        repeats=Repeats(sheet.repeats),
    )


def read_capacity(words: str) -> int:
    """Read a number of places; empty means room for all.

    Raises:
        BadCapacity: anything else than 1 to 100,000 in plain digits.
    """
    digits = words.strip()
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(CAPACITY))):
        raise BadCapacity(at_most=CAPACITY)
    number = int(digits)
    if not 1 <= number <= CAPACITY:
        raise BadCapacity(at_most=CAPACITY)
    return number


def write_plan(plan: Plan | None, zone: str) -> str:
    """Write a time so that it is read back as the same time. The usual zone goes unsaid."""
    if plan is None:
        return ""
    if plan.wall.fold:
        return plan.at.astimezone(ZoneInfo(plan.zone)).isoformat(timespec="minutes")
    wall = plan.wall.isoformat(sep=" ", timespec="minutes")
    return wall if plan.zone == zone else f"{wall} {plan.zone}"


def _spoken(locale: str) -> Speaks:
    return Speaks.FR if locale.lower().startswith("fr") else Speaks.EN
