"""What people do on Discord, carried out and answered within three seconds or visibly waiting.

Every press, choice, menu and form is known by what came over the wire alone. So it works after
a restart and on any process, and a gesture that Discord delivers twice has one effect.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import orjson

from bot.adapters.discord import limits, payload, views
from bot.adapters.discord.answering import Answering, Refused
from bot.adapters.discord.commands import parameter_of
from bot.adapters.discord.crowd import Crowd
from bot.adapters.discord.doorkeeper import Doorkeeper
from bot.adapters.discord.forms import Modals, filled
from bot.adapters.discord.payload import Incoming
from bot.adapters.discord.render import ASK_FIRST, Drawing, Renderer, token_of
from bot.adapters.discord.turn import Turn
from bot.adapters.discord.voice import Reader
from bot.core.actions import Signer
from bot.core.cards import Card, telling_nobody
from bot.core.dispatch import Dispatcher, Reply, Report, incident_card
from bot.core.forms import Answers, Corrections, Form
from bot.core.gestures import AnyGesture, Press, Submitted
from bot.core.kept import Kept
from bot.core.recent import Recent
from bot.core.routes import Responds

_NEARLY_LATE: Final = limits.ACKNOWLEDGE.total_seconds() - 0.5
_CHOICE: Final = 100


@dataclass(frozen=True, slots=True)
class Inbound:
    """Answers interactions. ``wall`` tells the time on Discord's clock, as well as we know it."""

    dispatcher: Dispatcher
    keeper: Doorkeeper
    signer: Signer
    renderer: Renderer
    modals: Modals
    answering: Answering
    kept: Kept
    report: Report
    wall: Callable[[], float]
    crowd: Crowd = field(default_factory=Crowd)
    forms: Recent[Form] = field(default_factory=Recent)
    seen: Recent[bool] = field(default_factory=lambda: Recent(20_000))

    async def hears(self, raw: payload.Json) -> None:
        """Carry out one interaction. Never raises, except when cancelled."""
        with self.crowd.here, self._reporting():
            with self.crowd.door:
                carry_out = await self._take(raw)
            await carry_out

    @contextmanager
    def _reporting(self) -> Generator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001  (one odd interaction stops no other)
            self.report(error, "discord interaction")

    async def _take(self, raw: payload.Json) -> Awaitable[None]:
        """Look at an interaction, acknowledge it if it cannot wait, and return what remains."""
        came = payload.incoming(raw)
        if self.seen.get(came.id):
            return _nothing()
        self.seen.put(came.id, True)
        turn = Turn(came.id, came.token, self.answering, may_update=came.message is not None)
        if came.kind == payload.AUTOCOMPLETE:
            return self._offer(came, turn)
        if came.kind == payload.COMPONENT and _may_be_own(came):
            return self._press(came, turn)
        if came.kind in {payload.COMMAND, payload.COMPONENT, payload.MODAL}:
            return await self._let_in(came, turn)
        return _nothing()

    async def _let_in(self, came: Incoming, turn: Turn) -> Awaitable[None]:
        gesture = await self.keeper.gesture(came)
        way = self._way(came, gesture)
        if way is Responds.FORM:
            return self._answer(turn, gesture, way)
        if self.crowd.dense or self.wall() - payload.made_at(came.id) > _NEARLY_LATE:
            # Late, or our clock is fast: what can no longer be answered is not carried out, for
            # the person has been shown a failure and may try again.
            await turn.wait(way)
            if turn.over:
                return _nothing()
            return self.crowd.serve(partial(self._serve, turn, gesture, way))
        return self._answer_in_time(turn, gesture, way)

    async def _serve(self, turn: Turn, gesture: AnyGesture, way: Responds) -> None:
        with self._reporting():
            await self._answer(turn, gesture, way)

    async def _answer(self, turn: Turn, gesture: AnyGesture, way: Responds) -> None:
        await self._reply(turn, gesture, way, await self.dispatcher.answer(gesture))

    async def _answer_in_time(self, turn: Turn, gesture: AnyGesture, way: Responds) -> None:
        answer = asyncio.ensure_future(self.dispatcher.answer(gesture))
        await asyncio.wait({answer}, timeout=limits.DEFER_AFTER.total_seconds())
        if not answer.done():
            await turn.wait(way)
        await self._reply(turn, gesture, way, await answer)

    def _way(self, came: Incoming, gesture: AnyGesture) -> Responds:
        responds = self.dispatcher.responds(gesture)
        asked = str(came.data.get("custom_id", "")).startswith(views.SURE)
        # The private question "Are you sure?" is replaced by what became of it.
        return Responds.BY_UPDATING if asked and responds is Responds.PRIVATELY else responds

    async def _reply(self, turn: Turn, gesture: AnyGesture, way: Responds, reply: Reply) -> None:
        reader = await self.keeper.reader(gesture.actor.community, gesture.locale)
        community = gesture.actor.community
        shown = reply.shown
        if isinstance(shown, Form):
            await self._open(turn, shown, reader, community)
            return
        if isinstance(shown, Corrections) and isinstance(gesture, Submitted):
            shown = self._to_mend(community, gesture, shown)
        if not isinstance(shown, Card):
            return
        responds = reply.responds if reply.refused else way
        responds = Responds.PRIVATELY if responds is Responds.FORM else responds
        await self._show(turn, gesture, shown, reader, responds)

    async def _show(
        self, turn: Turn, gesture: AnyGesture, card: Card, reader: Reader, responds: Responds
    ) -> None:
        private = responds is Responds.PRIVATELY
        try:
            drawn = self._draw(
                telling_nobody(card) if private else card, reader, gesture.actor.community
            )
            await turn.show(drawn, responds)
        except (ValueError, Refused, LookupError) as error:
            incident = incident_card(self.report(error, "discord answer"), gesture)
            drawn = self._draw(incident, reader, gesture.actor.community)
            await turn.show(drawn, Responds.PRIVATELY)

    async def _open(self, turn: Turn, form: Form, reader: Reader, community: str) -> None:
        modal = self.modals.form(form, reader, community)
        self.forms.put(str(modal["custom_id"]), form)
        await turn.ask(modal)

    def _to_mend(self, community: str, gesture: Submitted, wrong: Corrections) -> Card:
        token = self.signer.token(community, gesture.action)
        form = self.forms.get(token)
        words = {"form": token, "answers": dict(gesture.answers.values)}
        try:
            fix = "" if form is None else self.kept.keep(orjson.dumps(words).decode())
        except (TypeError, ValueError):  # half a character cannot be kept: the words go back
            form, fix = None, ""
        return views.corrections_card(wrong, form, fix, gesture.answers)

    async def _press(self, came: Incoming, turn: Turn) -> None:
        if not await self._own(came, turn):
            await (await self._let_in(came, turn))

    async def _own(self, came: Incoming, turn: Turn) -> bool:
        """Answer the presses that only Discord has; report whether this was one."""
        name = str(came.data["custom_id"])
        token, asks = token_of(name)
        press = await self.keeper.gesture(came)
        if not isinstance(press, Press) or press.action.name == views.UNKNOWN:
            return False
        community = press.actor.community
        reader = await self.keeper.reader(community, press.locale)
        if asks:
            label = payload.label_of(came.under.get("components") or (), name)
            question = self.renderer.questions.get(token)
            drawn = self._draw(views.sure_card(press.action, question, label), reader, community)
            sure = Drawing(views.mark_sure(drawn.body))
            await turn.show(sure, Responds.PRIVATELY)
        elif press.action.name == views.FIX:
            await self._fix(turn, press, reader)
        elif press.action.name == views.KEEP:
            drawn = self._draw(views.kept_card(), reader, community)
            await turn.show(drawn, Responds.BY_UPDATING)
        else:
            return False
        return True

    async def _fix(self, turn: Turn, press: Press, reader: Reader) -> None:
        words = self.kept.find("".join(press.action.ids[:1]))
        kept: dict[str, Any] = orjson.loads(words) if words else {}
        form = self.forms.get(str(kept.get("form", "")))
        if form is None:
            drawn = self._draw(views.gone_card(), reader, press.actor.community)
            await turn.show(drawn, Responds.BY_UPDATING)
            return
        answers = {
            name: tuple(value) if isinstance(value, list) else str(value)
            for name, value in kept["answers"].items()
        }
        await self._open(turn, filled(form, Answers(answers)), reader, press.actor.community)

    async def _offer(self, came: Incoming, turn: Turn) -> None:
        await turn.choices(await self._complete(came))

    async def _complete(self, came: Incoming) -> list[dict[str, Any]]:
        name, _, typed = payload.called(came.data)
        parameter = None
        if typed is not None:
            parameter = parameter_of(self.dispatcher.routes, name, typed[0])
        if parameter is None or parameter.suggest is None or typed is None:
            return []
        try:
            community = await self.keeper.community(came.visitor)
            actor = await self.keeper.actor(came.visitor, community)
            async with asyncio.timeout(limits.DEFER_AFTER.total_seconds()):
                found = await parameter.suggest(actor, typed[1])
        except TimeoutError:
            return []
        except Exception as error:  # noqa: BLE001  (no completion is better than an error)
            self.report(error, "discord autocomplete")
            return []
        fitting = [one for one in dict.fromkeys(found) if 1 <= len(one) <= _CHOICE]
        return [{"name": one, "value": one} for one in fitting[: limits.CHOICES]]

    def _draw(self, card: Card, reader: Reader, community: str) -> Drawing:
        return self.renderer.card(card, reader, community)


def _may_be_own(came: Incoming) -> bool:
    return str(came.data.get("custom_id", "")).startswith((ASK_FIRST, "v1~discord."))


async def _nothing() -> None:
    """Remains of an interaction with which all is done."""
