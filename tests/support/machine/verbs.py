"""Every verb of questions as the front door offers it: how it is pressed, and what it may change.

Nothing here is read from the code that is tested. A route that this table does not name fails the
campaign, so a new verb cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Move = tuple[str, str]
Moves = frozenset[Move]

ENDED: Final = frozenset({"redirected", "merged", "declined", "withdrawn"})
QUEUED: Final = frozenset({"open", "claimed", "on_hold"})
PUBLISHED: Final = frozenset({"answered", "follow_up", "closed"})
_NOT_ENDED: Final = ("waiting", "in_triage", "returned", *sorted(QUEUED | PUBLISHED))


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb. ``by`` is who may; ``on`` is what its ids or its choice name.

    ``moves`` are the changes of state that it may cause; without any it leaves the state alone.
    ``columns`` of the question's own row and ``tables`` are all that it may touch.
    """

    kind: str
    name: str
    by: str = "anyone"
    on: str = "question"
    moves: Moves = frozenset()
    columns: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    deed: str = ""
    once: bool = True

    @property
    def key(self) -> str:
        """What tells it from a verb of the same name."""
        return f"{self.kind} {self.name}"

    @property
    def changes(self) -> bool:
        """Whether it changes anything that is kept."""
        return bool(self.columns or self.tables)


_LEAVING: Final = (
    "held_by held_until second_by due_at left_micros reason remark review_on moved_on"
)
_END: Final = f"state batch {_LEAVING}"
_BACK: Final = "state held_by held_until second_by"


def _moves(to: str, *frm: str) -> list[Move]:
    return [(state, to) for state in frm]


def _does(
    kind: str,
    name: str,
    by: str,
    deed: str = "",
    *,
    moves: list[Move] | None = None,
    row: str = "",
    tables: str = "",
    on: str = "question",
    once: bool = True,
) -> Verb:
    columns = frozenset([*row.split(), "revision"]) if row else frozenset[str]()
    touched = frozenset(tables.split())
    return Verb(kind, name, by, on, frozenset(moves or ()), columns, touched, deed, once)


def _asks(kind: str, by: str, names: str, on: str = "question") -> list[Verb]:
    return [Verb(kind, name, by, on) for name in names.split()]


_OPENING: Final = [
    *_asks("press", "anyone", "open", on=""),
    *_asks("press", "anyone", "change preview", on="draft"),
    *_asks("press", "anyone", "read whole views history"),
    *_asks("press", "anyone", "faq_read", on="page"),
    *_asks("press", "anyone", "find show", on="choice"),
    *_asks("press", "organizer", "decide edit mute join"),
    *_asks("press", "organizer", "look", on="choice"),
    *_asks("press", "liaison", "work to_read private_read answer template correct hand_over hold"),
    *_asks("press", "desk", "pick", on="choice"),
    *_asks("press", "desk", "queue", on=""),
    *_asks("press", "desk", "onward"),
    *_asks("press", "organizer", "triage", on=""),
    *_asks("press", "anyone", "search", on=""),
    *_asks("form", "anyone", "search", on=""),
    *_asks("press", "liaison", "duty", on=""),
    *_asks("press", "panel", "view"),
    *_asks("press", "asker", "again mend own_history own_leaf", on="proof"),
    *_asks("press", "anyone", "leaf", on="leaf"),
    *_asks("form", "member", "receipt", on="receipt"),
    *_asks("call", "member", "questions", on=""),
    *_asks("call", "anyone", "ask receipt faq", on=""),
    *_asks("call", "organizer", "triage", on=""),
    *_asks("call", "desk", "queue", on=""),
    *_asks("call", "liaison", "liaison_export", on=""),
    *_asks("menu", "anyone", "ask_about_this", on=""),
]
_TRIAGE: Final = [
    _does(
        "press",
        "approve",
        "organizer",
        "approve",
        moves=_moves("open", "in_triage", "follow_up"),
        row="state number reason remark",
        tables="question_counter",
    ),
    _does(
        "form",
        "return",
        "organizer",
        "return",
        moves=_moves("returned", "in_triage"),
        row="state reason remark due_at left_micros moved_on",
    ),
    _does(
        "form",
        "redirect",
        "organizer",
        "redirect",
        moves=_moves("redirected", "in_triage"),
        row=_END,
        tables="question_text",
    ),
    _does(
        "form",
        "decline",
        "organizer",
        "decline",
        moves=[("in_triage", "declined"), ("follow_up", "answered")],
        row=f"{_END} round",
        tables="question_text",
    ),
    _does(
        "form",
        "merge",
        "organizer",
        "merge",
        moves=_moves("merged", "in_triage", "open"),
        row=f"{_END} merged_into",
        tables="question_text",
    ),
    _does("form", "edit", "organizer", "propose", row="revision", tables="question_text"),
    _does("form", "mute", "organizer", "mute", row="revision", tables="question_mute"),
    _does(
        "press", "put_back", "organizer", "put_back", moves=_moves("open", "claimed"), row=_BACK
    ),
]
_DESK: Final = [
    _does(
        "press",
        "claim",
        "liaison",
        "claim",
        moves=_moves("claimed", "open", "claimed"),
        row="state held_by held_until",
    ),
    _does("press", "release", "liaison", "release", moves=_moves("open", "claimed"), row=_BACK),
    _does(
        "form",
        "hand_over",
        "liaison",
        "release",
        moves=_moves("open", "claimed"),
        row=_BACK,
        tables="question_text",
    ),
    _does(
        "press",
        "recuse",
        "liaison",
        "recuse",
        moves=_moves("open", "claimed"),
        row=_BACK,
        tables="question_recusal",
    ),
    _does(
        "form",
        "hold",
        "liaison",
        "hold",
        moves=_moves("on_hold", "claimed"),
        row=f"{_BACK} reason remark review_on due_at left_micros",
    ),
    _does("form", "answer", "liaison", "prepare", row="second_by", tables="question_text"),
    _does("press", "read_over", "liaison", "read_over", row="second_by"),
    _does(
        "press",
        "publish",
        "liaison",
        "answer",
        moves=_moves("answered", "claimed"),
        row="state held_by held_until second_by due_at left_micros reason remark rating moved_on "
        "published_at",
        tables="question_text question_answer",
    ),
    _does(
        "form",
        "correct",
        "liaison",
        "correct",
        row="moved_on published_at",
        tables="question_answer",
    ),
    _does("press", "quiet_from", "liaison", tables="question_duty", on="hour"),
    _does("press", "quiet_until", "liaison", tables="question_duty", on="hour"),
    _does(
        "press",
        "off_duty",
        "liaison",
        "release",
        moves=_moves("open", "claimed"),
        row=_BACK,
        on="held",
    ),
    _does("form", "view", "panel", "view", tables="question_perspective"),
    _does("press", "unview", "panel", "unview", tables="question_perspective", on="perspective"),
]
_EVERYONE: Final = [
    _does("press", "vote", "member", row="votes", tables="question_vote"),
    _does("press", "follow", "member", tables="question_follow"),
    _does("press", "unfollow", "member", tables="question_follow", once=False),
    _does("form", "ask", "member", tables="question_draft", on=""),
    _does("press", "solved", "anyone", tables="question_draft", on="draft", once=False),
    _does("press", "drop", "anyone", tables="question_draft", on="draft", once=False),
    _does(
        "press",
        "send",
        "member",
        "ask",
        tables="question_draft question_text question",
        on="draft",
        once=False,
    ),
]
_ASKER: Final = [
    _does("press", "good", "asker", "rate", row="rating moved_on round", on="proof"),
    _does("press", "bad", "asker", "rate", row="rating moved_on round", on="proof"),
    _does("press", "agree", "asker", "agree", row="revision", tables="question_text", on="proof"),
    _does("press", "keep", "asker", "keep", row="revision", tables="question_text", on="proof"),
    _does(
        "press",
        "withdraw",
        "asker",
        "withdraw",
        moves=_moves("withdrawn", "merged", *_NOT_ENDED),
        row=f"{_END} asked_by address address_dek",
        tables="question_text",
        on="proof",
    ),
    _does(
        "form",
        "again",
        "asker",
        "follow_up",
        moves=_moves("follow_up", "answered"),
        row="state round batch reason remark moved_on",
        tables="question_text",
        on="proof",
    ),
    _does(
        "form",
        "mend",
        "asker",
        "resend",
        moves=_moves("waiting", "returned"),
        row="state reason remark batch",
        tables="question_text",
        on="proof",
    ),
]

VERBS: Final[Mapping[str, Verb]] = {
    verb.key: verb for verb in (*_OPENING, *_TRIAGE, *_DESK, *_EVERYONE, *_ASKER)
}

BY_THE_CLOCK: Final[Moves] = frozenset(
    {
        ("waiting", "in_triage"),
        ("claimed", "open"),
        ("on_hold", "open"),
        ("answered", "closed"),
        ("returned", "withdrawn"),
    }
)
"""What happens by itself, a step at a time."""
