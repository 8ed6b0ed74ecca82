"""What people do on Slack, carried out and acknowledged within three seconds.

Everything is known by what came in alone, so it works after a restart and on any process. What
Slack delivers twice is answered twice in the same words and done once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, TypeAlias

from bot.adapters.slack import limits, payload, views
from bot.adapters.slack.acks import Ack, Acked, tell
from bot.adapters.slack.doorkeeper import Doorkeeper, NotInstalled
from bot.adapters.slack.forms import errors, modal
from bot.adapters.slack.homes import tell_home
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.payload import Did, Incoming, Where
from bot.adapters.slack.pictures import Files, has_pictures
from bot.adapters.slack.pieces import PLATFORM, Reader, escaped
from bot.adapters.slack.render import Renderer
from bot.adapters.slack.replying import Replying
from bot.adapters.slack.rest import TOO_LATE
from bot.adapters.slack.turn import NOTHING, Turn
from bot.core.cards import Card, telling_nobody
from bot.core.dispatch import Dispatcher, Reply, Report, incident_card
from bot.core.errors import NotSetUp, SeenBefore
from bot.core.forms import Corrections, Form
from bot.core.gestures import AnyGesture, HomeOpened
from bot.core.ports import Later, Store, Undeliverable
from bot.core.recent import Fleeting
from bot.core.routes import Responds
from bot.core.text import say
from bot.delivery.facts import fact

Json: TypeAlias = dict[str, Any]
Begin: TypeAlias = Callable[[Coroutine[Any, Any, None]], None]

_PATIENCE: Final = timedelta(seconds=30)
_REPEATED: Final = timedelta(minutes=10)
_DEFER_AFTER: Final = limits.DEFER_AFTER.total_seconds()
_LANGUAGES_UNKNOWN: Final = Reader("en")


@dataclass(frozen=True, slots=True)
class Inbound:
    """Answers gestures. ``begin`` starts work that nobody waits for."""

    dispatcher: Dispatcher
    keeper: Doorkeeper
    renderer: Renderer
    replying: Replying
    files: Files
    store: Store
    report: Report
    begin: Begin
    under_way: Fleeting[Acked] = field(default_factory=lambda: Fleeting(_REPEATED))
    """What was acknowledged may hold a receipt: it is forgotten when Slack repeats no more."""

    async def hears(self, body: payload.Json) -> Json:
        """Carry out one request; return what to acknowledge it with. Never raises for its content."""
        try:
            came = payload.incoming(body)
            if came is None:
                await self._notices(body)
                return NOTHING
            again = self.under_way.get(came.key)
            if again is None:
                again = asyncio.get_running_loop().create_future()
                self.under_way.put(came.key, again)
                self.begin(self._answer(came, again))
            ack = await asyncio.shield(again)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  (one odd request stops no other)
            self.report(error, "slack request")
            return NOTHING
        if not ack.keeps:
            self.under_way.drop(came.key)
        return ack.body

    async def _answer(self, came: Incoming, acked: Acked) -> None:
        """Answer in one go, whoever waits for it and however long; ``acked`` hears of it first."""
        try:
            ack = await self._take(came, acked)
        except asyncio.CancelledError:
            acked.cancel()
            raise
        except Exception as error:
            if acked.done():
                raise
            acked.set_exception(error)  # it is reported for those who wait
        else:
            tell(acked, ack)

    async def _take(self, came: Incoming, acked: Acked) -> Ack:
        try:
            tenant, ourselves = await self.keeper.tenant(came)
        except NotInstalled:
            return Ack(_not_installed(came))
        if came.visitor.person.user == ourselves:
            return Ack(NOTHING)
        if came.did is Did.SAID:
            self.begin(self._hear(came, tenant))
            return Ack(NOTHING)
        gesture, origin = await self.keeper.gesture(came, tenant)
        if came.did is Did.OPENED_HOME:
            self.begin(self._draw_home(gesture))
            return Ack(NOTHING)
        turn = await self._turn(came, tenant, gesture, origin)
        ack = await self._carry_out(turn, gesture, acked)
        if came.where is Where.HOME:
            self.begin(self._draw_home(_home_again(gesture)))
        return ack

    async def _carry_out(self, turn: Turn, gesture: AnyGesture, acked: Acked) -> Ack:
        responds = self.dispatcher.responds(gesture)
        if responds is Responds.FORM:
            return await self._reply(turn, gesture, await self.dispatcher.answer(gesture))
        late = False

        def defer() -> None:
            nonlocal late
            late = True
            self.begin(self._defer(turn, gesture, responds, acked))

        patience = asyncio.get_running_loop().call_later(_DEFER_AFTER, defer)
        reply = await self.dispatcher.answer(gesture)
        patience.cancel()
        if not late:
            return await self._reply(turn, gesture, reply)
        await asyncio.wait({acked})
        await self._late(turn, gesture, reply)
        return Ack(NOTHING)

    async def _reply(self, turn: Turn, gesture: AnyGesture, reply: Reply) -> Ack:
        shown = reply.shown
        if isinstance(shown, Corrections):
            wrong = errors(shown, turn.reader)
            return Ack({"response_action": "errors", "errors": wrong}, keeps=False)
        if isinstance(shown, Form):
            return await self._open(turn, gesture, shown)
        if shown is None:
            return Ack(NOTHING)
        responds = Responds.PRIVATELY if reply.responds is Responds.FORM else reply.responds
        missing = has_pictures(shown) and self.files.known(turn.tenant, shown) is None
        if missing and turn.carries(responds):
            ack = await self._wait(turn, gesture, responds)
            self.begin(self._late(turn, gesture, reply))
            return ack
        if turn.may_follow(responds):
            self.begin(self._shows(turn, gesture, shown, responds))
            return Ack(NOTHING)
        return Ack(await self._show(turn, gesture, shown, responds))

    async def _open(self, turn: Turn, gesture: AnyGesture, form: Form) -> Ack:
        community = gesture.actor.community
        view = modal(form, turn.reader, self.renderer, community, origin=turn.token())
        try:
            await turn.ask(view)
        except (Later, Undeliverable) as refusal:
            if not (isinstance(refusal, Undeliverable) and refusal.code == TOO_LATE):
                self.report(refusal, "slack form")
            card = views.too_late_card()
            if turn.came.where not in {Where.CHANNEL, Where.MESSAGE}:
                return Ack(NOTHING)  # only that very trigger could have shown something
            return Ack(await self._show(turn, gesture, card, Responds.PRIVATELY))
        return Ack(NOTHING)

    async def _defer(
        self, turn: Turn, gesture: AnyGesture, responds: Responds, acked: Acked
    ) -> None:
        """Acknowledge now; the answer is shown when there is one: saved, or not saved."""
        ack = Ack(NOTHING)
        try:
            ack = await self._wait(turn, gesture, responds)
        finally:
            tell(acked, ack)

    async def _wait(self, turn: Turn, gesture: AnyGesture, responds: Responds) -> Ack:
        drawn = self._draw(views.wait_card(), turn.reader, gesture.actor.community)
        try:
            return Ack(await turn.wait(drawn, responds))
        except (Later, Undeliverable):
            return Ack(NOTHING)

    async def _late(self, turn: Turn, gesture: AnyGesture, reply: Reply) -> None:
        if isinstance(reply.shown, Card):
            responds = Responds.PRIVATELY if reply.responds is Responds.FORM else reply.responds
            await self._show(turn, gesture, reply.shown, responds)

    async def _shows(
        self, turn: Turn, gesture: AnyGesture, card: Card, responds: Responds
    ) -> None:
        await self._show(turn, gesture, card, responds)

    async def _show(self, turn: Turn, gesture: AnyGesture, card: Card, responds: Responds) -> Json:
        community = gesture.actor.community
        if responds is Responds.PRIVATELY:
            card = telling_nobody(card)
        try:
            files = await self.files.upload(turn.tenant, card, turn.reader)
            drawn = self.renderer.card(card, turn.reader, community, files)
            return await turn.show(drawn, responds)
        except (Later, Undeliverable, ValueError, LookupError) as error:
            incident = incident_card(self.report(error, "slack answer"), gesture)
        drawn = self._draw(incident, turn.reader, community)
        try:
            return await turn.show(drawn, Responds.PRIVATELY)
        except (Later, Undeliverable):
            return NOTHING  # Slack takes nothing now; it was reported above

    async def _turn(
        self, came: Incoming, tenant: str, gesture: AnyGesture, origin: Origin
    ) -> Turn:
        signer, community = self.renderer.signer, gesture.actor.community
        # A form turns into its answer, so that this was asked for where the form was.
        whence = origin if came.where is Where.FORM else Origin.of(came, origin)
        reader = await self.keeper.reader(gesture)
        return Turn(
            came, tenant, self.replying, reader, origin, lambda: whence.token(signer, community)
        )

    async def _hear(self, came: Incoming, tenant: str) -> None:
        """Answer plain words in the thread or conversation where they were said, once."""
        try:
            await self.store.write(lambda tx: tx.once(f"heard:{came.key}"))
        except SeenBefore:
            return
        gesture, _ = await self.keeper.gesture(came, tenant)
        reply = await self.dispatcher.answer(gesture)
        if not isinstance(reply.shown, Card):
            return
        reader = await self.keeper.reader(gesture)
        files = await self.files.upload(tenant, reply.shown, reader)
        drawn = self.renderer.card(reply.shown, reader, gesture.actor.community, files)
        place = came.place(tenant)
        if place.thread is None and not came.channel.startswith("D"):
            place = Origin(channel=came.channel, thread=came.ts).place(tenant)
        await self.replying.platform.send_soon(place, drawn, key=came.key, within=_PATIENCE)

    async def _draw_home(self, gesture: AnyGesture) -> None:
        reply = await self.dispatcher.answer(gesture)
        if not isinstance(reply.shown, Card):
            return
        reader = await self.keeper.reader(gesture)
        person = gesture.actor.person
        files = await self.files.upload(person.tenant, reply.shown, reader)
        drawn = self.renderer.card(reply.shown, reader, gesture.actor.community, files)
        await self.replying.platform.show_home(person, drawn)

    async def _notices(self, body: payload.Json) -> None:
        """Take note of what happened to the workspace itself."""
        team = str(body.get("team_id") or "")
        if payload.ended(body):
            await self.keeper.installs.end(team)
            await tell_home(self.store, self.keeper.directory, team, there=False)
        elif payload.groups_changed(body):
            self.keeper.people.groups_changed(team)
            await self._tell_of_members(team)

    async def _tell_of_members(self, team: str) -> None:
        """Let features look after who lost a role; without a community there is nobody to lose."""
        with suppress(NotSetUp):
            home = await self.keeper.directory.community_at(PLATFORM, team)
            heard = fact("members.changed", home.id, tenant=team)
            await self.store.write(lambda tx: tx.send(heard))

    def _draw(self, card: Card, reader: Reader, community: str) -> Json:
        return self.renderer.card(card, reader, community)


def _home_again(gesture: AnyGesture) -> HomeOpened:
    return HomeOpened(
        key=gesture.key, actor=gesture.actor, place=gesture.place, locale=gesture.locale
    )


def _not_installed(came: Incoming) -> Json:
    if came.where is not Where.CHANNEL:
        return NOTHING
    words = escaped(_LANGUAGES_UNKNOWN.plain(say("slack.not_installed")))
    return {"response_type": "ephemeral", "text": words}
