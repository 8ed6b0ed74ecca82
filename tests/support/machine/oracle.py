"""What the product allows, said again without its code: who may do what, in which state.

The oracle looks at the books alone. It never asks the bot, and it is told nothing by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot.core.clock import from_micros
from bot.core.people import Actor, Role
from tests.support.machine.cast import HOME
from tests.support.machine.ledger import Books
from tests.support.machine.verbs import ENDED, PUBLISHED, QUEUED, VERBS, Verb

_A_DAY: Final = timedelta(hours=24)
_PANEL: Final = timedelta(days=7)
_LOAD: Final = 3
_FOLLOW_UPS: Final = 2


@dataclass
class Memory:
    """What the machine did and the books do not say: hashed voices, and who sent when."""

    votes: set[tuple[str, str]] = field(default_factory=set)
    follows: set[tuple[str, str]] = field(default_factory=set)
    sent_at: dict[str, datetime] = field(default_factory=dict)
    second_reader: bool = False


@dataclass(frozen=True)
class Case:
    """One press as the oracle sees it: who, on what, how the books stand, and when."""

    actor: Actor
    question: str
    books: Books
    memory: Memory
    now: datetime
    other: int = 0

    @property
    def q(self) -> dict[str, Any]:
        return self.books.questions.get((HOME, self.question), _NOTHING)

    @property
    def state(self) -> str:
        return str(self.q["state"])

    @property
    def me(self) -> str:
        return self.actor.person.key

    @property
    def sheet(self) -> dict[str, Any]:
        return self.books.sheets.get((HOME, self.question, self.q["round"]), _NO_SHEET)

    @property
    def own(self) -> bool:
        return bool(self.q["asked_by"] == self.me)

    @property
    def mine(self) -> bool:
        """Whether the one who presses holds it."""
        return self.state == "claimed" and bool(self.q["held_by"] == self.me)

    @property
    def read(self) -> bool:
        """Whether it waits before an organizer, its batch released."""
        return self.state in {"in_triage", "follow_up"} and self.q["batch"] is None

    @property
    def public(self) -> bool:
        """Whether members see it, to vote for it and to follow it."""
        return bool(self.q["public"]) and self.state in QUEUED | PUBLISHED

    @property
    def holds(self) -> int:
        return sum(
            row["community"] == HOME and row["held_by"] == self.me
            for row in self.books.rows("question")
        )

    @property
    def recused(self) -> bool:
        rows = self.books.of("question_recusal", HOME, self.question)
        return any(row["said_by"] == self.me for row in rows)

    @property
    def joined(self) -> list[str]:
        """The questions that were merged into it, and into those, however long ago."""
        found = [self.question]
        for into in found:
            found += [
                str(row["id"])
                for row in self.books.rows("question")
                if row["community"] == HOME and row["merged_into"] == into
            ]
        return found[1:]

    @property
    def root(self) -> dict[str, Any]:
        """The question that it was merged into in the end."""
        q = self.q
        while q.get("merged_into") is not None:
            q = self.books.questions[HOME, q["merged_into"]]
        return q

    @property
    def target(self) -> dict[str, Any]:
        """The question that a merge names by its number."""
        for row in self.books.rows("question"):
            if self.other and row["community"] == HOME and row["number"] == self.other:
                return row
        return _NOTHING


_NOTHING: Final[dict[str, Any]] = {
    "id": "",
    "state": "",
    "asked_by": "",
    "held_by": "",
    "batch": None,
    "round": 0,
    "public": 0,
    "number": None,
    "published_at": None,
    "second_by": None,
}
_NO_SHEET: Final[dict[str, Any]] = {"dek": None, "proposal": None, "answer": None, "words": None}


def holds(actor: Actor, role: Role) -> bool:
    """Whether someone may act in a role: no outsider, and nobody with two that must not meet."""
    if actor.outsider or {Role.LIAISON, Role.ORGANIZER} <= actor.roles:
        return False
    return role is Role.MEMBER or role in actor.roles


_WHO: Final[dict[str, tuple[Role, ...]]] = {
    "member": (Role.MEMBER,),
    "liaison": (Role.LIAISON,),
    "organizer": (Role.ORGANIZER,),
    "panel": (Role.PANEL,),
    "desk": (Role.LIAISON, Role.ORGANIZER),
}


def entitled(verb: Verb, actor: Actor) -> bool:
    """Whether this is the right person at all, whatever the state of the thing."""
    if actor.community != HOME:
        return False
    return verb.by not in _WHO or any(holds(actor, role) for role in _WHO[verb.by])


def may(verb: Verb, case: Case) -> bool:
    """Whether a press that changes something must be carried out; otherwise it must be refused."""
    return entitled(verb, case.actor) and MAY[verb.key](case)


def _votes(c: Case) -> bool:
    voices = {(c.me, q) for q in (c.question, *c.joined)}
    return c.public and not voices & c.memory.votes


def _mutes(c: Case) -> bool:
    sent = c.memory.sent_at.get(c.question)
    return bool(c.q["asked_by"]) or (sent is not None and c.now - sent < _A_DAY)


def _merges(c: Case) -> bool:
    into = c.target
    fits = into["state"] in QUEUED | {"answered", "follow_up"} and bool(into["public"])
    stands = c.state in {"in_triage", "open"} and not c.own and c.q["round"] == 0
    return stands and fits and into["id"] != c.question


def _claims(c: Case) -> bool:
    if c.recused or c.own:
        return False
    return c.mine or (c.state == "open" and c.holds < _LOAD)


def _publishes(c: Case) -> bool:
    seconded = not c.memory.second_reader or c.q["second_by"] is not None
    return c.mine and c.sheet["answer"] is not None and seconded


def _rates(c: Case) -> bool:
    """Say what an answer is worth: of one's own question, or of the one that it was merged into."""
    return c.state == "answered" or (c.state == "merged" and c.root["state"] == "answered")


def _adds_view(c: Case) -> bool:
    out = c.q["published_at"]
    fresh = out is not None and c.now <= from_micros(out) + _PANEL
    return bool(c.q["public"]) and c.state in PUBLISHED and fresh


MAY: Final[dict[str, Callable[[Case], bool]]] = {
    "press approve": lambda c: c.read and not c.own,
    "form return": lambda c: c.state == "in_triage" and not c.own,
    "form redirect": lambda c: c.state == "in_triage" and not c.own,
    "form decline": lambda c: c.read and not c.own,
    "form merge": _merges,
    "form edit": lambda c: c.state == "in_triage" and not c.own,
    "form mute": _mutes,
    "press put_back": lambda c: c.state == "claimed",
    "press claim": _claims,
    "press release": lambda c: c.mine,
    "form hand_over": lambda c: c.mine,
    "press recuse": lambda c: c.state in QUEUED,
    "form hold": lambda c: c.mine,
    "form answer": lambda c: c.mine,
    "press quiet_from": lambda _: True,
    "press quiet_until": lambda _: True,
    "press off_duty": lambda _: True,
    "press read_over": lambda c: (
        c.state == "claimed"
        and not (c.mine or c.own or c.recused)
        and c.sheet["answer"] is not None
    ),
    "press publish": _publishes,
    "form correct": lambda c: c.state in PUBLISHED and not (c.own or c.recused),
    "form view": _adds_view,
    "press vote": _votes,
    "press follow": lambda c: c.public,
    "press unfollow": lambda c: bool(c.state),
    "press good": _rates,
    "press bad": _rates,
    "press agree": lambda c: c.state == "in_triage" and c.sheet["proposal"] is not None,
    "press keep": lambda c: c.state == "in_triage",
    "press withdraw": lambda c: bool(c.state) and c.state not in ENDED - {"merged"},
    "form again": lambda c: c.state == "answered" and c.q["round"] < _FOLLOW_UPS,
    "form mend": lambda c: c.state == "returned",
}
ELSEWHERE_JUDGED: Final = {"form ask", "press solved", "press drop", "press send", "press unview"}
"""Verbs on drafts and perspectives, which the machine judges itself."""

assert set(MAY) | ELSEWHERE_JUDGED == {v.key for v in VERBS.values() if v.changes}


def may_see(actor: Actor, books: Books, question: str, round_: int, *, answer: bool) -> bool:
    """Whether someone other than its asker may be shown the words of a round, or its answer."""
    q = books.questions.get((HOME, question))
    if q is None or actor.community != HOME:
        return False
    state = str(q["state"])
    sheet = books.sheets.get((HOME, question, round_), _NO_SHEET)
    said = any(a["round"] == round_ for a in books.of("question_answer", HOME, question))
    numbered = q["number"] is not None and state in QUEUED | PUBLISHED
    unread = state == "follow_up" and round_ == q["round"]
    waits = state == "waiting" or (q["batch"] is not None and round_ == q["round"])
    if holds(actor, Role.ORGANIZER) and not waits and (said or not answer):
        return True
    if holds(actor, Role.LIAISON) and numbered and not (unread and not answer):
        return True
    if not q["public"] or state not in QUEUED | PUBLISHED:
        return False
    if q["published_at"] is not None:  # everyone reads what is out
        return said if answer else sheet["words"] is not None
    return holds(actor, Role.MEMBER) and not answer
