"""Slack's Web API over its own client, with what the client lacks: pace, names for refusals, doubt.

The client's blind re-send of posts is off: what may have arrived is looked for, never sent again
in the dark. Nothing that Slack says in words leaves this module.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, TypeAlias

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.installs import Install
from bot.adapters.slack.pace import Pace, wait_of
from bot.adapters.slack.tokens import Tokens
from bot.core.ports import Later, Undeliverable

Json: TypeAlias = dict[str, Any]

CHANNEL_GONE: Final = "channel_gone"
MESSAGE_GONE: Final = "message_gone"
PERSON_GONE: Final = "person_gone"
NO_ACCESS: Final = "no_access"
NO_PERMISSION: Final = "no_permission"
CANNOT_MESSAGE: Final = "cannot_message"
NOT_THERE: Final = "not_there"
NOT_INSTALLED: Final = "not_installed"
TOO_LATE: Final = "too_late"
VIEW_GONE: Final = "view_gone"
STACK_FULL: Final = "stack_full"
MISSING_SCOPE: Final = "missing_scope"
TOKEN_REFUSED: Final = "token_refused"  # noqa: S105  (the name of a state)
REFUSED_FORM: Final = "refused_form"

_STATES: Final[Mapping[str, str]] = {
    "account_inactive": TOKEN_REFUSED,
    "cannot_dm_bot": CANNOT_MESSAGE,
    "cant_delete_message": NO_PERMISSION,
    "cant_update_message": NO_PERMISSION,
    "channel_not_found": CHANNEL_GONE,
    "edit_window_closed": NO_PERMISSION,
    "ekm_access_denied": NO_PERMISSION,
    "exchanged_trigger_id": TOO_LATE,
    "expired_trigger_id": TOO_LATE,
    "invalid_auth": TOKEN_REFUSED,
    "invalid_blocks": REFUSED_FORM,
    "invalid_blocks_format": REFUSED_FORM,
    "invalid_trigger_id": TOO_LATE,
    "is_archived": "channel_archived",
    "is_inactive": "channel_archived",
    "message_not_found": MESSAGE_GONE,
    "messages_tab_disabled": CANNOT_MESSAGE,
    "missing_scope": MISSING_SCOPE,
    "msg_blocks_too_long": REFUSED_FORM,
    "msg_too_long": REFUSED_FORM,
    "no_permission": NO_PERMISSION,
    "not_allowed_token_type": TOKEN_REFUSED,
    "not_authed": TOKEN_REFUSED,
    "not_found": VIEW_GONE,
    "not_in_channel": NO_ACCESS,
    "push_limit_reached": STACK_FULL,
    "team_access_not_granted": TOKEN_REFUSED,
    "thread_not_found": MESSAGE_GONE,
    "token_expired": TOKEN_REFUSED,
    "token_revoked": TOKEN_REFUSED,
    "user_disabled": PERSON_GONE,
    "user_not_found": PERSON_GONE,
    "user_not_in_channel": NOT_THERE,
    "users_not_found": PERSON_GONE,
}
_FOR_NOW: Final = frozenset(
    {
        "fatal_error",
        "internal_error",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
    }
)
_TOO_MANY, _BROKEN = 429, 500
_SOON: Final = timedelta(seconds=5)
_TAKES_JSON: Final = ("chat.", "views.")

QUIET: Final = logging.getLogger("slack_sdk.quiet")
"""For the libraries: they write bodies at DEBUG, and ask a logger's own level before they do."""
QUIET.setLevel(logging.ERROR)


class Unsure(Later):
    """It may have arrived or not. Whoever sent it looks before sending it again."""


class Rest:
    """One way to every method. Raises ``Later`` for now and ``Undeliverable`` for good."""

    def __init__(self, base: str, pace: Pace, tokens: Tokens) -> None:
        """Speak to nothing yet; :meth:`open` gives the pool of connections."""
        self.base = base if base.endswith("/") else f"{base}/"
        self.pace = pace
        self.tokens = tokens
        self.session: aiohttp.ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}

    def open(self, session: aiohttp.ClientSession) -> None:
        """Use these connections from now on."""
        self.session = session
        self._clients.clear()

    def client(self, token: str | None = None) -> AsyncWebClient:
        """Return the library's client on our connections. It sends nothing twice."""
        return AsyncWebClient(
            token=token,
            base_url=self.base,
            session=self.session,
            retry_handlers=[],
            logger=QUIET,
        )

    async def call(self, team: str, method: str, **given: Any) -> Json:
        """Make one call in a workspace. What is ``None`` is left out.

        Raises:
            Unsure: the connection ended or broke before there was an answer.
        """
        self.pace.check(team, method)
        if self.session is None:
            raise Later(_SOON)
        install = await self.tokens.of(team)
        if install is None:
            raise Undeliverable(NOT_INSTALLED)
        sent = {name: value for name, value in given.items() if value is not None}
        try:
            return await self._ask(self._of(install), method, sent)
        except SlackApiError as refused:
            raise self._meaning(team, method, refused) from None

    async def ask(self, method: str, token: str | None = None, **given: str) -> Json:
        """Make one call outside any workspace, as while installing.

        Raises:
            Later: no answer.
            Undeliverable: Slack refuses, with its own short code.
        """
        try:
            return await self._ask(self.client(token), method, given)
        except SlackApiError as refused:
            code = _code(refused)
            if code in _FOR_NOW or not code or _status(refused) >= _BROKEN:
                raise Later(_wait(refused)) from None
            raise Undeliverable(code) from None

    async def _ask(self, client: AsyncWebClient, method: str, sent: Json) -> Json:
        how = {"json": sent} if method.startswith(_TAKES_JSON) else {"data": _form(sent)}
        try:
            answer = await client.api_call(method, **how)
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL):
            raise Later(_SOON) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise Unsure(_SOON) from None
        except SlackApiError:
            raise
        except (SlackClientError, ValueError):
            raise Unsure(_SOON) from None  # what came back is not an answer of Slack's
        found = answer.data
        return found if isinstance(found, dict) else {}

    def _of(self, install: Install) -> AsyncWebClient:
        known = self._clients.get(install.team)
        if known is None or known.token != install.token:
            known = self._clients[install.team] = self.client(install.token)
        return known

    def _meaning(self, team: str, method: str, refused: SlackApiError) -> Exception:
        status, code = _status(refused), _code(refused)
        if status == _TOO_MANY or code in {"ratelimited", "rate_limited"}:
            wait = _wait(refused)
            self.pace.stop(team, method, wait)
            return Later(wait)
        if status >= _BROKEN or not code:
            return Unsure(_SOON)
        if code in _FOR_NOW:
            return Unsure(_SOON)
        if code.startswith("restricted_action"):
            return Undeliverable(NO_PERMISSION)
        return Undeliverable(_STATES.get(code, "refused"))


def _status(refused: SlackApiError) -> int:
    found = getattr(refused.response, "status_code", getattr(refused.response, "status", 500))
    return found if isinstance(found, int) else 500


def _code(refused: SlackApiError) -> str:
    data = getattr(refused.response, "data", None)
    found = data.get("error") if isinstance(data, dict) else ""
    return found if isinstance(found, str) else ""


def _wait(refused: SlackApiError) -> timedelta:
    headers = getattr(refused.response, "headers", {})
    return wait_of(headers.get("Retry-After"))


def _form(sent: Json) -> dict[str, str]:
    def plain(value: object) -> str:
        match value:
            case str():
                return value
            case bool():
                return "true" if value else "false"
            case _:
                return json.dumps(value)

    return {name: plain(value) for name, value in sent.items()}
