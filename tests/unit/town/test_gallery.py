"""The gallery: every card and form fits, and the page of all of them is whole and inert."""

from html.parser import HTMLParser

import pytest
from typing_extensions import override

from bot.adapters.town.limits import form_faults
from bot.i18n.catalogue import LANGUAGES
from tests.support import gallery
from tests.support.gallery.__main__ import draw


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(gallery.forms()))
def test_every_form_fits_every_platform(name: str, language: str) -> None:
    assert list(form_faults(gallery.forms()[name], language)) == []


def test_the_page_of_the_gallery_shows_all_of_it_and_runs_nothing() -> None:
    class Page(HTMLParser):
        ids: set[str] = set()  # noqa: RUF012  (one page is parsed)
        tags: set[str] = set()  # noqa: RUF012

        @override
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.add(tag)
            self.ids |= {value or "" for name, value in attrs if name == "id"}

    page = Page()
    page.feed(draw())

    assert page.tags.isdisjoint({"script", "iframe", "object", "b", "i", "style2"})
    for name in gallery.cards():
        assert f"{name}-en-title".replace(".", "-").replace(" ", "-") in page.ids
