"""One gesture's turn to be answered: in the acknowledgement where Slack takes it, else after it.

A command is answered in the acknowledgement itself, a form by turning into the answer, a message
over its ``response_url``, a sheet and the App Home by another sheet. Nothing of it is a direct
message.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.adapters.slack.forms import sheet
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.payload import Incoming, Where
from bot.adapters.slack.pieces import Reader
from bot.adapters.slack.replying import Replying
from bot.adapters.slack.rest import STACK_FULL, VIEW_GONE
from bot.core.ports import Later, Undeliverable
from bot.core.routes import Responds

Json: TypeAlias = dict[str, Any]

NOTHING: Json = {}
"""An empty acknowledgement: it closes a form and leaves all else as it is."""


@dataclass(slots=True)
class Turn:
    """Knows what is under the finger, and so how an answer can be shown."""

    came: Incoming
    tenant: str
    replying: Replying
    reader: Reader
    origin: Origin
    """Where the form or sheet under the finger was asked for."""
    token: Callable[[], str]
    """Writes the same for what opens now."""
    waiting: bool = False
    _sheet: str = field(default="")
    """The sheet that says *wait*, once there is one."""

    async def ask(self, modal: Json) -> None:
        """Open a form. Raises ``Undeliverable`` when Slack opens none any more."""
        if self.came.where is Where.SHEET:
            try:
                await self._call("views.push", trigger_id=self.came.trigger, view=modal)
            except Undeliverable as refusal:
                if refusal.code != STACK_FULL:
                    raise
                await self._call("views.update", view_id=self.came.view, view=modal)
            return
        await self._call("views.open", trigger_id=self.came.trigger, view=modal)
        self.replying.remember(self.came)

    async def wait(self, drawn: Json, responds: Responds) -> Json:
        """Say that it takes a while; return the acknowledgement."""
        self.waiting = True
        match self.came.where:
            case Where.FORM:
                self._sheet = self.came.view
                return self._turns_into(drawn)
            case Where.SHEET | Where.HOME | Where.NOWHERE:
                if not self._updates_sheet(responds):
                    await self._open_sheet(drawn)
            case Where.CHANNEL | Where.MESSAGE:
                pass  # Slack itself shows that it is under way
        return NOTHING

    async def show(self, drawn: Json, responds: Responds) -> Json:
        """Show a card; return the acknowledgement, which means nothing once *wait* was said."""
        match self.came.where:
            case Where.FORM:
                return await self._after_a_form(drawn, responds)
            case Where.SHEET | Where.HOME | Where.NOWHERE:
                await self._on_a_sheet(drawn, responds)
            case Where.CHANNEL if responds is not Responds.PUBLICLY and not self.waiting:
                return {"response_type": "ephemeral", **drawn}
            case Where.CHANNEL | Where.MESSAGE:
                await self.replying.reply(self.came, self.tenant, drawn, responds)
        return NOTHING

    def carries(self, responds: Responds) -> bool:
        """Whether the card itself is the acknowledgement, or opens with the trigger."""
        match self.came.where:
            case Where.CHANNEL:
                return responds is not Responds.PUBLICLY
            case Where.FORM:
                return responds is Responds.PRIVATELY
            case Where.MESSAGE:
                return False
            case Where.SHEET | Where.HOME | Where.NOWHERE:
                return True

    def may_follow(self, responds: Responds) -> bool:
        """Whether the card can come after an empty acknowledgement, and so need not delay it."""
        if self.came.where is Where.CHANNEL:
            return responds is Responds.PUBLICLY
        return self.came.where is not Where.FORM

    async def _after_a_form(self, drawn: Json, responds: Responds) -> Json:
        if self._sheet:
            await self._call("views.update", view_id=self._sheet, view=self._as_sheet(drawn))
        done = False
        if responds is Responds.BY_UPDATING:
            done = await self._draws_origin(drawn)
        elif responds is Responds.PUBLICLY and self.origin.channel:
            done = await self.replying.publicly(
                self.origin.place(self.tenant), drawn, key=self.came.key
            )
        return NOTHING if done or self._sheet else self._turns_into(drawn)

    async def _draws_origin(self, drawn: Json) -> bool:
        if self.origin.sheet:
            try:
                await self._call(
                    "views.update", view_id=self.origin.sheet, view=self._as_sheet(drawn)
                )
            except (Later, Undeliverable):
                return False
            return True
        message = self.origin.message(self.tenant)
        return message is not None and await self.replying.redraw(message, drawn)

    async def _on_a_sheet(self, drawn: Json, responds: Responds) -> None:
        if self._sheet or self._updates_sheet(responds):
            view = self._sheet or self.came.view
            await self._call("views.update", view_id=view, view=self._as_sheet(drawn))
        else:
            await self._open_sheet(drawn)

    async def _open_sheet(self, drawn: Json) -> None:
        view, trigger = self._as_sheet(drawn), self.came.trigger
        method = "views.push" if self.came.where is Where.SHEET else "views.open"
        try:
            opened = await self._call(method, trigger_id=trigger, view=view)
        except Undeliverable as refusal:
            if refusal.code not in {STACK_FULL, VIEW_GONE} or not self.came.view:
                raise
            opened = await self._call("views.update", view_id=self.came.view, view=view)
        self._sheet = str((opened.get("view") or {}).get("id") or "")

    def _updates_sheet(self, responds: Responds) -> bool:
        return self.came.where is Where.SHEET and responds is Responds.BY_UPDATING

    def _turns_into(self, drawn: Json) -> Json:
        return {"response_action": "update", "view": self._as_sheet(drawn)}

    def _as_sheet(self, drawn: Json) -> Json:
        return sheet(drawn, self.reader, origin=self.token())

    async def _call(self, method: str, **given: Any) -> Json:
        return await self.replying.rest.call(self.tenant, method, **given)
