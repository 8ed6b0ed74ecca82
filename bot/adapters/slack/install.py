"""Installing into many workspaces: OAuth, with a state that only the browser that began it has.

Nobody's name is kept: a workspace, its bot, and its tokens, sealed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode, urljoin

from aiohttp import web

from bot.adapters.slack.homes import tell_home
from bot.adapters.slack.installs import Install, Installs
from bot.adapters.slack.manifest import BOT_SCOPES
from bot.adapters.slack.pieces import Reader
from bot.adapters.slack.rest import Rest
from bot.adapters.slack.tokens import AppKeys, expiry
from bot.core.communities import Directory
from bot.core.dispatch import Report
from bot.core.errors import SeenBefore
from bot.core.ports import Clock, Later, Store, Undeliverable
from bot.core.text import say
from bot.i18n.catalogue import language_of

INSTALL: Final = "/slack/install"
BACK: Final = "/slack/oauth_redirect"
_COOKIE: Final = "slack-install"
_LIFE: Final = timedelta(minutes=10)
_LONGEST: Final = 500
_HEADERS: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True, slots=True)
class Installing:
    """The two pages of an installation."""

    app: AppKeys
    rest: Rest
    installs: Installs
    store: Store
    directory: Directory
    clock: Clock
    report: Report
    address: Callable[[], str]
    """Where these pages are found from outside, as ``https://example.org``."""
    secret: bytes = field(repr=False)

    async def begin(self, _: web.Request) -> web.StreamResponse:
        """Send the browser to Slack, with a state that comes back only from here."""
        nonce = secrets.token_urlsafe(24)
        query = {
            "client_id": self.app.client_id,
            "scope": ",".join(BOT_SCOPES),
            "state": self._state(nonce, self.clock.now()),
            "redirect_uri": self.address() + BACK,
        }
        there = urljoin(self.rest.base, "/oauth/v2/authorize?" + urlencode(query))
        leave = web.Response(status=302, headers={"Location": there, **_HEADERS})
        leave.set_cookie(
            _COOKIE,
            nonce,
            max_age=int(_LIFE.total_seconds()),
            httponly=True,
            secure=self.address().startswith("https://"),
            samesite="Lax",
            path="/slack",
        )
        return leave

    async def back(self, request: web.Request) -> web.StreamResponse:
        """Take the browser back from Slack, and the workspace with it."""
        query, nonce = request.query, request.cookies.get(_COOKIE, "")
        reader = Reader(language_of(request.headers.get("Accept-Language", "en")[:2]))
        if "error" in query:
            return _page(reader, "slack.install.declined", 200)
        state, code = query.get("state", ""), query.get("code", "")
        if not code or len(code) > _LONGEST or not self._is_ours(state, nonce):
            return _page(reader, "slack.install.stale", 400)
        try:
            await self.store.write(lambda tx: tx.once(f"slack:install:{state}"))
            given = await self.rest.ask(
                "oauth.v2.access",
                client_id=self.app.client_id,
                client_secret=self.app.client_secret,
                code=code,
                redirect_uri=self.address() + BACK,
            )
            if given.get("is_enterprise_install"):
                return _page(reader, "slack.install.organization", 400)
            await self._keep(given)
        except (SeenBefore, Undeliverable):
            return _page(reader, "slack.install.stale", 400)
        except Later as error:
            self.report(error, "slack install")
            return _page(reader, "slack.install.later", 503)
        done = _page(reader, "slack.install.done", 200)
        done.del_cookie(_COOKIE, path="/slack")
        return done

    async def _keep(self, given: dict[str, Any]) -> None:
        token = str(given["access_token"])
        me = await self.rest.ask("auth.test", token)
        whose = given.get("team") or {}
        team = str(whose.get("id") or me["team_id"])
        await self.installs.keep(
            Install(
                team=team,
                bot_user=str(given.get("bot_user_id") or me["user_id"]),
                bot=str(me.get("bot_id") or ""),
                token=token,
                refresh=str(given.get("refresh_token") or ""),
                expires_at=expiry(given, self.clock.now()),
            )
        )
        await tell_home(self.store, self.directory, team, there=True)

    def _state(self, nonce: str, now: datetime) -> str:
        until = int((now + _LIFE).timestamp())
        return f"{until}.{self._mac(nonce, until)}"

    def _is_ours(self, state: str, nonce: str) -> bool:
        until, _, mac = state.partition(".")
        if not (until.isascii() and until.isdigit() and len(until) == len("1700000000")):
            return False
        fresh = self.clock.now().timestamp() <= int(until)
        expected = self._mac(nonce, int(until)).encode()
        return (
            hmac.compare_digest(expected, mac.encode("utf-8", "replace")) and fresh and bool(nonce)
        )

    def _mac(self, nonce: str, until: int) -> str:
        about = f"slack install\0{nonce}\0{until}".encode()
        return hmac.digest(self.secret, about, hashlib.sha256).hex()


def _page(reader: Reader, key: str, status: int) -> web.Response:
    return web.Response(
        status=status,
        text=reader.plain(say(key)) + "\n",
        headers=_HEADERS,
    )
