"""What people read on the public pages, and what their browsers are told."""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree as ET  # the feed is our own

import pytest
from typing_extensions import override

from bot.adapters.site.guard import CSP
from tests.support.site import CALENDAR, HOSTILE, SiteUnderTest

PAGES = (
    "/",
    "/questions",
    "/questions?q=force",
    "/q/17",
    "/q/18",
    "/q/19",
    "/forums",
    "/forums/next-1",
    "/forums/evil-1",
    "/forums/past-1",
    "/posts",
    "/posts/calm-1",
    "/posts/evil-1",
    "/posts/gone-1",
    "/feedback",
    "/how-anonymity-works",
)
DATA = (
    "/api/questions.json",
    "/api/questions/17.json",
    "/api/questions/18.json",
    "/api/forums.json",
    "/api/forums/next-1.json",
    "/api/posts.json",
    "/api/posts/evil-1.json",
    "/api/feedback.json",
)
NOTHING = (
    "/nothing",
    "/q/4",
    "/q/0",
    "/q/17x",
    "/q/99999999999999",
    "/q/-1",
    "/forums/nothing",
    "/forums/nothing.ics",
    "/posts/nothing",
    "/posts/../../etc/passwd",
    "/posts/%2e%2e%2fx",
    "/assets/style.css",
    "/assets/../app.py",
    "/en/nothing",
    "/de/questions",
    "/questions?page=0",
    "/questions?page=abc",
    "/questions?page=99999999",
    "/%00",
    "/\u202e",
)
VOID = {"meta", "link", "img", "input", "br", "hr"}


class Page(HTMLParser):
    """Reads a page as a browser's outline: elements, attributes, whether all are closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    @override
    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


async def test_where_one_reads_is_marked_also_on_a_single_question(site: SiteUnderTest) -> None:
    assert '<a href="/en/questions" aria-current="page">' in await site.read("/en/q/17")


@pytest.mark.parametrize("language", ["", "/en", "/fr"])
@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_whole_and_runs_nothing(
    site: SiteUnderTest, path: str, language: str
) -> None:
    page = Page(await site.read(language + path))

    assert page.all("html") == [{"lang": language.removeprefix("/") or "en"}]
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert not page.all("script")
    assert not page.all("iframe")
    assert not page.all("b")
    for _, attributes in page.tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    for picture in page.all("img"):
        assert "alt" in picture
        assert str(picture["src"]).startswith("/assets/")
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for field in page.all("input"):
        assert any(label["for"] == field["id"] for label in page.all("label"))


@pytest.mark.parametrize("path", ["/q/18", "/forums/evil-1", "/posts/evil-1", "/", "/posts"])
async def test_what_people_wrote_stays_words(site: SiteUnderTest, path: str) -> None:
    page = Page(await site.read(path))

    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7*7 }}" in page.text
    for link in page.all("a"):
        assert str(link["href"]).startswith(("/", "#", "https://example.org/"))


@pytest.mark.parametrize("path", [*PAGES, *DATA, "/feed.atom", "/calendar.ics", "/nothing"])
async def test_every_answer_carries_the_strict_headers(site: SiteUnderTest, path: str) -> None:
    _, headers, _ = await site.ask(path)

    assert headers["content-security-policy"] == CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "set-cookie" not in headers
    assert headers["server"] == "Common Ground"
    assert "charset=utf-8" in headers["content-type"]


async def test_the_policy_is_the_one_that_was_promised() -> None:
    assert CSP == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("path", NOTHING)
async def test_what_is_not_there_is_said_plainly(site: SiteUnderTest, path: str) -> None:
    status, headers, body = await site.ask(path)

    assert status == 404
    assert "There is no such page" in body
    assert headers["cache-control"] == "no-store"


async def test_what_is_not_there_is_said_in_the_language_of_the_address(
    site: SiteUnderTest,
) -> None:
    status, _, body = await site.ask("/fr/nowhere")

    assert status == 404
    assert "existe pas" in body
    assert '<html lang="fr"' in body


@pytest.mark.parametrize(
    ("path", "unless"),
    [
        ("/en/how-anonymity-works", "unless you want to be told of the answer"),
        ("/fr/how-anonymity-works", "sauf si vous voulez un avis de réponse"),
    ],
)
async def test_the_page_on_anonymity_names_the_exception_at_once(
    site: SiteUnderTest, path: str, unless: str
) -> None:
    _, _, body = await site.ask(path)

    assert unless in body


async def test_an_error_of_ours_shows_a_number_and_nothing_else(site: SiteUnderTest) -> None:
    site.shelves.broken = True

    status, _, body = await site.ask("/q/17")
    in_french = await site.ask("/fr/q/17")
    as_data = await site.ask("/api/questions/17.json")

    assert status == in_french[0] == as_data[0] == 500
    assert "12345678" in body
    assert "12345678" in in_french[2]
    assert "Un problème est survenu" in in_french[2]
    assert json.loads(as_data[2]) == {"error": "went wrong"}
    for words in (body, in_french[2], as_data[2]):
        assert "secret words" not in words
        assert "RuntimeError" not in words
        assert "Traceback" not in words
    assert len(site.reported) == 3


# ---- language --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/", "", "en"),
        ("/", "fr", "fr"),
        ("/", "fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("/", "en;q=0.3, fr;q=0.9", "fr"),
        ("/", "de, es", "en"),
        ("/", "fr;q=0", "en"),
        ("/", "fr;q=abc, en", "en"),
        ("/", ",;;q=,fr" * 200, "fr"),
        ("/fr", "en", "fr"),
        ("/en/questions", "fr", "en"),
    ],
)
async def test_a_reader_gets_their_language(
    site: SiteUnderTest, path: str, accepted: str, language: str
) -> None:
    _, headers, body = await site.ask(path, Accept_Language=accepted)

    assert headers["content-language"] == language
    assert headers["vary"] == "Accept-Language"
    assert f'<html lang="{language}">' in body


async def test_a_reader_can_switch_and_stays_on_the_page(site: SiteUnderTest) -> None:
    page = Page(await site.read("/en/questions?q=force&page=1"))

    switch = [a for a in page.all("a") if a.get("hreflang") == "fr"]
    assert [a["href"] for a in switch] == ["/fr/questions?q=force&page=1"]
    assert switch[0]["lang"] == "fr"
    assert "Questions et réponses" in await site.read(str(switch[0]["href"]))


# ---- search ----------------------------------------------------------------------------------


async def test_a_reader_searches_and_is_told_what_was_found(site: SiteUnderTest) -> None:
    body = await site.read("/questions?q=FORCE")

    assert "/en/q/17" in body
    assert "/en/q/19" not in body
    assert "Questions that fit “FORCE”" in body


async def test_a_search_without_result_says_so(site: SiteUnderTest) -> None:
    assert "Nothing fits “zebra”" in await site.read("/questions?q=zebra")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("%00", "characters that we cannot keep"),
        ("a" * 500, "at most 200 fit"),
        ("%20%20", "Questions and answers"),
        ("%ed%a0%80", "Questions and answers"),
        ("%ff%fe", "Questions and answers"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "&lt;script&gt;alert(1)"),
        ("%22%20onfocus=%22x", "&#34; onfocus=&#34;x"),
    ],
)
async def test_odd_searches_are_answered_with_a_sentence(
    site: SiteUnderTest, query: str, said: str
) -> None:
    body = await site.read(f"/questions?q={query}")

    assert said in body
    assert "<script" not in body
    Page(body)


async def test_what_somebody_looks_for_is_cached_nowhere(site: SiteUnderTest) -> None:
    _, looking, _ = await site.ask("/questions?q=force")
    _, reading, _ = await site.ask("/questions")

    assert looking["cache-control"] == "no-store"
    assert reading["cache-control"] == "public, max-age=60"


# ---- methods and caches ----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/q/17", "/api/posts.json", "/healthz"])
async def test_head_says_what_get_would(site: SiteUnderTest, path: str) -> None:
    got = await site.ask(path)
    head = await site.ask(path, "HEAD")

    assert head[0] == 200
    assert head[2] == ""
    assert head[1]["content-length"] == got[1]["content-length"]
    assert head[1]["content-type"] == got[1]["content-type"]


async def test_options_lists_what_may_be_asked(site: SiteUnderTest) -> None:
    status, headers, body = await site.ask("/q/17", "OPTIONS")

    assert (status, headers["allow"], body) == (204, "GET, HEAD, OPTIONS", "")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
async def test_nothing_can_be_sent(site: SiteUnderTest, method: str) -> None:
    status, headers, body = await site.ask("/q/17", method)

    assert status == 405
    assert headers["allow"] == "GET, HEAD, OPTIONS"
    assert "nothing can be sent" in body


async def test_an_unchanged_page_is_not_sent_again(site: SiteUnderTest) -> None:
    _, headers, _ = await site.ask("/q/17")

    status, again, body = await site.ask("/q/17", If_None_Match=headers["etag"])

    assert (status, body, again["etag"]) == (304, "", headers["etag"])
    assert (await site.ask("/q/18", If_None_Match=headers["etag"]))[0] == 200


async def test_every_reader_gets_the_same_tag(site: SiteUnderTest) -> None:
    tags = {(await site.ask("/q/17", User_Agent=name))[1]["etag"] for name in "abc"}

    assert len(tags) == 1


async def test_assets_are_found_and_kept_for_good(site: SiteUnderTest) -> None:
    page = Page(await site.read("/"))
    sheet = next(a["href"] for a in page.all("link") if a["rel"] == "stylesheet")

    status, headers, body = await site.ask(str(sheet))

    assert status == 200
    assert headers["content-type"].startswith("text/css")
    assert "immutable" in headers["cache-control"]
    assert "prefers-color-scheme: dark" in body
    assert "@media print" in body
    assert "url(" not in body


# ---- data ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DATA)
async def test_everything_shown_is_there_as_data(site: SiteUnderTest, path: str) -> None:
    status, headers, body = await site.ask(path)

    assert status == 200
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["access-control-allow-origin"] == "*"
    assert json.loads(body)


async def test_a_question_as_data_has_every_version(site: SiteUnderTest) -> None:
    found = json.loads(await site.read("/api/questions/18.json"))

    assert found["address"] == "https://talk.example.org/q/18"
    assert found["rounds"][0]["words"] == HOSTILE
    assert [a["version"] for a in found["rounds"][0]["answers"]] == [1, 2]
    assert found["rounds"][0]["answers"][1]["corrects"] == HOSTILE


async def test_waiting_questions_have_no_words_anywhere(site: SiteUnderTest) -> None:
    found = json.loads(await site.read("/api/questions.json"))

    assert [q["number"] for q in found["waiting"]] == [20]
    assert found["waiting"][0]["rounds"] == []
    assert found["waiting"][0]["address"] is None
    assert "Question 20" in await site.read("/questions")
    assert "/q/20" not in await site.read("/questions")


async def test_small_counts_are_hidden_everywhere(site: SiteUnderTest) -> None:
    found = json.loads(await site.read("/api/feedback.json"))

    assert [c["count"] for c in found["feedback"]] == [12, None]
    assert "too few to show" in await site.read("/feedback")


@pytest.mark.parametrize("path", ["/api/nothing.json", "/api/posts/nothing.json"])
async def test_data_that_is_not_there_is_said_as_data(site: SiteUnderTest, path: str) -> None:
    status, headers, body = await site.ask(path)

    assert status == 404
    assert headers["content-type"].startswith("application/json")
    assert json.loads(body) == {"error": "not found"}


async def test_the_feed_is_whole_and_inert(site: SiteUnderTest) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(await site.read("/fr/feed.atom"))  # noqa: S314  (our own feed)

    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 6
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "fr"
    ids = [str(e.findtext(f"{atom}id")) for e in entries]
    assert "tag:talk.example.org,2026:/q/18" in ids
    assert len(set(ids)) == len(ids)
    assert {e.find(f"{atom}content").attrib["type"] for e in entries} == {"text"}  # type: ignore[union-attr]
    in_english = ET.fromstring(await site.read("/en/feed.atom"))  # noqa: S314
    assert ids == [str(e.findtext(f"{atom}id")) for e in in_english.findall(f"{atom}entry")]


@pytest.mark.parametrize("path", ["/calendar.ics", "/fr/calendar.ics", "/forums/next-1.ics"])
async def test_calendars_are_served_as_such(site: SiteUnderTest, path: str) -> None:
    status, headers, body = await site.ask(path)

    assert (status, body.encode()) == (200, CALENDAR)
    assert headers["content-type"] == "text/calendar; charset=utf-8"


# ---- the town --------------------------------------------------------------------------------


async def test_only_this_machine_is_shown_the_way_to_the_town(site: SiteUnderTest) -> None:
    here = await site.read("/")
    behind_a_proxy = await site.read("/", X_Forwarded_For="203.0.113.9")
    by_name = await site.read("/", Host="talk.example.org")

    assert 'href="/town"' in here
    assert 'href="/town"' not in behind_a_proxy
    assert 'href="/town"' not in by_name
