"""Cards, pictures and threads on Discord, and what it refuses for good."""

from collections.abc import Awaitable, Callable

import pytest

from bot.adapters.discord import limits
from bot.core.cards import Card, Paragraph, Picture
from bot.core.ports import Later, Undeliverable
from bot.core.text import Verbatim, say
from tests.support.discord.faults import cut, refusal
from tests.support.discord.posting import CARD, POST, Post
from tests.support.lending_shelf import PNG

EDIT = r"/channels/\d+/messages/\d+"
OTHER = Card(title=Verbatim("Notice"), body=(Paragraph(Verbatim("The street is open.")),))


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
