"""Making words of people inert in Discord's markdown, in time that grows only with their length.

Discord honours a backslash before any punctuation, so words keep their look and lose their
effect: no markup, no link, no mention, no timestamp, no command. discord.py's own escaper is
cubic on brackets and leaves most mentions alive.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.text import visible

_MARKS: Final = re.compile(r"[\\*_~|`>#\[\]<:]|-(?=[ #])|(?<=[0-9])\.(?=\s)|@(?=everyone|here)")
_FENCED: Final = "\u02cb"
"""Looks like a back tick and closes no code."""


def escape(words: str) -> str:
    """Write ``words`` so that a reader sees them as typed and nothing in them takes effect."""
    return _MARKS.sub(_inert, visible(words))


def in_code(words: str) -> str:
    """The same in a fixed few characters more, for words made mostly of punctuation.

    Inside code Discord reads no markup, link or mention.
    """
    text = visible(words).replace("`", _FENCED)
    text = re.sub(r"@(?=everyone|here)", "@\u200b", text)
    if not text:
        return ""
    return f"```\n{text}\n```" if "\n" in text else f"`{text}`"


def one_line(text: str) -> str:
    """Join lines, for titles, labels and values: a line break cannot fake another row."""
    return " ".join(text.split())


def _inert(mark: re.Match[str]) -> str:
    # A backslash hides "@everyone" from the reader's app, not from a server that looks for it.
    return "@\u200b" if mark[0] == "@" else f"\\{mark[0]}"
