"""A talk that grows hot: people press, organizers decide, nobody is named."""

from __future__ import annotations

import pytest

from bot.core.cards import Card
from bot.core.people import Role
from bot.core.ports import Tx
from bot.storage.sql import sql
from tests.support.someone import Someone
from tests.support.town import Town

HEATED = "You never listen!"


_REMARKS = sql("SELECT remark FROM calm_signal WHERE community = :community")


async def _remarks(tx: Tx) -> list[str]:
    return [row["remark"] for row in await tx.all(_REMARKS, community="riverbend")]


@pytest.fixture
def claire(town: Town) -> Someone:
    return town.someone("claire", Role.ORGANIZER).goes_to("triage")


async def asks(town: Town, *names: str) -> list[str]:
    """Have people press *Slow down* on the heated message; return what each reads."""
    read = []
    for name in names:
        who = town.someone(name)
        shown = await who.points_at(HEATED, "Slow down")
        assert isinstance(shown, Card)
        read.append(who.reads(shown))
    await town.settles()
    return read


async def reports(town: Town, who: Someone, remark: str = "") -> Card:
    await who.points_at(HEATED, "Report")
    shown = await who.fills(cause="attack", remark=remark).sends()
    await town.settles()
    assert isinstance(shown, Card)
    return shown


async def test_one_person_alone_is_heard_and_organizers_are_not_called(
    town: Town, claire: Someone
) -> None:
    await town.someone("theo").says(HEATED)

    (read,) = await asks(town, "maya")

    assert "If one more person asks" in read
    assert town.channel("triage").cards == ()


async def test_two_people_make_a_signal_that_names_nobody(town: Town, claire: Someone) -> None:
    await town.someone("theo").says(HEATED)

    await asks(town, "maya", "ines")

    (card,) = town.channel("triage").cards
    shown = claire.reads(card)
    assert "2 people" in shown
    assert "#general" in shown
    assert not {"maya", "ines", "theo", HEATED.lower()} & set(shown.lower().split())
    assert HEATED not in shown


async def test_pressing_twice_counts_once_and_a_third_person_is_added(
    town: Town, claire: Someone
) -> None:
    await town.someone("theo").says(HEATED)

    await asks(town, "maya", "maya", "ines", "omar")

    (card,) = town.channel("triage").cards
    assert "3 people" in claire.reads(card)


async def test_who_asks_too_late_stands_alone_again(town: Town) -> None:
    await town.someone("theo").says(HEATED)
    await asks(town, "maya")
    await town.clock.move(minutes=21)

    (read,) = await asks(town, "ines")

    assert "If one more person asks" in read
    assert town.channel("triage").cards == ()


async def test_an_organizer_pauses_the_talk_and_it_opens_by_itself(
    town: Town, claire: Someone
) -> None:
    await town.someone("theo").says(HEATED)
    await asks(town, "maya", "ines")

    await claire.presses("Calm the talk")
    await claire.fills(measure="pause", minutes="20", why="hurt").sends()
    await town.settles()
    paused = claire.reads(town.channel("general").cards[-1])
    await town.clock.move(minutes=21)
    opened = claire.reads(town.channel("general").cards[-1])

    assert "We are taking a break" in paused
    assert "Words that hurt" in paused
    assert "We are open again" in opened
    assert len(town.channel("general").cards) == 1


async def test_an_organizer_ends_a_pause_before_its_time_and_the_clock_changes_nothing(
    town: Town, claire: Someone
) -> None:
    await claire.goes_to("general").says("/cool")
    await claire.fills(measure="note", minutes="60", why="pace").sends()
    await town.settles()
    await claire.presses("End it now")
    await town.settles()
    opened = town.channel("general").cards[-1]

    await town.clock.move(minutes=61)

    assert "We are open again" in claire.reads(opened)
    assert town.channel("general").cards[-1] == opened


async def test_a_report_tells_organizers_what_and_where_and_never_who(
    town: Town, claire: Someone
) -> None:
    await town.someone("theo").says(HEATED)
    maya = town.someone("maya")

    told = await reports(town, maya, remark="@everyone <script>he shouts</script>")

    shown = claire.reads(town.channel("triage").cards[-1])
    assert "not copied" in maya.reads(told)
    assert "It insults or threatens somebody" in shown
    assert "he shouts" in shown
    assert "maya" not in shown.lower()
    assert HEATED not in shown


async def test_a_signal_that_was_dealt_with_keeps_no_remark(town: Town, claire: Someone) -> None:
    await town.someone("theo").says(HEATED)
    await reports(town, town.someone("maya"), remark="xyzzy-remark")

    await claire.presses("Nothing to do")
    await town.settles()

    assert "An organizer has looked at it." in claire.reads(town.channel("triage").cards[-1])
    rows = await town.app.store.read(_remarks)
    assert rows == [""]


async def test_who_writes_of_danger_in_a_report_is_offered_help_first(town: Town) -> None:
    await town.someone("theo").says(HEATED)
    maya = town.someone("maya")

    shown = await reports(town, maya, remark="I want to kill myself tonight.")

    assert "988" in maya.reads(shown)


async def test_anyone_may_ask_for_a_second_look_at_a_pause(town: Town, claire: Someone) -> None:
    await claire.goes_to("general").says("/cool")
    await claire.fills(measure="pause", minutes="10", why="pace").sends()
    await town.settles()
    theo = town.someone("theo")

    await theo.presses("Ask for a second look")
    await theo.fills(remark="We had calmed down already.").sends()
    await town.settles()

    shown = claire.reads(town.channel("triage").cards[-1])
    assert "a person who was not involved" in shown
    assert "We had calmed down already." in shown


@pytest.mark.parametrize("role", [None, Role.LIAISON, Role.PANEL])
async def test_only_organizers_calm_a_talk(town: Town, role: Role | None) -> None:
    who = town.someone("sam", *([role] if role else []))

    refused = await who.says("/cool")

    assert isinstance(refused, Card)
    assert "another role" in who.reads(refused)


async def test_an_organizer_who_lost_the_role_ends_no_pause(town: Town, claire: Someone) -> None:
    await claire.goes_to("general").says("/cool")
    await claire.fills(measure="pause", minutes="10", why="pace").sends()
    await town.settles()
    claire.becomes()

    refused = await claire.presses("End it now")

    assert isinstance(refused, Card)
    assert "another role" in claire.reads(refused)
    assert "We are taking a break" in claire.reads(town.channel("general").cards[-1])


async def test_a_flood_of_reports_is_slowed_and_the_words_come_back(town: Town) -> None:
    await town.someone("theo").says(HEATED)
    maya = town.someone("maya")
    shown = [await reports(town, maya, remark="again and again") for _ in range(12)]

    assert "again and again" in maya.reads(shown[-1])
    assert len(town.channel("triage").cards) <= 10


async def test_remarks_go_after_a_month_and_codes_after_half_a_year(
    town: Town, claire: Someone
) -> None:
    await town.someone("theo").says(HEATED)
    await reports(town, town.someone("maya"), remark="xyzzy-remark")

    await town.clock.move(days=32)
    blank = await town.app.store.read(_remarks)
    await town.clock.move(days=160)
    gone = await town.app.store.read(_remarks)

    assert blank == [""]
    assert gone == []
