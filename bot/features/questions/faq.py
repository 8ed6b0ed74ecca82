"""The pages of the FAQ that a community starts with, found by the same stems as questions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.core.actions import act
from bot.core.errors import NotFound
from bot.core.routes import Found
from bot.core.text import Verbatim
from bot.features.questions.content import FaqFile, FaqItem
from bot.features.questions.ports import Meaning
from bot.i18n.catalogue import LANGUAGES
from bot.storage.stems import stems

_Page = tuple[str, str]
"""The id of a page, and a language."""


class Faq:
    """A handful of pages, searched in memory."""

    def __init__(self, pages: FaqFile) -> None:
        """Read every page once, in every language."""
        self._items = {item.id: item for item in pages.items}
        self._asked: dict[_Page, set[str]] = {}
        self._said: dict[_Page, set[str]] = {}
        for item in pages.items:
            for language in LANGUAGES:
                question, answer = item.said(language)
                self._asked[item.id, language] = set(stems(f"{question} {' '.join(item.tags)}"))
                self._said[item.id, language] = set(stems(answer))
        stands = Counter(s for page in self._asked for s in self._asked[page] | self._said[page])
        self._meant: dict[str, bytes] = {}
        self._weight = {stem: 1 / (1 + math.log1p(n)) for stem, n in stands.items()}

    def page(self, page: str) -> FaqItem:
        """Return one page. Raises ``NotFound``."""
        if page not in self._items:
            raise NotFound
        return self._items[page]

    def first(self, at_most: int, language: str) -> Sequence[Found]:
        """Return the pages to begin with, in the order of the file."""
        return [self.found(page, 1.0, language) for page in list(self._items)[:at_most]]

    def find(
        self, words: str, language: str, *, at_most: int = 3, closeness: float = 0.3
    ) -> Sequence[Found]:
        """Return the pages that fit ``words``, closest first. A title counts twice a text.

        Words of every language find a page; it is offered in ``language``, the reader's.
        """
        asked = stems(words)
        whole = sum(self._weight.get(stem, 1.0) for stem in asked)
        if not whole:
            return ()
        found = []
        for item in self._items.values():
            shared = max(self._shared(asked, (item.id, one)) for one in LANGUAGES)
            if shared / whole >= closeness:
                found.append(self.found(item.id, shared / whole, language))
        return sorted(found, key=lambda thing: -thing.closeness)[:at_most]

    def _shared(self, asked: Sequence[str], page: _Page) -> float:
        return sum(
            self._weight[stem] * (1.0 if stem in self._asked[page] else 0.5)
            for stem in asked
            if stem in self._asked[page] or stem in self._said[page]
        )

    async def meant(self, meaning: Meaning) -> Mapping[str, bytes]:
        """Return what each page means, by page; those in a language it reads. Read once."""
        for page, item in self._items.items():
            if page not in self._meant and meaning.reads(item.q):
                self._meant[page] = await meaning.vector(f"{item.q}\n{item.a}")
        return self._meant

    def found(self, page: str, closeness: float, language: str) -> Found:
        """Return a page as it is offered to a reader of ``language``."""
        question, answer = self._items[page].said(language)
        return Found(
            title=Verbatim(question),
            gist=Verbatim(answer),
            closeness=closeness,
            read=act("questions.faq_read", page),
        )
