"""Which item of a feed is which, however its publisher edits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from bot.delivery.worker.feed import FeedItem
from bot.features.posts.identity import plain_address, recognise

ONE = FeedItem(
    guid="tag:a.example,2026:1",
    link="https://a.example/2026/one",
    title="One",
    text="The first.",
    published="2026-11-01T10:00:00+00:00",
)
TWO = replace(
    ONE,
    guid="tag:a.example,2026:2",
    link="https://a.example/2026/two",
    title="Two",
    text="The second.",
    published="2026-11-02T10:00:00+00:00",
)
PERMALINK = replace(ONE, guid="http://a.example/2026/one?id=1")
NO_ID = replace(ONE, guid="")


class Memory:
    """What a feed remembers between readings."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.ids_repeat = False

    def reads(self, *items: FeedItem) -> list[str]:
        """Read a document; return the titles of what is new, in order."""
        reading = recognise(items, ids_repeat=self.ids_repeat)
        new = [s for s in reading.sightings if self.keys.isdisjoint(s.known_by)]
        self.ids_repeat = reading.ids_repeat
        self.keys.update(k for s in reading.sightings for k in s.keys)
        return [s.item.title for s in new]


@pytest.mark.parametrize("first", [ONE, PERMALINK, NO_ID], ids=["id", "permalink", "no id"])
@pytest.mark.parametrize(
    "edit",
    [
        {"title": "One, corrected"},
        {"text": "The first, mended."},
        {"published": "2026-11-20T10:00:00+00:00"},
        {"author": "Somebody else"},
        {"link": "http://a.example/2026/one"},
        {"link": "https://www.a.example/2026/one/?utm_source=feed&fbclid=x"},
        {"link": "https://elsewhere.example/2026/one"},
    ],
    ids=lambda e: next(iter(e.items()))[0] + ": " + next(iter(e.values())),
)
def test_an_edited_item_is_the_same_item(first: FeedItem, edit: dict[str, str]) -> None:
    memory = Memory()
    memory.reads(first)

    assert memory.reads(replace(first, **edit)) == []


@pytest.mark.parametrize(
    "guid",
    [
        "https://a.example/2026/one?id=1",
        "https://www.a.example/2026/one?id=1",
        "https://a.example:443/2026/one?id=1",
        "http://new-host.example/2026/one?id=1",
        "tag:another-system,2026:77",
    ],
)
def test_an_id_that_changes_its_scheme_or_host_is_the_same_item(guid: str) -> None:
    memory = Memory()
    memory.reads(PERMALINK)

    assert memory.reads(replace(PERMALINK, guid=guid)) == []


def test_an_item_edited_step_by_step_is_followed() -> None:
    memory = Memory()
    memory.reads(NO_ID)
    memory.reads(replace(NO_ID, title="New title"))

    assert memory.reads(replace(NO_ID, title="New title", text="New text")) == []


def test_items_that_share_one_id_are_all_seen() -> None:
    memory = Memory()
    items = [replace(ONE, guid="same"), replace(TWO, guid="same")]

    assert memory.reads(*items) == ["One", "Two"]
    assert memory.reads(*items) == []
    third = replace(ONE, guid="same", link="https://a.example/3", title="Three", text="3")
    assert memory.reads(third) == ["Three"]


def test_items_without_ids_and_links_are_told_apart_by_what_they_say() -> None:
    memory = Memory()
    first, second = (
        FeedItem(title="Notice", text="Road closed"),
        FeedItem(title="Notice", text="Open"),
    )

    assert memory.reads(first) == ["Notice"]
    assert memory.reads(second) == ["Notice"]
    assert memory.reads(first, second) == []


def test_a_feed_whose_links_all_lead_home_loses_nothing() -> None:
    memory = Memory()
    home = "https://a.example/"
    first = FeedItem(link=home, guid=home, title="Monday", text="About Monday")
    second = FeedItem(link=home, guid=home, title="Tuesday", text="About Tuesday")

    assert memory.reads(first) == ["Monday"]
    assert memory.reads(second) == ["Tuesday"]
    assert memory.reads(second, first) == []


def test_two_sites_in_one_feed_with_the_same_paths_are_both_seen() -> None:
    memory = Memory()
    here = replace(ONE, guid="https://a.example/?p=1", link="https://a.example/?p=1")
    there = replace(ONE, guid="https://b.example/?p=1", link="https://b.example/?p=1", title="B")

    assert memory.reads(here) == ["One"]
    assert memory.reads(there, here) == ["B"]


def test_an_empty_feed_forgets_nothing() -> None:
    memory = Memory()
    memory.reads(ONE, TWO)

    assert memory.reads() == []
    assert memory.reads(ONE, TWO) == []


def test_the_same_item_twice_in_one_document_is_one() -> None:
    assert Memory().reads(ONE, TWO, ONE) == ["One", "Two"]


@pytest.mark.parametrize(
    ("items", "order"),
    [
        ((TWO, ONE), ["One", "Two"]),
        ((ONE, TWO), ["One", "Two"]),
        ((replace(TWO, published=""), ONE), ["One", "Two"]),
        ((replace(TWO, published=ONE.published), ONE), ["One", "Two"]),
    ],
    ids=["newest first", "oldest first", "one without a date", "equal dates"],
)
def test_several_new_items_come_oldest_first(items: Sequence[FeedItem], order: list[str]) -> None:
    assert Memory().reads(*items) == order


@pytest.mark.parametrize("date", ["1970-01-01T00:00:00+00:00", "2099-01-01T00:00:00", "", "soon"])
def test_no_date_makes_an_item_too_old_or_too_new(date: str) -> None:
    assert Memory().reads(replace(ONE, published=date)) == ["One"]


def test_an_item_that_says_nothing_is_no_item() -> None:
    assert Memory().reads(FeedItem(guid="x", published=ONE.published)) == []


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("HTTPS://WWW.A.example:443/x/?utm_medium=a&b=1#c", "//a.example/x?b=1#c"),
        ("http://a.example", "//a.example"),
        ("urn:uuid:1", "urn:uuid:1"),
        ("http://[broken", "http://[broken"),
        ("", ""),
    ],
)
def test_an_address_is_written_without_what_changes(address: str, plain: str) -> None:
    assert plain_address(address) == plain


_items = st.builds(
    FeedItem,
    guid=st.sampled_from(["", "1", "2", "http://a.example/1", "https://a.example/1"]),
    link=st.sampled_from(["", "https://a.example/", "https://a.example/1", "http://b.example/1"]),
    title=st.sampled_from(["", "A", "B"]),
    text=st.sampled_from(["", "x", "y"]),
    published=st.sampled_from(["", "2026-11-01T10:00:00+00:00", "2026-11-02T10:00:00+00:00"]),
)


@given(st.lists(_items, max_size=8))
def test_what_was_read_once_is_never_new_again(items: list[FeedItem]) -> None:
    memory = Memory()
    memory.reads(*items)

    assert memory.reads(*items) == []
    assert memory.reads(*reversed(items)) == []
