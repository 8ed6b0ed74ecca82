"""The same flows on simcord, a model of Discord that is not ours: it refuses what Discord refuses."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import simcord

from bot.adapters.discord.door import Door
from bot.core.cards import Card
from bot.core.people import Role
from bot.core.places import Place
from bot.core.text import Verbatim
from tests.support.discord.house import House, bare_house
from tests.support.discord.on_simcord import let_in
from tests.support.discord.world import flat
from tests.support.lending_shelf import Shelf, lending_shelf

LADDER = Card(title=Verbatim("A ladder"))
SAW = Card(title=Verbatim("A saw"))


@dataclass
class Model:
    env: simcord.Env
    guild: simcord.GuildHandle
    hall: simcord.ChannelHandle
    house: House
    door: Door
    shelf: Shelf

    def someone(self, name: str, *roles: Role) -> simcord.MemberActor:
        member = self.guild.add_member(self.env.create_user(name))
        for role in roles:
            handle = self.guild.create_role(role.value)
            member_roles = self.env.backend.guilds[self.guild.id].members[member.id].role_ids
            member_roles.append(handle.id)
            self.house.directory.meaning[str(handle.id)] = role
        return member


@asynccontextmanager
async def a_model() -> AsyncGenerator[Model]:
    """Within the test itself: simcord's transport belongs to one context."""
    routes, shelf = lending_shelf()
    async with bare_house(routes, running=False) as house:
        door = house.make()
        async with simcord.run(door.client, shard_count=1, settle_timeout=60) as env:
            guild = env.create_guild()
            hall = guild.create_text_channel("hall")
            house.directory.homes.add(str(guild.id))
            await let_in(door, house.dispatcher, env)
            yield Model(env, guild, hall, house, door, shelf)
            assert house.reported == []


def said(shown: simcord.InteractionResult) -> str:
    message = shown.followups[-1] if shown.followups else shown.response
    assert message is not None
    return "\n".join(c["content"] for c in flat(message.components) if "content" in c)


async def test_from_command_to_form_to_message_to_button() -> None:
    async with a_model() as model:
        maya, lee = model.someone("maya"), model.someone("lee", Role.LIAISON)

        opened = await maya.slash(model.hall, "offer")
        assert opened.modal is not None
        form = {
            "what": "ladder",
            "why": "It is long",
            "size": "large",
            "days": ["sun"],
            "agree": ["yes"],
        }
        offered = await maya.submit_modal(opened, form)
        assert offered.response is not None
        offer = said(offered)
        refused = await maya.click(offered.response, label="Keep it")
        taken = await lee.click(offered.response, label="Keep it")

        assert model.shelf.things == ["It is long"]
        assert "It is long" in offer
        assert not offered.ephemeral
        assert refused.ephemeral
        assert "another role" in said(refused)
        assert said(taken).startswith("### taken")


async def test_a_form_with_mistakes_is_mended() -> None:
    async with a_model() as model:
        maya = model.someone("maya")

        opened = await maya.slash(model.hall, "offer")
        wrong = await maya.submit_modal(
            opened, {"what": "ladder", "why": "   ", "size": "small", "agree": ["yes"]}
        )
        assert wrong.response is not None
        again = await maya.click(wrong.response, label="Fix it")
        assert again.modal is not None
        fields = {c["custom_id"]: c for c in flat(again.modal["components"]) if "custom_id" in c}

        assert wrong.ephemeral
        assert fields["what"]["value"] == "ladder"


async def test_a_dangerous_button_asks_first() -> None:
    async with a_model() as model:
        maya = model.someone("maya")
        model.shelf.things.append("ladder")
        shown = await maya.slash(model.hall, "show all", words="a ladder")
        assert shown.response is not None

        asked = await maya.click(shown.response, label="No")
        assert asked.response is not None
        things = list(model.shelf.things)
        burnt = await maya.click(asked.response, label="Yes")

        assert things == ["ladder"]
        assert model.shelf.things == []
        assert said(burnt).startswith("### burnt")


async def test_a_choice_and_a_panel() -> None:
    async with a_model() as model:
        maya = model.someone("maya")
        shown = await maya.slash(model.hall, "look", words="a ladder")
        assert shown.response is not None

        lent = await maya.select(shown.response, ["theo"])
        home = await maya.slash(model.hall, "home")

        assert said(lent) == "### lent to theo"
        assert home.ephemeral


async def test_a_mention_is_answered_in_place() -> None:
    async with a_model() as model:
        maya = model.someone("maya")

        await maya.send(model.hall, f"<@{model.door._account()}> when is the next forum?")

        assert model.shelf.said == ["when is the next forum?"]


async def test_the_platform_port_shows_draws_again_and_opens_a_thread() -> None:
    async with a_model() as model:
        place = Place(platform="discord", tenant=str(model.guild.id), channel=str(model.hall.id))
        platform = model.door.platform

        ref = await platform.post(place, LADDER, key="1")
        again = await platform.post(place, LADDER, key="1")
        await platform.edit(ref, SAW, key="2")
        thread = await platform.open_thread(ref, Verbatim("Ladder"), key="3")
        adopted = await platform.open_thread(ref, Verbatim("Ladder"), key="3")
        inside = await platform.post(thread, SAW, key="4")
        await platform.retract(inside, key="5")

        assert again.place == ref.place
        assert thread == adopted
