"""What is filled into each form and chosen from each list, and what is read from an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from bot.core.actions import act
from bot.core.cards import Card
from bot.core.dispatch import Reply
from bot.core.forms import Form
from bot.core.text import Message
from tests.support.machine.cast import Door
from tests.support.machine.verbs import Verb
from tests.support.reading import read

TOKEN: Final = re.compile(r"(tok|ans)(\d+)r(\d)x")
RECEIPT: Final = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
ASKER: Final = re.compile(r"asker\d+qz", re.IGNORECASE)


@dataclass(frozen=True)
class Gesture:
    """One thing to do: a verb, the ids that its token carries, and what is given with it."""

    verb: Verb
    ids: tuple[str, ...] = ()
    chosen: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    question: str = ""
    other: int = 0

    @property
    def action(self) -> str:
        """The name in the token."""
        return f"questions.{self.verb.name}"


def asked(n: int, round_: int = 0) -> str:
    """Return words that are found again wherever they are shown."""
    return f"Why is it so, tok{n}r{round_}x, and who decides it?"


def answers_for(verb: Verb, n: int, round_: int, today: date, chance: Random) -> dict[str, str]:
    """Fill a form as a person would."""
    parts = {
        "acknowledge": "We hear what you ask.",
        "answer": f"It is so: ans{n}r{round_}x, since last year.",
        "next": "More on Monday.",
    }
    soon = today + timedelta(days=chance.choice((1, 3, 40)))
    filled: dict[str, dict[str, str]] = {
        "return": {"reason": "unclear", "remark": "Which street?"},
        "redirect": {"reason": "legal", "remark": ""},
        "decline": {"reason": chance.choice(("abuse", "off_topic")), "remark": ""},
        "merge": {"number": "0"},
        "search": {"words": "who decides it"},
        "edit": {"words": f"So put: tok{n}r{round_}x, and who decides?"},
        "mute": {"reason": "flood"},
        "hand_over": {"note": "See the file on the desk."},
        "hold": {"reason": "before_court", "remark": "", "review_on": soon.isoformat()},
        "answer": parts,
        "correct": {**parts, "note": "The year was wrong."},
        "view": {"label": "youth", "view": "We see it so.", "source": "Our work."},
        "ask": {
            "words": asked(n),
            "topic": "other",
            "naming": "anonymous",
            "public": chance.choice(("yes", "yes", "no")),
        },
        "again": {"words": asked(n, round_ + 1)},
        "mend": {"words": asked(n, round_)},
    }
    return filled.get(verb.name, {})


def choice_for(verb: Verb, question: str, chance: Random) -> str:
    """Take an option of a card's list."""
    finds = ("questions.read", "questions.to_read", "questions.private_read", "questions.claim")
    options: dict[str, tuple[str, ...]] = {
        "find": tuple(f"{name}:{question}" for name in finds),
        "show": tuple(f"{what}:{question}" for what in ("own", "read", "open")),
        "decide": ("return", "redirect", "merge", "decline", "mute", "odd"),
        "template": ("direct_answer", "odd"),
        "quiet_from": ("7", "22"),
        "quiet_until": ("7", "22"),
        "look": (question,),
        "pick": (question,),
    }
    return chance.choice(options.get(verb.name, ("",)))


def words_in(reply: Reply) -> str:
    """Return everything that a reply lets a person read, filled fields of forms with it."""
    shown = reply.shown
    if isinstance(shown, Form):
        filled = [str(getattr(f, "filled", "")) for f in shown.fields]
        return "\n".join([read(shown), *filled])
    return read(shown) if isinstance(shown, Card) else ""


def refused_as(reply: Reply) -> str:
    """Return the code of a refusal; ``incident`` when it was a fault of ours."""
    shown = reply.shown
    if not isinstance(shown, Card):
        return "corrections" if reply.refused else ""
    if isinstance(shown.title, Message) and shown.title.key == "core.incident.title":
        return "incident"
    for line in _lines(shown):
        if reply.refused and line.key.startswith("errors."):
            return line.key.removeprefix("errors.")
    return "refused" if reply.refused else ""


def _lines(card: Card) -> Iterator[Message]:
    for block in card.body:
        line = getattr(block, "line", None)
        if isinstance(line, Message):
            yield line


async def carry_out(
    door: Door, gesture: Gesture, who: str, key: str, *, token: str = "", community: str = ""
) -> Reply:
    """Do it at the front door; ``token`` is one that was kept, stolen or tampered with."""
    at = {"community": community} if community else {}
    actor = await door.actor(who, **at)
    verb = gesture.verb
    if verb.kind == "call":
        name = verb.name.replace("_", " ")
        return await door.calls(actor, name, key=key, words="decides" if name == "faq" else "")
    if verb.kind == "menu":
        return await door.points(actor, verb.name, key=key, words="What is this about?")
    token = token or signed(door, gesture, **at)
    if verb.kind == "form":
        return await door.submits(actor, token, gesture.answers, key=key)
    return await door.presses(actor, token, key=key, chosen=gesture.chosen)


def signed(door: Door, gesture: Gesture, **at: str) -> str:
    """Return the token as a card or form carries it."""
    return door.token(act(gesture.action, *gesture.ids), **at)
