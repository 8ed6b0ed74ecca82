"""Taking part in a forum: its agenda, and being there."""

from __future__ import annotations

import pytest

from bot.core.errors import NotFound
from bot.core.forms import Corrections
from bot.core.people import Role
from bot.core.text import say
from tests.support import forum_steps as plan
from tests.support.forum_input import HOSTILE, refused
from tests.support.forum_steps import announced
from tests.support.town import Town


async def test_residents_and_police_fill_the_agenda_and_the_share_is_shown(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER))
    maya, amina = town.someone("maya"), town.someone("amina", Role.LIAISON)
    for someone, words in ((maya, "What dispatch asks"), (amina, "What we may not say")):
        await someone.presses("forums.item")
        await someone.fills(words=words).sends()
    await town.settles()

    text = town.channel("forums").threads[0].text
    assert "Residents: What dispatch asks" in text
    assert "Police: What we may not say" in text
    assert "Put forward by residents: 1. From questions: 0. By police: 1." in text
    assert "maya" not in text.lower()


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_agenda_items_stay_in_the_form(town: Town, words: str) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER))
    maya = town.someone("maya")
    await maya.presses("forums.item")

    assert isinstance(await maya.fills(words=words).sends(), Corrections)
    assert maya.typed["words"] == words


async def test_one_person_leaves_room_on_the_agenda_for_others(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER))
    maya = town.someone("maya")
    shown: object = None
    for number in range(4):
        await maya.presses("forums.item")
        shown = await maya.fills(words=f"Thing {number}").sends()

    assert refused(shown) == "errors.forum_items"
    assert len((await plan.sight(town)).items) == 3


async def test_a_person_takes_their_own_item_back_and_nobody_elses(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER))
    maya, ben = town.someone("maya"), town.someone("ben")
    await maya.presses("forums.item")
    added = await maya.fills(words="What dispatch asks").sends()
    await town.settles()
    (item,) = (await plan.sight(town)).items
    forum = (await plan.sight(town)).forum
    with pytest.raises(NotFound):
        await plan.sign_ups(town).take_back(forum.id, item.id, actor=plan.actor(ben), key="k")

    await maya.presses("forums.unsay", on=added)  # type: ignore[arg-type]
    await town.settles()

    assert (await plan.sight(town)).items == ()
    assert not maya.sees("Residents: What dispatch asks")


async def test_an_agenda_that_is_there_before_the_thread_waits_for_it(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await plan.both_sheets(claire)
    await claire.presses("forums.announce")
    forum = (await plan.sight(town)).forum
    maya = plan.actor(town.someone("maya"))
    await plan.sign_ups(town).add_item(forum.id, "What dispatch asks", actor=maya, key="k")

    await town.clock.move(minutes=1)

    thread = town.channel("forums").threads[0]
    assert [card.title for card in thread.cards] == [say("forums.agenda.title")]


async def test_people_say_that_they_are_there_only_while_it_takes_place(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    await plan.until_start(town)
    await claire.says("/forum start 1")
    await town.settles()
    for name, roles in (("maya", ()), ("ben", ()), ("amina", (Role.LIAISON,))):
        someone = town.someone(name, *roles)
        await someone.presses("forums.here")
        await someone.presses("forums.here")

    assert "Question hour" not in town.channel("forums").threads[0].text
    assert "Read back commitments" in town.channel("forums").threads[0].text
    forum = (await plan.sight(town)).forum
    assert await plan.attended(town, forum.id) == {"residents": 2, "police": 1}
