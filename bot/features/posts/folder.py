"""Feeds as files of one folder: the only source of feeds there is so far."""

from __future__ import annotations

import asyncio
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from bot.delivery.worker.feed import FeedRead
from bot.delivery.worker.limits import BODY
from bot.delivery.worker.run import WorkerRefused, in_worker
from bot.features.posts.feed_model import FeedName, NotRead, Trouble, file_name

_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class FeedFolder:
    """The folder ``config/feeds``. A name never leads out of it, nor through a link."""

    path: Path

    async def names(self) -> tuple[str, ...]:
        """Return the files that can be followed, in order."""
        return await asyncio.to_thread(self._names)

    async def read(self, name: str) -> FeedRead:
        """Read one feed; its bytes are parsed in a process of their own.

        Raises:
            NotRead: it is not there, too large, or no feed.
        """
        body = await asyncio.to_thread(self._body, file_name(name))
        try:
            return msgspec.json.decode(await in_worker("feed", body), type=FeedRead)
        except WorkerRefused as refusal:
            raise NotRead(Trouble(refusal.code)) from None
        except msgspec.MsgspecError:
            raise NotRead(Trouble.NOT_READABLE) from None

    def _names(self) -> tuple[str, ...]:
        try:
            found = [e.name for e in os.scandir(self.path) if e.is_file(follow_symlinks=False)]
        except OSError:
            return ()
        return tuple(sorted(n for n in found if _fits(n)))

    def _body(self, name: str) -> bytes:
        try:
            descriptor = os.open(self.path / name, _OPEN)
        except OSError:
            raise NotRead(Trouble.MISSING) from None
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise NotRead(Trouble.MISSING)
        with os.fdopen(descriptor, "rb") as file:
            body = file.read(BODY + 1)
        if len(body) > BODY:
            raise NotRead(Trouble.TOO_LARGE)
        return body


def _fits(name: str) -> bool:
    try:
        return file_name(name) == name
    except FeedName:
        return False
