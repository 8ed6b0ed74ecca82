"""How long things are kept, and what came of an erasure. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import msgspec

from bot.core.ports import Erased

DONE: Final = "data_request_done"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One short text in both languages."""

    en: str
    fr: str


class NoticesFile(msgspec.Struct, frozen=True, kw_only=True):
    """Of ``notices.yaml``: how we say that an erasure is done."""

    notices: dict[str, Notice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Days after which each kind of thing is erased, as the operator set them."""

    sealed_address: int = 14
    declined_text: int = 1
    replaced_text: int = 7
    sign_up_list: int = 30
    left_member: int = 30
    backup: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an erasure did: what went, what stays and why, and when the last copy goes."""

    erased: tuple[Erased, ...]
    backups_until: date

    @property
    def gone(self) -> tuple[Erased, ...]:
        """What there was to erase."""
        return tuple(e for e in self.erased if e.count)

    @property
    def staying(self) -> tuple[Erased, ...]:
        """What stays, with its reason."""
        return tuple(e for e in self.erased if e.kept is not None and e.why is not None)


def outcome(erased: Iterable[Erased], *, today: date, terms: Terms) -> Outcome:
    """Gather what the features erased."""
    return Outcome(erased=tuple(erased), backups_until=today + timedelta(days=terms.backup))


def counts(erased: Sequence[Erased]) -> dict[str, int]:
    """Add up by kind: all that the deletion log keeps."""
    found: dict[str, int] = {}
    for one in erased:
        if one.count:
            found[one.what.key] = found.get(one.what.key, 0) + one.count
    return found
