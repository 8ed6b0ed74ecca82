"""How long feedback is kept, who reads it, and who erases it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.actions import act
from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.gestures import Press
from bot.core.people import Actor
from bot.core.text import Verbatim
from bot.features.feedback.model import Kind, State
from bot.features.feedback.personal_data import FeedbackData
from tests.support.feedback_steps import (
    WORDS,
    desk_of,
    logs,
    looks_up,
    notes,
    organizer,
    receipt_of,
)
from tests.support.reading import read
from tests.support.someone import Someone
from tests.support.town import Town, open_town


async def test_the_holder_of_a_receipt_can_delete_the_words(town: Town) -> None:
    maya, olga = town.someone("maya"), organizer(town)
    receipt = await receipt_of(maya)
    await town.clock.move(minutes=17)
    await looks_up(maya, receipt)

    shown = await maya.presses("feedback.withdraw")
    await town.settles()

    assert isinstance(shown, Card)
    assert "Your words are deleted." in read(shown)
    assert "Look again" not in read(shown)
    assert "The words were deleted." in read(notes(town)[-1])
    assert not olga.sees(WORDS)
    assert not olga.sees_button("feedback.act")


@pytest.mark.parametrize("receipt", ["0000 0000 0000 0000", "1", "@everyone", "١٢٣٤" * 4])
async def test_a_receipt_that_is_none_shows_nothing(town: Town, receipt: str) -> None:
    await receipt_of(town.someone("maya"))

    shown = await looks_up(town.someone("ben"), receipt)

    assert WORDS not in read(shown)
    assert "What came of your feedback" not in read(shown)


async def test_a_receipt_is_worth_nothing_in_another_community(town: Town) -> None:
    desk = desk_of(town)

    assert desk.hashed("riverbend", "1234 5678 9012 3456") == desk.hashed(
        "riverbend", "1234567890123456"
    )
    assert desk.hashed("riverbend", "1234567890123456") != desk.hashed(
        "elsewhere", "1234567890123456"
    )


async def test_a_person_reads_and_erases_what_stands_under_their_name(town: Town) -> None:
    maya = town.someone("maya")
    await logs(maya, name="named")
    await logs(maya, words="Nobody knows that I said this.")
    await town.settles()
    data = FeedbackData(town.app.store)

    [held] = await data.export("riverbend", maya.person)
    assert Verbatim(WORDS) in {k.key: v for k, v in held.values}.values()

    erased = await town.app.store.write(lambda tx: data.erase(tx, "riverbend", maya.person))
    await town.settles()
    assert [e.count for e in erased] == [1]
    assert await data.export("riverbend", maya.person) == []
    assert "The words were deleted." in read(notes(town)[0])
    assert "From: nobody is named" in read(notes(town)[0])
    rows = await desk_of(town).export_rows("riverbend")
    assert sorted(r[6] for r in rows[1:]) == ["", "Nobody knows that I said this."]


async def test_words_are_gone_after_a_year(town: Town) -> None:
    await logs(town.someone("maya"), name="named")
    await town.settles()
    data, now = FeedbackData(town.app.store), town.clock.now()

    soon = await town.app.store.write(
        lambda tx: data.expire(tx, "riverbend", now + timedelta(days=364))
    )
    later = await town.app.store.write(
        lambda tx: data.expire(tx, "riverbend", now + timedelta(days=367))
    )

    assert soon == []
    assert [e.count for e in later] == [1]
    rows = await desk_of(town).export_rows("riverbend")
    assert [(r[2], r[6], r[7]) for r in rows[1:]] == [("idea", "", "no")]


async def test_the_site_is_told_no_small_number(town: Town) -> None:
    for number in range(6):
        await logs(town.someone(f"r{number}"))
    for number in range(4):
        await logs(town.someone(f"s{number}"), kind="concern")

    kinds, decided = await desk_of(town).tallies("riverbend")

    assert kinds == {Kind.IDEA: 5, Kind.THANKS: None, Kind.CONCERN: None, Kind.BOT: None}
    assert decided == {State.ACTED: None, State.NOT_NOW: None}
    assert (await desk_of(town).tallies("elsewhere"))[0][Kind.IDEA] is None


async def test_a_button_elsewhere_opens_the_form_about_one_thing(town: Town) -> None:
    maya = town.someone("maya")
    form = await _opens_about(town, maya, "forum", "forum-id")

    chosen = [o.value for o in form.fields[1].options if o.chosen]  # type: ignore[union-attr]

    assert chosen == ["forum"]
    assert form.action.ids == ("forum-id",)


async def test_feedback_survives_a_restart(tmp_path: Path) -> None:
    async with open_town(tmp_path / "data") as town:
        receipt = await receipt_of(town.someone("maya"))
        now = town.clock.now()

    async with open_town(tmp_path / "data", at=now) as town:
        await town.clock.move(minutes=17)
        assert WORDS in read(notes(town)[-1])
        assert "Status: New" in read(await looks_up(town.someone("maya"), receipt))


async def _opens_about(town: Town, who: Someone, about: str, ref: str) -> Form:
    """Press such a button as another feature would show it."""
    press = Press(
        key="k",
        actor=Actor(person=who.person, community="riverbend"),
        place=who.in_,
        locale="en",
        action=act("feedback.give", about, ref),
    )
    shown = await town.app.routes.press_named("feedback.give").handle(press)
    assert isinstance(shown, Form)
    return shown


async def test_who_sends_feedback_without_end_is_asked_to_wait_and_keeps_the_words(
    town: Town,
) -> None:
    await town.clock.move(hours=2)
    maya, theo = town.someone("maya"), town.someone("theo")
    for _ in range(20):
        await logs(maya)
        assert maya.sees("receipt")

    refused = await logs(maya, words="One more thing about the hall.")

    assert isinstance(refused, Card)
    assert "That was a lot at once. Please wait a while and try again." in maya.reads(refused)
    assert "One more thing about the hall." in maya.reads(refused)
    assert "lot at once" not in theo.reads(await _card(theo))
    await town.clock.move(minutes=5)
    assert "lot at once" not in maya.reads(await _card(maya))


async def test_an_allowance_leaves_no_trace_of_who_used_it(town: Town, tmp_path: Path) -> None:
    canary = town.someone("zebulon-canary")
    for _ in range(8):
        await logs(canary)

    assert canary.sees("That was a lot at once.")
    files = [f for f in (tmp_path / "data").rglob("*") if f.is_file()]
    assert files
    assert not any(b"zebulon-canary" in f.read_bytes() for f in files)


async def _card(who: Someone) -> Card:
    shown = await logs(who)
    assert isinstance(shown, Card)
    return shown
