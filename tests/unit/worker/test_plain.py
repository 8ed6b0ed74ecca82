"""From strangers' markup to plain text."""

import html
import re

import feedparser
import nh3
import pytest
from hypothesis import assume, given, strategies as st

from bot.delivery.worker.feeds import read
from bot.delivery.worker.plain import plain
from tests.unit.worker.feeds import item, rss


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("", ""),
        ("a &amp; b", "a & b"),
        ("a < b > c", "a < b > c"),
        ("<p>one</p><p>two</p>", "one two"),
        ("<style>p{}</style>text<!-- gone -->", "text"),
        ("<img src=x onerror=alert(1)>word", "word"),
        ("&lt;script&gt;", "<script>"),
        ("x\x00\x1b[31my", "x [31my"),
        ("half \ud800 character", "half character"),
        ("a" + "\u0301" * 40, "á" + "\u0301" * 3),
    ],
)
def test_what_a_reader_would_see_is_kept(markup: str, seen: str) -> None:
    assert plain(markup, at_most=200) == seen


def test_long_text_ends_at_a_word() -> None:
    assert plain("<p>" + "word " * 100 + "</p>", at_most=22) == "word word word word…"


@given(st.text(max_size=400))
def test_nothing_makes_it_fail_or_grow(markup: str) -> None:
    found = plain(markup, at_most=50)

    assert len(found) <= 50
    assert all(c.isprintable() or c == "\u3000" or not c.isspace() for c in found.replace(" ", ""))


@pytest.mark.parametrize(
    ("pump", "seen"),
    [
        ("<", "<" * 99 + "…"),
        ("<!--", ""),
        ("<p", ""),
        ("&", "&" * 99 + "…"),
        ("&#", "&#" * 49 + "&…"),
        ("a\u0301\u0323", "ạ\u0301" * 49 + "ạ…"),
        ("<b><i>", ""),
        ("]]>", "]]>" * 33 + "…"),
    ],
)
def test_markup_without_end_is_read_as_far_as_it_is_shown(pump: str, seen: str) -> None:
    assert plain(pump * 100_000, at_most=100) == seen


@given(st.text(alphabet=st.sampled_from("&<>;#x3ampltgnbspquocy \"'\u00a0a"), max_size=80))
def test_entities_are_read_once(markup: str) -> None:
    assume(re.search(r"</?(p|ol|ul)", markup) is None)  # these break a line, others vanish
    kept = nh3.clean(markup, tags=set(), attributes={})

    assert plain(markup, at_most=500) == " ".join(html.unescape(kept).split())


def test_titles_agree_with_another_parser() -> None:
    titles = ["Plain", "Amp &amp; ersand", "<b>Bold</b> move", "Quote &quot;x&quot;"]
    body = rss(*(item(t, guid=str(n)) for n, t in enumerate(titles)))
    ours = read(body)
    assert ours is not None

    theirs = [plain(e.title, at_most=150) for e in feedparser.parse(body).entries]

    assert theirs == ["Plain", "Amp & ersand", "Bold move", 'Quote "x"']
    assert all(t.encode() in ours.replace(b'\\"', b'"') for t in theirs)
