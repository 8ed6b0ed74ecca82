"""A thing is shown wherever it belongs, as it is now, and nowhere else."""

from __future__ import annotations

import pytest

from bot.core.places import Purpose
from bot.delivery.display import Drawn, show
from tests.support.display_board import FIRST, HERE, SECOND, Board, in_forums

# ---- put up, drawn again, taken down -----------------------------------------------------------


async def test_a_thing_is_shown_where_it_belongs_and_drawn_again_in_place(board: Board) -> None:
    await board.shows("one", in_forums(FIRST))
    shown = board.forums.entries[-1]
    await board.shows("one", in_forums(SECOND))

    assert board.forums.cards == (SECOND,)
    assert board.forums.entries[-1].id == shown.id
    assert [s.message.message for s in await board.places("one")] == [shown.id]


async def test_many_changes_at_once_are_drawn_once_as_the_last_left_them(board: Board) -> None:
    board.truth["one"] = in_forums(SECOND)
    for _ in range(5):
        await board.town.app.store.write(lambda tx: tx.send(show("sample", HERE, "one")))
    await board.town.settles()

    assert board.forums.cards == (SECOND,)
    assert board.drawn["one"] == 2  # to learn where it belongs, and there


async def test_what_is_no_more_is_taken_down_everywhere(board: Board) -> None:
    await board.shows("one", in_forums())
    before = board.forums.cards
    await board.shows("one", None)

    assert before == (FIRST,)
    assert board.forums.cards == ()
    assert await board.places("one") == ()
    assert await board.dead() == []


async def test_what_was_never_shown_is_taken_down_without_a_word(board: Board) -> None:
    await board.shows("one", None)

    assert await board.places("one") == ()
    assert await board.dead() == []


async def test_what_belongs_elsewhere_now_moves_there(board: Board) -> None:
    await board.shows("one", in_forums())
    await board.shows("one", Drawn(card=FIRST, purpose=Purpose.POSTS))

    assert board.forums.cards == ()
    assert board.town.channel("posts").cards[-1:] == (FIRST,)


async def test_a_thing_without_a_place_is_shown_nowhere(board: Board) -> None:
    await board.shows("one", Drawn(card=FIRST))

    assert await board.places("one") == ()
    assert await board.dead() == []


async def test_two_views_of_one_name_are_a_mistake(board: Board) -> None:
    with pytest.raises(ValueError, match="two views named sample"):
        board.town.app.display.view("sample", board.draw)


# ---- what moderators do ------------------------------------------------------------------------


async def test_a_message_deleted_by_hand_is_posted_anew_when_it_changes(board: Board) -> None:
    await board.shows("one", in_forums(FIRST))
    lost = board.forums.entries[-1].id
    board.forums.delete()
    await board.shows("one", in_forums(SECOND))

    assert board.forums.cards == (SECOND,)
    assert board.forums.entries[-1].id != lost
    assert await board.dead() == []


async def test_a_message_deleted_by_hand_is_missed_by_nobody_once_its_thing_is_gone(
    board: Board,
) -> None:
    await board.shows("one", in_forums())
    board.forums.delete()
    await board.shows("one", None)

    assert await board.places("one") == ()
    assert await board.dead() == []


async def test_a_channel_that_is_gone_is_said_in_the_dead_letters(board: Board) -> None:
    await board.shows("one", in_forums(FIRST))
    board.forums.delete()
    del board.town.world.channels[board.forums.place.channel]
    await board.shows("one", in_forums(SECOND))

    assert await board.dead() == ["channel_gone"]
