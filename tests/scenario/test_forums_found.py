"""Forums found: asked for in plain words, and listed."""

from __future__ import annotations

import pytest

from bot.core.cards import Card
from bot.core.people import Role
from bot.core.text import say
from tests.support import forum_steps as plan
from tests.support.forum_input import labels, refused
from tests.support.forum_steps import announced
from tests.support.town import Town


async def test_somebody_who_asks_in_plain_words_is_told_the_next_forum(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER))
    maya, louis = town.someone("maya"), town.someone("louis", locale="fr")

    answer = await maya.says("@commonground when is the next forum?")
    reponse = await louis.says("@commonground c'est quand la prochaine rencontre?")

    assert "Night calls" in maya.reads(answer)  # type: ignore[arg-type]
    assert "Le prochain forum" in louis.reads(reponse)  # type: ignore[arg-type]
    await maya.presses("forums.going", on=answer)  # type: ignore[arg-type]
    assert (await plan.sight(town)).counts.going == 1


async def test_somebody_who_asks_when_nothing_is_planned_is_told_so(town: Town) -> None:
    answer = await town.someone("maya").says("@commonground any forum coming up?")

    assert isinstance(answer, Card)
    assert answer.title == say("forums.said.none.title")


async def test_the_list_leads_to_each_forum(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    await announced(town, claire, title="Youth and patrols", when="15 December 6 pm")
    maya = town.someone("maya")

    listed = await maya.says("/forum list")
    shown = await maya.chooses("2 · Youth and patrols", of="forums.show")

    assert labels(listed) == {"forums.show"}
    assert "Youth and patrols" in maya.reads(shown)  # type: ignore[arg-type]
    assert labels(await claire.says("/forum list")) == {"forums.show", "forums.desk"}


@pytest.mark.parametrize("number", ["99", "x", "#", "-1", "1" * 30, "٣", "@everyone"])
async def test_a_number_that_no_forum_has_is_not_found(town: Town, number: str) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)

    assert refused(await claire.says(f"/forum edit {number}")) == "errors.not_found"
