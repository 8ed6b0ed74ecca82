"""People on the stand-in: they call, press, choose, fill in forms, point and talk."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.slack.seen import Seen
from tests.support.slack.server import StandIn
from tests.support.slack.wires import Wire
from tests.support.slack.world import (
    Channel,
    Message,
    Shown,
    Url,
    User,
    View,
    Workspace,
    new,
    new_ts,
)

Json = dict[str, Any]
Quiet = Callable[[], Awaitable[None]]


@dataclass
class Person:
    """Somebody with an account in a workspace."""

    slack: StandIn
    way: Callable[[], Wire]
    quiet: Quiet
    workspace: Workspace
    user: User
    delivered: list[tuple[str, Json]] = field(default_factory=list)
    once_acknowledged: Callable[[], None] = lambda: None
    """What happens when Slack has the acknowledgement, before anything that comes after it."""

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def wire(self) -> Wire:
        return self.way()

    async def calls(self, where: Channel, command: str, text: str = "") -> Seen:
        """Type a slash command and, after it, what there is to say."""
        body = {
            "command": f"/{command}",
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            "trigger_id": self.slack.world.trigger(self.id),
            "response_url": self._url(where, None),
            "team_id": self.user.team,
            "team_domain": "riverbend",
            "channel_id": where.id,
            "channel_name": where.name,
            "user_id": self.id,
            "user_name": self.user.name,
            "api_app_id": "A1",
            "is_enterprise_install": "false",
        }
        return await self._do("command", body, where)

    async def presses(self, shown: Shown | Seen, label: str) -> Seen:
        """Press a button; one that is yet to appear is waited for."""
        shown = shown.shown if isinstance(shown, Seen) else shown
        async with asyncio.timeout(60):
            while label not in shown.buttons:  # noqa: ASYNC110  (what people see has no event)
                await asyncio.sleep(0.02)
        button = shown.buttons[label]
        return await self.acts(shown, {"type": "button", "action_id": button["action_id"]})

    async def chooses(self, shown: Shown | Seen, value: str, number: int = 0) -> Seen:
        shown = shown.shown if isinstance(shown, Seen) else shown
        choice = shown.choices[number]
        option = next(o for o in choice["options"] if o["value"] == value)
        acted = {
            "type": "static_select",
            "action_id": choice["action_id"],
            "selected_option": option,
        }
        return await self.acts(shown, acted)

    async def acts(self, shown: Shown, acted: Json) -> Seen:
        """Use a control of a message, sheet or panel."""
        body = self._interactive("block_actions") | {
            "actions": [{"block_id": "b1", "action_ts": new_ts(), **acted}]
        }
        if isinstance(shown, View):
            body |= {
                "view": shown.json(),
                "container": {"type": "view", "view_id": shown.id},
            }
            return await self._do("interactive", body, None)
        assert isinstance(shown, Message)
        where = self.slack.world.channels[shown.channel]
        body |= {
            "container": {
                "type": "message",
                "message_ts": shown.ts,
                "channel_id": shown.channel,
                "is_ephemeral": shown.only_for is not None,
                **({"thread_ts": shown.thread} if shown.thread else {}),
            },
            "channel": {"id": shown.channel, "name": where.name},
            "message": shown.json(),
            "response_url": self._url(where, shown),
        }
        return await self._do("interactive", body, where)

    async def submits(self, opened: Seen | View, **given: str | list[str]) -> Seen:
        """Fill in the form that opened, as far as ``given`` says, and send it."""
        view = opened.form if isinstance(opened, Seen) else opened
        assert not view.closed, "the form is closed"
        body = self.sent(view, **given)
        return await self._do("interactive", body, None)

    def sent(self, view: View, **given: str | list[str]) -> Json:
        """Return the request by which a filled-in form travels."""
        values = {
            block["block_id"]: {"value": _answer(block["element"], given.get(block["block_id"]))}
            for block in view.blocks
            if block["type"] == "input"
        }
        drawn = view.json() | {"state": {"values": values}, "app_installed_team_id": view.team}
        return self._interactive("view_submission") | {"view": drawn}

    async def points(self, message: Message, callback: str) -> Seen:
        """Pick an entry from the menu of a message."""
        where = self.slack.world.channels[message.channel]
        body = self._interactive("message_action") | {
            "callback_id": callback,
            "message_ts": message.ts,
            "message": message.json(),
            "channel": {"id": where.id, "name": where.name},
            "response_url": self._url(where, None),
        }
        return await self._do("interactive", body, where)

    async def starts(self, callback: str) -> Seen:
        """Use a shortcut that belongs to no message."""
        return await self._do(
            "interactive", self._interactive("shortcut") | {"callback_id": callback}, None
        )

    async def says(self, where: Channel, words: str, *, thread: str = "") -> Message:
        """Write a message. The bot hears of it when it is mentioned, or in direct messages."""
        message = Message(
            body={"text": words},
            team=self.user.team,
            channel=where.id,
            thread=thread,
            by=self.id,
        )
        self.slack.world.messages.append(message)
        bot = self.workspace.bot_user
        if f"<@{bot}>" in words or where.with_user:
            await self._do("event", self.event_of(message, where), where)
        return message

    def event_of(self, message: Message, where: Channel, **about: Any) -> Json:
        """Return the event by which Slack tells of a message."""
        direct = where.with_user is not None
        return self._event(
            {
                "type": "message" if direct else "app_mention",
                "channel": where.id,
                "user": self.id,
                "team": self.user.team,
                "text": message.body["text"],
                "ts": message.ts,
                "client_msg_id": message.ts,
                **({"thread_ts": message.thread} if message.thread else {}),
                **({"channel_type": "im"} if direct else {}),
                **about,
            }
        )

    async def opens_home(self) -> View:
        """Open the app's own page."""
        await self._do(
            "event",
            self._event({"type": "app_home_opened", "user": self.id, "tab": "home"}),
            None,
        )
        return self.slack.world.homes[self.id]

    async def letters(self) -> list[Message]:
        return self.slack.world.letters(self.id)

    async def again(self, number: int = 1, reason: str = "http_timeout") -> Json:
        """Have Slack deliver the newest gesture once more."""
        kind, body = self.delivered[-1]
        answer = await self.wire.deliver(kind, body, again=number, reason=reason)
        await self.quiet()
        return answer

    def _interactive(self, kind: str) -> Json:
        return {
            "type": kind,
            "api_app_id": "A1",
            "token": "deprecated",
            "trigger_id": self.slack.world.trigger(self.id),
            "team": {"id": self.workspace.id, "domain": "riverbend"},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {"id": self.id, "name": self.user.name, "team_id": self.user.team},
        }

    def _event(self, event: Json) -> Json:
        home = {"team_id": self.workspace.id, "user_id": self.workspace.bot_user, "is_bot": True}
        return {
            "type": "event_callback",
            "team_id": self.workspace.id,
            "api_app_id": "A1",
            "event_id": new("Ev"),
            "event_time": int(time.time()),
            "authorizations": [home],
            "event": event,
        }

    def _url(self, where: Channel, message: Message | None) -> str:
        about = Url(self.workspace.id, where.id, self.id, message)
        return self.slack.world.url(self.slack.root, about)

    async def _do(self, kind: str, body: Json, where: Channel | None) -> Seen:
        self.delivered.append((kind, body))
        before = len(self.slack.world.journal)
        ack = await self.wire.deliver(kind, body)
        self._acknowledged(kind, body, ack, where)
        self.once_acknowledged()
        await self.quiet()
        effects = [shown for whose, shown in self.slack.world.journal[before:] if whose == self.id]
        if where is None:  # what opened or changed before the person's eyes comes last
            effects.sort(key=lambda one: isinstance(one, View))
        return Seen(ack, effects, body)

    def _acknowledged(self, kind: str, body: Json, ack: Json, where: Channel | None) -> None:
        """Do what Slack does with an acknowledgement."""
        world = self.slack.world
        if body.get("type") == "view_submission":
            view = world.views[body["view"]["id"]]
            action = ack.get("response_action")
            if action == "update":
                self.slack.refused += _refusals(ack["view"], self.slack)
                view.change(ack["view"])
                world.came(self.id, view)
            elif action == "errors":
                names = {b.get("block_id") for b in view.blocks}
                assert set(ack["errors"]) <= names, "an error beside no field"
                view.errors = ack["errors"]
            else:
                view.closed = True
        elif kind == "command" and ack:
            assert where is not None
            assert ack["response_type"] == "ephemeral"
            drawn: Json = {k: ack[k] for k in ("blocks", "text") if k in ack}
            private = Message(
                body=drawn, team=self.workspace.id, channel=where.id, only_for=self.id
            )
            world.came(self.id, world.add(private))


def _refusals(view: Json, slack: StandIn) -> list[str]:
    from tests.support.slack import contract  # noqa: PLC0415

    given = {"trigger_id": "1.2.3", "view": view}
    return contract.refusals("views.open", given) if slack.checks else []


def _answer(element: Json, given: str | list[str] | None) -> Json:
    kind = element["type"]
    options = {o["value"]: o for o in element.get("options") or []}
    match kind:
        case "plain_text_input":
            value = given if given is not None else element.get("initial_value")
            return {"type": kind, "value": value or None}
        case "datepicker":
            return {"type": kind, "selected_date": given or element.get("initial_date")}
        case "radio_buttons":
            chosen = options.get(str(given)) if given else element.get("initial_option")
            return {"type": kind, "selected_option": chosen}
        case _:
            taken = element.get("initial_options") or []
            if given is not None:
                taken = [options[value] for value in given]
            return {"type": kind, "selected_options": taken}
