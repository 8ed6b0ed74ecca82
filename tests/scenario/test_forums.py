"""Forums as people live them: planned, announced, signed up for, reminded, held, followed up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.cards import Button, Card, Choice
from bot.core.errors import NotFound
from bot.core.forms import Corrections, Form
from bot.core.people import PersonRef, Role
from bot.core.text import Message, say
from tests.support import forum_steps as plan
from tests.support.forum_steps import announced
from tests.support.reading import read
from tests.support.town import Town

START = datetime(2026, 12, 8, 0, tzinfo=UTC)  # Monday 7 December, 19:00 in Toronto
HOSTILE = {
    "nothing": "",
    "far too much": "x" * 10_000,
    "a NUL": "a\0b",
    "half a character": "\ud800",
}
INERT = (
    "@everyone come",
    "<!channel> come",
    "<@U123> come",
    "[x](javascript:alert(1))",
    "\u202eemoc",
    "'); DROP TABLE forum;--",
)


def labels(card: object) -> set[str]:
    assert isinstance(card, Card)
    return {c.action.name for c in card.actions if isinstance(c, Button | Choice)}


def refused(shown: object) -> str:
    """Return the key of the sentence with which something was refused."""
    assert isinstance(shown, Card)
    assert shown.title == say("core.refused.title")
    line = getattr(shown.body[0], "line", None)
    assert isinstance(line, Message)
    return line.key


# ---- planning ---------------------------------------------------------------------------------


async def test_an_organizer_plans_a_forum_in_two_forms_and_is_shown_the_time(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)

    form = await claire.says("/forum schedule Night calls")
    assert isinstance(form, Form)
    draft = await claire.fills(
        title="Night calls", aim="Learn what happens at night.", when="next Thursday 7pm"
    ).sends()

    assert isinstance(draft, Card)
    seen = claire.reads(draft)
    assert "Thursday, November 26, 2026, 19:00 (America/Toronto)" in seen
    assert "“Next” can mean this week or the week after." in seen
    assert "forums.announce" not in labels(draft)
    assert not town.channel("forums").cards

    await claire.presses("forums.where")
    ready = await claire.fills(
        place="Library",
        format="ask-me",
        capacity="2",
        resident_host="Ruth",
        police_host="Sgt. Cole",
    ).sends()

    assert "forums.announce" in labels(ready)
    await claire.presses("forums.announce")
    await town.settles()
    (card,) = town.channel("forums").cards
    assert claire.reads(card).startswith("Night calls\nAim: Learn what happens at night.")
    assert town.channel("forums").threads


async def test_a_time_that_cannot_be_read_costs_no_words(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await claire.says("/forum schedule")

    draft = await claire.fills(title="Night calls", aim="Learn.", when="soonish").sends()

    assert isinstance(draft, Card)
    assert "We could not read that time." in claire.reads(draft)
    await claire.presses("forums.what")
    assert claire.form.fields[0].filled == "Night calls"  # type: ignore[union-attr]
    mended = await claire.fills(when="7 December 7 pm").sends()
    assert "December 7, 2026, 19:00" in claire.reads(mended)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("yesterday 7pm", "when_unclear"),
        ("2026-11-24 09:59", "when_past"),
        ("2027-03-14 02:30", "when_in_gap"),
        ("Thursday", "when_no_hour"),
        ("Thursday 7pm Europe/Atlantis", "when_zone"),
    ],
)
async def test_a_bad_time_is_said_in_its_own_sentence(town: Town, when: str, code: str) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await claire.says("/forum schedule")

    draft = await claire.fills(title="Night calls", aim="Learn.", when=when).sends()

    assert isinstance(draft, Card)
    assert draft.body[0] == plan.paragraph(f"errors.{code}")


@pytest.mark.parametrize("field", ["title", "aim", "when"])
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_words_that_cannot_be_kept_stay_in_the_form(
    town: Town, field: str, words: str
) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await claire.says("/forum schedule")
    given = {"title": "Night calls", "aim": "Learn.", "when": "7 December 7 pm", field: words}

    shown = await claire.fills(**given).sends()

    assert isinstance(shown, Corrections)
    assert set(claire.wrong) == {field}
    assert claire.typed[field] == words


@pytest.mark.parametrize("words", INERT)
async def test_hostile_words_are_shown_as_words_and_ping_nobody(town: Town, words: str) -> None:
    claire = town.someone("claire", Role.ORGANIZER)

    await announced(
        town, claire, title=words, aim=words, place=words, resident_host=words, police_host=words
    )

    (card,) = town.channel("forums").cards
    assert words.replace("\u202e", "") in claire.reads(card)
    assert town.pinged == []


@pytest.mark.parametrize("capacity", ["0", "-3", "ten", "9" * 9])
async def test_an_odd_number_of_places_stays_in_the_form(town: Town, capacity: str) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await plan.first_sheet(claire)
    await claire.presses("forums.where")

    shown = await claire.fills(
        place="Library", format="ask-me", capacity=capacity, resident_host="R", police_host="C"
    ).sends()

    assert isinstance(shown, Corrections)
    assert set(claire.wrong) == {"capacity"}


async def test_only_organizers_plan_change_start_and_end_forums(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)

    for roles in ((), (Role.LIAISON,), (Role.PANEL,), (Role.VERIFIER,)):
        someone = town.someone("ruth", *roles)
        for word in ("schedule", "edit 1", "start 1", "close 1", "cancel 1"):
            assert refused(await someone.says(f"/forum {word}")) == "errors.not_for_you"
    assert (
        refused(await town.someone("zoe", Role.LIAISON, Role.ORGANIZER).says("/forum schedule"))
        == "errors.conflicting_roles"
    )


async def test_an_organizer_who_lost_the_role_cannot_announce_with_the_old_card(
    town: Town,
) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await plan.both_sheets(claire)
    claire.becomes()

    assert refused(await claire.presses("forums.announce")) == "errors.not_for_you"
    await town.settles()
    assert not town.channel("forums").cards


async def test_a_draft_is_nobodys_business_and_can_be_thrown_away(town: Town) -> None:
    claire, maya = town.someone("claire", Role.ORGANIZER), town.someone("maya")
    await plan.both_sheets(claire)

    await maya.says("/forum list")
    assert not maya.sees("Night calls")
    assert await plan.board(town).all("riverbend") == []

    await claire.presses("forums.drop")
    listed = await claire.says("/forum list")
    assert labels(listed) == set()


async def test_a_form_that_was_open_while_somebody_else_changed_it_is_refused_with_its_words(
    town: Town,
) -> None:
    claire, carl = town.someone("claire", Role.ORGANIZER), town.someone("carl", Role.ORGANIZER)
    await announced(town, claire)
    await claire.says("/forum edit 1")
    await claire.presses("forums.more")
    await carl.says("/forum edit 1")
    await carl.presses("forums.more")
    await carl.fills(access="Step-free").sends()

    shown = await claire.fills(access="Captions").sends()

    assert refused(shown) == "errors.moved_on"
    assert "Captions" in claire.reads(shown)  # type: ignore[arg-type]


async def test_announcing_twice_announces_once(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    ready = await plan.both_sheets(claire)

    await claire.presses("forums.announce", on=ready)
    forum = (await plan.sight(town)).forum
    desk = plan.desk(town)
    actor = plan.actor(claire, Role.ORGANIZER)
    with pytest.raises(plan.MovedOn):
        await desk.announce(forum.id, 1, actor=actor, key="another press of the old card")

    await town.settles()
    assert len(town.channel("forums").cards) == 1
    assert town.channel("forums").cards[0].title == plan.title("Night calls")


# ---- signing up -------------------------------------------------------------------------------


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


# ---- the clock --------------------------------------------------------------------------------


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


# ---- taking part ------------------------------------------------------------------------------


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


# ---- the end and after ------------------------------------------------------------------------


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


# ---- asked in plain words, listed, told to other features ----------------------------------------


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
