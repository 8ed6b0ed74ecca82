"""From markup of strangers to plain text: nothing in it can be markup, ping or hide."""

from __future__ import annotations

import re
from typing import Final

import nh3

from bot.core.text import clean, shorten

_SOURCE_AT_MOST: Final = 12_000
"""Eight times what is shown. ``nh3`` takes the square of a run of bare ampersands."""

_BREAKING: Final = frozenset(
    re.findall(
        r"\w+",
        "address article blockquote br dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header"
        " hr li main ol p pre section table td th tr ul",
    )
)
_SILENT: Final = frozenset({"script", "style", "noscript", "template", "iframe", "object"})
_TAG: Final = re.compile(r"<[^<>]*>")
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONG_RUN_OF_MARKS: Final = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff]+"
)


def plain(markup: str, *, at_most: int, one_line: bool = True) -> str:
    """Return what a reader would see of ``markup``, cut at a word to ``at_most`` characters.

    The source is cut before anything that grows with it, so no input is slow.
    """
    source = _UNFIT.sub(" ", markup[:_SOURCE_AT_MOST])
    kept = nh3.clean(
        source,
        tags=set(_BREAKING),
        clean_content_tags=set(_SILENT),
        attributes={},
        strip_comments=True,
        link_rel=None,
    )
    text = _unescaped(_TAG.sub("\n", kept))
    text = _LONG_RUN_OF_MARKS.sub(r"\1", _UNFIT.sub(" ", text))
    return shorten(_canonical(text, one_line=one_line), at_most)


def _unescaped(cleaned: str) -> str:
    """Undo what ``nh3`` escapes in text, which is these four; it has read all others itself."""
    text = cleaned.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&amp;", "&")


def _canonical(text: str, *, one_line: bool) -> str:
    return clean(text, at_most=4 * _SOURCE_AT_MOST, at_least=0, one_line=one_line)
