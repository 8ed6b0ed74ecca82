"""Signing up for a forum: seats, the waiting list, who is told."""

from __future__ import annotations

import pytest

from bot.core.people import PersonRef, Role
from bot.core.text import say
from tests.support import forum_steps as plan
from tests.support.forum_input import refused
from tests.support.forum_steps import announced
from tests.support.town import Town


async def test_a_resident_signs_up_and_only_the_number_is_shown(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER), capacity="5")
    maya = town.someone("maya")

    card = await maya.presses("forums.going")
    await town.settles()

    assert "You have a place" in maya.reads(card)  # type: ignore[arg-type]
    assert "1 of 5 places taken" in town.channel("forums").text
    assert "maya" not in town.channel("forums").text.lower()
    assert "maya" not in town.channel("forums").threads[0].text.lower()


async def test_pressing_again_changes_nothing_and_changing_ones_mind_does(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER), capacity="5")
    maya = town.someone("maya")
    for button in ("forums.going", "forums.going", "forums.maybe", "forums.not", "forums.going"):
        await maya.presses(button)
    await town.settles()

    counts = (await plan.sight(town)).counts
    assert (counts.going, counts.maybe, counts.declined) == (1, 0, 0)


async def test_the_same_press_delivered_twice_counts_once(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER))
    forum = (await plan.sight(town)).forum
    maya = plan.actor(town.someone("maya"))

    await plan.sign_ups(town).answer(forum.id, plan.Answer.GOING, actor=maya, key="press 1")
    with pytest.raises(plan.SeenBefore):
        await plan.sign_ups(town).answer(forum.id, plan.Answer.NOT, actor=maya, key="press 1")

    assert (await plan.sight(town)).counts.going == 1


async def test_a_full_forum_has_a_waiting_list_that_moves_up_in_order(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER), capacity="1")
    maya, ben, ruth = (town.someone(name) for name in ("maya", "ben", "ruth"))
    seated = await maya.presses("forums.going")
    waits = await ben.presses("forums.going")
    await ruth.presses("forums.going")
    assert "You are on the waiting list" in ben.reads(waits)  # type: ignore[arg-type]

    await maya.presses("forums.not", on=seated)  # type: ignore[arg-type]
    await town.settles()

    thread = town.channel("forums").threads[0]
    assert "1 person moved up from the waiting list" in thread.text
    assert "ben" not in thread.text.lower()
    assert town.pinged == []
    again = await ben.presses("forums.going")
    assert "You have a place" in ben.reads(again)  # type: ignore[arg-type]
    still = await ruth.presses("forums.going")
    assert "You are on the waiting list" in ruth.reads(still)  # type: ignore[arg-type]


async def test_who_moves_up_is_named_and_told_directly_only_by_their_own_choice(
    town: Town,
) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER), capacity="1")
    maya, ben, ruth = (town.someone(name) for name in ("maya", "ben", "ruth"))
    seated = await maya.presses("forums.going")
    await ben.presses("forums.going")
    await ben.presses("forums.direct")
    await ben.presses("forums.named")
    await ruth.presses("forums.going")

    await maya.presses("forums.not", on=seated)  # type: ignore[arg-type]
    await town.clock.move(minutes=1)

    assert town.pinged == [PersonRef(platform="town", user="ben")]
    assert [card.title for card in ben.direct] == [say("forums.letter.moved_up")]
    assert ruth.direct == maya.direct == ()


async def test_more_places_move_people_up_and_fewer_throw_nobody_out(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire, capacity="1")
    for name in ("maya", "ben", "ruth"):
        await town.someone(name).presses("forums.going")

    await plan.change_where(claire, capacity="2")
    await town.settles()
    counts = (await plan.sight(town)).counts
    assert (counts.going, counts.waiting) == (2, 1)

    await plan.change_where(claire, capacity="1")
    await town.settles()
    counts = (await plan.sight(town)).counts
    assert (counts.going, counts.waiting) == (2, 1)
    assert "2 of 1 places taken" in town.channel("forums").text


async def test_nobody_signs_up_or_moves_up_once_it_has_begun_or_is_called_off(
    town: Town,
) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire, capacity="1")
    maya, ben = town.someone("maya"), town.someone("ben")
    seated = await maya.presses("forums.going")
    await ben.presses("forums.going")
    (before,) = town.channel("forums").cards
    await plan.call_off(claire, how="cancel")

    assert refused(await maya.presses("forums.not", on=seated)) == "errors.forum_sign_up_over"  # type: ignore[arg-type]
    counts = (await plan.sight(town)).counts
    assert (counts.going, counts.waiting) == (1, 1)
    assert before.actions  # what was on the card before it was called off
    await town.settles()
    assert town.channel("forums").cards[0].actions == ()


async def test_a_person_finds_their_sign_ups_on_their_own_panel(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER))
    maya = town.someone("maya")
    await maya.presses("forums.going")

    home = await maya.opens_home()

    assert "You are coming to “Night calls”" in maya.reads(home)
    assert "Night calls" not in maya.reads(await town.someone("ben").opens_home())
