"""The feed task: bytes of RSS, Atom, RDF or JSON Feed in, plain text as JSON out.

fastfeedparser is called with bytes alone: a *string* that is an address it would fetch.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Final
from urllib.parse import urljoin

import fastfeedparser

from bot.delivery.worker.feed import FeedItem, FeedRead
from bot.delivery.worker.limits import ANSWER
from bot.delivery.worker.plain import plain

_ITEMS: Final = 500
_ID: Final = 2_000
_TITLE: Final = 150
_TEXT: Final = 1_500
_NAME: Final = 120
_LOCATION: Final = 500

_CHARSETS: Final = (
    "utf-8",
    "utf-16",
    "utf-32",
    "ascii",
    "latin-1",
    "cp1252",
    "iso8859-2",
    "iso8859-15",
    "cp1250",
    "cp1251",
    "koi8-r",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
)
for _charset in _CHARSETS:
    codecs.lookup(_charset)  # once the process may open nothing, no codec can be loaded


def read(body: bytes) -> bytes | None:
    """Return a :class:`FeedRead` as JSON, or ``None`` when ``body`` is no feed."""
    try:
        parsed = fastfeedparser.parse(
            bytes(body), include_tags=False, include_media=False, include_enclosures=False
        )
        said = _feed(parsed)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  (whatever a stranger's bytes do to the parser: no feed)
        return None
    answer = json.dumps(asdict(said), ensure_ascii=True).encode()
    return answer if len(answer) <= ANSWER else None


def _feed(parsed: Mapping[str, object]) -> FeedRead:
    about = parsed.get("feed")
    about = about if isinstance(about, Mapping) else {}
    base = _words(about, "link")
    entries = parsed.get("entries")
    entries = entries if isinstance(entries, list) else []
    return FeedRead(
        title=plain(_words(about, "title"), at_most=_NAME),
        language=plain(_words(about, "language"), at_most=_NAME)[:20],
        items=tuple(_item(e, base) for e in entries[:_ITEMS] if isinstance(e, Mapping)),
    )


def _item(entry: Mapping[str, object], base: str) -> FeedItem:
    return FeedItem(
        guid=_bare(_words(entry, "id")),
        link=_link(_words(entry, "link"), base),
        title=plain(_words(entry, "title"), at_most=_TITLE),
        text=plain(_body(entry), at_most=_TEXT),
        author=plain(_words(entry, "author"), at_most=_NAME),
        published=_bare(_words(entry, "published"))[:40],
    )


def _body(entry: Mapping[str, object]) -> str:
    short = _words(entry, "description")
    content = entry.get("content")
    if short or not isinstance(content, list) or not content:
        return short
    return _words(content[0], "value") if isinstance(content[0], Mapping) else ""


def _words(table: Mapping[str, object], name: str) -> str:
    value = table.get(name)
    return str(value) if isinstance(value, str | int) else ""


def _bare(text: str) -> str:
    return "".join(c for c in text[:_ID] if c.isprintable()).strip()


def _link(given: str, base: str) -> str:
    """Return an absolute web address, or nothing: no other scheme, no name before the host."""
    link = _bare(given)
    if not link:
        return ""
    try:
        joined = urljoin(base, link) if base.startswith(("http://", "https://")) else link
        host = joined.partition("//")[2].partition("/")[0]
    except ValueError:
        return ""
    web = joined.lower().startswith(("http://", "https://"))
    fit = len(joined) <= _LOCATION and not any(c.isspace() for c in joined)
    return joined if web and fit and host and "@" not in host else ""
