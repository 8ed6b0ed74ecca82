"""Messages to Slack arrive once, and no faster than Slack allows."""

from datetime import timedelta

import pytest

from bot.adapters.slack.pace import wait_of
from bot.core.ports import Later
from bot.core.text import say
from tests.support.slack.faults import Fault, broken, cut, refusal, too_many
from tests.support.slack.house import House, by_hand, hurry
from tests.support.slack.posting import HELLO, POST, post, texts

# ---- once --------------------------------------------------------------------------------------


async def test_the_library_sends_nothing_twice_by_itself(house: House) -> None:
    house.slack.fails(cut(POST), cut(POST))

    with pytest.raises(Later):
        await post(house)

    assert house.slack.faults[1].times == 1


@pytest.mark.parametrize(
    "fault",
    [
        cut(POST, after_effect=True),
        broken(POST, after_effect=True),
        Fault(POST, 200, {"ok": False, "error": "internal_error"}, after_effect=True),
        Fault(POST, 200, {"ok": False, "error": "fatal_error"}, after_effect=True),
        Fault(POST, 200, {"ok": False, "error": "service_unavailable"}, after_effect=True),
        Fault(POST, 200, "not json at all", after_effect=True),
    ],
    ids=["cut", "500", "internal error", "fatal error", "unavailable", "html"],
)
async def test_what_arrived_without_an_answer_is_found_and_not_sent_again(
    house: House, fault: Fault
) -> None:
    await post(house, "before")
    house.slack.fails(Fault(**vars(fault)))

    with pytest.raises(Later):
        await post(house)
    found = await post(house)

    assert len(texts(house)) == 2
    assert house.slack.world.find(house.hall.id, found.message) is not None


@pytest.mark.parametrize("fault", [cut(POST), broken(POST)], ids=["cut", "500"])
async def test_what_did_not_arrive_is_sent_again_once(house: House, fault: Fault) -> None:
    await post(house, "before")
    house.slack.fails(Fault(**vars(fault)))

    with pytest.raises(Later):
        await post(house)
    await post(house)
    await post(house)

    assert len(texts(house)) == 2


async def test_after_doubt_nothing_is_sent_until_slack_lets_us_look(house: House) -> None:
    clock = hurry(house.running)
    await post(house, "before")
    house.slack.fails(
        cut(POST, after_effect=True), too_many("conversations.history", "1"), broken(POST)
    )
    for _ in range(2):
        with pytest.raises(Later):
            await post(house)

    assert house.slack.count(POST) == 2
    clock.moves(timedelta(seconds=1))
    await post(house)
    assert len(texts(house)) == 2


async def test_a_process_that_died_after_sending_sends_nothing_again(house: House) -> None:
    first = await post(house)

    await house.restart()
    hurry(house.running)
    second = await post(house)

    assert second == first
    assert len(texts(house)) == 1


async def test_a_process_that_died_in_a_thread_sends_nothing_again(house: House) -> None:
    platform = house.running.platform
    thread = await platform.open_thread(await post(house), say("core.done"), key="t")
    first = await platform.post(thread, HELLO, key="k2")

    await house.restart()
    hurry(house.running)
    second = await house.running.platform.post(thread, HELLO, key="k2")

    assert second == first


async def test_each_channel_is_read_once_and_no_more(house: House) -> None:
    for number in range(5):
        await post(house, f"k{number}")

    assert house.slack.count("conversations.history") == 1


async def test_without_the_right_to_read_messages_still_go_out(house: House) -> None:
    house.slack.fails(refusal("conversations.history", "missing_scope"))

    await post(house)

    assert len(texts(house)) == 1


async def test_the_mark_of_a_message_tells_nothing(house: House) -> None:
    await post(house, "draw:questions:17")

    (message,) = house.slack.world.shown_in(house.hall.id)
    assert "questions" not in str(message.body["metadata"])
    assert message.body["metadata"]["event_type"] == "commonground"


# ---- pace --------------------------------------------------------------------------------------


async def test_a_channel_takes_one_message_a_second_and_others_go_on(house: House) -> None:
    clock = by_hand(house.running)
    other = house.place(house.slack.world.channel(house.workspace.id, "other"))
    platform = house.running.platform

    await post(house, "k1")
    with pytest.raises(Later) as wait:
        await post(house, "k2")
    await platform.post(other, HELLO, key="k3")
    before = len(texts(house))
    clock.moves(wait.value.after)
    await post(house, "k2")

    assert wait.value.after == timedelta(seconds=1)
    assert (before, len(texts(house))) == (1, 2)


@pytest.mark.parametrize(
    ("told", "wait"),
    [
        ("2", 2),
        ("0", 1),
        ("-1", 30),
        ("1000000000", 30),
        ("NaN", 30),
        ("1.5", 30),
        ("", 30),
        (None, 30),
    ],
)
async def test_slack_is_not_asked_again_before_it_said(
    house: House, told: str | None, wait: int
) -> None:
    clock = hurry(house.running)
    await post(house, "before")
    asked = house.slack.count(POST)
    house.slack.fails(too_many(POST, told))

    with pytest.raises(Later) as first:
        await post(house)
    clock.moves(timedelta(seconds=wait - 0.5))
    with pytest.raises(Later) as second:
        await post(house, "k2")

    assert first.value.after == timedelta(seconds=wait)
    assert second.value.after == timedelta(seconds=0.5)
    assert house.slack.count(POST) == asked + 1


def test_a_wait_of_odd_digits_is_no_number() -> None:
    assert wait_of("٣") == wait_of(None) == timedelta(seconds=30)
    assert wait_of("9999") == timedelta(hours=1)


async def test_one_workspace_waits_and_another_goes_on(house: House) -> None:
    other = house.slack.world.workspace("xoxb-other")
    hall = house.slack.world.channel(other.id, "hall")
    house.directory.homes.add(other.id)
    from bot.adapters.slack.installs import Install  # noqa: PLC0415

    installs = house.running.installs
    await installs.keep(
        Install(team=other.id, bot_user=other.bot_user, bot=other.bot, token=other.token)
    )
    house.slack.fails(too_many(POST, "5"))
    with pytest.raises(Later):
        await post(house)
    from bot.core.places import Place  # noqa: PLC0415

    await house.running.platform.post(
        Place(platform="slack", tenant=other.id, channel=hall.id), HELLO, key="k1"
    )

    assert len(house.slack.world.shown_in(hall.id)) == 1
