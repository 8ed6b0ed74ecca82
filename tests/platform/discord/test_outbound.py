"""The platform port on Discord, and what becomes of each refusal: the table in the handbook."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.adapters.discord import limits
from bot.adapters.discord.outbound import DiscordPlatform
from bot.core.cards import Card, Paragraph, Picture
from bot.core.people import PersonRef
from bot.core.ports import Event, Later, Undeliverable
from bot.core.routes import Routes
from bot.core.text import Verbatim, say
from tests.support.discord.faults import Fault, cloudflare, cut, refusal, too_many
from tests.support.discord.house import House, bare_house, hurry
from tests.support.discord.world import Message
from tests.support.lending_shelf import PNG

POST = r"/channels/\d+/messages"
EDIT = r"/channels/\d+/messages/\d+"
CARD = Card(title=Verbatim("Notice"), body=(Paragraph(Verbatim("The street is closed.")),))
OTHER = Card(title=Verbatim("Notice"), body=(Paragraph(Verbatim("The street is open.")),))


@dataclass
class Post:
    house: House
    platform: DiscordPlatform

    @property
    def shown(self) -> list[Message]:
        return self.house.discord.world.shown_in(self.house.hall.id)


@pytest.fixture
async def post() -> AsyncGenerator[Post]:
    async with bare_house(Routes()) as house:
        yield Post(house, house.running.platform)
    assert house.discord.all_refusals() == []


async def test_a_card_is_shown_drawn_again_and_taken_back(post: Post) -> None:
    ref = await post.platform.post(post.house.place(), CARD, key="1")
    first = post.shown[0].text
    await post.platform.edit(ref, OTHER, key="2")
    second = post.shown[0].text
    await post.platform.retract(ref, key="3")
    await post.platform.retract(ref, key="3")

    assert "closed" in first
    assert "open" in second
    assert post.shown == []


async def test_the_same_key_shows_once_and_another_key_shows_again(post: Post) -> None:
    first = await post.platform.post(post.house.place(), CARD, key="1")
    again = await post.platform.post(post.house.place(), CARD, key="1")
    other = await post.platform.post(post.house.place(), CARD, key="2")
    nonces = [m.body["nonce"] for m in post.shown]

    assert first == again
    assert other != first
    assert len(post.shown) == 2
    assert all(len(n) <= limits.NONCE for n in nonces)


async def test_a_post_whose_answer_was_lost_is_shown_once(post: Post) -> None:
    post.house.discord.fails(cut("POST", POST, after_effect=True))

    with pytest.raises(Later):
        await post.platform.post(post.house.place(), CARD, key="1")
    ref = await post.platform.post(post.house.place(), CARD, key="1")

    assert [str(m.id) for m in post.shown] == [ref.message]


async def test_a_picture_is_replaced_when_its_card_is_drawn_again(post: Post) -> None:
    with_picture = Card(title=Verbatim("Chart"), body=(Picture(PNG, say("core.done")),))

    ref = await post.platform.post(post.house.place(), with_picture, key="1")
    files = post.shown[0].files
    await post.platform.edit(ref, CARD, key="2")

    assert files == ("0-picture.png",)
    assert post.shown[0].body["attachments"] == []


async def test_a_thread_is_opened_once_adopted_and_written_to(post: Post) -> None:
    ref = await post.platform.post(post.house.place(), CARD, key="1")
    thread = await post.platform.open_thread(ref, Verbatim("A title " * 40), key="2")
    adopted = await post.platform.open_thread(ref, Verbatim("A title"), key="2")
    said = await post.platform.post(thread, CARD, key="3")
    channel = post.house.discord.world.find(int(thread.thread or 0))

    assert channel is not None
    assert len(channel.name) <= 100
    assert adopted == thread
    assert thread.thread == ref.message
    assert said.place == thread


async def test_a_thread_that_went_to_sleep_is_woken_first(post: Post) -> None:
    ref = await post.platform.post(post.house.place(), CARD, key="1")
    thread = await post.platform.open_thread(ref, Verbatim("Talk"), key="2")
    channel = post.house.discord.world.find(int(ref.message))
    assert channel is not None
    said = await post.platform.post(thread, CARD, key="3")

    channel.archived = True
    await post.platform.edit(said, OTHER, key="4")
    channel.archived = True
    await post.platform.post(thread, CARD, key="5")

    assert not channel.archived
    assert len(post.house.discord.world.shown_in(channel.id)) == 2


async def test_a_thread_that_is_said_to_sleep_is_woken_and_written_to(post: Post) -> None:
    ref = await post.platform.post(post.house.place(), CARD, key="1")
    thread = await post.platform.open_thread(ref, Verbatim("Talk"), key="2")
    post.house.discord.fails(refusal("POST", POST, 400, 50083))

    said = await post.platform.post(thread, CARD, key="3")

    assert said.place == thread
    assert post.house.discord.count("PATCH", rf"/channels/{thread.thread}") == 1


async def test_a_thread_that_is_said_to_be_there_is_used(post: Post) -> None:
    ref = await post.platform.post(post.house.place(), CARD, key="1")
    post.house.discord.fails(refusal("POST", EDIT + "/threads", 400, 160004))

    thread = await post.platform.open_thread(ref, Verbatim("Talk"), key="2")

    assert thread.thread == ref.message


STATES: list[tuple[str, str, int, int, str]] = [
    ("post", POST, 404, 10003, "channel_gone"),
    ("post", POST, 404, 10004, "server_gone"),
    ("post", POST, 403, 50001, "no_access"),
    ("post", POST, 403, 50013, "no_permission"),
    ("post", POST, 400, 200000, "refused_by_filter"),
    ("post", POST, 403, 0, "no_access"),
    ("post", POST, 404, 0, "gone"),
    ("post", POST, 400, 50035, "refused_form"),
    ("edit", EDIT, 404, 10008, "message_gone"),
    ("thread", EDIT + "/threads", 400, 160006, "threads_full"),
]


@pytest.mark.parametrize(("verb", "path", "status", "code", "state"), STATES)
async def test_a_refusal_for_good_has_a_name_and_is_not_tried_again(
    post: Post, verb: str, path: str, status: int, code: int, state: str
) -> None:
    ref = await post.platform.post(post.house.place(), CARD, key="0")
    method = "PATCH" if verb == "edit" else "POST"
    post.house.discord.fails(refusal(method, path, status, code))
    before = len(post.house.discord.asked)

    verbs: dict[str, Callable[[], Awaitable[object]]] = {
        "post": lambda: post.platform.post(post.house.place(), CARD, key="1"),
        "edit": lambda: post.platform.edit(ref, OTHER, key="1"),
        "thread": lambda: post.platform.open_thread(ref, Verbatim("Talk"), key="1"),
    }
    with pytest.raises(Undeliverable) as refused:
        await verbs[verb]()

    assert refused.value.code == state
    assert len(post.house.discord.asked) == before + 1


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_429_of_discord_is_waited_for(post: Post, scope: str) -> None:
    post.house.discord.fails(too_many("POST", POST, scope, seconds=0.2))
    began = time.monotonic()

    await post.platform.post(post.house.place(), CARD, key="1")

    assert time.monotonic() - began >= 0.2
    assert len(post.shown) == 1
    assert post.platform.rest.pace.breaker.counted == (0 if scope == "shared" else 1)


async def test_a_global_429_holds_everything_back(post: Post) -> None:
    post.house.discord.fails(too_many("POST", POST, "global", seconds=0.4))
    other = post.house.discord.world.channel(post.house.guild, "other")
    began = time.monotonic()
    first = asyncio.create_task(post.platform.post(post.house.place(), CARD, key="1"))
    await asyncio.sleep(0.1)

    await post.platform.post(post.house.place(other), CARD, key="2")
    await first

    assert time.monotonic() - began >= 0.4


async def test_a_429_from_in_front_of_discord_stops_the_job_for_a_while(post: Post) -> None:
    post.house.discord.fails(cloudflare("POST", POST))

    with pytest.raises(Later) as later:
        await post.platform.post(post.house.place(), CARD, key="1")

    assert later.value.after >= timedelta(seconds=30)
    assert post.house.discord.count("POST", POST) == 1


@pytest.mark.parametrize("wait", [-1, 1e9, "soon", None])
async def test_a_429_with_a_strange_wait_is_answered_with_a_sane_one(
    post: Post, wait: Any
) -> None:
    page = Fault("POST", POST, 429, "<html>", {"Retry-After": str(wait)})
    post.house.discord.fails(page)

    with pytest.raises(Later) as later:
        await post.platform.post(post.house.place(), CARD, key="1")

    assert timedelta(seconds=30) <= later.value.after <= timedelta(hours=1)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_broken_answer_is_tried_again_with_the_same_nonce(post: Post, status: int) -> None:
    post.house.discord.fails(Fault("POST", POST, status, {"message": "x", "code": 0}))

    await post.platform.post(post.house.place(), CARD, key="1")

    nonces = [a.body["nonce"] for a in post.house.discord.asked if a.path.endswith("/messages")]
    assert len(nonces) == 2
    assert len(set(nonces)) == 1
    assert len(post.shown) == 1


@pytest.mark.parametrize("fault", [Fault("POST", POST, 503, "<html>"), cut("POST", POST)])
async def test_a_503_or_a_cut_connection_is_left_to_the_courier(post: Post, fault: Fault) -> None:
    fault.times = 1
    post.house.discord.fails(fault)

    with pytest.raises(Later):
        await post.platform.post(post.house.place(), CARD, key="1")
    await post.platform.post(post.house.place(), CARD, key="1")

    assert len(post.shown) == 1


async def test_a_token_that_is_refused_stops_every_call(post: Post) -> None:
    post.house.discord.token_works = False

    for key in ("1", "2"):
        with pytest.raises(Later):
            await post.platform.post(post.house.place(), CARD, key=key)
    with pytest.raises(Later) as later:
        await post.platform.post(post.house.place(), CARD, key="3")

    assert later.value.after >= timedelta(hours=1)
    assert post.house.discord.statuses()[401] == 1


async def test_many_refusals_stop_asking_long_before_discord_bans_the_address(post: Post) -> None:
    post.house.discord.fails(refusal("POST", POST, 403, 50013, times=10_000))
    kept_for_later = 0

    for key in range(150):
        try:
            await post.platform.post(post.house.place(), CARD, key=str(key))
        except Undeliverable:
            continue
        except Later:
            kept_for_later += 1

    assert post.house.discord.statuses()[403] == limits.INVALID_AT_MOST
    assert kept_for_later == 150 - limits.INVALID_AT_MOST


async def test_no_burst_exceeds_fifty_requests_in_a_second(post: Post) -> None:
    post.house.discord.limits.a_second = 50
    places = [
        post.house.place(post.house.discord.world.channel(post.house.guild, f"c{n}"))
        for n in range(110)
    ]

    await asyncio.gather(*(post.platform.post(p, CARD, key=str(n)) for n, p in enumerate(places)))

    assert post.house.discord.statuses()[429] == 0


async def test_the_headers_of_a_bucket_are_kept_to(post: Post) -> None:
    """One after another, as the courier sends to one channel."""
    post.house.discord.limits.bucket, post.house.discord.limits.bucket_seconds = 5, 0.5

    for number in range(12):
        await post.platform.post(post.house.place(), CARD, key=str(number))

    assert len(post.shown) == 12
    assert post.house.discord.statuses()[429] == 0


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
