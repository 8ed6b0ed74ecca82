"""What every platform must do with the eight verbs: one suite, run on each.

What a platform cannot do natively it says in ``capabilities()``. ``platform_stages.py`` tells how
a platform joins.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from bot.core.actions import act
from bot.core.cards import Button, Card, Choice as CardChoice, Option, Paragraph, Quote, Style
from bot.core.places import Way
from bot.core.ports import Event, Undeliverable
from bot.core.text import Verbatim, say
from tests.contract.platform_stages import STAGES, Stage
from tests.support import gallery

HELLO = Card(title=Verbatim("Hello"), body=(Paragraph(Verbatim("to everyone")),))
LATER = Card(title=Verbatim("Hello again"), body=(Paragraph(Verbatim("to everyone")),))
PINGS = "@everyone @here <!channel> <!here> <@maya> <@U024BE7LH> <@&42> @maya"


@pytest.fixture(params=STAGES.values(), ids=list(STAGES))
async def stage(request: pytest.FixtureRequest) -> AsyncGenerator[Stage]:
    async with request.param() as stage:
        yield stage


async def test_a_card_is_seen_where_it_is_posted(stage: Stage) -> None:
    message = await stage.platform.post(stage.square, HELLO, key="k1")

    assert message.place == stage.square
    assert stage.platform.name == stage.square.platform
    assert [("Hello" in m, "to everyone" in m) for m in stage.reads(stage.maya, stage.square)] == [
        (True, True)
    ]


async def test_the_same_key_shows_once(stage: Stage) -> None:
    first = await stage.platform.post(stage.square, HELLO, key="k1")
    second = await stage.platform.post(stage.square, HELLO, key="k1")

    assert first == second
    assert len(stage.reads(stage.maya, stage.square)) == 1


async def test_two_keys_are_two_messages(stage: Stage) -> None:
    first = await stage.platform.post(stage.square, HELLO, key="k1")
    second = await stage.platform.post(stage.square, HELLO, key="k2")

    assert first != second
    assert len(stage.reads(stage.maya, stage.square)) == 2


async def test_a_message_is_drawn_again_in_its_place(stage: Stage) -> None:
    message = await stage.platform.post(stage.square, HELLO, key="k1")

    await stage.platform.edit(message, LATER, key="k2")
    await stage.platform.edit(message, LATER, key="k2")

    (shown,) = stage.reads(stage.maya, stage.square)
    assert "Hello again" in shown


async def test_a_message_deleted_by_hand_is_reported_as_gone(stage: Stage) -> None:
    message = await stage.platform.post(stage.square, HELLO, key="k1")
    stage.delete(message)

    with pytest.raises(Undeliverable) as refusal:
        await stage.platform.edit(message, LATER, key="k2")

    assert refusal.value.code == "message_gone"


async def test_taking_back_what_is_gone_is_done_already(stage: Stage) -> None:
    message = await stage.platform.post(stage.square, HELLO, key="k1")

    await stage.platform.retract(message, key="k2")
    await stage.platform.retract(message, key="k3")

    assert stage.reads(stage.maya, stage.square) == []


async def test_a_channel_that_is_gone_is_reported(stage: Stage) -> None:
    with pytest.raises(Undeliverable) as refusal:
        await stage.platform.post(stage.nowhere, HELLO, key="k1")

    assert refusal.value.code == "channel_gone"


async def test_a_whisper_is_seen_by_one_person(stage: Stage) -> None:
    delivery = await stage.platform.whisper(stage.square, stage.maya, HELLO, key="k1")

    assert stage.reads(stage.shy, stage.square) == []
    if stage.platform.capabilities().whispers_outside_gestures:
        assert delivery.way is Way.WHISPER
        assert "Hello" in stage.reads(stage.maya, stage.square)[0]
    else:
        assert delivery.way is Way.DIRECT
        assert "Hello" in stage.letters(stage.maya)[0]


async def test_a_whisper_to_who_is_not_there_goes_directly(stage: Stage) -> None:
    delivery = await stage.platform.whisper(stage.back_room, stage.maya, HELLO, key="k1")

    assert delivery.way is Way.DIRECT
    assert "Hello" in stage.letters(stage.maya)[0]


async def test_the_same_whisper_is_shown_once(stage: Stage) -> None:
    for _ in range(2):
        await stage.platform.whisper(stage.square, stage.maya, HELLO, key="k1")

    assert len(stage.reads(stage.maya, stage.square) + stage.letters(stage.maya)) == 1


async def test_a_direct_message_reaches_one_person_once(stage: Stage) -> None:
    for _ in range(2):
        delivery = await stage.platform.direct(stage.maya, HELLO, key="k1")
        assert delivery.way is Way.DIRECT

    assert len(stage.letters(stage.maya)) == 1
    assert stage.letters(stage.shy) == []


async def test_who_takes_no_messages_is_reported(stage: Stage) -> None:
    with pytest.raises(Undeliverable) as refusal:
        await stage.platform.direct(stage.shy, HELLO, key="k1")

    assert refusal.value.code == "cannot_message"


async def test_who_is_not_here_is_reported(stage: Stage) -> None:
    with pytest.raises(Undeliverable) as refusal:
        await stage.platform.direct(stage.stranger, HELLO, key="k1")

    assert refusal.value.code == "person_gone"


async def test_a_message_has_one_thread(stage: Stage) -> None:
    message = await stage.platform.post(stage.square, HELLO, key="k1")

    first = await stage.platform.open_thread(message, say("core.done"), key="k2")
    second = await stage.platform.open_thread(message, say("core.done"), key="k3")
    await stage.platform.post(first, LATER, key="k4")

    assert first == second
    assert first.channel == stage.square.channel
    assert "Hello again" in stage.reads(stage.maya, first)[0]
    assert len(stage.reads(stage.maya, stage.square)) == 1


async def test_there_is_no_thread_in_a_thread(stage: Stage) -> None:
    message = await stage.platform.post(stage.square, HELLO, key="k1")
    thread = await stage.platform.open_thread(message, say("core.done"), key="k2")
    inner = await stage.platform.post(thread, LATER, key="k3")

    with pytest.raises(Undeliverable) as refusal:
        await stage.platform.open_thread(inner, say("core.done"), key="k4")

    assert refusal.value.code == "no_thread_in_thread"


async def test_a_meeting_is_entered_changed_and_removed(stage: Stage) -> None:
    event = _event(stage)

    known = await stage.platform.announce_event(stage.square, event, known=None, key="k1")
    if not stage.platform.capabilities().events:
        assert known is None
        return
    assert stage.calendar() == ["Bridge talk"]
    moved = _event(stage, name="Bridge talk, moved")
    again = await stage.platform.announce_event(stage.square, moved, known=known, key="k2")
    assert again == known
    assert stage.calendar() == ["Bridge talk, moved"]

    gone = await stage.platform.announce_event(stage.square, None, known=known, key="k3")

    assert gone is None
    assert stage.calendar() == []


async def test_a_meeting_of_the_past_is_refused(stage: Stage) -> None:
    event = _event(stage, starts=timedelta(hours=-1))

    if stage.platform.capabilities().events:
        with pytest.raises(Undeliverable):
            await stage.platform.announce_event(stage.square, event, known=None, key="k1")


async def test_a_panel_is_drawn_and_drawn_again(stage: Stage) -> None:
    await stage.platform.publish_home(stage.maya, HELLO, key="k1")
    await stage.platform.publish_home(stage.maya, LATER, key="k2")

    assert stage.reads(stage.shy, stage.square) == []


async def test_only_those_whom_a_card_names_hear_a_sound(stage: Stage) -> None:
    words = Verbatim(PINGS)
    await stage.platform.post(
        stage.square,
        Card(
            title=words,
            body=(Quote(words), Paragraph(say("core.incident.body", number=stage.maya))),
            actions=(
                Button(say("core.yes"), act("a.b")),
                CardChoice(say("core.yes"), act("a.c"), (Option("x", Verbatim(PINGS[:70])),)),
            ),
        ),
        key="k1",
    )
    assert stage.pinged() == []

    await stage.platform.post(
        stage.square, Card(title=say("core.done"), notify=(stage.maya,)), key="k2"
    )
    assert stage.pinged() == [stage.maya]


async def test_a_card_as_full_as_a_card_can_be_is_taken(stage: Stage) -> None:
    card = Card(
        title=Verbatim("t" * 150),
        body=(Quote(Verbatim("w" * 3_000)),),
        actions=(
            *(
                Button(say("core.yes"), act("questions.a_rather_long_name", "x" * 26), Style.MAIN)
                for _ in range(5)
            ),
            CardChoice(
                say("core.yes"),
                act("a.b"),
                tuple(Option(str(n), Verbatim("o" * 75)) for n in range(25)),
            ),
        ),
    )

    await stage.platform.post(stage.square, card, key="k1")

    assert len(stage.reads(stage.maya, stage.square)) == 1


@pytest.mark.parametrize("area", sorted({name.partition(".")[0] for name in gallery.cards()}))
async def test_every_card_of_the_gallery_is_taken(stage: Stage, area: str) -> None:
    cards = {n: card for n, card in gallery.cards().items() if n.startswith(f"{area}.")}
    for number, (name, card) in enumerate(cards.items(), start=1):
        try:
            await stage.platform.post(stage.square, card, key=name)
        except Exception as refusal:
            refusal.add_note(name)
            raise
        assert len(stage.reads(stage.maya, stage.square)) == number, name


def _event(
    stage: Stage, *, name: str = "Bridge talk", starts: timedelta = timedelta(days=2)
) -> Event:
    begins = stage.clock.now() + starts
    return Event(
        name=name,
        about="What should become of the old bridge?",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        place="Town hall, room 2",
    )
