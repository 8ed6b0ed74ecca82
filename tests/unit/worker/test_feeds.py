"""What the worker makes of feeds, and what feeds cannot make of the worker."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from bot.delivery.worker import feeds
from bot.delivery.worker.feed import FeedItem, FeedRead
from bot.delivery.worker.limits import BODY
from bot.delivery.worker.run import WorkerRefused, in_worker
from tests.unit.worker.feeds import HOSTILE, item, rss

WITHOUT_END = "attributes without end"


async def read(body: bytes) -> FeedRead:
    """Have the worker read ``body``: there it can load nothing any more."""
    return msgspec.json.decode(await in_worker("feed", body), type=FeedRead)


def read_here(body: bytes) -> FeedRead:
    answer = feeds.read(body)
    assert answer is not None
    return msgspec.json.decode(answer, type=FeedRead)


async def test_rss_becomes_plain_text() -> None:
    body = rss(
        item(
            "Calm &amp; <b>clear</b>",
            link="https://a.example/1",
            guid="g-1",
            text="<p>First.</p><script>alert(1)</script><p>Second <a href='x'>link</a>.</p>",
            date="Mon, 02 Nov 2026 10:00:00 GMT",
            author="Ana",
        )
    )

    assert await read(body) == FeedRead(
        title="Riverbend Notices",
        items=(
            FeedItem(
                guid="g-1",
                link="https://a.example/1",
                title="Calm & clear",
                text="First. Second link.",
                author="Ana",
                published="2026-11-02T10:00:00+00:00",
            ),
        ),
    )


async def test_atom_and_json_feed_say_the_same() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title>
        <entry><id>urn:1</id><title type="html">&lt;i&gt;One&lt;/i&gt;</title>
        <link href="https://a.example/1"/><updated>2026-11-02T10:00:00Z</updated>
        <author><name>Ana</name></author><summary>Text.</summary></entry></feed>"""
    as_json = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "N",
            "items": [
                {
                    "id": "urn:1",
                    "url": "https://a.example/1",
                    "title": "<i>One</i>",
                    "summary": "Text.",
                    "date_published": "2026-11-02T10:00:00Z",
                    "authors": [{"name": "Ana"}],
                }
            ],
        }
    ).encode()

    found = await read(atom)

    assert found == await read(as_json)
    assert found.items[0].title == "One"


async def test_other_charsets_are_read() -> None:
    words = "<rss version='2.0'><channel><title>Мост</title><item><title>Вода</title></item></channel></rss>"
    cyrillic = b'<?xml version="1.0" encoding="windows-1251"?>' + words.encode("cp1251")
    wide = ('<?xml version="1.0" encoding="utf-16"?>' + words).encode("utf-16")

    assert (await read(cyrillic)).title == "Мост"
    assert (await read(wide)).items[0].title == "Вода"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://a.example/x?y=1", "https://a.example/x?y=1"),
        ("/relative/page", "https://riverbend.example/relative/page"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("https://police.example@evil.example/", ""),
        ("https://a.example/" + "x" * 600, ""),
        ("https://[broken/", ""),
    ],
)
def test_only_plain_web_addresses_survive(given: str, kept: str) -> None:
    found = read_here(rss(item("Title", link=given, guid="g")))

    assert found.items[0].link == kept


def test_pings_and_odd_characters_arrive_as_plain_words() -> None:
    hostile = "@everyone <!channel> [x](javascript:y)\u202eabc\ufeff \x85"

    found = read_here(rss(item(hostile, guid="1", text=f"<b>{hostile}</b>")))

    assert found.items[0].title.startswith("@everyone")
    assert "<" not in found.items[0].title
    assert "\u202e" not in found.items[0].title + found.items[0].text


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != WITHOUT_END])
async def test_hostile_bytes_end_in_an_answer_or_a_refusal(name: str) -> None:
    try:
        found, code = await in_worker("feed", HOSTILE[name]), ""
    except WorkerRefused as refusal:
        found, code = b"{}", refusal.code

    assert code in {"", "not_readable", "too_slow", "too_heavy"}
    assert b"root:" not in found
    assert len(found) < 1_000_000
    assert len(msgspec.json.decode(found, type=FeedRead).items) <= 500


async def test_a_feed_without_end_is_stopped_by_its_processor_time() -> None:
    with pytest.raises(WorkerRefused, match="too_slow"):
        await in_worker("feed", HOSTILE[WITHOUT_END])


async def test_a_body_over_five_megabytes_is_refused_before_a_process_is_started() -> None:
    with pytest.raises(WorkerRefused, match="too_large"):
        await in_worker("feed", b" " * (BODY + 1))


async def test_the_loop_goes_on_while_a_feed_is_read() -> None:
    reading = asyncio.ensure_future(in_worker("feed", HOSTILE["a million small items"]))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0.005)
        turns += 1
    await asyncio.gather(reading, return_exceptions=True)

    assert turns > 5


_IN_THE_WORKER = """
import sys
from bot.delivery.worker import __main__ as worker

def attempt(body):
    import socket
    done = []
    for what in (lambda: open("/etc/hostname"), lambda: socket.socket(), lambda: open("/tmp/x", "w")):
        try:
            what()
            done.append("opened")
        except OSError:
            done.append("refused")
    return ",".join(done).encode()

import socket
worker._TASKS = {"attempt": lambda: attempt, "hunger": lambda: lambda body: b"x" * 10**9}
sys.exit(worker.main(sys.argv[1]))
"""


def in_the_worker(task: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", _IN_THE_WORKER, task],
        input=b"",
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )


def test_the_worker_can_open_no_file_and_no_connection() -> None:
    assert in_the_worker("attempt").stdout == b"refused,refused,refused"


def test_the_worker_that_wants_too_much_memory_says_so() -> None:
    assert in_the_worker("hunger").returncode == 4


async def test_the_worker_sees_nothing_of_our_surroundings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    seen: dict[str, object] = {}
    start = asyncio.create_subprocess_exec

    async def watched(*command: str, **how: object) -> asyncio.subprocess.Process:
        seen.update(how)
        return await start(*command, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    await in_worker("feed", rss(item("A")))

    assert set(seen["env"]) == {"PYTHONPATH", "PYTHONUTF8"}  # type: ignore[call-overload]
