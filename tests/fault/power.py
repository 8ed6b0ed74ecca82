"""A disk whose power can be cut: what SQLite wrote and did not sync may be lost, in any part.

The library that Python's ``sqlite3`` uses opens its files through a table of functions (a *VFS*,
https://www.sqlite.org/vfs.html). The entry that opens is replaced by one that notes what is
written to each file and what of it was synced. An image of the disk as a cut leaves it has all
that was synced, and of each later write all, nothing, or its first sectors. Files that SQLite
does not write are copied as they are; whether a new file's name was synced is not modelled.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import random
import shutil
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

SECTOR: Final = 512
_POINTER, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_METHODS: Final = "Close Read Write Truncate Sync FileSize Lock Unlock CheckReservedLock FileControl SectorSize DeviceCharacteristics ShmMap ShmLock ShmBarrier ShmUnmap Fetch Unfetch"
_WRITE = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT, _LONG)
_TRUNCATE = ctypes.CFUNCTYPE(_INT, _POINTER, _LONG)
_SYNC = ctypes.CFUNCTYPE(_INT, _POINTER, _INT)
_OPEN = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _POINTER, _INT, _POINTER)


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``, version 3."""

    _fields_ = [("version", _INT), *((name, _POINTER) for name in _METHODS.split())]


class _Vfs(ctypes.Structure):
    """The beginning of ``sqlite3_vfs``."""

    _fields_ = [
        ("version", _INT),
        ("size", _INT),
        ("longest", _INT),
        ("next", _POINTER),
        ("name", ctypes.c_char_p),
        ("data", _POINTER),
        ("open", _POINTER),
    ]


@dataclass
class _File:
    """What a file holds for sure, and what was written since: place and bytes, or a new length."""

    synced: bytearray
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.since:
            _apply(self.synced, *change)
        self.since.clear()

    def after_a_cut(self, chance: random.Random) -> bytes:
        """Return what is left; how much of the rest survives is drawn for each cut."""
        left, luck = bytearray(self.synced), chance.choice((0.0, 0.5, 1.0))
        for at, data in self.since:
            if chance.random() >= luck:
                continue
            torn = data is not None and 0.0 < luck < 1.0 and chance.random() < luck
            whole = len(data or b"") // SECTOR
            _apply(left, at, (data or b"")[: SECTOR * chance.randint(0, whole)] if torn else data)
        return bytes(left)


def _apply(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
    elif data:
        content.extend(bytes(max(0, at - len(content))))
        content[at : at + len(data)] = data


class Disk:
    """Everything that SQLite writes in this process, from :func:`watched` on."""

    def __init__(self) -> None:
        """Watch nothing yet. ``before_each`` is called before each write and sync."""
        self.before_each: Callable[[], None] = lambda: None
        self._files: dict[Path, _File] = {}
        self._open: dict[int, _File] = {}
        self._lock = threading.RLock()
        self._kept: list[Any] = []  # SQLite calls these for as long as a file is open
        self._replaced: dict[int, _Methods] = {}

    def image(self, data: Path, into: Path, chance: random.Random) -> None:
        """Write what a cut at this moment leaves of the directory ``data``."""
        with self._lock:
            left = {
                path.name: file.after_a_cut(chance)
                for path, file in self._files.items()
                if path.parent == data and path.is_file()
            }
        into.mkdir(parents=True)
        for path in data.iterdir():
            passing = path.name.endswith(("-shm", ".lock"))  # gone with the process
            if path.name not in left and not passing:
                with suppress(FileNotFoundError):  # a file of a moment
                    shutil.copy2(path, into / path.name)
        for name, content in left.items():
            (into / name).write_bytes(content)

    def opening(self, original: Any) -> Any:
        """Return what opens files in place of ``original``."""

        def opened(vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
            path = None if name is None else Path(ctypes.string_at(name).decode())
            there = path is not None and path.is_file()
            # Known files are not read again: to close one lets go of SQLite's locks on it.
            known = self._files.get(path) if path is not None and there else None
            before = path.read_bytes() if path is not None and there and known is None else b""
            code = int(original(vfs, name, file, flags, out))
            if code == 0 and path is not None:
                methods = ctypes.cast(file, ctypes.POINTER(_POINTER))
                with self._lock:
                    self._files[path] = self._open[file] = known or _File(bytearray(before))
                    theirs = int(methods.contents.value or 0)
                    methods.contents.value = ctypes.addressof(self._noting(theirs))
            return code

        return _OPEN(opened)

    def _noting(self, address: int) -> _Methods:
        """Return the methods at ``address`` with those that write replaced."""
        known = self._replaced.get(address)
        if known is not None:
            return known
        theirs = _Methods.from_address(address)
        ours = _Methods.from_buffer_copy(theirs)
        write, truncate, sync = (
            _WRITE(theirs.Write),
            _TRUNCATE(theirs.Truncate),
            _SYNC(theirs.Sync),
        )

        def writes(file: int, data: int, size: int, at: int) -> int:
            self.before_each()
            with self._lock:
                self._open[file].since.append((at, ctypes.string_at(data, size)))
            return int(write(file, data, size, at))

        def truncates(file: int, size: int) -> int:
            with self._lock:
                self._open[file].since.append((size, None))
            return int(truncate(file, size))

        def syncs(file: int, flags: int) -> int:
            self.before_each()
            code = int(sync(file, flags))
            with self._lock:
                self._open[file].sync()
            return code

        replaced = (_WRITE(writes), _TRUNCATE(truncates), _SYNC(syncs))
        self._kept += [write, truncate, sync, *replaced]
        for name, function in zip(("Write", "Truncate", "Sync"), replaced, strict=True):
            setattr(ours, name, ctypes.cast(function, _POINTER).value)
        self._replaced[address] = ours
        return ours


@contextmanager
def watched() -> Generator[Disk | None]:
    """Note what SQLite writes to files opened meanwhile; ``None`` where it lets nobody see.

    All that was opened must be closed before this ends.
    """
    library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    try:
        find = library.sqlite3_vfs_find
    except AttributeError:  # a Python with SQLite inside itself, its names hidden
        yield None
        return
    find.restype, find.argtypes = ctypes.POINTER(_Vfs), [ctypes.c_char_p]
    vfs = find(None).contents
    disk, original = Disk(), vfs.open
    ours = disk.opening(_OPEN(original))
    vfs.open = ctypes.cast(ours, _POINTER).value
    try:
        yield disk
    finally:
        vfs.open = original
