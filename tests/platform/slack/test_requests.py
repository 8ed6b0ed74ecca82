"""What comes in is Slack's or is refused; what comes twice is done once and answered alike."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable
from typing import Any

import orjson
import pytest

from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.gestures import Called, Press, Submitted
from bot.core.people import Role
from bot.core.routes import Command, Responds, Routes
from bot.core.text import Verbatim, say
from tests.support.lending_shelf import OFFER, lending_shelf
from tests.support.slack.house import HTTP, MODES, SOCKET, House, bare_house
from tests.support.slack.people import Person
from tests.support.slack.wires import HttpWire, signed, written
from tests.support.slack.world import Message, View

Forge = Callable[[dict[str, str]], dict[str, str]]
"""From the headers by which Slack vouches for a body to those of somebody else."""

CANARY = "canary-words-that-no-log-may-hold"


class Ledger:
    """A feature that keeps what it is told, each gesture once, as features do."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.tried = 0
        self.opens = asyncio.Event()
        self.opens.set()
        self.house: House | None = None

    async def keep(self, key: str, words: str) -> Card:
        assert self.house is not None
        self.tried += 1
        await self.opens.wait()
        await self.house.store.write(lambda tx: tx.once(key))
        self.kept.append(words)
        return Card(title=Verbatim(f"receipt {len(self.kept)}"))


def ledger_routes() -> tuple[Routes, Ledger]:
    routes, _ = lending_shelf()
    ledger = Ledger()

    async def ask(called: Called) -> Form:
        return OFFER

    async def note(called: Called) -> Card:
        return await ledger.keep(called.key, called.given.get("words", ""))

    async def press(pressed: Press) -> Card:
        pressed.actor.require(Role.LIAISON)
        return await ledger.keep(pressed.key, "pressed")

    async def sent(given: Submitted) -> Card:
        return await ledger.keep(given.key, given.answers.words("why"))

    routes.presses.pop("shelf.take")
    routes.forms.pop("shelf.offer")
    routes.on("shelf.take", Responds.BY_UPDATING, press)
    routes.form("shelf.offer", Responds.PRIVATELY, lambda _: None, sent)
    routes.command(
        Command(name="note", about=say("core.yes"), responds=Responds.PRIVATELY, handle=note)
    )
    return routes, ledger


@pytest.fixture(params=MODES)
async def door(request: pytest.FixtureRequest) -> AsyncGenerator[tuple[House, Ledger]]:
    async with _open(request.param) as found:
        yield found


@pytest.fixture
async def http() -> AsyncGenerator[tuple[House, Ledger]]:
    async with _open(HTTP) as found:
        yield found


class _open:  # noqa: N801  (reads as a verb)
    def __init__(self, mode: str) -> None:
        self._routes, self._ledger = ledger_routes()
        self._house = bare_house(self._routes, mode)

    async def __aenter__(self) -> tuple[House, Ledger]:
        house = await self._house.__aenter__()
        self._ledger.house = house
        return house, self._ledger

    async def __aexit__(self, *about: object) -> None:
        await self._house.__aexit__(None, None, None)


async def _a_form(house: House, maya: Person) -> View:
    return (await maya.calls(house.hall, "offer")).form


# ---- delivered again ---------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["http_timeout", "http_error", "connection_failed"])
async def test_a_form_delivered_up_to_four_times_is_kept_once_and_answered_alike(
    door: tuple[House, Ledger], reason: str
) -> None:
    house, ledger = door
    maya = house.someone("maya")
    sent = await maya.submits(await _a_form(house, maya), what="x", why="Why?", agree=["yes"])

    again = [await maya.again(number, reason) for number in (1, 2, 3)]

    assert ledger.kept == ["Why?"]
    assert ledger.tried == 1
    assert again == [sent.ack] * 3
    assert "receipt 1" in str(sent.ack)


async def test_a_form_delivered_again_after_a_restart_is_kept_once(
    door: tuple[House, Ledger],
) -> None:
    house, ledger = door
    maya = house.someone("maya")
    await maya.submits(await _a_form(house, maya), what="x", why="Why?", agree=["yes"])

    await house.restart()
    again = await maya.again(1)

    assert ledger.kept == ["Why?"]
    assert "already done" in str(again)


async def test_a_command_and_a_press_delivered_again_are_done_once(
    door: tuple[House, Ledger],
) -> None:
    house, ledger = door
    lee = house.someone("lee", Role.LIAISON)
    noted = await lee.calls(house.hall, "note", "a")
    noted_again = await lee.again(1)
    shown = await lee.calls(house.hall, "show", "all a ladder")
    await lee.presses(shown, "Keep it")
    await lee.again(1)

    assert ledger.tried == 2
    assert noted_again == noted.ack
    assert shown.shown.text == "receipt 2"


async def test_fifty_at_once_are_done_once_and_all_hear_the_same(
    door: tuple[House, Ledger],
) -> None:
    house, ledger = door
    maya = house.someone("maya")
    view = await _a_form(house, maya)
    ledger.opens.clear()
    body = maya.sent(view, what="x", why="Why?", agree=["yes"])

    sent = asyncio.gather(
        *(maya.wire.deliver("interactive", body, again=n % 4) for n in range(50))
    )
    async with asyncio.timeout(30):
        while not ledger.tried:  # noqa: ASYNC110  (it is there when it was heard)
            await asyncio.sleep(0.01)
    ledger.opens.set()
    answers = await sent

    assert ledger.kept == ["Why?"]
    assert ledger.tried == 1
    assert all(answer == answers[0] for answer in answers)


async def test_the_same_key_with_other_words_hears_of_the_first(
    door: tuple[House, Ledger],
) -> None:
    house, ledger = door
    maya = house.someone("maya")
    view = await _a_form(house, maya)
    first = maya.sent(view, what="x", why="first", agree=["yes"])
    other = maya.sent(view, what="x", why="other", agree=["yes"])

    said = await maya.wire.deliver("interactive", first)
    said_again = await maya.wire.deliver("interactive", other)

    assert ledger.kept == ["first"]
    assert said_again == said


async def test_two_presses_are_two_gestures(door: tuple[House, Ledger]) -> None:
    house, ledger = door
    lee = house.someone("lee", Role.LIAISON)
    shown = await lee.calls(house.hall, "show", "all a ladder")
    name = {"type": "button", "action_id": shown.shown.buttons["Keep it"]["action_id"]}

    await asyncio.gather(lee.acts(shown.shown, name), lee.acts(shown.shown, name))

    assert ledger.kept == ["pressed", "pressed"]


async def test_one_message_as_two_events_is_answered_once(door: tuple[House, Ledger]) -> None:
    house, _ = door
    maya = house.someone("maya")
    said = await maya.says(house.hall, f"<@{house.workspace.bot_user}> hello")
    event = maya.event_of(said, house.hall)
    event["event"]["ts"] = "1700000000.000099"

    await maya.wire.deliver("event", event)
    await maya.again(1)
    await house.restart()
    await maya.wire.deliver("event", event)
    await house.quiet()

    assert house.slack.count("chat.postMessage") == 1


async def test_a_socket_refreshed_in_the_middle_of_an_envelope_loses_nothing() -> None:
    async with _open(SOCKET) as (house, ledger):
        maya = house.someone("maya")
        view = await _a_form(house, maya)
        ledger.opens.clear()
        body = maya.sent(view, what="x", why="Why?", agree=["yes"])

        first = await house.slack.envelope("interactive", body, envelope="E1")
        await house.slack.refresh_sockets()
        second = await house.slack.envelope("interactive", body, envelope="E2")
        ledger.opens.set()
        answer = await asyncio.wait_for(second, 30)
        await house.quiet()

        assert ledger.kept == ["Why?"]
        assert "receipt 1" in f"{answer} {view.text}"  # below it, where it took long to reconnect
        assert first.done() == ("E1" not in house.slack.acks)
        assert house.reported == []


async def test_a_socket_that_is_cut_comes_back() -> None:
    async with _open(SOCKET) as (house, ledger):
        maya = house.someone("maya")
        house.slack.connected.clear()
        for socket in list(house.slack.sockets):
            await socket.close()

        await asyncio.wait_for(house.slack.connected.wait(), 30)
        await maya.calls(house.hall, "note", "a")

        assert ledger.tried == 1


# ---- who sends ---------------------------------------------------------------------------------


def _body(kind: str = "command") -> tuple[bytes, dict[str, str]]:
    body = {"command": "/note", "text": CANARY, "trigger_id": "1.2.3", "team_id": "T1"}
    raw, content = written(kind, body)
    return raw, {"Content-Type": content}


def _with_stamp(value: str) -> Forge:
    return lambda good: good | {"X-Slack-Request-Timestamp": value}


def _with_mac(change: Callable[[str], str]) -> Forge:
    return lambda good: good | {"X-Slack-Signature": change(good["X-Slack-Signature"])}


_FORGED: dict[str, Forge] = {
    "nothing": lambda _: {},
    "no signature": lambda good: {k: v for k, v in good.items() if "Signature" not in k},
    "no timestamp": lambda good: {k: v for k, v in good.items() if "Timestamp" not in k},
    "another secret": lambda _: signed(_body()[0], secret=b"another"),
    "another body": lambda _: signed(_body()[0] + b"x"),
    "stale": lambda _: signed(_body()[0], at=time.time() - 301),
    "from the future": lambda _: signed(_body()[0], at=time.time() + 1_000),
    "abc": _with_stamp("abc"),
    "empty timestamp": _with_stamp(""),
    "5,000 digits": _with_stamp("1" * 5_000),
    "underscore": _with_stamp("17000_00000"),
    "negative": lambda good: good | {"X-Slack-Request-Timestamp": f"-{int(time.time())}"},
    "float": lambda good: good | {"X-Slack-Request-Timestamp": f"{int(time.time())}.0"},
    "empty signature": _with_mac(lambda _: ""),
    "v1": _with_mac(lambda mac: "v1" + mac[2:]),
    "upper case": _with_mac(str.upper),
    "short": _with_mac(lambda mac: mac[:-1]),
    "long": _with_mac(lambda mac: mac + "0"),
    "not hex": _with_mac(lambda _: "v0=" + "g" * 64),
    "not ascii": _with_mac(lambda _: "v0=" + "\u00e9" * 64),
    "one bit": _with_mac(lambda mac: mac[:-1] + ("0" if mac[-1] != "0" else "1")),
}


@pytest.mark.parametrize("forge", _FORGED.values(), ids=_FORGED)
async def test_what_slack_did_not_sign_is_refused_and_never_logged(
    http: tuple[House, Ledger], forge: Forge, caplog: pytest.LogCaptureFixture
) -> None:
    house, ledger = http
    caplog.set_level(logging.DEBUG)
    raw, content = _body()
    wire = house.wire
    assert isinstance(wire, HttpWire)

    status, answer = await wire.post(raw, content | forge(signed(raw)))

    assert (status, answer) == (401, b"")
    assert ledger.tried == 0
    assert CANARY not in caplog.text


_MALFORMED: dict[str, tuple[bytes, str]] = {
    "no json": (b"{" + CANARY.encode(), "application/json"),
    "a list": (b"[]", "application/json"),
    "a number": (b"1", "application/json"),
    "nothing": (b"", "application/json"),
    "not utf-8": (b'{"type":"\xff"}', "application/json"),
    "half a character": (b'{"type":"\\ud800"}', "application/json"),
    "very deep": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "application/json"),
    "not a number": (b'{"a":NaN}', "application/json"),
    "bad payload": (b"payload=%7B" + CANARY.encode(), "application/x-www-form-urlencoded"),
    "payload is a list": (b"payload=[]", "application/x-www-form-urlencoded"),
    "form not utf-8": (b"payload=\xff", "application/x-www-form-urlencoded"),
    "percent not utf-8": (b"payload=%ff", "application/x-www-form-urlencoded"),
    "xml": (b"<a/>", "application/xml"),
    "no type": (b"{}", ""),
}


@pytest.mark.parametrize("case", _MALFORMED.values(), ids=_MALFORMED)
async def test_what_is_signed_and_cannot_be_read_is_refused_and_never_logged(
    http: tuple[House, Ledger], case: tuple[bytes, str], caplog: pytest.LogCaptureFixture
) -> None:
    house, ledger = http
    caplog.set_level(logging.DEBUG)
    raw, content = case
    wire = house.wire
    assert isinstance(wire, HttpWire)

    status, answer = await wire.post(raw, {"Content-Type": content, **signed(raw)})

    assert (status, answer) == (400, b"")
    assert ledger.tried == 0
    assert CANARY not in caplog.text


_STRANGE: dict[str, dict[str, Any]] = {
    "empty": {},
    "unknown type": {"type": "from the future", "words": CANARY},
    "event without event": {"type": "event_callback", "team_id": "T1", "words": CANARY},
    "press without actions": {"type": "block_actions", "words": CANARY},
    "form without view": {"type": "view_submission", "user": {"id": "U1"}, "words": CANARY},
    "parts of other kinds": {"type": "block_actions", "actions": [[]], "user": [], "x": CANARY},
    "shortcut without name": {"type": "shortcut", "trigger_id": 7, "words": CANARY},
}


@pytest.mark.parametrize("body", _STRANGE.values(), ids=_STRANGE)
async def test_strange_requests_of_slack_hurt_nobody_and_are_never_logged(
    http: tuple[House, Ledger], body: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    house, _ = http
    caplog.set_level(logging.DEBUG)
    raw = orjson.dumps(body)
    wire = house.wire
    assert isinstance(wire, HttpWire)

    status, _ = await wire.post(raw, {"Content-Type": "application/json", **signed(raw)})
    noted = await house.someone("maya").calls(house.hall, "note", "still here")

    assert status in {200, 400}
    assert "receipt 1" in noted.text
    assert CANARY not in caplog.text


async def test_a_long_body_is_refused_before_it_is_read(http: tuple[House, Ledger]) -> None:
    house, _ = http
    raw = b"x" * (1024 * 1024 + 1)
    wire = house.wire
    assert isinstance(wire, HttpWire)

    status, _ = await wire.post(raw, {"Content-Type": "application/json", **signed(raw)})

    assert status == 413


async def test_while_the_program_ends_slack_is_told_to_send_again(
    http: tuple[House, Ledger],
) -> None:
    house, ledger = http
    raw, content = _body()
    wire = house.wire
    assert isinstance(wire, HttpWire)
    assert house._running is not None
    house._running.cancel()
    await asyncio.gather(house._running, return_exceptions=True)

    status, answer = await wire.post(raw, content | signed(raw))

    assert (status, answer) == (503, b"")
    assert ledger.tried == 0


async def test_slack_may_check_the_address(http: tuple[House, Ledger]) -> None:
    house, _ = http
    raw = orjson.dumps({"type": "url_verification", "challenge": "abc", "token": "x"})
    wire = house.wire
    assert isinstance(wire, HttpWire)

    status, answer = await wire.post(raw, {"Content-Type": "application/json", **signed(raw)})

    assert (status, orjson.loads(answer)) == (200, {"challenge": "abc"})


async def test_words_are_in_no_log_at_any_level(
    door: tuple[House, Ledger], caplog: pytest.LogCaptureFixture
) -> None:
    house, ledger = door
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.ERROR, "slack_sdk")
    maya = house.someone("maya")

    await maya.calls(house.hall, "note", CANARY)
    view = await _a_form(house, maya)
    await maya.submits(view, what="x", why=CANARY, agree=["yes"])
    await maya.says(house.hall, f"<@{house.workspace.bot_user}> {CANARY}")

    assert CANARY in ledger.kept
    ours = [r for r in caplog.records if r.name != "aiohttp.client"]
    assert not any(CANARY in r.getMessage() for r in ours)


# ---- the wrong place ---------------------------------------------------------------------------


async def test_a_workspace_without_us_is_told_so_and_nothing_is_done(
    door: tuple[House, Ledger],
) -> None:
    house, ledger = door
    maya = house.someone("maya")
    maya.user.team = maya.workspace.id = "T0NOWHERE"
    house.slack.world.workspaces["T0NOWHERE"] = house.workspace

    told = await maya.calls(house.hall, "note", "a")
    message = Message(body={"text": "hi"}, team="T0NOWHERE", channel=house.hall.id)
    await maya.wire.deliver("event", maya.event_of(message, house.hall))

    assert "not installed" in told.text
    assert ledger.tried == 0
    assert house.slack.count("chat.postMessage") == 0


async def test_a_button_of_another_community_opens_nothing(door: tuple[House, Ledger]) -> None:
    house, ledger = door
    lee = house.someone("lee", Role.LIAISON)
    shown = await lee.calls(house.hall, "show", "all a ladder")
    signer = house.running.renderer.signer
    action = signer.read("riverbend", shown.shown.buttons["Keep it"]["action_id"])

    refused = await lee.acts(
        shown.shown, {"type": "button", "action_id": signer.token("elsewhere", action)}
    )

    assert "no longer works" in refused.text
    assert ledger.tried == 0


async def test_a_workspace_that_belongs_to_no_community_can_be_set_up_and_no_more(
    door: tuple[House, Ledger],
) -> None:
    house, ledger = door
    house.directory.homes.clear()
    maya = house.someone("maya")

    told = await maya.calls(house.hall, "note", "a")

    assert "/setup" in told.text
    assert ledger.tried == 0


async def test_an_answer_goes_to_slack_alone(door: tuple[House, Ledger]) -> None:
    house, _ = door
    lee = house.someone("lee", Role.LIAISON)
    shown = await lee.calls(house.hall, "show", "all a ladder")
    message = shown.message
    before = house.slack.count("chat.update")
    house.slack.world.url = lambda base, about: "http://127.0.0.1:1/hooks/x"  # type: ignore[method-assign]

    await lee.presses(message, "Keep it")

    assert message.text == "receipt 1"
    assert house.slack.count("chat.update") == before + 1
