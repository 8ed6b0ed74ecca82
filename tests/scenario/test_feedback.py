"""Feedback logged, worked off, and told about by receipt."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.core.cards import Card
from bot.core.people import Role
from bot.core.text import say
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
from tests.support.town import Town


async def test_feedback_is_worked_off_and_told_by_receipt(town: Town) -> None:
    maya, olga = town.someone("maya"), organizer(town)
    receipt = await receipt_of(maya, rating="4")
    await town.clock.move(minutes=17)

    words = read(notes(town)[-1])
    assert WORDS in words
    assert "From: nobody is named" in words
    assert "Rating: 4 of 5: good" in words
    assert "Status: New" in words
    await olga.presses("feedback.read")
    assert "Nothing has been decided yet" in read(await looks_up(maya, receipt))

    await olga.presses("feedback.act")
    await olga.fills(reply="The next forum begins at half past six.").sends()
    await town.settles()
    assert "Status: Acted on" in read(notes(town)[-1])

    told = read(await looks_up(maya, receipt))
    await town.settles()
    assert "The organizers have acted on this." in told
    assert "The next forum begins at half past six." in told
    assert WORDS not in told
    assert "Status: Told" in read(notes(town)[-1])
    assert town.channel("posts").cards == ()


async def test_not_for_now_is_said_with_a_reason(town: Town) -> None:
    maya, olga = town.someone("maya"), organizer(town)
    receipt = await receipt_of(maya)
    await town.clock.move(minutes=17)

    await olga.presses("feedback.not_now")
    await olga.fills(reason="not_ours").sends()

    told = read(await looks_up(maya, receipt))
    assert "not doing this for now" in told
    assert "The reason: Somebody else decides this" in told


async def test_what_was_done_can_be_told_to_everyone_without_the_words(town: Town) -> None:
    olga = organizer(town)
    await receipt_of(town.someone("maya"))
    await town.clock.move(minutes=17)

    await olga.presses("feedback.act")
    await olga.fills(reply="Forums begin later now.", whom="everyone").sends()
    await town.settles()

    [card] = town.channel("posts").cards
    assert card.title == say("feedback.answer.acted")
    assert "Forums begin later now." in read(card)
    assert WORDS not in read(card)
    assert "Status: Told" in read(notes(town)[-1])


async def test_nothing_of_a_person_without_a_name_is_written(town: Town, tmp_path: Path) -> None:
    zebra = town.someone("zebrafinch")

    receipt = await receipt_of(zebra)
    await town.clock.move(minutes=17)
    await looks_up(zebra, receipt)

    written = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())  # noqa: ASYNC240
    assert WORDS.encode() in written
    for trace in (b"zebrafinch", receipt.encode(), receipt.replace(" ", "").encode()):
        assert trace not in written


async def test_notes_without_a_name_reach_organizers_together_and_later(town: Town) -> None:
    for number in range(3):
        await logs(town.someone(f"resident{number}"), words=f"Note {number}")
    await town.settles()
    assert notes(town) == ()

    await town.clock.move(minutes=17)

    assert len(notes(town)) == 3


async def test_a_named_note_is_shown_at_once_with_the_name(town: Town) -> None:
    await logs(town.someone("maya"), name="named")
    await town.settles()

    assert "From: maya" in read(notes(town)[-1])


async def test_only_organizers_work_it_off(town: Town) -> None:
    olga, amina = organizer(town), town.someone("amina", Role.LIAISON)
    await logs(town.someone("maya"), name="named")
    await town.settles()
    await olga.goes_to("general").opens_home()
    listed = await olga.presses("feedback.desk")
    assert isinstance(listed, Card)
    shown = await olga.chooses(WORDS, on=listed)
    assert isinstance(shown, Card)
    assert WORDS in read(shown)

    olga.becomes(Role.LIAISON)
    refused = await olga.presses("feedback.act", on=shown)

    assert isinstance(refused, Card)
    assert "for people with another role" in read(refused)
    assert not amina.sees(WORDS)


async def test_two_organizers_who_decide_at_once_decide_once(town: Town) -> None:
    olga, omar = organizer(town), organizer(town, "omar")
    await logs(town.someone("maya"), name="named")
    await town.settles()
    await olga.presses("feedback.act")
    await omar.presses("feedback.not_now")

    both = await asyncio.gather(
        olga.fills(reply="Done.").sends(), omar.fills(reason="later").sends()
    )

    titles = sorted(read(c).splitlines()[0] for c in both if isinstance(c, Card))
    assert titles == ["An idea", "That did not go through"]


async def test_sending_twice_logs_once(town: Town) -> None:
    maya = town.someone("maya")
    shown = await logs(maya, words="I want to kill myself")
    assert isinstance(shown, Card)

    first = await maya.presses("feedback.send_kept", on=shown)
    rows = await desk_of(town).export_rows("riverbend")

    assert isinstance(first, Card)
    assert first.title == say("feedback.thanks.title")
    assert len(rows) == 2
