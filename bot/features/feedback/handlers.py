"""Everything a person can do with feedback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from bot.core.actions import act
from bot.core.cards import Button, Card, Paragraph
from bot.core.checks import fields_wrong
from bot.core.errors import NotFound
from bot.core.forms import Answers, Corrections, Form
from bot.core.gestures import AnyGesture, Called, HomeOpened, Press, Submitted
from bot.core.kept import Kept
from bot.core.people import Role
from bot.core.ports import Directory, Gate
from bot.core.routes import Command, HomePart, Responds, Routes
from bot.core.text import as_typed, clean, say
from bot.features.feedback import views
from bot.features.feedback.model import (
    REPLY,
    WORDS,
    About,
    Draft,
    Kind,
    NoLongerKept,
    Reason,
)
from bot.features.feedback.service import FeedbackDesk

_OPENS: Final = "feedback.give"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackDoor:
    """Answers what people do with feedback."""

    desk: FeedbackDesk
    directory: Directory
    gate: Gate
    kept: Kept

    async def ask(self, called: Called) -> Form:
        """Ask for feedback."""
        called.actor.require(Role.MEMBER)
        return views.log_form(words=as_typed(called.words, WORDS))

    async def ask_about(self, press: Press) -> Form:
        """Ask for feedback about one thing: the button carries what sort it is, and its id."""
        press.actor.require(Role.MEMBER)
        about, ref = (*press.action.ids, "", "")[:2]
        return views.log_form(about=_about(about), about_ref=ref)

    async def log(self, submitted: Submitted) -> Card:
        """Log it, unless the safety gate has something to offer first."""
        draft = _draft(submitted)
        community = await self.directory.community(submitted.actor.community)
        concerns = self.gate.concerns(
            draft.words, country=community.country, locale=submitted.locale
        )
        if concerns:
            kept = self.kept.keep(msgspec.json.encode(draft).decode())
            return views.concern_card(concerns, kept)
        receipt = await self.desk.log(draft, actor=submitted.actor, key=submitted.key)
        return views.thanks_card(receipt, named=draft.named)

    async def send_kept(self, press: Press) -> Card:
        """Log it after all. Pressing again logs nothing twice."""
        kept = press.action.ids[0]
        draft = self._kept(kept)
        receipt = await self.desk.log(draft, actor=press.actor, key=f"feedback.kept:{kept}")
        return views.thanks_card(receipt, named=draft.named)

    async def again(self, press: Press) -> Form:
        """Open the form once more, filled in."""
        press.actor.require(Role.MEMBER)
        draft = self._kept(press.action.ids[0])
        return views.log_form(draft, about_ref=draft.about_ref)

    async def by_receipt(self, gesture: AnyGesture, digits: str) -> Card | None:
        """Show what came of it to whoever holds the receipt."""
        note = await self.desk.by_receipt(gesture.actor, digits)
        return None if note is None else views.receipt_card(note)

    async def withdraw(self, press: Press) -> Card:
        """Delete the words."""
        note = await self.desk.withdraw(press.action.ids[0], actor=press.actor, key=press.key)
        return views.receipt_card(note)

    async def list(self, press: Press) -> Card:
        """List what waits to be worked off."""
        return views.desk_card(await self.desk.open(press.actor))

    async def open(self, press: Press) -> Card:
        """Show the chosen note."""
        return views.note_card(await self.desk.get(press.actor, press.chosen))

    async def whole(self, press: Press) -> Card:
        """Show all the words of a note."""
        note = await self.desk.get(press.actor, press.action.ids[0])
        if not note.words:
            raise NotFound
        return views.whole_card(note)

    async def read(self, press: Press) -> Card:
        """Say that it was read."""
        note = await self.desk.read(press.action.ids[0], actor=press.actor, key=press.key)
        return views.note_card(note)

    async def ask_done(self, press: Press) -> Form:
        """Ask what was done."""
        return views.act_form((await self.desk.get(press.actor, press.action.ids[0])).id)

    async def act(self, submitted: Submitted) -> Card:
        """Say what was done."""
        answers = submitted.answers
        note = await self.desk.act(
            submitted.action.ids[0],
            clean(answers.words("reply"), at_most=REPLY),
            open_to_all=_everyone(answers),
            actor=submitted.actor,
            key=submitted.key,
        )
        return views.note_card(note)

    async def ask_why(self, press: Press) -> Form:
        """Ask why not for now."""
        return views.not_now_form((await self.desk.get(press.actor, press.action.ids[0])).id)

    async def not_now(self, submitted: Submitted) -> Card:
        """Say why not for now."""
        answers = submitted.answers
        note = await self.desk.not_now(
            submitted.action.ids[0],
            Reason(answers.words("reason")),
            clean(answers.words("reply"), at_most=REPLY, at_least=0),
            open_to_all=_everyone(answers),
            actor=submitted.actor,
            key=submitted.key,
        )
        return views.note_card(note)

    async def home(self, opened: HomeOpened) -> HomePart | None:
        """Tell organizers how many notes wait for them."""
        if not opened.actor.has(Role.ORGANIZER):
            return None
        waiting = len(await self.desk.open(opened.actor))
        if not waiting:
            return None
        return HomePart(
            blocks=(Paragraph(say("feedback.desk.waiting", n=waiting)),),
            actions=(Button(say("feedback.desk"), act("feedback.desk")),),
        )

    def _kept(self, kept: str) -> Draft:
        words = self.kept.find(kept)
        if not words:
            raise NoLongerKept
        return msgspec.json.decode(words, type=Draft)


def check_log(submitted: Submitted) -> Corrections | None:
    """Check feedback while it is still on the screen."""
    return fields_wrong(submitted.answers, views.log_fields())


def check_act(submitted: Submitted) -> Corrections | None:
    """Check what was done while it is still on the screen."""
    return fields_wrong(submitted.answers, views.act_fields())


def check_not_now(submitted: Submitted) -> Corrections | None:
    """Check why not while it is still on the screen."""
    return fields_wrong(submitted.answers, views.not_now_fields())


def register(routes: Routes, door: FeedbackDoor) -> None:
    """List everything a person can do with feedback."""
    routes.command(
        Command(
            name="feedback",
            about=say("feedback.command"),
            responds=Responds.FORM,
            handle=door.ask,
        )
    )
    for name, responds, handle in (
        (_OPENS, Responds.FORM, door.ask_about),
        ("feedback.send_kept", Responds.BY_UPDATING, door.send_kept),
        ("feedback.again", Responds.FORM, door.again),
        ("feedback.withdraw", Responds.BY_UPDATING, door.withdraw),
        ("feedback.desk", Responds.PRIVATELY, door.list),
        ("feedback.open", Responds.PRIVATELY, door.open),
        ("feedback.whole", Responds.PRIVATELY, door.whole),
        ("feedback.read", Responds.BY_UPDATING, door.read),
        ("feedback.act", Responds.FORM, door.ask_done),
        ("feedback.not_now", Responds.FORM, door.ask_why),
    ):
        routes.on(name, responds, handle)
    routes.form("feedback.log", Responds.PRIVATELY, check_log, door.log)
    routes.form("feedback.act", Responds.PRIVATELY, check_act, door.act)
    routes.form("feedback.not_now", Responds.PRIVATELY, check_not_now, door.not_now)
    routes.receipt(door.by_receipt)
    routes.home(door.home)


def _draft(submitted: Submitted) -> Draft:
    answers = submitted.answers
    rating = answers.words("rating")
    return Draft(
        kind=Kind(answers.words("kind")),
        about=About(answers.words("about")),
        about_ref=next(iter(submitted.action.ids), ""),
        words=clean(answers.words("words"), at_most=WORDS),
        rating=int(rating) if rating else None,
        named=answers.words("name") == views.NAMED,
    )


def _about(written: str) -> About | None:
    return About(written) if written in set(About) else None


def _everyone(answers: Answers) -> bool:
    return answers.words("whom") == views.EVERYONE
