"""Houses join, roles move, languages are chosen: on the real store."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.adapters.town.clock import TownClock
from bot.core.communities import NOWHERE, Community
from bot.core.errors import NotForYou, NotSetUp, SeenBefore
from bot.core.people import ADMINISTRATORS, Actor, PersonRef, Role
from bot.core.places import Place, Purpose
from bot.core.text import say
from bot.features.team.directory import REFRESH, Team
from bot.features.team.model import (
    AlreadyAtHome,
    Channel,
    Grant,
    House,
    NoOrganizerYet,
    SecondNeeded,
    Tuned,
    UnknownChannel,
    UnknownGroup,
    UnknownLink,
    Written,
)
from bot.features.team.personal_data import TeamData
from bot.features.team.service import SetUp
from bot.storage.engine import Database
from bot.storage.open import open_store
from tests.support.clock import A_TUESDAY
from tests.support.riverbend import RIVERBEND

HILLTOP = Community(id="hilltop", name="Hilltop", locale="fr", zone="Europe/Paris", country="GB")
SERVER = Place(platform="discord", tenant="1", channel="10")
WORKSPACE = Place(platform="slack", tenant="T1", channel="C1")
CLAIRE = PersonRef(platform="discord", user="7")
OMAR = PersonRef(platform="discord", user="8")


class FixedKeys:
    def key(self, purpose: str, /) -> bytes:
        return purpose.encode().ljust(32, b".")


class Listed:
    def __init__(self, *things: tuple[str, str]) -> None:
        self.things = things

    async def list(self, place: Place) -> Sequence[tuple[str, str]]:
        return self.things


@dataclass
class Hall:
    store: Database
    clock: TownClock
    team: Team
    desk: SetUp
    written: list[Written]
    gestures: int = field(default=0)

    def key(self) -> str:
        self.gestures += 1
        return f"gesture {self.gestures}"

    async def actor(self, place: Place, *groups: str, person: PersonRef = CLAIRE) -> Actor:
        """Build an actor just as an adapter does."""
        try:
            community = (await self.team.community_at(place.platform, place.tenant)).id
        except NotSetUp:
            community = NOWHERE
        roles = await self.team.roles(community, place.platform, place.tenant, groups)
        return Actor(person=person, community=community, roles=roles)

    async def another_process(self) -> Team:
        team = Team(store=self.store, clock=self.clock, written=self.written)
        await team.refresh()
        return team


@asynccontextmanager
async def a_hall(folder: Path, *written: Written) -> AsyncGenerator[Hall]:
    clock = TownClock(still_at=A_TUESDAY)
    path = folder / "data" / "db.sqlite"
    async with open_store(path, vault=FixedKeys(), clock=clock, migrate=True) as store:
        team = Team(store=store, clock=clock, written=written)
        await team.refresh()
        desk = SetUp(
            store=store,
            clock=clock,
            team=team,
            key=b"second",
            channels={"discord": Listed(("10", "general"), ("11", "posts"))},
            groups={"discord": Listed(("20", "Liaisons"), ("30", "Organizers"))},
        )
        yield Hall(store, clock, team, desk, list(written))


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncGenerator[Hall]:
    async with a_hall(tmp_path, Written(community=RIVERBEND, policy_reviewed=True)) as hall:
        yield hall


async def joined(hall: Hall) -> Actor:
    actor = await hall.actor(SERVER, ADMINISTRATORS)
    await hall.desk.found(actor, SERVER, key=hall.key())
    return await hall.actor(SERVER, ADMINISTRATORS)


async def test_the_first_administrator_gives_the_community_its_first_home(hall: Hall) -> None:
    nobody = await hall.actor(SERVER, ADMINISTRATORS)
    assert nobody.community == NOWHERE
    assert hall.desk.may_found(nobody)

    assert await hall.desk.found(nobody, SERVER, key=hall.key()) == "riverbend"

    claire = await hall.actor(SERVER, ADMINISTRATORS)
    assert (claire.community, claire.roles) == ("riverbend", frozenset({Role.ORGANIZER}))


async def test_a_second_stranger_cannot_walk_in_without_a_code(hall: Hall) -> None:
    await joined(hall)
    stranger = await hall.actor(WORKSPACE, ADMINISTRATORS)
    assert not hall.desk.may_found(stranger)
    with pytest.raises(AlreadyAtHome):
        await hall.desk.found(stranger, WORKSPACE, key=hall.key())
    with pytest.raises(NotSetUp):
        await hall.team.community_at("slack", "T1")


async def test_someone_who_administers_nothing_opens_no_door(hall: Hall) -> None:
    member = await hall.actor(SERVER)
    with pytest.raises(NotForYou):
        hall.desk.may_found(member)
    with pytest.raises(NotForYou):
        await hall.desk.found(member, SERVER, key=hall.key())
    with pytest.raises(NotForYou):
        await hall.desk.join(member, SERVER, "ABCD", key=hall.key())


async def test_a_workspace_joins_the_community_of_a_server_by_code(hall: Hall) -> None:
    claire = await joined(hall)
    code = await hall.desk.link(claire, key=hall.key())
    guest = await hall.actor(WORKSPACE, ADMINISTRATORS)

    assert await hall.desk.join(guest, WORKSPACE, code.lower(), key=hall.key()) == "riverbend"

    assert (await hall.team.community_at("slack", "T1")) == RIVERBEND


async def test_a_link_code_works_once(hall: Hall) -> None:
    claire = await joined(hall)
    code = await hall.desk.link(claire, key=hall.key())
    await hall.desk.join(
        await hall.actor(WORKSPACE, ADMINISTRATORS), WORKSPACE, code, key=hall.key()
    )
    other = Place(platform="slack", tenant="T2", channel="C1")
    with pytest.raises(UnknownLink):
        await hall.desk.join(await hall.actor(other, ADMINISTRATORS), other, code, key=hall.key())


async def test_a_link_code_is_too_old_after_a_quarter_of_an_hour(hall: Hall) -> None:
    claire = await joined(hall)
    code = await hall.desk.link(claire, key=hall.key())
    hall.clock.move(timedelta(minutes=15))
    with pytest.raises(UnknownLink):
        await hall.desk.join(
            await hall.actor(WORKSPACE, ADMINISTRATORS), WORKSPACE, code, key=hall.key()
        )


@pytest.mark.parametrize("code", ["", "x" * 10_000, "\0", "\ud800", "' OR 1=1 --", "%"])
async def test_a_made_up_code_opens_nothing(hall: Hall, code: str) -> None:
    claire = await joined(hall)
    await hall.desk.link(claire, key=hall.key())
    guest = await hall.actor(WORKSPACE, ADMINISTRATORS)
    with pytest.raises(UnknownLink):
        await hall.desk.join(guest, WORKSPACE, code, key=hall.key())


async def test_a_link_code_is_nowhere_on_the_disk(hall: Hall, tmp_path: Path) -> None:
    code = await hall.desk.link(await joined(hall), key=hall.key())
    files = [f for f in (tmp_path / "data").iterdir() if f.is_file()]
    held = b"".join(f.read_bytes() for f in files)
    assert b"riverbend" in held
    for spelled in (code, code.replace("-", "")):
        assert spelled.encode() not in held


async def test_a_channel_serves_its_purpose_at_once(hall: Hall) -> None:
    claire = await joined(hall)

    await hall.desk.set_channel(claire, SERVER, Purpose.POSTS, "#posts", key=hall.key())

    assert await hall.team.places("riverbend", Purpose.POSTS) == (
        Place(platform="discord", tenant="1", channel="11"),
    )
    await hall.desk.set_channel(claire, SERVER, Purpose.POSTS, "", key=hall.key())
    assert await hall.team.places("riverbend", Purpose.POSTS) == ()


async def test_a_channel_or_group_that_nobody_sees_is_refused(hall: Hall) -> None:
    claire = await joined(hall)
    with pytest.raises(UnknownChannel):
        await hall.desk.set_channel(claire, SERVER, Purpose.POSTS, "nowhere", key=hall.key())
    with pytest.raises(UnknownGroup):
        await hall.desk.give(claire, SERVER, Role.PANEL, ADMINISTRATORS, key=hall.key())


async def test_a_role_is_held_and_lost_at_the_very_next_gesture(hall: Hall) -> None:
    claire = await joined(hall)
    await hall.desk.give(claire, SERVER, Role.LIAISON, "Liaisons", key=hall.key())
    assert (await hall.actor(SERVER, "20")).roles == {Role.LIAISON}

    await hall.desk.take(claire, SERVER, Role.LIAISON, "20", key=hall.key())

    assert (await hall.actor(SERVER, "20")).roles == frozenset()


async def test_only_organizers_set_up(hall: Hall) -> None:
    claire = await joined(hall)
    await hall.desk.give(claire, SERVER, Role.LIAISON, "20", key=hall.key())
    for person in (await hall.actor(SERVER), await hall.actor(SERVER, "20")):
        for verb in (
            hall.desk.desk(person, SERVER),
            hall.desk.roster(person, SERVER),
            hall.desk.link(person, key=hall.key()),
            hall.desk.set_channel(person, SERVER, Purpose.POSTS, "10", key=hall.key()),
            hall.desk.give(person, SERVER, Role.ORGANIZER, "20", key=hall.key()),
            hall.desk.take(person, SERVER, Role.LIAISON, "20", key=hall.key()),
            hall.desk.finish(person, SERVER, key=hall.key()),
            hall.desk.calm(person, key=hall.key()),
        ):
            with pytest.raises(NotForYou):
                await verb


async def test_set_up_cannot_end_before_somebody_organizes(hall: Hall) -> None:
    claire = await joined(hall)
    with pytest.raises(NoOrganizerYet):
        await hall.desk.finish(claire, SERVER, key=hall.key())
    await hall.desk.give(claire, SERVER, Role.ORGANIZER, "30", key=hall.key())

    assert (await hall.actor(SERVER, ADMINISTRATORS)).roles == frozenset()
    assert (await hall.actor(SERVER, "30")).roles == {Role.ORGANIZER}


async def test_the_same_gesture_twice_changes_one_thing(hall: Hall) -> None:
    claire = await joined(hall)
    await hall.desk.set_channel(claire, SERVER, Purpose.POSTS, "11", key="once")
    with pytest.raises(SeenBefore):
        await hall.desk.set_channel(claire, SERVER, Purpose.POSTS, "10", key="once")
    assert [p.channel for p in await hall.team.places("riverbend", Purpose.POSTS)] == ["11"]


async def test_another_process_sees_a_change_within_half_a_minute(hall: Hall) -> None:
    claire = await joined(hall)
    other = await hall.another_process()
    fresh = asyncio.create_task(other.keep_fresh())
    await hall.desk.set_channel(claire, SERVER, Purpose.QUEUE, "11", key=hall.key())
    await hall.desk.speak(claire, "fr", key=hall.key())
    assert await other.places("riverbend", Purpose.QUEUE) == ()

    await asyncio.sleep(0)
    hall.clock.move(REFRESH)
    for _ in range(200):
        if await other.locale(CLAIRE) is not None:
            break
        await asyncio.sleep(0.01)
    fresh.cancel()

    assert [p.channel for p in await other.places("riverbend", Purpose.QUEUE)] == ["11"]
    assert await other.locale(CLAIRE) == "fr"


async def test_everything_is_known_again_after_a_restart(hall: Hall) -> None:
    claire = await joined(hall)
    await hall.desk.give(claire, SERVER, Role.LIAISON, "20", key=hall.key())
    tuned = Tuned(
        locale="fr",
        zone="America/Montreal",
        days=frozenset({1, 6}),
        opens=time(8, 15),
        closes=time(16),
    )
    await hall.desk.tune(claire, SERVER, tuned, key=hall.key())

    again = await hall.another_process()

    assert again.known("riverbend") == hall.team.known("riverbend")
    assert (await again.community("riverbend")).hours.days == {1, 6}
    assert (await again.community("riverbend")).hours.opens == time(8, 15)


async def test_lookups_answer_while_the_database_is_gone(hall: Hall) -> None:
    await joined(hall)
    await hall.store.close()
    assert (await hall.team.community_at("discord", "1")).country == "CA"
    assert (await hall.actor(SERVER, ADMINISTRATORS)).roles == {Role.ORGANIZER}
    assert await hall.team.locale(CLAIRE) is None


async def test_a_liaison_who_administers_ends_asking_without_a_name(hall: Hall) -> None:
    claire = await joined(hall)
    await hall.desk.give(claire, SERVER, Role.LIAISON, "20", key=hall.key())
    await hall.desk.give(claire, SERVER, Role.ORGANIZER, "30", key=hall.key())
    assert await hall.team.anonymous_allowed("riverbend") is None

    await hall.actor(SERVER, "20", ADMINISTRATORS)

    reason = say("team.anonymous.liaison_administers")
    assert await hall.team.anonymous_allowed("riverbend") == reason
    await hall.team.refresh()
    again = await hall.another_process()
    assert await again.anonymous_allowed("riverbend") == reason

    await hall.desk.calm(await hall.actor(SERVER, "30"), key=hall.key())
    await hall.desk.calm(await hall.actor(SERVER, "30", person=OMAR), key=hall.key())
    assert await hall.team.anonymous_allowed("riverbend") is None


async def alarmed(hall: Hall) -> None:
    """Have a liaison seen who administers the server."""
    claire = await joined(hall)
    await hall.desk.give(claire, SERVER, Role.LIAISON, "20", key=hall.key())
    await hall.desk.give(claire, SERVER, Role.ORGANIZER, "30", key=hall.key())
    await hall.actor(SERVER, "20", ADMINISTRATORS)
    await hall.team.refresh()


async def test_one_organizer_alone_cannot_allow_asking_without_a_name_again(hall: Hall) -> None:
    await alarmed(hall)
    claire = await hall.actor(SERVER, "30")
    await hall.desk.calm(claire, key=hall.key())

    with pytest.raises(SecondNeeded):
        await hall.desk.calm(claire, key=hall.key())

    reason = say("team.anonymous.liaison_administers")
    assert await hall.team.anonymous_allowed("riverbend") == reason
    again = await hall.another_process()
    assert await again.anonymous_allowed("riverbend") == reason
    assert (await hall.desk.desk(claire, SERVER)).calm_until == A_TUESDAY + timedelta(days=1)


async def test_what_the_first_organizer_said_lapses_after_a_day(hall: Hall) -> None:
    await alarmed(hall)
    await hall.desk.calm(await hall.actor(SERVER, "30"), key=hall.key())
    hall.clock.move(timedelta(days=1))
    omar = await hall.actor(SERVER, "30", person=OMAR)
    shown = (await hall.desk.desk(omar, SERVER)).calm_until

    await hall.desk.calm(omar, key=hall.key())

    assert shown is None
    assert await hall.team.anonymous_allowed("riverbend") is not None
    await hall.desk.calm(await hall.actor(SERVER, "30"), key=hall.key())
    assert await hall.team.anonymous_allowed("riverbend") is None


async def test_nothing_crosses_between_communities(tmp_path: Path) -> None:
    house = House("slack", "T1")
    hilltop = Written(
        community=HILLTOP,
        channels=(Channel(house, Purpose.POSTS, "C9"),),
        grants=(Grant(house, "S1", Role.ORGANIZER),),
    )
    riverbend = Written(community=RIVERBEND, houses=(House("discord", "1"),))
    async with a_hall(tmp_path, riverbend, hilltop) as hall:
        claire = await hall.actor(SERVER, ADMINISTRATORS)
        assert claire.community == "riverbend"
        assert await hall.team.roles("riverbend", "slack", "T1", ["S1"]) == frozenset()
        assert await hall.team.places("riverbend", Purpose.POSTS) == ()
        assert (await hall.actor(WORKSPACE, "S1")).community == "hilltop"
        assert not hall.desk.may_found(Actor(person=CLAIRE, community=NOWHERE, roles=claire.roles))


async def test_a_language_is_chosen_changed_and_left_to_the_app_again(hall: Hall) -> None:
    claire = await joined(hall)
    for choice, known in (("fr", "fr"), ("en", "en"), ("auto", None), ("klingon", None)):
        await hall.desk.speak(claire, choice, key=hall.key())
        assert await hall.team.locale(CLAIRE) == known
        assert await (await hall.another_process()).locale(CLAIRE) == known


async def test_a_language_is_shown_and_erased_on_request(hall: Hall) -> None:
    claire = await joined(hall)
    data = TeamData(hall.team)
    assert await data.export("riverbend", CLAIRE) == ()
    await hall.desk.speak(claire, "fr", key=hall.key())

    (held,) = await data.export("riverbend", CLAIRE)
    assert held.values == ((say("team.held.language"), say("team.language.fr")),)

    (erased,) = await hall.store.write(lambda tx: data.erase(tx, "riverbend", CLAIRE))
    assert erased.count == 1
    assert await data.export("riverbend", CLAIRE) == ()
    assert await (await hall.another_process()).locale(CLAIRE) is None
    (again,) = await hall.store.write(lambda tx: data.erase(tx, "riverbend", CLAIRE))
    assert again.count == 0
