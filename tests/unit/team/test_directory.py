"""What the team knows: across processes, restarts, communities, and about a person."""

import asyncio
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.core.communities import NOWHERE, Community
from bot.core.people import ADMINISTRATORS, Actor, PersonRef, Role
from bot.core.places import Purpose
from bot.core.text import say
from bot.features.team.directory import REFRESH
from bot.features.team.model import (
    Channel,
    Grant,
    House,
    SecondNeeded,
    Tuned,
    Written,
)
from bot.features.team.personal_data import TeamData
from tests.support.clock import A_TUESDAY
from tests.support.riverbend import RIVERBEND
from tests.support.team_hall import (
    CLAIRE,
    SERVER,
    WORKSPACE,
    Hall,
    a_hall,
    joined,
)

HILLTOP = Community(id="hilltop", name="Hilltop", locale="fr", zone="Europe/Paris", country="GB")
OMAR = PersonRef(platform="discord", user="8")


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
