"""Direct messages, meetings in the calendar, and servers without a community."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.discord import limits
from bot.core.cards import Card
from bot.core.people import PersonRef
from bot.core.ports import Event, Later, Undeliverable
from bot.core.routes import Routes
from bot.core.text import say
from tests.support.discord.faults import cut, refusal
from tests.support.discord.house import bare_house, hurry
from tests.support.discord.posting import CARD, POST, Post


class TestDirect:
    async def test_a_direct_message_reaches_who_opted_in(self, post: Post) -> None:
        maya = post.house.someone("maya")
        post.house.directory.languages["discord::" + str(maya.id)] = "fr"

        sent = await post.platform.direct(
            _ref(maya.id), Card(title=say("core.confirm.title")), key="1"
        )

        letters = maya.letters()
        assert letters is not None
        assert sent.way is not None
        shown = post.house.discord.world.shown_in(letters.id)
        assert [m.text for m in shown] == ["### Confirmer?"]

    async def test_closed_letters_are_said_to_be_closed(self, post: Post) -> None:
        maya = post.house.someone("maya")
        post.house.discord.world.closed_letters.add(maya.id)

        with pytest.raises(Undeliverable, match="cannot_message"):
            await post.platform.direct(_ref(maya.id), CARD, key="1")

    @pytest.mark.parametrize("code", [50007, 50278])
    async def test_either_way_of_saying_so_counts_as_closed(self, post: Post, code: int) -> None:
        maya = post.house.someone("maya")
        post.house.discord.fails(refusal("POST", POST, 403, code))

        with pytest.raises(Undeliverable, match="cannot_message"):
            await post.platform.direct(_ref(maya.id), CARD, key="1")

    async def test_many_closed_letters_stop_letters_and_nothing_else(self, post: Post) -> None:
        hurry(post.platform)
        outcomes: list[str] = []
        for number in range(limits.DIRECT_REFUSED + 5):
            someone = post.house.someone(f"n{number}")
            post.house.discord.world.closed_letters.add(someone.id)
            try:
                await post.platform.direct(_ref(someone.id), CARD, key=str(number))
            except Undeliverable as refused:
                outcomes.append(refused.code)
            except Later:
                outcomes.append("later")

        await post.platform.post(post.house.place(), CARD, key="post")

        assert outcomes == ["cannot_message"] * limits.DIRECT_REFUSED + ["later"] * 5
        assert len(post.shown) == 1

    async def test_told_to_slow_down_letters_rest_for_ten_minutes(self, post: Post) -> None:
        hurry(post.platform)
        maya = post.house.someone("maya")
        post.house.discord.fails(refusal("POST", POST, 403, 40003))

        with pytest.raises(Later):
            await post.platform.direct(_ref(maya.id), CARD, key="1")
        with pytest.raises(Later) as later:
            await post.platform.direct(_ref(maya.id), CARD, key="1")

        assert later.value.after > timedelta(minutes=9)
        assert post.house.discord.count("POST", POST) == 1

    async def test_letters_go_slowly(self, post: Post) -> None:
        people = [post.house.someone(f"n{number}") for number in range(2)]
        began = time.monotonic()

        for person in people:
            await post.platform.direct(_ref(person.id), CARD, key=str(person.id))

        assert time.monotonic() - began >= limits.DIRECT_EVERY.total_seconds() * 0.9


class TestMeetings:
    async def test_a_meeting_is_entered_changed_and_removed(self, post: Post) -> None:
        place, events = post.house.place(), post.house.guild.events
        known = await post.platform.announce_event(place, _meeting(), known=None, key="1")
        entered = dict(events[int(known or 0)])
        same = await post.platform.announce_event(place, _meeting("Moved"), known=known, key="2")
        moved = events[int(known or 0)]["name"]
        gone = await post.platform.announce_event(place, None, known=known, key="3")

        assert entered["entity_type"] == 3
        assert same == known
        assert moved == "Moved"
        assert gone is None
        assert events == {}

    async def test_what_was_edited_by_hand_is_put_right(self, post: Post) -> None:
        place, events = post.house.place(), post.house.guild.events
        known = await post.platform.announce_event(place, _meeting(), known=None, key="1")
        events[int(known or 0)]["name"] = "Party"

        await post.platform.announce_event(place, _meeting(), known=known, key="2")
        asked = len(post.house.discord.asked)
        await post.platform.announce_event(place, _meeting(), known=known, key="3")

        assert events[int(known or 0)]["name"] == "Forum"
        assert len(post.house.discord.asked) == asked + 1

    @pytest.mark.parametrize("how", ["cancelled", "deleted"])
    async def test_what_was_removed_by_hand_is_entered_again(self, post: Post, how: str) -> None:
        place, events = post.house.place(), post.house.guild.events
        known = await post.platform.announce_event(place, _meeting(), known=None, key="1")
        if how == "cancelled":
            events[int(known or 0)]["status"] = 4
        else:
            events.clear()

        again = await post.platform.announce_event(place, _meeting(), known=known, key="2")

        assert again != known
        assert events[int(again or 0)]["status"] == 1

    async def test_an_entry_whose_answer_was_lost_is_found_again(self, post: Post) -> None:
        place = post.house.place()
        post.house.discord.fails(cut("POST", r"/guilds/\d+/scheduled-events", after_effect=True))

        with pytest.raises(Later):
            await post.platform.announce_event(place, _meeting(), known=None, key="1")
        known = await post.platform.announce_event(place, _meeting(), known=None, key="1")

        assert list(post.house.guild.events) == [int(known or 0)]

    @pytest.mark.parametrize("why", ["forbidden", "full"])
    async def test_where_it_cannot_be_entered_the_card_alone_tells(
        self, post: Post, why: str
    ) -> None:
        if why == "forbidden":
            post.house.guild.events_forbidden = True
        else:
            post.house.guild.events.update({n: {"id": str(n), "status": 1} for n in range(100)})

        known = await post.platform.announce_event(
            post.house.place(), _meeting(), known=None, key="1"
        )

        assert known is None

    async def test_a_meeting_that_is_over_is_left_alone(self, post: Post) -> None:
        over = Event(name="Forum", about="", starts_at=_in(-3), ends_at=_in(-2), place="Hall")

        known = await post.platform.announce_event(post.house.place(), over, known="7", key="1")

        assert known == "7"

    async def test_a_meeting_under_way_keeps_its_beginning(self, post: Post) -> None:
        place, events = post.house.place(), post.house.guild.events
        known = await post.platform.announce_event(place, _meeting(), known=None, key="1")
        events[int(known or 0)]["status"] = 2
        began = events[int(known or 0)]["scheduled_start_time"]

        later = Event(name="Forum", about="", starts_at=_in(-1), ends_at=_in(3), place="Library")
        await post.platform.announce_event(place, later, known=known, key="2")

        assert events[int(known or 0)]["scheduled_start_time"] == began
        assert events[int(known or 0)]["entity_metadata"] == {"location": "Library"}

    async def test_long_and_hostile_words_fit(self, post: Post) -> None:
        hostile = Event(
            name="F\n" * 400,
            about="x" * 4_000,
            starts_at=_in(5),
            ends_at=_in(6),
            place="\u202eh" * 300,
        )

        known = await post.platform.announce_event(
            post.house.place(), hostile, known=None, key="1"
        )

        assert known is not None


async def test_a_message_of_a_server_without_a_community_is_undeliverable(post: Post) -> None:
    post.house.directory.homes.clear()

    with pytest.raises(Undeliverable, match="not_set_up"):
        await post.platform.post(post.house.place(), CARD, key="1")


async def test_before_the_bot_is_logged_in_everything_waits() -> None:
    async with bare_house(Routes()) as house:
        house.running.client.http.token = None

        with pytest.raises(Later):
            await house.running.platform.post(house.place(), CARD, key="1")

        house.running.client.http.token = "back"


def _meeting(name: str = "Forum") -> Event:
    return Event(name=name, about="Talk", starts_at=_in(48), ends_at=_in(50), place="Town hall")


_NOW = datetime.now(UTC).replace(microsecond=0)
"""Read once: a meeting described twice is the same one, also when a second passes between."""


def _in(hours: float) -> datetime:
    return _NOW + timedelta(hours=hours)


def _ref(user: int) -> PersonRef:
    return PersonRef(platform="discord", user=str(user))
