"""Slack: the whole bot against a bare Bolt handler, over the same sockets, both equally durable.

Requests are signed and posted over loopback as Slack posts them; a figure ends with the
acknowledgement.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bench.bots.slack import WIDTH, bare_bolt, sent_to, yes_to_all
from bench.rivals import bare_handler
from bench.timing import ROUNDS, Line, milliseconds, ratio, spread
from bot.adapters.slack.installs import Install
from bot.adapters.slack.origin import Origin
from bot.cli.run import settle
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
from tests.support.slack.world import View, new

ASKED: Final = 9
"""A round: five rounds stay below what a community may ask at once."""
MANY: Final = 4_000
MANY_BARE: Final = 1_000
TIMES: Final = 9
"""A round of a crowd takes a second and is at the mercy of that second."""
WORKSPACES: Final = 100
CHANNELS: Final = 10
MESSAGES: Final = 3


async def measure(folder: Path) -> list[Line]:
    """Take every figure."""
    return [*await _asking(folder), *await _crowd(folder), await _fan_out()]


async def _asking(folder: Path) -> list[Line]:
    polled: list[float] = []
    at_once: list[float] = []
    ours: list[float] = []
    async with (
        bare_handler(folder) as rows,
        bare_bolt(rows, at_once=False) as bare,
        bare_bolt(rows, at_once=True) as quick,
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
        Line("ask, sent to acknowledgement, p50 / p99", milliseconds(mine)),
        Line("bare Bolt handler with one row, p50 / p99", milliseconds(theirs)),
        Line("the same that answers before it returns, p50 / p99", milliseconds(strict)),
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
        bare_bolt(rows, at_once=False) as bare,
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
        settle()  # as the program does; it helps the rival too, whom nothing else tells to
        await sent_to(ours, form, WIDTH)
        rounds = [
            (
                await sent_to(bare.address, _a_press(), MANY_BARE),
                await sent_to(ours, form, MANY),
            )
            for _ in range(TIMES)
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
    async with bare_house(Routes(), HTTP) as house, yes_to_all() as address:
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
