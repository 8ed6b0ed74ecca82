"""Feeds for tests, friendly and hostile."""

from __future__ import annotations

from xml.sax.saxutils import escape


def rss(*items: str, title: str = "Riverbend Notices", head: str = "") -> bytes:
    """Write an RSS 2.0 document around ``items``."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>https://riverbend.example/</link>"
        f"{''.join(items)}</channel></rss>"
    ).encode("utf-8", "surrogatepass")


def item(
    title: str = "",
    *,
    link: str = "",
    guid: str = "",
    text: str = "",
    date: str = "",
    author: str = "",
) -> str:
    """Write one item of it."""
    parts = (
        ("title", title),
        ("link", link),
        ("guid", guid),
        ("description", text),
        ("pubDate", date),
        ("author", author),
    )
    inside = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in parts if value)
    return f"<item>{inside}</item>"


def _laughs() -> str:
    entities = ['<!ENTITY a0 "ha">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<!DOCTYPE rss [{''.join(entities)}]>"


def _xxe(target: str) -> bytes:
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{target}">]>'
    return rss("<item><title>before&x;after</title><guid>1</guid></item>", head=head)


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "an address": b"http://127.0.0.1:1/feed.xml",
    "an address in an xml declaration": b'<?xml version="1.0"?>http://127.0.0.1:1/feed.xml',
    "a path": b"/etc/passwd",
    "a page": b"<!DOCTYPE html><html><head><title>x</title></head><body>x</body></html>",
    "a page that sends on": (
        b'<html><head><meta http-equiv="refresh" content="0;url=http://127.0.0.1:1/"></head></html>'
    ),
    "NUL": b"\x00" * 5_000,
    "noise": bytes(range(256)) * 500,
    "comments without end": b"<!--" * 50_000,
    "comments in a feed": b'<?xml version="1.0"?><rss version="2.0"><channel>' + b"<!--" * 50_000,
    "a billion laughs": rss("<item><title>&a9;</title><guid>1</guid></item>", head=_laughs()),
    "a quadratic bomb": rss(
        f"<item><title>{'&x;' * 20_000}</title><guid>1</guid></item>",
        head=f'<!DOCTYPE rss [<!ENTITY x "{"y" * 20_000}">]>',
    ),
    "an entity that is a file": _xxe("file:///etc/passwd"),
    "an entity that is an address": _xxe("http://127.0.0.1:1/secret"),
    "a stylesheet": (
        b'<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:1/x.xsl"?>' + rss(item("A"))
    ),
    "nested too deeply": rss("<item>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item>"),
    "json nested too deeply": (
        b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 100_000
    ),
    "json of other things": b'{"version":"https://jsonfeed.org/version/1.1","items":[1,null,"x"]}',
    "json with a number as title": (
        b'{"version":"https://jsonfeed.org/version/1.1","title":7,'
        b'"items":[{"id":{"a":1},"title":["x"],"url":5}]}'
    ),
    "cut off": rss(item("One", guid="1"), item("Two", guid="2"))[:-70],
    "a charset that does not exist": rss(item("One", guid="1")).replace(b"utf-8", b"klingon"),
    "a charset that is not true": b'<?xml version="1.0" encoding="utf-8"?>'
    + "<rss version='2.0'><channel><title>é</title><item><title>été</title></item>"
    "</channel></rss>".encode("latin-1"),
    "one author without end": rss(f"<item><title>x</title><author>{'(' * 32_000}</author></item>"),
    "marks without end": rss(item("a" + "\u0301\u0323" * 50_000)),
    "attributes without end": rss(
        "<item " + " ".join(f'a{n}="1"' for n in range(300_000)) + "><title>x</title></item>"
    ),
    "a million small items": rss("<item/>" * 600_000),
}
