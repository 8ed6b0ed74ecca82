"""Setting up a community: its first home, link codes, channels and roles."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.communities import NOWHERE
from bot.core.errors import NotForYou, NotSetUp, SeenBefore
from bot.core.people import ADMINISTRATORS, Role
from bot.core.places import Place, Purpose
from bot.features.team.model import (
    AlreadyAtHome,
    NoOrganizerYet,
    UnknownChannel,
    UnknownGroup,
    UnknownLink,
)
from tests.support.riverbend import RIVERBEND
from tests.support.team_hall import SERVER, WORKSPACE, Hall, joined


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
