"""The panel adds perspectives to an answer."""

from __future__ import annotations

from bot.core.people import Role
from bot.storage.sql import sql
from tests.support.questions import Desk, archive_of

_TRAIL = sql("SELECT verb FROM audit WHERE role = 'panel' ORDER BY number")


async def _adds(desk: Desk, who: str = "pam", view: str = "Families wait too long.") -> None:
    pam = desk.town.someone(who, Role.PANEL).goes_to("questions")
    await pam.presses("questions.read")
    await pam.presses("questions.view")
    await pam.fills(label="advocacy", view=view, source="Our clinic, 2025.").sends()
    await desk.town.settles()


async def test_the_panel_adds_a_labelled_perspective_without_a_name(desk: Desk) -> None:
    await desk.gets_answer()

    await _adds(desk)

    thread = desk.town.channel("questions").threads[0].text
    assert "Families wait too long." in thread
    assert "Advocacy group" in thread
    assert "pam" not in thread.lower()
    assert "1 perspective of the panel stands beside" in desk.town.channel("questions").text


async def test_who_is_not_on_the_panel_adds_nothing(desk: Desk) -> None:
    await desk.gets_answer()
    theo = desk.town.someone("theo").goes_to("questions")
    await theo.presses("questions.read")

    assert not theo.sees_button("questions.view")
    assert not theo.sees_button("questions.correct")


async def test_after_seven_days_the_panel_is_closed(desk: Desk) -> None:
    await desk.gets_answer()
    pam = desk.town.someone("pam", Role.PANEL).goes_to("questions")
    await pam.presses("questions.read")
    await desk.town.clock.move(days=8)

    await pam.presses("questions.view")

    assert pam.sees("The panel can add perspectives for 7 days")


async def test_a_perspective_has_at_most_150_words(desk: Desk) -> None:
    await desk.gets_answer()

    await _adds(desk, view="so " * 151)

    pam = desk.town.someone("pam", Role.PANEL)
    assert "That is 151 words; at most 150 fit here." in pam.wrong["view"]


async def test_only_its_author_takes_a_perspective_back(desk: Desk) -> None:
    await desk.gets_answer()
    await _adds(desk)
    thread = desk.town.channel("questions").threads[0]
    rita = desk.town.someone("rita", Role.PANEL).goes_to(thread)
    await rita.presses("questions.unview")
    await desk.town.settles()
    kept = thread.text

    pam = desk.town.someone("pam", Role.PANEL).goes_to(thread)
    await pam.presses("questions.unview")
    await desk.town.settles()

    assert "Families wait too long." in kept
    assert "Families wait too long." not in thread.text
    lines = await archive_of(desk).store.read(lambda tx: tx.all(_TRAIL))
    assert [line["verb"] for line in lines] == ["questions.view", "questions.unview"]
