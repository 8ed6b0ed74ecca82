"""The town opens on its own machine, to its own page, and to nobody else."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.adapters.town.guard import ELSEWHERE, NOT_FROM_HERE, guard
from tests.unit.town.conftest import Browser


async def opened_by(peer: object, host: str = "localhost:8080", **headers: str) -> web.Response:
    """Ask for the page as ``peer``, and return what comes back."""

    class Transport:
        def get_extra_info(self, name: str) -> object:
            return peer if name == "peername" else None

        def is_closing(self) -> bool:
            return False

    async def page(_: web.Request) -> web.StreamResponse:
        return web.Response(text="the town")

    request = make_mocked_request(
        "GET", "/town", headers={"Host": host, **headers}, transport=Transport()
    )
    answer = await guard(request, page)
    assert isinstance(answer, web.Response)
    return answer


@pytest.mark.parametrize("peer", [("127.0.0.1", 5), ("127.8.8.8", 5), ("::1", 5, 0, 0)])
async def test_this_machine_may_come_in(peer: object) -> None:
    answer = await opened_by(peer)

    assert answer.status == 200


@pytest.mark.parametrize(
    "peer",
    [("192.168.1.9", 5), ("8.8.8.8", 5), ("fe80::1", 5, 0, 0), ("::ffff:10.0.0.1", 5), None, ""],
)
async def test_any_other_machine_is_told_no(peer: object) -> None:
    answer = await opened_by(peer)

    assert answer.status == 403
    assert answer.text == f"{ELSEWHERE}\n"


@pytest.mark.parametrize(
    "host",
    ["town.example.org", "localhost.evil.example", "10.0.0.1:8080", "", "127.0.0.1.evil.example"],
)
async def test_a_name_that_only_leads_here_is_told_no(host: str) -> None:
    answer = await opened_by(("127.0.0.1", 5), host)

    assert answer.status == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:9", "[::1]:8080"])
async def test_every_name_of_this_machine_will_do(host: str) -> None:
    answer = await opened_by(("127.0.0.1", 5), host)

    assert answer.status == 200


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"])
async def test_what_a_proxy_passes_on_is_told_no(name: str) -> None:
    answer = await opened_by(("127.0.0.1", 5), **{name: "for=8.8.8.8"})

    assert answer.status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost"},
        {"Origin": "", "Sec-Fetch-Site": "same-origin"},
    ],
)
async def test_a_form_of_another_site_does_nothing(
    browser: Browser, headers: dict[str, str]
) -> None:
    answer = await browser.sends("/town/maya/say", {"line": "/show all x"}, **headers)

    assert answer.status == 403
    assert await answer.text() == f"{NOT_FROM_HERE}\n"
    assert browser.town.channel("general").entries == ()


async def test_a_form_without_any_origin_does_nothing(browser: Browser) -> None:
    answer = await browser.client.post("/town/maya/say", data={"line": "hello"})

    assert answer.status == 403
    assert browser.town.channel("general").entries == ()


async def test_every_answer_forbids_scripts_of_others(browser: Browser) -> None:
    for path in ("/town", "/town/maya", "/town/nobody", "/town/static/town.js"):
        answer = await browser.client.get(path)

        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
