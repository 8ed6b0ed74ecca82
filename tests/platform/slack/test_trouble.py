"""When Slack or the disk is in trouble, people hear the truth and keep their words."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta

import pytest

from bot.core.actions import act
from bot.core.cards import Card
from bot.core.errors import NotSaved
from bot.core.gestures import Submitted
from bot.core.people import Role
from bot.core.routes import Responds, Routes
from tests.support.lending_shelf import lending_shelf
from tests.support.slack.faults import Fault, broken, cut, refusal, too_many
from tests.support.slack.house import MODES, House, bare_house, by_hand
from tests.support.slack.people import Person
from tests.support.slack.seen import Seen
from tests.support.slack.world import Message, View

WORDS = "Why was Elm Street closed all of Sunday?"


@pytest.fixture
def acknowledged() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture(params=MODES)
async def house(
    request: pytest.FixtureRequest, acknowledged: asyncio.Event
) -> AsyncGenerator[House]:
    routes, _ = lending_shelf()
    _disk(routes, acknowledged)
    async with bare_house(routes, request.param) as house:
        yield house
        assert house.slack.refused == []


def _disk(routes: Routes, acknowledged: asyncio.Event) -> None:
    """Add forms whose words the disk does not take: at once, or when Slack waits no more."""

    async def full(_: Submitted) -> Card:
        raise NotSaved

    async def full_late(_: Submitted) -> Card:
        await acknowledged.wait()
        raise NotSaved

    async def wrong(sent: Submitted) -> Card:
        raise RuntimeError(sent.answers.words("why"))

    routes.form("shelf.full", Responds.PRIVATELY, lambda _: None, full)
    routes.form("shelf.full_late", Responds.PRIVATELY, lambda _: None, full_late)
    routes.form("shelf.wrong", Responds.PRIVATELY, lambda _: None, wrong)


async def _sends(
    house: House, maya: Person, name: str, then: Callable[[], None] = lambda: None
) -> Seen:
    view = (await maya.calls(house.hall, "offer")).form
    signer = house.running.renderer.signer
    view.body["callback_id"] = signer.token("riverbend", act(name))
    maya.once_acknowledged = then
    return await maya.submits(view, what="x", why=WORDS, agree=["yes"])


@pytest.mark.parametrize("name", ["shelf.full", "shelf.full_late"])
async def test_what_was_not_saved_is_said_and_the_words_come_back(
    house: House, acknowledged: asyncio.Event, name: str
) -> None:
    told = await _sends(house, house.someone("maya"), name, acknowledged.set)

    assert isinstance(told.shown, View)
    assert "could not save" in told.text
    assert WORDS in told.text


async def test_a_fault_of_ours_has_a_number_and_the_words_come_back(house: House) -> None:
    told = await _sends(house, house.someone("maya"), "shelf.wrong")

    assert "name this number" in told.text
    assert "17" in told.text
    assert WORDS in told.text


async def test_a_private_answer_finds_another_way_when_its_address_is_dead(house: House) -> None:
    maya = house.someone("maya")
    shown = await maya.calls(house.hall, "show", "all a ladder")
    house.slack.world.url = lambda base, about: f"{base}/hooks/gone"  # type: ignore[method-assign]

    refused = await maya.presses(shown.message, "Keep it")

    assert refused.private
    assert "another role" in refused.text
    assert house.slack.count("chat.postEphemeral") == 1


async def test_an_address_that_was_used_up_changes_nothing(house: House) -> None:
    maya = house.someone("maya")
    shown = (await maya.calls(house.hall, "show", "all a ladder")).message
    opened = await maya.presses(shown, "Fix it")
    for url in house.slack.world.urls.values():
        url.uses = 5

    await maya.submits(opened, day="2026-12-24")

    assert shown.text == "2026-12-24"
    assert house.slack.count("chat.update") == 1


async def test_what_may_not_be_said_to_all_is_shown_in_the_form_itself(house: House) -> None:
    maya = house.someone("maya")
    opened = await maya.calls(house.hall, "offer")
    house.slack.fails(refusal("chat.postMessage", "not_in_channel"))

    done = await maya.submits(opened, what="ladder", why="It is long", agree=["yes"])

    assert isinstance(done.shown, View)
    assert "It is long" in done.text


@pytest.mark.parametrize(
    "fault",
    [
        broken("views.open"),
        cut("views.open"),
        too_many("views.open"),
        refusal("views.open", "expired_trigger_id"),
    ],
    ids=["500", "cut", "429", "late"],
)
async def test_a_form_that_does_not_open_is_said_so(house: House, fault: Fault) -> None:
    house.slack.fails(Fault(**vars(fault)))
    clock = by_hand(house.running)
    maya = house.someone("maya")

    told = await maya.calls(house.hall, "offer")
    clock.moves(timedelta(seconds=1))
    opened = await maya.calls(house.hall, "offer")

    assert told.private
    assert "try again" in told.text
    assert opened.form.id


@pytest.mark.parametrize("method", ["users.info", "usergroups.list"])
@pytest.mark.parametrize("make", [broken, cut, too_many], ids=["500", "cut", "429"])
async def test_when_slack_does_not_say_who_somebody_is_the_rest_goes_on(
    house: House, method: str, make: type[Fault]
) -> None:
    house.slack.fails(make(method))
    maya = house.someone("maya")

    shown = await maya.calls(house.hall, "look", "a ladder")

    assert "a ladder" in shown.text


async def test_a_liaison_has_no_rights_while_slack_does_not_say_so(house: House) -> None:
    lee = house.someone("lee", Role.LIAISON)
    shown = await lee.calls(house.hall, "show", "all a ladder")
    house.running.people.groups_changed(house.workspace.id)
    house.slack.fails(broken("usergroups.list"))

    refused = await lee.presses(shown, "Keep it")
    house.running.people.groups_changed(house.workspace.id)
    taken = await lee.presses(shown, "Keep it")

    assert "another role" in refused.text
    assert taken.text.startswith("taken")


async def test_a_slack_that_says_nothing_delays_no_acknowledgement(house: House) -> None:
    maya = house.someone("maya")
    await maya.calls(house.hall, "look", "a ladder")
    house.running.people.groups_changed(house.workspace.id)
    house.slack.answers.clear()
    maya.once_acknowledged = house.slack.answers.set

    shown = await maya.calls(house.hall, "look", "another ladder")

    assert "another ladder" in shown.text


async def test_a_mention_waits_for_its_turn_in_the_channel(house: House) -> None:
    maya = house.someone("maya")
    bot = f"<@{house.workspace.bot_user}>"

    first = await maya.says(house.hall, f"{bot} one")
    second = await maya.says(house.hall, f"{bot} two")

    answers = [house.slack.world.shown_in(house.hall.id, m.ts) for m in (first, second)]
    assert [len(a) for a in answers] == [1, 1]


async def test_a_mention_that_cannot_be_answered_hurts_nothing(house: House) -> None:
    maya = house.someone("maya")
    house.hall.archived = True
    said = Message(body={"text": "hi"}, team=house.workspace.id, channel=house.hall.id)

    await maya.wire.deliver("event", maya.event_of(said, house.hall))
    await house.quiet()
    house.hall.archived = False
    shown = await maya.calls(house.hall, "look", "a ladder")

    assert "a ladder" in shown.text
    assert [r.partition(":")[0] for r in house.reported] == ["slack answer"]
