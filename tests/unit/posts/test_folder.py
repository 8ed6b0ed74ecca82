"""Feeds as files: a name never leads out of the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.features.posts.feed_model import FeedName, NotRead, Trouble, file_name
from bot.features.posts.folder import FeedFolder
from tests.unit.worker.feeds import item, rss

SHIPPED = Path(__file__).parents[3] / "config" / "feeds"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../community.toml",
        "../feeds/example.xml",
        "/etc/passwd",
        "a/b.xml",
        "a\\b.xml",
        ".hidden.xml",
        "example.xml/",
        "example.xml\x00",
        "example%2exml",
        "Example.xml",
        "example.toml",
        "x" * 60 + ".xml",
        "https://a.example/feed.xml",
        "@everyone.xml",
        "\u202elmx.elpmaxe",
    ],
)
def test_only_a_plain_file_name_is_taken(name: str) -> None:
    with pytest.raises(FeedName):
        file_name(name)


async def test_the_example_feed_is_read() -> None:
    folder = FeedFolder(SHIPPED)

    feed = await folder.read("example.xml")

    assert await folder.names() == ("example.xml",)
    assert feed.title == "Riverbend Notices (example)"
    assert [i.guid for i in feed.items] == [f"riverbend-notice-{n}" for n in (5, 4, 3, 2, 1)]
    assert all(i.text and i.link and i.author and i.published for i in feed.items)


async def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(rss(item("secret")))
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    (feeds / "sly.xml").symlink_to(tmp_path / "secret.txt")
    (feeds / "folder.xml").mkdir()
    os.mkfifo(feeds / "pipe.xml")
    folder = FeedFolder(feeds)

    for name in ("sly.xml", "folder.xml", "pipe.xml", "absent.xml"):
        with pytest.raises(NotRead) as refusal:
            await folder.read(name)
        assert refusal.value.trouble is Trouble.MISSING
    assert await folder.names() == ()


async def test_a_file_that_is_an_address_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "sly.xml").write_bytes(b"http://127.0.0.1:1/feed.xml")
    (tmp_path / "path.xml").write_bytes(b"/etc/passwd")
    folder = FeedFolder(tmp_path)

    for name in ("sly.xml", "path.xml"):
        with pytest.raises(NotRead) as refusal:
            await folder.read(name)
        assert refusal.value.trouble is Trouble.NOT_READABLE


async def test_a_file_over_five_megabytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.xml").write_bytes(b" " * (5 * 1024 * 1024 + 1))

    with pytest.raises(NotRead) as refusal:
        await FeedFolder(tmp_path).read("big.xml")

    assert refusal.value.trouble is Trouble.TOO_LARGE


async def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert await FeedFolder(tmp_path / "absent").names() == ()
