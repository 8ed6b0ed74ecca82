"""Forums as organizers plan them, and as everyone finds them: a draft, a date, an announcement."""

from __future__ import annotations

import pytest

from bot.core.cards import Card
from bot.core.forms import Corrections, Form
from bot.core.people import Role
from tests.support import forum_steps as plan
from tests.support.forum_input import HOSTILE, labels, refused
from tests.support.forum_steps import announced
from tests.support.town import Town

INERT = (
    "@everyone come",
    "<!channel> come",
    "<@U123> come",
    "[x](javascript:alert(1))",
    "\u202eemoc",
    "'); DROP TABLE forum;--",
)


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
