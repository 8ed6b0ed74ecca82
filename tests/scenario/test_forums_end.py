"""The end of a forum and what comes after: promises, look-backs, the next of a series."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.forms import Corrections
from bot.core.people import Role
from bot.core.text import say
from tests.support import forum_steps as plan
from tests.support.forum_input import HOSTILE, labels, refused
from tests.support.forum_steps import announced
from tests.support.town import Town


async def test_a_forum_closes_with_promises_and_is_followed_up_until_done(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    await plan.until_start(town)
    await claire.says("/forum start 1")
    await town.settles()

    await claire.says("/forum close 1")
    assert not claire.sees("Publish the dispatch questions")
    await claire.presses("forums.promise")
    await claire.fills(
        owner="police",
        what="Publish the dispatch questions.",
        due="2027-01-31",
        evidence="a page on the site",
    ).sends()
    closed = await claire.presses("forums.close")
    await town.settles()

    assert "forums.summary" in labels(closed)
    assert "What was promised:" in town.channel("forums").text
    assert (
        "(by January 31, 2027; it will show by: a page on the site)" in town.channel("forums").text
    )
    thread = town.channel("forums").threads[0]
    await town.clock.move(days=2)
    assert thread.cards[-1].title == say("forums.news.sum_up")
    await town.clock.move(days=3)
    assert [c.title for c in thread.cards].count(say("forums.news.sum_up")) == 2

    await claire.goes_to(thread).presses("forums.summary")
    await claire.fills(words="We spoke about night calls; what stays open is the phone.").sends()
    await town.clock.move(days=26)
    titles = [c.title for c in thread.cards]
    assert titles.count(say("forums.news.sum_up")) == 2
    assert titles[-1] == say("forums.news.check", days=30)

    await claire.presses("forums.check")
    await claire.fills(words="The page is online since January.").sends()
    await town.clock.move(days=60)
    await claire.presses("forums.check")
    await claire.fills(words="The page was read 900 times.").sends()
    await town.settles()

    (sight,) = await plan.board(town).all("riverbend")
    assert sight.forum.state.value == "done"
    assert [(b.days, b.words) for b in sight.look_backs] == [
        (30, "The page is online since January."),
        (90, "The page was read 900 times."),
    ]


async def test_a_forum_cannot_close_in_silence(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    await plan.until_start(town)
    forum = (await plan.sight(town)).forum
    closing, actor = plan.closing(town), plan.actor(claire, Role.ORGANIZER)
    with pytest.raises(plan.NothingAgreed):
        await closing.close(forum.id, none_agreed=False, actor=actor, key="k")

    ending = await claire.says("/forum close 1")
    assert labels(ending) == {"forums.promise", "forums.close"}
    assert await claire.presses("None agreed: close", sure=False) is None
    assert claire.asked == "Close and say that nothing was agreed?"
    await claire.presses("None agreed: close")
    await town.settles()

    assert "Nothing was agreed this time." in town.channel("forums").text


async def test_a_forum_nobody_started_says_that_its_hour_has_come_and_takes_no_more_names(
    town: Town,
) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    assert "Forum 1: announced, the agenda is open." in town.channel("forums").text

    await plan.until_start(town)
    await town.settles()

    assert town.channel("forums").cards[0].actions == ()
    assert "Forum 1: its hour has come, and sign-up is closed" in town.channel("forums").text
    await claire.says("/forum start 1")
    await town.settles()
    assert "Forum 1: taking place now." in town.channel("forums").text


async def test_a_promise_of_a_day_that_is_gone_stays_in_the_form(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    await plan.until_start(town)

    shown = await plan.promise(claire, what="Mend the lamps.", due="2020-01-01")

    assert isinstance(shown, Corrections)
    assert set(claire.wrong) == {"due"}
    assert claire.typed["what"] == "Mend the lamps."


async def test_a_forum_nobody_closed_is_asked_about_until_somebody_does(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    await plan.until_start(town)

    await town.clock.move(days=7)

    thread = town.channel("forums").threads[0]
    asked = [c for c in thread.cards if c.title == say("forums.news.close_it")]
    assert len(asked) == 3
    await claire.goes_to(thread).presses("forums.ending")
    await claire.presses("None agreed: close")
    await town.clock.move(days=1)
    asked = [c for c in thread.cards if c.title == say("forums.news.close_it")]
    assert [c.actions for c in asked] == [asked[0].actions] * 3


async def test_promises_are_few_due_and_can_be_struck_before_the_end(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    assert refused(await plan.promise(claire)) == "errors.forum_not_yet"
    await plan.until_start(town)
    assert isinstance(await plan.promise(claire, due="2026-12-07"), Corrections)
    assert refused(await plan.promise(claire, due="2029-12-07")) == "errors.forum_due"
    for number in range(6):
        await plan.promise(claire, what=f"Promise {number}")
    ending = await claire.says("/forum close 1")
    assert labels(ending) == {"forums.close", "forums.strike"}

    shown = await claire.chooses("Promise 3", of="forums.strike")

    assert "Promise 3" not in claire.reads(shown)  # type: ignore[arg-type]
    assert "Promise 4" in claire.reads(shown)  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["what", "due", "evidence"])
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_promises_stay_in_the_form(town: Town, field: str, words: str) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    await plan.until_start(town)

    shown = await plan.promise(claire, **{field: words})

    assert isinstance(shown, Corrections)
    assert set(claire.wrong) == {field}


async def test_a_series_goes_on_when_a_forum_is_closed_and_when_one_is_cancelled(
    town: Town,
) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)
    await claire.says("/forum edit 1")
    await claire.presses("forums.more")
    await claire.fills(repeats="monthly_weekday").sends()
    await plan.until_start(town)
    await claire.says("/forum close 1")
    await claire.presses("None agreed: close")
    await town.settles()

    second = await plan.board(town).next("riverbend")
    assert second is not None
    assert second.forum.starts_at == datetime(2027, 1, 5, 0, tzinfo=UTC)
    assert len(town.channel("forums").cards) == 2

    await plan.call_off(claire, how="cancel", number=2, series="on")
    third = await plan.board(town).next("riverbend")
    assert third is not None
    assert third.forum.starts_at == datetime(2027, 2, 2, 0, tzinfo=UTC)

    await plan.call_off(claire, how="cancel", number=3, series="end")
    assert await plan.board(town).next("riverbend") is None
