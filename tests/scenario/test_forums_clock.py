"""Forums and the clock: reminders, changed plans, the agenda that opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.people import Role
from bot.core.text import say
from tests.support import forum_steps as plan
from tests.support.forum_steps import announced
from tests.support.reading import read
from tests.support.town import Town

START = datetime(2026, 12, 8, 0, tzinfo=UTC)  # Monday 7 December, 19:00 in Toronto


async def test_reminders_come_in_the_thread_and_to_those_who_asked(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER))
    maya, ben = town.someone("maya"), town.someone("ben")
    for someone in (maya, ben):
        await someone.presses("forums.going")
    await maya.presses("forums.direct")
    thread = town.channel("forums").threads[0]

    await town.clock.move(days=14)

    titles = [card.title for card in thread.cards]
    assert titles[:4] == [say(f"forums.news.{kind}") for kind in ("week", "day", "hour", "start")]
    assert "2 going" in thread.text
    assert [card.title for card in maya.direct] == titles[:4]
    assert ben.direct == ()


async def test_a_forum_announced_late_sends_only_the_reminders_still_to_come(
    town: Town,
) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER), when="tomorrow at 8 am")

    await town.clock.move(days=1)

    titles = [card.title for card in town.channel("forums").threads[0].cards]
    assert titles[:2] == [say("forums.news.hour"), say("forums.news.start")]


async def test_a_moved_forum_is_told_and_reminded_at_its_new_time_alone(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    maya = town.someone("maya")
    await maya.presses("forums.maybe")
    await maya.presses("forums.direct")

    await claire.says("/forum edit 1")
    await claire.presses("forums.what")
    await claire.fills(when="14 December 7 pm America/Vancouver").sends()
    await town.clock.move(minutes=1)
    thread = town.channel("forums").threads[0]
    assert [card.title for card in thread.cards] == [say("forums.news.changed")]
    assert [card.title for card in maya.direct] == [say("forums.news.changed")]

    await town.clock.move(days=14)  # past the old time, 8 December
    assert [c.title for c in thread.cards][1:] == [say("forums.news.week")]
    await town.clock.move(days=8)
    start = next(c for c in thread.cards if c.title == say("forums.news.start"))
    assert "Monday, December 14, 2026, 22:00 (EST)" in read(start)


async def test_reminders_over_a_change_of_clocks_come_at_the_hour_on_the_wall(
    town: Town,
) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER), when="14 March 2027 19:00")
    thread_of = town.channel("forums").threads[0]

    await town.clock.move(days=109)  # 13 March 2027, 10:00 in Toronto: the day before
    before = [card.title for card in thread_of.cards]
    await town.clock.move(hours=9)  # 19:00 on the wall, 23 hours before the forum

    assert before == [say("forums.news.week")]
    assert [card.title for card in thread_of.cards] == [*before, say("forums.news.day")]


async def test_a_reminder_that_is_late_after_a_downtime_says_so_or_stays_away(
    town: Town,
) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER))
    start = START

    def sleep_until(at: datetime) -> None:
        town.inner.clock.move(at - town.clock.now())  # nobody works meanwhile

    sleep_until(start - timedelta(days=1) + timedelta(hours=2))
    await town.settles()

    (day,) = town.channel("forums").threads[0].cards
    assert day.title == say("forums.news.day")
    assert "This reminder should have come earlier." in read(day)

    sleep_until(start + timedelta(hours=3))
    await town.settles()
    titles = [card.title for card in town.channel("forums").threads[0].cards]
    assert titles == [say("forums.news.day"), say("forums.news.close_it")]


async def test_a_cancelled_forum_is_told_to_all_and_reminds_nobody(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    maya = town.someone("maya")
    await maya.presses("forums.going")
    await maya.presses("forums.direct")

    await plan.call_off(claire, how="cancel", reason="The library is flooded.")
    await town.clock.move(days=30)

    thread = town.channel("forums").threads[0]
    assert [card.title for card in thread.cards] == [say("forums.news.cancelled")]
    assert [card.title for card in maya.direct] == [say("forums.news.cancelled")]
    assert "The library is flooded." in town.channel("forums").text


async def test_a_postponed_forum_waits_for_its_new_date_and_keeps_its_sign_ups(
    town: Town,
) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    await town.someone("maya").presses("forums.going")
    await plan.call_off(claire, how="postpone")
    await town.clock.move(days=20)
    assert [c.title for c in town.channel("forums").threads[0].cards] == [
        say("forums.news.postponed")
    ]

    await claire.says("/forum edit 1")
    await claire.presses("forums.what")
    await claire.fills(when="20 January 2027 7 pm").sends()
    await claire.presses("forums.announce")
    await town.settles()

    (sight,) = await plan.board(town).all("riverbend")
    assert (sight.forum.state.value, sight.counts.going) == ("announced", 1)
    assert "1 going" in town.channel("forums").text


async def test_the_agenda_opens_two_weeks_before(town: Town) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER), when="20 January 2027 7 pm")
    maya = town.someone("maya")
    assert not maya.sees_button("forums.item")

    await town.clock.move(days=44)

    assert maya.sees_button("forums.item")
