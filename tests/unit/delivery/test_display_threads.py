"""Threads below what is on display, and what hangs in them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.town.outbound import TownPlatform
from bot.core.places import MessageRef, Place
from bot.core.ports import Capabilities, Later, Undeliverable
from bot.core.text import say
from bot.delivery.display import Drawn
from tests.support.display_board import BELOW, FIRST, SECOND, Board, in_forums


async def test_a_thread_is_opened_once_and_stays(board: Board) -> None:
    titled = in_forums(FIRST, thread=say("core.done"))
    await board.shows("one", titled)
    (thread,) = board.forums.threads
    await board.shows("one", replace(titled, card=SECOND))

    assert [room.place for room in board.forums.threads] == [thread.place]
    assert [s.thread for s in await board.places("one")] == [thread.place]


async def test_what_hangs_below_waits_until_there_is_a_thread(board: Board) -> None:
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    waiting = await board.places("below")
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", board.truth["below"])

    assert waiting == ()
    assert board.forums.threads[0].cards == (BELOW,)


async def test_what_hangs_below_a_deleted_message_comes_back_below_the_new_one(
    board: Board,
) -> None:
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    lost = board.forums.threads[0].place
    board.forums.delete()
    await board.shows("one", in_forums(SECOND, thread=say("core.done")))

    (thread,) = board.forums.threads
    assert thread.place != lost
    assert thread.cards == (BELOW,)
    assert [s.place for s in await board.places("below")] == [thread.place]
    assert await board.dead() == []


async def test_what_hangs_below_a_lost_thread_is_no_dead_letter(board: Board) -> None:
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    board.forums.threads[0].delete()  # a platform deletes a thread with all that is in it
    board.forums.delete()
    await board.shows("below", board.truth["below"])

    assert board.forums.threads == ()
    assert await board.dead() == []


async def test_what_hangs_below_is_not_forgotten_while_its_thread_is_opened_anew(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    board.forums.delete()
    board.drawn.clear()
    real = TownPlatform.open_thread

    async def slowly(self: TownPlatform, message: MessageRef, title: Any, *, key: str) -> Place:
        async with asyncio.timeout(30):
            while board.drawn["below"] < 2:  # noqa: ASYNC110  (it has a lane of its own)
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        return await real(self, message, title, key=key)

    monkeypatch.setattr(TownPlatform, "open_thread", slowly)
    await board.starts_again()

    (thread,) = board.forums.threads
    assert thread.cards == (BELOW,)
    assert [s.place for s in await board.places("below")] == [thread.place]


async def test_what_hangs_below_comes_back_although_its_thread_was_refused_at_first(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    board.forums.delete()
    real = TownPlatform.open_thread
    refusals: list[Exception] = [Later(timedelta(seconds=30))]

    async def refuses(self: TownPlatform, message: MessageRef, title: Any, *, key: str) -> Place:
        if refusals:
            raise refusals.pop()
        return await real(self, message, title, key=key)

    monkeypatch.setattr(TownPlatform, "open_thread", refuses)
    await board.starts_again()
    await board.town.clock.move(minutes=1)

    (thread,) = board.forums.threads
    assert thread.cards == (BELOW,)


async def test_what_hung_below_what_is_gone_is_gone_too(board: Board) -> None:
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    (thread,) = board.forums.threads
    await board.shows("one", None)
    await board.shows("below", board.truth["below"])

    assert thread.cards == ()
    assert await board.places("below") == ()


async def test_where_there_are_no_threads_the_card_stands_alone(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Capabilities(threads=False, whispers_outside_gestures=True, events=True)
    monkeypatch.setattr(TownPlatform, "capabilities", lambda _: plain)
    await board.shows("one", in_forums(thread=say("core.done")))

    assert board.forums.cards == (FIRST,)
    assert board.forums.threads == ()


async def test_a_message_is_not_forgotten_when_its_thread_is_refused(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = TownPlatform.open_thread
    refusals: list[Exception] = [Later(timedelta(seconds=30)), Undeliverable("no_threads_here")]

    async def refuses(self: TownPlatform, message: MessageRef, title: Any, *, key: str) -> Place:
        if refusals:
            raise refusals.pop(0)
        return await real(self, message, title, key=key)

    monkeypatch.setattr(TownPlatform, "open_thread", refuses)
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.town.clock.move(minutes=1)
    refused = (board.forums.cards, board.forums.threads, await board.dead())
    await board.shows("one", in_forums(SECOND, thread=say("core.done")))

    assert refused == ((FIRST,), (), ["no_threads_here"])
    assert board.forums.cards == (SECOND,)
    assert len(board.forums.threads) == 1
