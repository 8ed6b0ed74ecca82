"""Which item of a feed is which, however its publisher edits it.

An item is known by its own id where that id is any good; else by its address together with its
title or its text; else by all that it says. Titles, dates, ``http`` turned ``https``, a leading ``www.`` and tracking marks change
nothing. What cannot be told apart for certain counts as new: a person looks at it anyway, and
an item suppressed by mistake nobody would ever see.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from bot.delivery.worker.feed import FeedItem

_TRACKING: Final = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref_src)(?:=.*)?")
_PORT: Final = re.compile(r":(?:80|443)$")
_DIGEST: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One item of a reading. ``known_by`` decides whether it is new; ``keys`` are remembered."""

    item: FeedItem
    known_by: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reading of a feed says about its items, oldest first.

    ``ids_repeat`` is true once the feed has been caught giving one id to different things; from
    then on its ids count for nothing.
    """

    sightings: tuple[Sighting, ...]
    ids_repeat: bool


def recognise(items: Sequence[FeedItem], *, ids_repeat: bool) -> Reading:
    """Say by what each item is known. The same thing twice in one document is seen once."""
    said = [i for i in items if i.title or i.text or i.link]
    repeat = ids_repeat or _ids_repeat(said)
    shared = _shared(said)
    sightings: list[Sighting] = []
    places: dict[str, int] = {}
    for item in _oldest_first(said):
        sighting = _sighting(item, ids_repeat=repeat, shared=shared)
        place = next((places[k] for k in sighting.known_by if k in places), len(sightings))
        if place == len(sightings):
            sightings.append(sighting)
        else:
            sightings[place] = _together(sightings[place], sighting)
        places.update(dict.fromkeys(sighting.known_by, place))
    return Reading(sightings=tuple(sightings), ids_repeat=repeat)


def _sighting(item: FeedItem, *, ids_repeat: bool, shared: Collection[str]) -> Sighting:
    by_id = "" if _no_id(item) else _key("i", plain_address(item.guid))
    weak = [key for key in _weak_keys(item) if key not in shared]
    known_by: list[str] = []
    if by_id and not ids_repeat:
        known_by = [by_id, *(k for k in weak if k.startswith("p"))]
    elif item.link:
        known_by = [k for k in weak if k.startswith("l")]
    known_by.append(_content_key(item))
    keys = {*known_by, *weak, *([by_id] if by_id else [])}
    return Sighting(item=item, known_by=tuple(known_by), keys=tuple(sorted(keys)))


def _together(first: Sighting, again: Sighting) -> Sighting:
    return replace(
        first,
        known_by=(*first.known_by, *again.known_by),
        keys=tuple(sorted({*first.keys, *again.keys})),
    )


def _weak_keys(item: FeedItem) -> list[str]:
    """Return what names an item only together: half an address, or a link, with words.

    An address alone is not enough: some feeds give all their items the address of a home page.
    """
    keys: list[str] = []
    path = "" if _no_id(item) else _path(item.guid)
    link = plain_address(item.link)
    if path and item.title:
        keys.append(_key("p", path, item.title))
    if link and item.title:
        keys.append(_key("lt", link, item.title))
    if link and item.text:
        keys.append(_key("lx", link, item.text))
    return keys


def _content_key(item: FeedItem) -> str:
    """Everything that an item says; its host aside, so that a site may move."""
    return _key("c", _path(item.link), item.title, item.text)


def _no_id(item: FeedItem) -> bool:
    """Whether the id is missing, or is the link that the parser put in its place."""
    return not item.guid or item.guid == item.link


def plain_address(address: str) -> str:
    """Write an address without what changes while the thing stays: scheme, www, tracking."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.scheme.lower() not in {"http", "https"}:
        return address
    host = _PORT.sub("", parts.netloc.lower()).removeprefix("www.")
    query = "&".join(q for q in parts.query.split("&") if q and not _TRACKING.fullmatch(q))
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"//{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}{fragment}"


def _path(guid: str) -> str:
    """Return what stays of an id that is an address when the whole site moves to another host."""
    address = plain_address(guid)
    if not address.startswith("//"):
        return ""
    return address[2:].partition("/")[2] or address.partition("?")[2]


def _ids_repeat(items: Iterable[FeedItem]) -> bool:
    """Whether one id stands for things that differ."""
    seen: dict[str, tuple[str, str]] = {}
    for item in items:
        if not _no_id(item):
            what = (plain_address(item.link), "" if item.link else item.title)
            if seen.setdefault(plain_address(item.guid), what) != what:
                return True
    return False


def _shared(items: Iterable[FeedItem]) -> frozenset[str]:
    """Return the weak keys that several different items of this reading have in common."""
    different = {_content_key(i): i for i in items}
    counted = Counter(key for item in different.values() for key in _weak_keys(item))
    return frozenset(key for key, count in counted.items() if count > 1)


def _oldest_first(items: Sequence[FeedItem]) -> Sequence[FeedItem]:
    """Order by date where every item has one of its own, else from the foot of the document."""
    upwards = list(reversed(items))
    dates = {i.published for i in upwards}
    if "" in dates or len(dates) < len(upwards):
        return upwards
    return sorted(upwards, key=lambda i: i.published)


def _key(kind: str, *parts: str) -> str:
    text = "\0".join(parts)
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST)
    return f"{kind}:{digest.hexdigest()}"
