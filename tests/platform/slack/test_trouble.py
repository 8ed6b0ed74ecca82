"""When Slack or the disk is in trouble, people hear the truth and keep their words."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from bot.core.actions import act
from bot.core.cards import Card
from bot.core.errors import NotSaved
from bot.core.gestures import Submitted
from bot.core.people import Role
from bot.core.routes import Responds, Routes
from tests.support.lending_shelf import Shelf, lending_shelf
from tests.support.slack.faults import Fault, broken, cut, refusal, too_many
from tests.support.slack.house import MODES, House, bare_house
from tests.support.slack.people import Person, Seen
from tests.support.slack.world import Message, View

WORDS = "Why was Elm Street closed all of Sunday?"


@pytest.fixture(params=MODES)
async def house(request: pytest.FixtureRequest) -> AsyncGenerator[House]:
    routes, shelf = lending_shelf()
    _disk(routes, shelf)
    async with bare_house(routes, request.param) as house:
        yield house
        assert house.slack.refused == []


def _disk(routes: Routes, shelf: Shelf) -> None:
    """Add a form whose words the disk does not take: at once, or after a while."""

    async def full(sent: Submitted) -> Card:
        await asyncio.sleep(int(sent.action.ids[0]) / 1_000)
        raise NotSaved

    async def wrong(sent: Submitted) -> Card:
        raise RuntimeError(sent.answers.words("why"))

    routes.form("shelf.full", Responds.PRIVATELY, lambda _: None, full)
    routes.form("shelf.wrong", Responds.PRIVATELY, lambda _: None, wrong)


async def _sends(house: House, maya: Person, name: str, *ids: str) -> Seen:
    view = (await maya.calls(house.hall, "offer")).form
    signer = house.running.renderer.signer
    view.body["callback_id"] = signer.token("riverbend", act(name, *ids))
    return await maya.submits(view, what="x", why=WORDS, agree=["yes"])


@pytest.mark.parametrize("milliseconds", ["0", "1700"])
async def test_what_was_not_saved_is_said_and_the_words_come_back(
    house: House, milliseconds: str
) -> None:
    told = await _sends(house, house.someone("maya"), "shelf.full", milliseconds)

    assert isinstance(told.shown, View)
    assert "could not save" in told.text
    assert WORDS in told.text
    assert told.took < 3


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
    maya = house.someone("maya")

    told = await maya.calls(house.hall, "offer")
    await asyncio.sleep(1.05 if fault.status == 429 else 0)
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


async def test_a_slack_that_says_nothing_for_long_delays_no_acknowledgement(house: House) -> None:
    maya = house.someone("maya")
    await maya.calls(house.hall, "look", "a ladder")
    house.running.people.groups_changed(house.workspace.id)
    house.slack.delay = 2.0

    shown = await maya.calls(house.hall, "look", "another ladder")

    assert shown.took < 3
    assert "another ladder" in shown.text


async def test_a_mention_waits_for_its_turn_in_the_channel(house: House) -> None:
    maya = house.someone("maya")
    bot = f"<@{house.workspace.bot_user}>"

    first = await maya.says(house.hall, f"{bot} one")
    second = await maya.says(house.hall, f"{bot} two")

    answers = [house.slack.world.shown_in(house.hall.id, m.ts) for m in (first, second)]
    assert [len(a) for a in answers] == [1, 1]
    assert house.slack.statuses()[429] == 0


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
