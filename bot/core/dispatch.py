"""From a gesture to an answer, the same on every platform.

The dispatcher finds the route, calls it, and turns a refusal into a private card that hands the
person's words back. It never logs a word: an error that is ours is reported by type and frames.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from bot.core.cards import Block, Button, Card, Note, Paragraph, Quote, Tone
from bot.core.errors import DialogueError, NotSetUp
from bot.core.forms import Answers, Corrections, Form
from bot.core.gestures import AnyGesture, Called, HomeOpened, Pointed, Press, Said, Submitted
from bot.core.limits import BUTTONS, CARD_BLOCKS, QUOTE
from bot.core.opening import open_choices
from bot.core.ports import NOWHERE
from bot.core.routes import Command, HomePart, Responds, Routes
from bot.core.text import Verbatim, say

Report = Callable[[BaseException, str], str]
"""Logs an error of ours without any value of it; returns the incident number to show."""

_HANDED_BACK: Final = QUOTE - 1
_SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show, and how. ``refused`` says that nothing was done."""

    responds: Responds
    shown: Card | Form | Corrections | None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Calls the right handler and never raises for what a person did."""

    routes: Routes
    report: Report

    def responds(self, gesture: AnyGesture) -> Responds:
        """Say how ``gesture`` will be answered, before anything is done.

        A gesture that has no route answers privately: with the refusal.
        """
        try:
            self._let_in(gesture)
            return self._responds(gesture)
        except DialogueError:
            return Responds.PRIVATELY

    async def answer(self, gesture: AnyGesture) -> Reply:
        """Carry out ``gesture`` and say what to show. Never raises, except when cancelled."""
        try:
            self._let_in(gesture)
            if isinstance(gesture, Submitted):
                corrections = self.routes.form_named(gesture.action.name).check(gesture)
                if corrections is not None:
                    return Reply(Responds.PRIVATELY, corrections, refused=True)
            shown = await self._call(gesture)
            return Reply(self._responds(gesture), shown)
        except DialogueError as refusal:
            return Reply(Responds.PRIVATELY, refusal_card(refusal, gesture), refused=True)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  (the person must hear; the report has frames)
            incident = self.report(error, type(gesture).__name__)
            return Reply(Responds.PRIVATELY, incident_card(incident, gesture), refused=True)

    def _let_in(self, gesture: AnyGesture) -> None:
        match gesture:
            case Called(command=name):
                wanted = name
            case Press(action=action) | Submitted(action=action):
                wanted = action.name
            case _:
                wanted = ""
        if gesture.actor.community == NOWHERE and wanted not in self.routes.open_everywhere:
            raise NotSetUp

    def _responds(self, gesture: AnyGesture) -> Responds:
        match gesture:
            case Called(command=name):
                return self.routes.command_named(name).responds
            case Press(action=action):
                return self.routes.press_named(action.name).responds
            case Submitted(action=action):
                return self.routes.form_named(action.name).responds
            case Pointed(menu=menu):
                return self.routes.menus[menu].responds
            case Said():
                return Responds.PUBLICLY
            case HomeOpened():
                return Responds.PRIVATELY

    async def _call(self, gesture: AnyGesture) -> Card | Form | None:
        match gesture:
            case Called(command=name):
                return await self.routes.command_named(name).handle(gesture)
            case Press(action=action):
                return await self.routes.press_named(action.name).handle(gesture)
            case Submitted(action=action):
                return await self.routes.form_named(action.name).submit(gesture)
            case Pointed(menu=menu):
                return await self.routes.menus[menu].handle(gesture)
            case Said():
                return await self._heard(gesture)
            case HomeOpened():
                return await self._home(gesture)

    async def _heard(self, said: Said) -> Card | None:
        for listen in self.routes.listeners:
            card = await listen(said)
            if card is not None:
                return card
        return None

    async def _home(self, opened: HomeOpened) -> Card:
        parts: list[HomePart] = []
        for draw in self.routes.homes:
            part = await draw(opened)
            if part is not None:
                parts.append(part)
        theirs = (c for c in self.routes.commands.values() if opened.actor.has(c.role))
        return home_card(parts, theirs)


def home_card(parts: Iterable[HomePart], commands: Iterable[Command]) -> Card:
    """Draw a person's own panel: what waits for them, then every command that is theirs.

    Of more than a card holds, the first parts are drawn; the lists reach everything.
    """
    blocks: list[Block] = []
    buttons: list[Button] = []
    for part in parts:
        blocks += part.blocks
        buttons += part.actions
    return Card(
        title=say("core.home.title"),
        body=tuple(blocks[:CARD_BLOCKS]) or (Paragraph(say("core.home.empty")),),
        actions=(*buttons[:BUTTONS], *open_choices(commands)),
    )


def refusal_card(refusal: DialogueError, gesture: AnyGesture) -> Card:
    """Say in one sentence why not, and hand the person's words back."""
    return Card(
        title=say("core.refused.title"),
        body=(Paragraph(say(f"errors.{refusal.code}", **refusal.facts)), *handed_back(gesture)),
        tone=Tone.WARNING,
    )


def incident_card(incident: str, gesture: AnyGesture) -> Card:
    """Say that it is our fault, with a number to name, and hand the words back."""
    return Card(
        title=say("core.incident.title"),
        body=(Paragraph(say("core.incident.body", number=incident)), *handed_back(gesture)),
        tone=Tone.WARNING,
    )


def handed_back(gesture: AnyGesture) -> tuple[Block, ...]:
    """Return what was typed as blocks that hold it inert, as far as it fits; none for nothing."""
    match gesture:
        case Submitted(answers=Answers(values=values)):
            words = [v for v in values.values() if isinstance(v, str) and len(v) > _SHORT]
        case Called(given=given, words=loose):
            words = [v for v in (*given.values(), loose) if v]
        case _:
            words = []
    if not words:
        return ()
    text = "\n\n".join(_inert(w) for w in words)
    note = Note(say("core.words_back"))
    if len(text) > QUOTE:
        text, note = text[:_HANDED_BACK] + "…", Note(say("core.words_back_cut"))
    return (note, Quote(Verbatim(text)))


def _inert(words: str) -> str:
    """Make odd text showable: half characters and control characters become a mark."""
    return "".join("\ufffd" if _odd(c) else c for c in words[: QUOTE + 1])


def _odd(character: str) -> bool:
    return "\ud800" <= character <= "\udfff" or (character < " " and character != "\n")
