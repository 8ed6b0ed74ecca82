"""Feedback in the town: said without a name, worked off, and told by receipt."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.actions import act
from bot.core.cards import Card
from bot.core.forms import Corrections, Form
from bot.core.gestures import Press
from bot.core.people import Actor, Role
from bot.core.text import Verbatim, say
from bot.features.feedback.model import Kind, State
from bot.features.feedback.personal_data import FeedbackData
from bot.features.feedback.service import FeedbackDesk
from tests.support.reading import read
from tests.support.someone import Someone
from tests.support.town import Town, open_town

WORDS = "Please hold the next forum after six in the evening."
HOSTILE = {
    "nothing": "",
    "blanks": " \n\t ",
    "ten thousand characters": "a" * 10_000,
    "one too many": "a" * 3_001,
    "NUL": "before\0after",
    "half a character": "half \ud800",
    "an escape": "\x1b[31mred",
}
INERT = {
    "everyone": "@everyone and @here",
    "a channel": "<!channel> <@U123> <#C1>",
    "a link": "[click](javascript:alert(1)) <https://evil.example|bank>",
    "marks": "**bold** `code` ||hidden||",
    "a formula": '=HYPERLINK("https://evil.example")',
}


def desk_of(town: Town) -> FeedbackDesk:
    """Return the desk behind the counter."""
    return town.app.features.feedback


def organizer(town: Town, name: str = "olga") -> Someone:
    return town.someone(name, Role.ORGANIZER).goes_to("feedback")


async def logs(who: Someone, **answers: str) -> Card | Form | Corrections | None:
    """Fill the form and send it."""
    await who.says("/feedback")
    given = {"kind": "idea", "about": "forum", "words": WORDS, **answers}
    return await who.fills(**given).sends()


async def receipt_of(who: Someone, **answers: str) -> str:
    """Log something and return the receipt."""
    shown = await logs(who, **answers)
    assert isinstance(shown, Card)
    found = re.search(r"\d{4} \d{4} \d{4} \d{4}", read(shown))
    assert found is not None
    return found[0]


async def looks_up(who: Someone, receipt: str) -> Card:
    """Look up a receipt."""
    await who.says("/receipt")
    shown = await who.fills(receipt=receipt).sends()
    assert isinstance(shown, Card)
    return shown


def notes(town: Town) -> tuple[Card, ...]:
    return tuple(c for c in town.channel("feedback").cards if "About: " in read(c))


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


async def test_help_is_offered_before_anything_is_stored(town: Town) -> None:
    maya = town.someone("maya")

    shown = await logs(maya, words="I want to kill myself", rating="2", kind="concern")

    assert isinstance(shown, Card)
    assert shown.title == say("feedback.concern.title")
    assert "Nothing has been sent or stored yet." in read(shown)
    assert len(await desk_of(town).export_rows("riverbend")) == 1
    again = await maya.presses("feedback.again")
    assert isinstance(again, Form)
    await maya.fills(words="I feel bad about the last forum.").sends()
    rows = await desk_of(town).export_rows("riverbend")
    assert [r[2:7] for r in rows[1:]] == [
        ("concern", "forum", "", "2", "I feel bad about the last forum.")
    ]


async def test_what_was_kept_for_a_quarter_of_an_hour_is_gone_after_it(town: Town) -> None:
    maya = town.someone("maya")
    shown = await logs(maya, words="I want to kill myself")
    assert isinstance(shown, Card)
    await town.clock.move(minutes=16)

    late = await maya.presses("feedback.send_kept", on=shown)

    assert isinstance(late, Card)
    assert "kept for 15 minutes only" in read(late)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_odd_words_stay_in_the_form(town: Town, words: str) -> None:
    maya = town.someone("maya")

    await logs(maya, words=words)

    assert set(maya.wrong) == {"words"}
    assert maya.typed["words"] == words
    assert len(await desk_of(town).export_rows("riverbend")) == 1


@pytest.mark.parametrize("field", ["kind", "about", "rating", "name"])
async def test_an_option_that_was_not_offered_stays_in_the_form(town: Town, field: str) -> None:
    maya = town.someone("maya")

    await logs(maya, **{field: "@everyone"})

    assert set(maya.wrong) == {field}


@pytest.mark.parametrize("words", INERT.values(), ids=INERT)
async def test_words_that_would_ping_or_link_are_shown_as_words(town: Town, words: str) -> None:
    olga = organizer(town)
    await logs(town.someone("maya"), words=words, name="named")
    await town.settles()
    await olga.presses("feedback.act")
    await olga.fills(reply=words, whom="everyone").sends()
    await town.settles()

    assert read(notes(town)[-1]).count(words) == 2
    assert words in read(town.channel("posts").cards[-1])
    assert town.pinged == []


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_odd_replies_stay_in_the_form(town: Town, words: str) -> None:
    olga = organizer(town)
    await logs(town.someone("maya"), name="named")
    await town.settles()
    await olga.presses("feedback.act")

    await olga.fills(reply=words).sends()

    assert set(olga.wrong) == {"reply"}
    assert "Status: New" in read(notes(town)[-1])


async def test_long_words_are_read_whole(town: Town) -> None:
    olga = organizer(town)
    words = "word " * 599 + "zum"
    await logs(town.someone("maya"), words=words, name="named")
    await town.settles()
    assert not olga.sees("zum")

    shown = await olga.presses("feedback.whole")

    assert isinstance(shown, Card)
    assert words in read(shown)


async def test_the_holder_of_a_receipt_can_delete_the_words(town: Town) -> None:
    maya, olga = town.someone("maya"), organizer(town)
    receipt = await receipt_of(maya)
    await town.clock.move(minutes=17)
    await looks_up(maya, receipt)

    shown = await maya.presses("feedback.withdraw")
    await town.settles()

    assert isinstance(shown, Card)
    assert "Your words are deleted." in read(shown)
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
