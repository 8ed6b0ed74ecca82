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
from bot.storage.stems import stems


class Faq:
    """A handful of pages, searched in memory."""

    def __init__(self, pages: FaqFile) -> None:
        """Read every page once."""
        self._items = {item.id: item for item in pages.items}
        self._asked = {
            item.id: set(stems(f"{item.q} {' '.join(item.tags)}")) for item in pages.items
        }
        self._said = {item.id: set(stems(item.a)) for item in pages.items}
        stands = Counter(s for id_ in self._items for s in self._asked[id_] | self._said[id_])
        self._meant: dict[str, bytes] = {}
        self._weight = {stem: 1 / (1 + math.log1p(n)) for stem, n in stands.items()}

    def page(self, page: str) -> FaqItem:
        """Return one page. Raises ``NotFound``."""
        if page not in self._items:
            raise NotFound
        return self._items[page]

    def first(self, at_most: int) -> Sequence[Found]:
        """Return the pages to begin with, in the order of the file."""
        return [self.found(page, 1.0) for page in list(self._items)[:at_most]]

    def find(self, words: str, *, at_most: int = 3, closeness: float = 0.3) -> Sequence[Found]:
        """Return the pages that fit ``words``, closest first. A title counts twice a text."""
        asked = stems(words)
        whole = sum(self._weight.get(stem, 1.0) for stem in asked)
        if not whole:
            return ()
        found = []
        for item in self._items.values():
            shared = sum(
                self._weight[stem] * (1.0 if stem in self._asked[item.id] else 0.5)
                for stem in asked
                if stem in self._asked[item.id] or stem in self._said[item.id]
            )
            if shared / whole >= closeness:
                found.append(self.found(item.id, shared / whole))
        return sorted(found, key=lambda thing: -thing.closeness)[:at_most]

    async def meant(self, meaning: Meaning) -> Mapping[str, bytes]:
        """Return what each page means, by page; those in a language it reads. Read once."""
        for page, item in self._items.items():
            if page not in self._meant and meaning.reads(item.q):
                self._meant[page] = await meaning.vector(f"{item.q}\n{item.a}")
        return self._meant

    def found(self, page: str, closeness: float) -> Found:
        """Return a page as it is offered to somebody."""
        item = self._items[page]
        return Found(
            title=Verbatim(item.q),
            gist=Verbatim(item.a),
            closeness=closeness,
            read=act("questions.faq_read", page),
        )
