"""People use the bot on Slack: the real Bolt, over real sockets, in both of Slack's ways."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from bot.core.actions import act
from bot.core.cards import Card
from bot.core.gestures import Called, Press, Submitted
from bot.core.people import Role
from bot.core.routes import Command, Parameter, Responds, Routes
from bot.core.text import Verbatim, say
from tests.support.lending_shelf import PNG, Shelf, lending_shelf
from tests.support.slack.house import MODES, House, bare_house
from tests.support.slack.people import Person
from tests.support.slack.world import Channel, Message, Shown, View, new


@dataclass
class Street:
    house: House
    shelf: Shelf
    ready: asyncio.Semaphore

    def lets_slack_wait(self, person: Person) -> None:
        """Have what is slow be ready only when Slack waits no more and opens nothing any more."""

        def acknowledged() -> None:
            self.house.slack.world.triggers.clear()
            self.ready.release()

        person.once_acknowledged = acknowledged


@pytest.fixture(params=MODES)
async def street(request: pytest.FixtureRequest) -> AsyncGenerator[Street]:
    routes, shelf = lending_shelf()
    ready = asyncio.Semaphore(0)
    _slow_routes(routes, ready)
    async with bare_house(routes, request.param) as house:
        yield Street(house, shelf, ready)
    assert house.slack.refused == []
    assert house.reported == []


def _slow_routes(routes: Routes, ready: asyncio.Semaphore) -> None:
    async def slow(called: Called) -> Card:
        await ready.acquire()
        if called.given.get("words") == "refused":
            called.actor.require(Role.ORGANIZER)
        return Card(title=Verbatim("Saved at last"))

    async def slow_press(press: Press) -> Card:
        await ready.acquire()
        if press.action.ids == ("no",):
            press.actor.require(Role.ORGANIZER)
        return Card(title=Verbatim("Drawn anew"))

    async def slow_form(given: Submitted) -> Card:
        await ready.acquire()
        return Card(title=Verbatim("Kept after all"))

    words = (Parameter(name="words", about=say("core.yes")),)
    for name, responds in (("slow", Responds.PRIVATELY), ("loud", Responds.PUBLICLY)):
        routes.command(
            Command(
                name=name, about=say("core.yes"), responds=responds, handle=slow, parameters=words
            )
        )
    routes.on("shelf.slowly", Responds.BY_UPDATING, slow_press)
    routes.form("shelf.slow_form", Responds.PRIVATELY, lambda _: None, slow_form)


async def test_a_neighbour_offers_a_thing_and_a_liaison_takes_it(street: Street) -> None:
    house = street.house
    maya, lee = house.someone("maya"), house.someone("lee", Role.LIAISON)

    opened = await maya.calls(house.hall, "offer")
    form = opened.form
    sent = await maya.submits(opened, what="ladder", why="It is long", agree=["yes"])
    (offered,) = house.slack.world.shown_in(house.hall.id)
    refused = await maya.presses(offered, "Keep it")
    taken = await lee.presses(offered, "Keep it")

    assert street.shelf.things == ["It is long"]
    assert sent.ack == {}
    assert form.closed
    assert refused.private
    assert "another role" in refused.text
    assert taken.message is offered
    assert taken.text.startswith("taken")
    assert offered.edits == 1


async def test_a_command_is_answered_in_its_acknowledgement(street: Street) -> None:
    maya = street.house.someone("maya")

    shown = await maya.calls(street.house.hall, "show", "all a ladder & <b>")

    assert "a ladder & <b>" in shown.text
    looked = await maya.calls(street.house.hall, "look", "words:x a ladder")
    assert looked.ack["response_type"] == "ephemeral" or looked.private


async def test_a_public_answer_does_not_show_what_was_typed(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")

    shown = await maya.calls(house.hall, "show", "all a ladder")

    assert shown.ack == {}
    assert not shown.private
    assert house.slack.world.shown_in(house.hall.id) == [shown.message]


async def test_every_command_is_reached_through_the_one_and_with_a_prefix(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")

    through = await maya.calls(house.hall, "dialogue", "look a ladder")
    prefixed = await maya.calls(house.hall, "cg-look", "a ladder")
    home = await maya.calls(house.hall, "dialogue")
    unknown = await maya.calls(house.hall, "dialogue", "fly away")

    assert through.text == prefixed.text
    assert "a ladder" in through.text
    assert home.text.startswith("Your panel")
    assert "nothing here by that name" in unknown.text


async def test_pictures_go_up_once_with_their_alternative_text(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")

    first = await maya.calls(house.hall, "look", "a ladder")
    second = await maya.calls(house.hall, "look", "a ladder")

    (file,) = house.slack.world.files.values()
    assert (file["content"], file["alt"]) == (PNG, "Done.")
    for seen in (first, second):
        image = next(b for b in seen.shown.blocks if b["type"] == "image")
        assert image["alt_text"] == "Done."
        assert image["slack_file"]["id"] in house.slack.world.files


async def test_what_is_wrong_stands_beside_its_field_and_the_words_stay(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    opened = await maya.calls(house.hall, "offer")
    form = opened.form

    wrong = await maya.submits(form, what="ladder", why="  a ", agree=["yes"])
    mended = await maya.submits(form, what="ladder", why="It is long", agree=["yes"])

    assert list(wrong.errors) == ["why"]
    assert "at least 3" in wrong.errors["why"]
    assert mended.ack == {}
    assert street.shelf.things == ["It is long"]


async def test_a_form_and_a_button_from_before_a_restart_work(street: Street) -> None:
    house = street.house
    maya, lee = house.someone("maya"), house.someone("lee", Role.LIAISON)
    opened = await maya.calls(house.hall, "offer")
    form = opened.form

    await house.restart()
    await maya.submits(form, what="ladder", why="It is long", agree=["yes"])
    (offered,) = house.slack.world.shown_in(house.hall.id)
    await house.restart()
    taken = await lee.presses(offered, "Keep it")

    assert street.shelf.things == ["It is long"]
    assert taken.text.startswith("taken")


async def test_a_dangerous_button_asks_natively(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    shown = await maya.calls(house.hall, "show", "all a ladder")

    confirm = shown.shown.buttons["No"]["confirm"]
    street.shelf.things.append("ladder")
    burnt = await maya.presses(shown, "No")

    assert confirm["title"]["text"] == "Are you sure?"
    assert burnt.text.startswith("burnt")
    assert street.shelf.things == []


async def test_a_choice_acts_at_once_and_privately(street: Street) -> None:
    maya = street.house.someone("maya")
    shown = await maya.calls(street.house.hall, "show", "all a ladder")

    lent = await maya.chooses(shown, "theo")

    assert lent.text == "lent to theo"
    assert lent.private


async def test_a_form_below_a_card_draws_the_card_anew(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    shown = await maya.calls(house.hall, "show", "all a ladder")
    opened = await maya.presses(shown, "Fix it")

    told = await maya.submits(opened, day="2026-12-24")

    assert told.shown is shown.shown
    assert shown.text == "2026-12-24"


async def test_a_form_below_a_card_draws_it_anew_after_a_restart_too(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    await maya.submits(await maya.calls(house.hall, "offer"), what="a", why="long", agree=["yes"])
    (offered,) = house.slack.world.shown_in(house.hall.id)
    form = (await maya.presses(offered, "Fix it")).form

    await house.restart()
    await maya.submits(form, day="2026-12-24")

    assert offered.text == "2026-12-24"


async def test_a_slow_answer_comes_and_says_so(street: Street) -> None:
    maya = street.house.someone("maya")
    street.lets_slack_wait(maya)

    slow = await maya.calls(street.house.hall, "slow")

    assert slow.ack == {}
    assert slow.private
    assert slow.text == "Saved at last"


async def test_a_slow_form_turns_into_its_answer(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    view = (await maya.calls(house.hall, "offer")).form
    signer = house.running.renderer.signer
    view.body["callback_id"] = signer.token("riverbend", act("shelf.slow_form"))
    street.lets_slack_wait(maya)

    slow = await maya.submits(view, what="ladder", why="It is long", agree=["yes"])

    assert slow.ack["response_action"] == "update"
    assert "One moment" in str(slow.ack)
    assert slow.shown is view
    assert slow.text == "Kept after all"


async def test_a_slow_refusal_of_a_public_answer_stays_private(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    street.lets_slack_wait(maya)

    refused = await maya.calls(house.hall, "loud", "refused")

    assert refused.private
    assert "another role" in refused.text
    assert house.slack.world.shown_in(house.hall.id) == []


async def test_a_slow_press_draws_its_card_anew_or_refuses_beside_it(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    signer = house.running.renderer.signer
    shown = await maya.calls(house.hall, "show", "all a ladder")
    yes = {"type": "button", "action_id": signer.token("riverbend", act("shelf.slowly", "yes"))}
    no = {"type": "button", "action_id": signer.token("riverbend", act("shelf.slowly", "no"))}
    street.lets_slack_wait(maya)

    refused = await maya.acts(shown.shown, no)
    done = await maya.acts(shown.shown, yes)

    assert refused.private
    assert "another role" in refused.text
    assert done.shown is shown.shown
    assert done.text == "Drawn anew"


async def test_forged_buttons_do_nothing(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    shown = await maya.calls(house.hall, "show", "all a ladder")
    real = shown.shown.buttons["Keep it"]["action_id"]
    street.shelf.things.append("ladder")

    for forged in (real[:-1] + "A", "v1~shelf.burn~0~AAAAAAAAAAAAAA", "x", "", "#2", "v1~~~"):
        refused = await maya.acts(shown.shown, {"type": "button", "action_id": forged})
        assert "no longer works" in refused.text
        assert refused.private
    assert street.shelf.things == ["ladder"]


@pytest.mark.parametrize(
    "origin", ["", "x", "v1~slack.from~C1~~~~AAAAAAAAAAAAAA", "v1~shelf.take~0~AAAA"]
)
async def test_a_form_with_forged_metadata_is_refused_with_its_words(
    street: Street, origin: str
) -> None:
    house = street.house
    maya = house.someone("maya")
    view = (await maya.calls(house.hall, "offer")).form
    view.body["private_metadata"] = origin

    refused = await maya.submits(view, what="ladder", why="It is long", agree=["yes"])

    assert "no longer works" in refused.text
    assert "It is long" in refused.text
    assert street.shelf.things == []


async def test_a_buttons_token_is_no_metadata(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    view = (await maya.calls(house.hall, "offer")).form
    signer = house.running.renderer.signer
    view.body["private_metadata"] = signer.token("riverbend", act("shelf.take", 1))

    refused = await maya.submits(view, what="ladder", why="It is long", agree=["yes"])

    assert "no longer works" in refused.text
    assert street.shelf.things == []


async def test_a_message_is_picked_from_its_menu(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    written = await maya.says(
        house.hall, "Why is <https://x.example|the street> closed &amp; dark?"
    )

    asked = await maya.points(written, "ask")
    unknown = await maya.points(written, "no such entry")

    assert asked.private
    assert "Why is the street closed & dark?" in asked.text
    assert "no longer works" in unknown.text or "nothing here" in unknown.text


async def test_a_shortcut_opens_the_form_where_there_is_no_channel(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")

    opened = await maya.starts("start~offer")
    done = await maya.submits(opened, what="ladder", why="It is long", agree=["yes"])

    assert street.shelf.things == ["It is long"]
    assert isinstance(done.shown, View)
    assert "It is long" in done.text


async def test_the_panel_is_drawn_in_the_persons_language_and_leads_on(street: Street) -> None:
    house = street.house
    maya = house.someone("maya", locale="fr-FR")

    home = await maya.opens_home()
    opened = await maya.presses(home, "Corriger")
    done = await maya.submits(opened, day="2026-12-24")

    assert home.text.startswith("Votre espace")
    assert isinstance(done.shown, View)
    assert done.text.startswith("2026-12-24")


async def test_buttons_on_a_sheet_work_upon_the_sheet(street: Street) -> None:
    house = street.house
    lee = house.someone("lee", Role.LIAISON)
    sheet = (
        await lee.submits(
            await lee.starts("start~offer"), what="ladder", why="It is long", agree=["yes"]
        )
    ).shown
    assert isinstance(sheet, View)

    lent = await lee.chooses(sheet, "theo")
    opened = await lee.presses(sheet, "Fix it")
    told = await lee.submits(opened, day="2026-12-24")
    first = sheet.text

    assert isinstance(lent.shown, View)
    assert lent.shown.below is sheet
    assert lent.text == "lent to theo"
    assert told.shown is sheet
    assert first == "2026-12-24"


async def test_a_mention_is_answered_in_its_thread_and_other_talk_is_not_heard(
    street: Street,
) -> None:
    house = street.house
    maya = house.someone("maya")

    await maya.says(house.hall, "nothing to do with anyone")
    said = await maya.says(house.hall, f"<@{house.workspace.bot_user}> when is the next forum?")

    (answer,) = house.slack.world.shown_in(house.hall.id, said.ts)
    assert street.shelf.said == ["when is the next forum?"]
    assert "when is the next forum?" in answer.text
    posted = next(a.given for a in house.slack.asked if a.method == "chat.postMessage")
    assert (posted["unfurl_links"], posted["unfurl_media"], posted["link_names"]) == (False,) * 3


async def test_a_direct_message_is_answered_in_the_conversation(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    letters = Channel(new("D"), house.workspace.id, "", {maya.id}, with_user=maya.id)
    house.slack.world.channels[letters.id] = letters

    await maya.says(letters, "hello")

    _, answer = house.slack.world.shown_in(letters.id)
    assert "hello" in answer.text


async def test_bots_changes_and_ourselves_are_not_answered(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    message = Message(body={"text": "hi"}, team=house.workspace.id, channel=house.hall.id)

    for about in (
        {"bot_id": "B7"},
        {"subtype": "message_changed"},
        {"subtype": "bot_message"},
        {"user": house.workspace.bot_user},
    ):
        await maya.wire.deliver("event", maya.event_of(message, house.hall, **about))
    await house.quiet()

    assert street.shelf.said == []


async def test_groups_that_change_change_rights_at_once(street: Street) -> None:
    house = street.house
    lee = house.someone("lee", Role.LIAISON)
    shown = await lee.calls(house.hall, "show", "all a ladder")
    (group,) = house.slack.world.groups[house.workspace.id]

    house.slack.world.groups[house.workspace.id][group].clear()
    event = {"type": "subteam_members_changed", "subteam_id": group, "team_id": "T1"}
    await lee.wire.deliver("event", lee._event(event))
    refused = await lee.presses(shown, "Keep it")

    assert "another role" in refused.text


async def test_whoever_administers_the_workspace_is_known_as_such(street: Street) -> None:
    house = street.house
    ana, maya = house.someone("ana", admin=True), house.someone("maya")

    allowed = await ana.calls(house.hall, "staff")
    refused = await maya.calls(house.hall, "staff")

    assert allowed.text.startswith("Done.")
    assert allowed.shown.pinged == [ana.id]
    assert "another role" in refused.text


async def test_people_of_other_workspaces_hold_no_role(street: Street) -> None:
    house = street.house
    lee = house.someone("lee", Role.LIAISON)
    shown = await lee.calls(house.hall, "show", "all a ladder")
    lee.user.team = "T0ELSEWHERE"

    refused = await lee.presses(shown, "Keep it")
    looked = await lee.presses(shown, "Fix it")

    assert "another role" in refused.text
    assert looked.form.id


async def test_a_stranger_in_the_workspace_holds_no_role(street: Street) -> None:
    house = street.house
    lee = house.someone("lee", Role.LIAISON)
    lee.user.stranger = True

    shown = await lee.calls(house.hall, "show", "all a ladder")
    refused = await lee.presses(shown, "Keep it")

    assert "another role" in refused.text


async def test_where_slack_does_not_say_who_is_who_nobody_has_rights(street: Street) -> None:
    house = street.house
    lee = house.someone("lee", Role.LIAISON)
    shown = await lee.calls(house.hall, "show", "all a ladder")
    house.running.people.groups_changed(house.workspace.id)
    house.slack.world.groups[house.workspace.id].clear()

    refused = await lee.presses(shown, "Keep it")

    assert "another role" in refused.text


async def test_hostile_words_stay_inert_in_every_answer(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    hostile = "@everyone <!channel> <@U0000> [x](javascript:a) \u202e*b* <https://a|b>"

    seen: list[Shown] = [
        (await maya.calls(house.hall, "show", f"all {hostile}")).shown,
        (await maya.calls(house.hall, "look", hostile)).shown,
    ]

    for shown in seen:
        assert shown.pinged == []
        assert "<!channel>" not in str(shown.body["text"])
        assert "\u202e" not in shown.text
        assert "mrkdwn" not in str(shown.blocks)


@pytest.mark.parametrize(
    "words", ["", "x" * 10_000, "a\x00b", "\u200f\u200b\u202e", "`" * 3_000, "*" * 2_000]
)
async def test_odd_words_in_a_form_are_answered_to_their_author(
    street: Street, words: str
) -> None:
    house = street.house
    maya = house.someone("maya")
    opened = await maya.calls(house.hall, "offer")

    done = await maya.submits(opened, what="x", why=words, agree=["yes"])

    kept = words == "*" * 2_000
    assert street.shelf.things == ([words] if kept else [])
    assert (done.ack == {}) == kept


async def test_a_form_that_slack_will_not_open_any_more_is_said_to_be_late(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    house.slack.world.triggers.clear()
    keep = house.slack.world.trigger
    house.slack.world.trigger = lambda user: "1.2.used"  # type: ignore[method-assign]

    late = await maya.calls(house.hall, "offer")

    house.slack.world.trigger = keep  # type: ignore[method-assign]
    assert late.private
    assert "Please try again" in late.text
