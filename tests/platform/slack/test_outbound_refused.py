"""What Slack refuses has a name of ours; pictures and meetings go their own way."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.slack.outbound import SlackPlatform
from bot.core.cards import Card, Picture
from bot.core.ports import Event, Later, Undeliverable
from bot.core.routes import Routes
from bot.core.text import Verbatim, say
from tests.support.lending_shelf import PNG
from tests.support.slack.faults import refusal
from tests.support.slack.house import House, bare_house, hurry
from tests.support.slack.posting import HELLO, POST, UPDATE, post, texts

# ---- for good ----------------------------------------------------------------------------------

STATES = {
    "channel_not_found": "channel_gone",
    "is_archived": "channel_archived",
    "not_in_channel": "no_access",
    "account_inactive": "token_refused",
    "token_revoked": "token_refused",
    "invalid_auth": "token_refused",
    "token_expired": "token_refused",
    "missing_scope": "missing_scope",
    "restricted_action": "no_permission",
    "restricted_action_read_only_channel": "no_permission",
    "msg_blocks_too_long": "refused_form",
    "invalid_blocks": "refused_form",
    "no_such_error_yet": "refused",
}


@pytest.mark.parametrize(("error", "state"), STATES.items())
async def test_a_refusal_for_good_has_a_name(house: House, error: str, state: str) -> None:
    house.slack.fails(refusal(POST, error))

    with pytest.raises(Undeliverable) as refused:
        await post(house)

    assert refused.value.code == state


@pytest.mark.parametrize(
    ("error", "state"),
    [("cant_update_message", "no_permission"), ("message_not_found", "message_gone")],
)
async def test_a_card_that_cannot_be_drawn_again_says_why(
    house: House, error: str, state: str
) -> None:
    message = await post(house)
    house.slack.fails(refusal(UPDATE, error))

    with pytest.raises(Undeliverable) as refused:
        await house.running.platform.edit(message, HELLO, key="k2")

    assert refused.value.code == state


async def test_a_message_that_is_gone_is_taken_back_already(house: House) -> None:
    message = await post(house)
    house.slack.fails(refusal("chat.delete", "message_not_found"))

    await house.running.platform.retract(message, key="k2")

    assert house.slack.count("chat.delete") == 1


@pytest.mark.parametrize("error", ["cannot_dm_bot", "messages_tab_disabled"])
async def test_who_takes_no_letters_is_said_to_take_none(house: House, error: str) -> None:
    maya = house.someone("maya")
    house.slack.fails(refusal(POST, error))

    with pytest.raises(Undeliverable) as refused:
        await house.running.platform.direct(house.person(maya), HELLO, key="k1")

    assert refused.value.code == "cannot_message"


async def test_a_note_to_who_is_not_in_the_channel_goes_directly(house: House) -> None:
    maya = house.someone("maya")
    house.slack.fails(refusal("chat.postEphemeral", "user_not_in_channel"))

    await house.running.platform.whisper(house.place(), house.person(maya), HELLO, key="k1")

    assert [m.text for m in house.slack.world.letters(maya.user.id)] != []


async def test_a_refusal_in_one_channel_stops_no_other(house: House) -> None:
    other = house.slack.world.channel(house.workspace.id, "other")
    house.hall.archived = True

    with pytest.raises(Undeliverable):
        await post(house)
    await house.running.platform.post(house.place(other), HELLO, key="k2")

    assert len(house.slack.world.shown_in(other.id)) == 1


async def test_a_message_of_somebody_else_is_not_ours_to_change(house: House) -> None:
    message = await post(house)
    found = house.slack.world.find(house.hall.id, message.message)
    assert found is not None
    found.by = "U0SOMEBODY"

    with pytest.raises(Undeliverable) as refused:
        await house.running.platform.edit(message, HELLO, key="k2")

    assert refused.value.code == "no_permission"


async def test_a_workspace_that_took_us_out_is_left_alone(house: House) -> None:
    await house.running.installs.end(house.workspace.id)
    before = len(house.slack.asked)

    with pytest.raises(Undeliverable) as refused:
        await post(house)

    assert refused.value.code == "not_installed"
    assert len(house.slack.asked) == before


async def test_before_the_door_is_open_messages_wait() -> None:
    async with bare_house(Routes(), running=False) as house:
        await house.start()
        platform: SlackPlatform = house.running.platform
        await house.stop()

        with pytest.raises(Later):
            await platform.post(house.place(), HELLO, key="k1")


async def test_a_silent_slack_is_given_up_in_time_and_looked_at_later(house: House) -> None:
    await post(house, "before")
    session = house.running.rest.session
    assert session is not None
    session._timeout = type(session.timeout)(total=0.2)
    house.slack.answers.clear()

    with pytest.raises(Later):
        await post(house)

    session._timeout = type(session.timeout)(total=10)
    house.slack.answers.set()
    async with asyncio.timeout(30):
        while house.slack.count(POST) < 2:  # noqa: ASYNC110  (Slack does late what we gave up)
            await asyncio.sleep(0.01)
    await post(house)
    assert len(texts(house)) == 2


# ---- pictures and meetings ---------------------------------------------------------------------


async def test_a_picture_is_uploaded_once_with_its_words(house: House) -> None:
    card = Card(title=Verbatim("Chart"), body=(Picture(PNG, say("core.done")),))

    for number in range(3):
        await house.running.platform.post(house.place(), card, key=f"k{number}")

    (file,) = house.slack.world.files.values()
    assert (file["content"], file["alt"], file["complete"]) == (PNG, "Done.", True)


async def test_a_picture_that_slack_has_not_digested_is_shown_later(house: House) -> None:
    card = Card(title=Verbatim("Chart"), body=(Picture(PNG, say("core.done")),))
    house.slack.fails(refusal(POST, "invalid_blocks"))

    with pytest.raises(Later):
        await house.running.platform.post(house.place(), card, key="k")
    await house.running.platform.post(house.place(), card, key="k")

    assert len(texts(house)) == 1


async def test_a_meeting_is_handed_out_once_in_the_thread_of_its_card(house: House) -> None:
    platform = house.running.platform
    event = _event("Bridge talk")
    message = await post(house)
    for _ in range(2):
        known = await platform.announce_event(house.place(), event, known=None, key="k1")
        assert known is None
    await house.restart()
    hurry(house.running)
    platform = house.running.platform
    await platform.edit(message, HELLO, key="k2")
    await platform.announce_event(house.place(), event, known=None, key="k2")
    same = len(house.slack.world.files)
    await platform.edit(message, HELLO, key="k3")
    await platform.announce_event(house.place(), _event("Moved"), known=None, key="k3")

    first, second = house.slack.world.files.values()
    assert same == 1
    assert b"\nBEGIN:VALARM" not in first["content"]
    assert first["thread"] == second["thread"] == message.message
    uid = [line for line in first["content"].splitlines() if line.startswith(b"UID")]
    assert uid == [line for line in second["content"].splitlines() if line.startswith(b"UID")]


async def test_a_meeting_of_the_past_is_not_handed_out(house: House) -> None:
    await post(house)
    over = _event("Over", starts=timedelta(days=-2))

    await house.running.platform.announce_event(house.place(), over, known=None, key="k1")

    assert house.slack.world.files == {}


def _event(name: str, starts: timedelta = timedelta(days=2)) -> Event:
    begins = datetime.now(UTC) + starts
    begins = begins.replace(microsecond=0, second=0)
    return Event(
        name=name,
        about="BEGIN:VALARM\r\nEND:VEVENT",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        place="Town hall, room 2",
    )
