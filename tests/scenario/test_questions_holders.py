"""Who is no liaison any more holds nothing any more, whoever presses what."""

from __future__ import annotations

from bot.core.people import Role
from bot.storage.sql import sql
from tests.support.questions import Desk

OPEN = "Where it stands: Open"
HELD = "Where it stands: With a liaison"

_LOOKS = sql("SELECT due_at FROM job WHERE kind = 'questions.holders'")


async def test_what_a_removed_liaison_holds_goes_back_without_any_press(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.presses("questions.claim")
    await desk.town.settles()
    rosa = desk.town.someone("rosa", Role.LIAISON).goes_to("queue")

    desk.ben.becomes()
    await desk.town.clock.move(minutes=16)

    assert OPEN in desk.town.channel("queue").text
    assert rosa.sees_button("questions.claim")


async def test_a_liaison_who_stays_one_keeps_what_they_hold(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.presses("questions.claim")

    await desk.town.clock.move(hours=5)

    assert HELD in desk.town.channel("queue").text


async def test_a_change_of_set_up_has_all_holders_looked_at_at_once(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.presses("questions.claim")
    await desk.town.settles()
    desk.ben.becomes()

    await desk.olga.says("/setup")
    await desk.olga.chooses("posts", of="team.purpose")
    await desk.olga.presses("No channel")
    await desk.town.settles()

    assert OPEN in desk.town.channel("queue").text


async def test_of_more_holders_than_one_look_takes_all_are_looked_at(desk: Desk) -> None:
    names = [f"lia{n:02d}" for n in range(30)]
    for n, name in enumerate(names):
        await desk.reaches_queue(f"Why is it so in street number {n}, and who decides it?")
        liaison = desk.town.someone(name, Role.LIAISON).goes_to("queue")
        await liaison.presses("questions.claim")
        await desk.town.settles()
    held = desk.town.channel("queue").text.count(HELD)

    for name in names:
        desk.town.someone(name).becomes()
    await desk.town.clock.move(minutes=17)

    assert held == len(names)
    assert HELD not in desk.town.channel("queue").text


async def test_nobody_is_looked_after_while_nothing_is_held(desk: Desk) -> None:
    await desk.town.clock.move(hours=1)

    rows = await desk.town.app.store.read(lambda tx: tx.all(_LOOKS))

    assert rows == []
