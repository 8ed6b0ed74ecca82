"""Slack: the whole bot against a bare Bolt handler, over the same sockets, both equally durable.

Requests are signed and posted over loopback as Slack posts them; a figure ends with the
acknowledgement. Run by itself, this module is the other side: a Slack that says *ok* to
all (``answers``), or many people at once (``sends``).
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import aiohttp
import orjson
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from typing_extensions import override

from bench.rivals import BareHandler, bare_handler
from bench.timing import ROUNDS, Line, Spread, in_flight, ratio, spread
from bot.adapters.slack.installs import Install
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.rest import QUIET
from bot.core.actions import act
from bot.core.cards import Card
from bot.core.gestures import Submitted
from bot.core.places import Place
from bot.core.ports import Deed, Job, Tx
from bot.core.routes import Responds, Routes
from bot.core.text import Verbatim
from tests.support.slack.house import HTTP, House, bare_house
from tests.support.slack.people import Json, Person
from tests.support.slack.whole import Riverbend, riverbend
from tests.support.slack.wires import SECRET, HttpWire, signed, written
from tests.support.slack.world import View, new

ASKED: Final = 9
"""A round: five rounds stay below what a community may ask at once."""
MANY: Final = 3_000
MANY_BARE: Final = 600
WIDTH: Final = 500
WORKSPACES: Final = 100
CHANNELS: Final = 10
MESSAGES: Final = 3
_OK: Final = b'{"ok":true,"ts":"1700000000.000001","messages":[]}'
_ANSWER: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
    % (len(_OK), _OK)
)


async def measure(folder: Path) -> list[Line]:
    """Take every figure."""
    return [*await _asking(folder), *await _crowd(folder), await _fan_out()]


async def _asking(folder: Path) -> list[Line]:
    polled: list[float] = []
    at_once: list[float] = []
    ours: list[float] = []
    async with (
        bare_handler(folder) as rows,
        _bare(rows, at_once=False) as bare,
        _bare(rows, at_once=True) as quick,
        riverbend(HTTP) as there,
    ):
        there.slack.checks = False
        await there.set_up()
        drafts = [await _draft(there) for _ in range(ASKED * ROUNDS)]
        for number in range(ROUNDS):
            for person, body in drafts[number * ASKED : (number + 1) * ASKED]:
                ours.append(await _timed(person.wire, body))
                await there.quiet()
            polled += [await _timed(bare, _a_press()) for _ in range(ASKED)]
            at_once += [await _timed(quick, _a_press()) for _ in range(ASKED)]
    mine, theirs, strict = spread(ours), spread(polled), spread(at_once)
    return [
        Line("ask, sent to acknowledgement, p50 / p99", _ms(mine)),
        Line("bare Bolt handler with one row, p50 / p99", _ms(theirs)),
        Line("the same that answers before it returns, p50 / p99", _ms(strict)),
        ratio("ask ÷ bare Bolt handler, p50", mine.p50 / theirs.p50, 1.2, 1.2),
        Line("ask ÷ the quicker bare handler, p50", f"{mine.p50 / strict.p50:.2f} ×"),
    ]


async def _draft(there: Riverbend) -> tuple[Person, Json]:
    """Fill in a question as far as the last press, which keeps it."""
    person = there.someone("someone")
    form = await person.calls(there.hall, "ask")
    words = f"Why was street {person.id} closed on Sunday?"
    given = await person.submits(form, words=words, topic="other", naming="named", public="yes")
    shown = given.shown
    assert isinstance(shown, View)
    body = person._interactive("block_actions") | {  # noqa: SLF001
        "actions": [{"type": "button", "block_id": "b", **shown.buttons["Send it"]}],
        "view": shown.json(),
        "container": {"type": "view", "view_id": shown.id},
    }
    return person, body


async def _crowd(folder: Path) -> list[Line]:
    """Have another process send, so that what is measured is the one that answers."""
    routes = Routes()
    own = folder / "crowd"
    own.mkdir()
    async with (
        bare_handler(own) as rows,
        _bare(rows, at_once=False) as bare,
        bare_house(routes, HTTP) as house,
    ):
        house.slack.checks = False
        _one_form(routes, house)
        signer = house.running.renderer.signer
        maya = house.someone("maya")
        drawn = {
            "type": "modal",
            "callback_id": signer.token("riverbend", act("bench.keep")),
            "private_metadata": Origin().token(signer, "riverbend"),
            "blocks": [],
        }
        form = maya.sent(View(body=drawn, team=house.workspace.id, user=maya.id))
        ours = f"{house.address}/slack/events"
        await _sent_to(ours, form, WIDTH)
        rounds = [
            (
                await _sent_to(bare.address, _a_press(), MANY_BARE),
                await _sent_to(ours, form, MANY),
            )
            for _ in range(ROUNDS)
        ]
    before, here = (
        tuple(statistics.median(part) for part in zip(*figures, strict=True))
        for figures in zip(*rounds, strict=True)
    )
    return [
        Line("processor a form: ours and bare", f"{here[1]:.2f} / {before[1]:.2f} ms"),
        ratio("form ÷ bare Bolt handler, processor", here[1] / before[1], 2.5, 1.5),
        Line(f"bare Bolt handler, {WIDTH} in flight", f"{before[0]:,.0f} /s"),
        Line(f"forms kept, {WIDTH} in flight", f"{here[0]:,.0f} /s"),
        ratio("forms kept ÷ bare Bolt handler", here[0] / before[0], 3.0, 8.0, lower=False),
    ]


async def _sent_to(address: str, body: Json, times: int) -> tuple[float, float]:
    """Return the requests a second that ``address`` answered, and our milliseconds for each."""
    began = time.process_time()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.slack",
        "sends",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate(orjson.dumps([address, body, times]))
    return float(told), (time.process_time() - began) * 1_000 / times


async def _sends() -> None:
    """Send one request many times over, each under an id of its own; print how fast that went."""
    address, body, times = orjson.loads(sys.stdin.buffer.read())
    requests: list[tuple[bytes, dict[str, str]]] = []
    for _ in range(times):
        body["trigger_id"] = new("R")
        if body["type"] == "view_submission":
            body["view"]["id"] = f"{new('V')}{time.time_ns()}"
        raw, content = written("interactive", body)
        requests.append((raw, {"Content-Type": content, **signed(raw)}))
    waiting = iter(requests)
    connector = aiohttp.TCPConnector(limit=WIDTH)
    async with aiohttp.ClientSession(connector=connector) as session:
        wire = HttpWire(session, address)

        async def one() -> None:
            # Under load the bare one gives up after three seconds: done, and not answered.
            await wire.post(*next(waiting))

        answered = await in_flight(one, times, WIDTH)
    sys.stdout.write(f"{answered}\n")


def _one_form(routes: Routes, house: House) -> None:
    """Keep what a form of ours leaves behind: inbox, audit, job."""

    async def keep(sent: Submitted) -> Card:
        async def unit(tx: Tx) -> None:
            await tx.once(sent.key)
            await tx.record(Deed(community="bench", verb="bench.done", object="1", role="member"))
            await tx.send(Job(kind="bench.done", community="bench", payload={"n": 1}))

        await house.store.write(unit)
        return Card(title=Verbatim("Kept"))

    routes.form("bench.keep", Responds.PRIVATELY, lambda _: None, keep)


async def _fan_out() -> Line:
    """Send to many channels of many workspaces, each at Slack's pace of a message a second."""
    async with bare_house(Routes(), HTTP) as house, _yes_to_all() as address:
        door = house.running
        door.rest.base = f"{address}/api/"
        teams = [new("T") for _ in range(WORKSPACES)]
        for team in teams:
            door.installs.add_own(Install(team=team, bot_user="U1", bot="B1", token=f"x-{team}"))
        drawn = {"text": "Hello", "blocks": [_block() for _ in range(4)]}
        places = [
            Place(platform="slack", tenant=team, channel=f"C{number}")
            for team in teams
            for number in range(CHANNELS)
        ]
        for place in places:  # what this process did not send is looked for once, before
            await door.platform._look_first(place)  # noqa: SLF001

        async def lane(place: Place) -> None:
            for number in range(MESSAGES):
                key, within = f"{place.key}:{number}", timedelta(minutes=1)
                await door.platform.send_soon(place, drawn, key=key, within=within)

        began = time.perf_counter()
        await asyncio.gather(*map(lane, places))
        taken = time.perf_counter() - began
    floor = float(MESSAGES - 1)
    what = f"{WORKSPACES} workspaces × {CHANNELS} channels × {MESSAGES} ÷ {floor:.0f} s"
    return ratio(what, taken / floor, 1.3, 1.05)


def _block() -> dict[str, Any]:
    text = {"type": "text", "text": "What happens to body camera footage after a stop? " * 3}
    section = {"type": "rich_text_section", "elements": [text]}
    return {"type": "rich_text", "elements": [section]}


def _a_press() -> Json:
    return {
        "type": "block_actions",
        "trigger_id": new("R"),
        "team": {"id": "T1", "domain": "d"},
        "user": {"id": "U1", "team_id": "T1"},
        "actions": [{"type": "button", "action_id": "send", "block_id": "b"}],
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "modal", "blocks": [_block() for _ in range(4)]},
    }


async def _timed(wire: Any, body: Json) -> float:  # noqa: ANN401
    began = time.perf_counter()
    await wire.deliver("interactive", body)
    return time.perf_counter() - began


@asynccontextmanager
async def _bare(rows: BareHandler, *, at_once: bool) -> AsyncGenerator[HttpWire]:
    """Serve a handler as Bolt's documentation has it: a token, a secret, one row, ``ack()``."""
    app = AsyncApp(
        client=AsyncWebClient(logger=QUIET),
        logger=QUIET,
        signing_secret=SECRET.decode(),
        authorize=_anyone,
        process_before_response=at_once,
    )

    async def sent(ack: AsyncAck) -> None:
        await rows.one_row()
        await ack()

    app.action("send")(sent)

    async def take(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async with AsyncExitStack() as stack:
        pages = web.Application()
        pages.router.add_post("/slack/events", take)
        runner = web.AppRunner(pages, access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        session = await stack.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=WIDTH))
        )
        yield HttpWire(session, f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")


async def _anyone(enterprise_id: str | None, team_id: str | None) -> Any:  # noqa: ANN401
    return AuthorizeResult(
        enterprise_id=enterprise_id,
        team_id=team_id,
        bot_token="xoxb-1",  # noqa: S106  (no token)
        bot_user_id="U0",
    )


@asynccontextmanager
async def _yes_to_all() -> AsyncGenerator[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.slack", "answers", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    port = (await process.stdout.readline()).decode().strip()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


class _Yes(asyncio.Protocol):
    """Answers every request in the least time: what is measured is the sender."""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._left, self._head = transport, 0, b""

    @override
    def data_received(self, data: bytes) -> None:
        self._head += data
        while True:
            head, found, rest = self._head.partition(b"\r\n\r\n")
            if not found:
                return
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            size = int(length or 0)
            if len(rest) < size:
                return
            self._head = rest[size:]
            self._transport.write(_ANSWER)


async def _answers() -> None:
    server = await asyncio.get_running_loop().create_server(_Yes, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def _ms(taken: Spread) -> str:
    return f"{taken.p50:.2f} / {taken.p99:.2f} ms"


if __name__ == "__main__":
    asyncio.run({"answers": _answers, "sends": _sends}[sys.argv[1]]())
