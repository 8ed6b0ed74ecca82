"""Many workspaces: installed by their administrators, kept sealed, renewed, and let go."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.core.cards import Card
from bot.core.errors import SetupError
from bot.core.places import Place
from bot.core.ports import Undeliverable
from bot.core.text import Verbatim
from tests.support.lending_shelf import lending_shelf
from tests.support.slack.faults import broken, refusal
from tests.support.slack.house import SOCKET, House, bare_house
from tests.support.slack.world import Workspace, new

HELLO = Card(title=Verbatim("Hello"))


@pytest.fixture
def house(house_for_many: House) -> House:
    return house_for_many


@pytest.fixture
async def browser() -> AsyncGenerator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address made of numbers
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield session


async def leaves(house: House, browser: aiohttp.ClientSession) -> dict[str, list[str]]:
    """Begin an installation; return what Slack is told."""
    async with browser.get(f"{house.address}/slack/install", allow_redirects=False) as sent:
        assert sent.status == 302
        return parse_qs(urlsplit(sent.headers["Location"]).query)


async def comes_back(
    house: House, browser: aiohttp.ClientSession, **query: str
) -> tuple[int, str]:
    async with browser.get(
        f"{house.address}/slack/oauth_redirect", params=query, allow_redirects=False
    ) as page:
        return page.status, await page.text()


async def installs(
    house: House, browser: aiohttp.ClientSession, workspace: Workspace
) -> tuple[int, str]:
    told = await leaves(house, browser)
    code = new("X")
    house.slack.world.codes[code] = {"team": workspace.id}
    return await comes_back(house, browser, code=code, state=told["state"][0])


async def post(house: House, key: str = "k1") -> None:
    await house.running.platform.post(house.place(), HELLO, key=key)


async def test_an_administrator_installs_the_app_and_it_answers(
    house: House, browser: aiohttp.ClientSession
) -> None:
    before = await house.running.installs.find(house.workspace.id)

    status, page = await installs(house, browser, house.workspace)
    shown = await house.someone("maya").calls(house.hall, "look", "a ladder")

    assert before is None
    assert (status, "/setup" in page) == (200, True)
    assert "a ladder" in shown.text


async def test_slack_is_asked_for_no_scope_too_many(
    house: House, browser: aiohttp.ClientSession
) -> None:
    told = await leaves(house, browser)

    assert told["client_id"] == ["client-id"]
    assert "chat:write" in told["scope"][0]
    assert not {"admin", "users:read.email", "chat:write.public", "reactions:read"} & set(
        told["scope"][0].split(",")
    )
    assert "client-secret" not in str(told)


@pytest.mark.parametrize(
    "state", ["", "x", "1700000000.", "1700000000.abc", "٣" * 10 + ".x", "9999999999." + "0" * 64]
)
async def test_a_made_up_state_installs_nothing(
    house: House, browser: aiohttp.ClientSession, state: str
) -> None:
    await leaves(house, browser)
    house.slack.world.codes["X1"] = {"team": house.workspace.id}

    status, _ = await comes_back(house, browser, code="X1", state=state)

    assert status == 400
    assert await house.running.installs.find(house.workspace.id) is None


async def test_another_browsers_state_installs_nothing(
    house: House, browser: aiohttp.ClientSession
) -> None:
    told = await leaves(house, browser)
    house.slack.world.codes["X1"] = {"team": house.workspace.id}
    async with aiohttp.ClientSession() as other:
        status, _ = await comes_back(house, other, code="X1", state=told["state"][0])

    assert status == 400
    assert house.slack.count("oauth.v2.access") == 0


async def test_a_state_is_good_once(house: House, browser: aiohttp.ClientSession) -> None:
    told = await leaves(house, browser)
    for code in ("X1", "X2"):
        house.slack.world.codes[code] = {"team": house.workspace.id}
    cookies = [(c.key, c.value) for c in browser.cookie_jar]
    first, _ = await comes_back(house, browser, code="X1", state=told["state"][0])
    browser.cookie_jar.update_cookies(cookies)

    second, _ = await comes_back(house, browser, code="X2", state=told["state"][0])

    assert (first, second) == (200, 400)


async def test_a_refusal_of_slack_or_of_the_person_installs_nothing(
    house: House, browser: aiohttp.ClientSession
) -> None:
    told = await leaves(house, browser)
    declined, words = await comes_back(house, browser, error="access_denied")
    house.slack.fails(broken("oauth.v2.access"))
    later, _ = await comes_back(house, browser, code="X1", state=told["state"][0])

    assert (declined, words) == (200, "Nothing was installed.\n")
    assert later == 503
    assert await house.running.installs.find(house.workspace.id) is None


async def test_an_installation_for_a_whole_organization_is_refused_in_words(
    house: House, browser: aiohttp.ClientSession
) -> None:
    told = await leaves(house, browser)
    house.slack.world.codes["X1"] = {"team": house.workspace.id, "organization": "E0GRID"}

    status, page = await comes_back(house, browser, code="X1", state=told["state"][0])

    assert status == 400
    assert "one workspace at a time" in page
    assert await house.running.installs.find("E0GRID", house.workspace.id) is None


async def test_tokens_lie_sealed_on_the_disk(
    house: House, browser: aiohttp.ClientSession, tmp_path: Path
) -> None:
    await installs(house, browser, house.workspace)
    token = house.workspace.token.encode()

    async def rows(tx: object) -> bytes:
        from bot.adapters.slack import tables  # noqa: PLC0415

        row = await tx.one(tables.FIND, team=house.workspace.id)  # type: ignore[attr-defined]
        return bytes(row["sealed"])

    assert token not in await house.store.read(rows)
    found = await house.running.installs.find(house.workspace.id)
    assert found is not None
    assert found.token.encode() == token
    assert house.workspace.token not in repr(found)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U1"]}},
    ],
    ids=["uninstalled", "revoked"],
)
async def test_a_workspace_that_takes_us_out_is_forgotten(
    house: House, browser: aiohttp.ClientSession, event: dict[str, object]
) -> None:
    await installs(house, browser, house.workspace)
    maya = house.someone("maya")
    await maya.wire.deliver("event", maya._event(dict(event)))
    await house.quiet()
    before = len(house.slack.asked)

    with pytest.raises(Undeliverable) as refused:
        await post(house)
    told = await maya.calls(house.hall, "look", "a ladder")
    now = datetime.now(UTC)
    early = await house.store.write(
        lambda tx: house.running.installs.expire(tx, "riverbend", now + timedelta(days=29))
    )
    later = await house.store.write(
        lambda tx: house.running.installs.expire(tx, "riverbend", now + timedelta(days=31))
    )

    assert refused.value.code == "not_installed"
    assert len(house.slack.asked) == before
    assert "not installed" in told.text
    assert (list(early), [e.count for e in later]) == ([], [1])


async def test_tokens_of_other_people_being_revoked_change_nothing(
    house: House, browser: aiohttp.ClientSession
) -> None:
    await installs(house, browser, house.workspace)
    maya = house.someone("maya")

    event = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}
    await maya.wire.deliver("event", maya._event(event))
    await post(house)

    assert len(house.slack.world.shown_in(house.hall.id)) == 1


async def test_two_workspaces_do_not_meet(house: House, browser: aiohttp.ClientSession) -> None:
    other = house.slack.world.workspace()
    await installs(house, browser, house.workspace)
    await installs(house, browser, other)
    house.directory.homes.add(other.id)

    await post(house)
    wrong = Place(platform="slack", tenant=other.id, channel=house.hall.id)
    with pytest.raises(Undeliverable) as refused:
        await house.running.platform.post(wrong, HELLO, key="k2")

    assert refused.value.code == "channel_gone"
    posted = next(a for a in house.slack.asked if a.method == "chat.postMessage")
    assert posted.team == house.workspace.id


async def test_a_refused_bot_token_is_one_sentence() -> None:
    routes, _ = lending_shelf()
    async with bare_house(routes, running=False) as house:
        house.bot_token = "xoxb-wrong"
        with pytest.raises(SetupError, match="SLACK_BOT_TOKEN was refused"):
            await house.start()


async def test_a_refused_app_token_is_one_sentence() -> None:
    routes, _ = lending_shelf()
    async with bare_house(routes, SOCKET, running=False) as house:
        house.slack.fails(refusal("apps.connections.open", "invalid_auth"))
        with pytest.raises(SetupError, match="SLACK_APP_TOKEN was refused"):
            await house.start()
