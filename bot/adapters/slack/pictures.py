"""Pictures and calendar files, by Slack's upload in three steps; each picture goes up once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import aiohttp

from bot.adapters.slack import limits
from bot.adapters.slack.pieces import Reader
from bot.adapters.slack.render import mark
from bot.adapters.slack.rest import Rest, Unsure
from bot.core.cards import Card, Picture
from bot.core.ports import Later, Undeliverable
from bot.core.recent import Recent
from bot.core.text import shorten

_AGAIN: Final = timedelta(seconds=5)
_BROKEN: Final = 500
_FINE: Final = 200


class Files:
    """Uploads, and remembers what was uploaded."""

    def __init__(self, rest: Rest) -> None:
        """Know of no file yet."""
        self._rest = rest
        self._known: Recent[str] = Recent()

    def known(self, team: str, card: Card) -> Mapping[str, str] | None:
        """Return the files of all pictures of ``card``; ``None`` while one is missing."""
        found: dict[str, str] = {}
        for picture in _pictures(card):
            file = self._known.get(f"{team}:{mark(picture.png)}")
            if file is None:
                return None
            found[mark(picture.png)] = file
        return found

    async def upload(self, team: str, card: Card, reader: Reader) -> Mapping[str, str]:
        """Return the files of all pictures of ``card``, uploading those that Slack lacks."""
        found: dict[str, str] = {}
        for picture in _pictures(card):
            name = mark(picture.png)
            file = self._known.get(f"{team}:{name}")
            if file is None:
                alt = shorten(reader.plain(picture.alt), limits.ALT_TEXT)
                file = await self.share(team, picture.name, picture.png, alt=alt)
                self._known.put(f"{team}:{name}", file)
            found[name] = file
        return found

    async def share(
        self,
        team: str,
        name: str,
        content: bytes,
        *,
        alt: str | None = None,
        channel: str | None = None,
        thread: str | None = None,
    ) -> str:
        """Upload a file, into a channel or for use in a card; return its id."""
        begun = await self._rest.call(
            team, "files.getUploadURLExternal", filename=name, length=len(content), alt_text=alt
        )
        await self._put(str(begun["upload_url"]), content)
        file = str(begun["file_id"])
        await self._rest.call(
            team,
            "files.completeUploadExternal",
            files=[{"id": file, "title": name}],
            channel_id=channel,
            thread_ts=thread,
        )
        return file

    async def _put(self, url: str, content: bytes) -> None:
        session = self._rest.session
        if session is None:
            raise Later(_AGAIN)
        try:
            async with session.post(url, data=content, allow_redirects=False) as response:
                status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise Unsure(_AGAIN) from None
        if status >= _BROKEN:
            raise Later(_AGAIN)
        if status != _FINE:
            raise Undeliverable("upload_refused")


def has_pictures(card: Card) -> bool:
    """Whether something must be uploaded before ``card`` can be shown."""
    return bool(_pictures(card))


def _pictures(card: Card) -> list[Picture]:
    return [block for block in card.body if isinstance(block, Picture)]
