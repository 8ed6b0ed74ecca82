"""What must outlive this process, in one small file: digests, sessions, and how often it began."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import orjson


class Notebook:
    """A few values under names, written whole and atomically, readable by its owner alone.

    A file that cannot be read is taken as empty: everything in it can be found out again.
    """

    def __init__(self, path: Path) -> None:
        """Read what the last process left."""
        self._path = path
        self._values: dict[str, Any] = {}
        try:
            found = orjson.loads(path.read_bytes())
        except (OSError, orjson.JSONDecodeError):
            found = {}
        if isinstance(found, dict):
            self._values = found

    def get(self, name: str) -> Any:  # noqa: ANN401  (plain JSON)
        """Return a value, or ``None``."""
        return self._values.get(name)

    async def put(self, name: str, value: object) -> None:
        """Keep a value durably before returning."""
        self._values[name] = value
        await asyncio.to_thread(self._write, orjson.dumps(self._values))

    def _write(self, raw: bytes) -> None:
        beside = self._path.with_suffix(".new")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
