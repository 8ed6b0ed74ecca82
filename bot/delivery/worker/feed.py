"""What a feed says, as plain text: the values that cross from the worker to the house."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item, its text plain, cleaned and cut.

    ``guid`` and ``link`` are as the publisher wrote them, cut; ``published`` is the parser's
    reading of the date, good for putting items in order and for nothing else.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    text: str = ""
    author: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead:
    """One reading of a feed, items in the order of the document."""

    title: str = ""
    language: str = ""
    items: tuple[FeedItem, ...] = ()
