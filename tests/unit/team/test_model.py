"""What a community's houses mean: the configuration, and what organizers laid over it."""

from dataclasses import replace
from datetime import time

import pytest

from bot.core.communities import Hours
from bot.core.people import ADMINISTRATORS, Role
from bot.core.places import Place, Purpose
from bot.core.text import say
from bot.features.team.model import (
    Channel,
    Grant,
    House,
    HouseState,
    Known,
    Stored,
    Tuned,
    Written,
)
from tests.support.riverbend import RIVERBEND

SERVER = House("discord", "1")
OTHER = House("slack", "T1")
WRITTEN = Written(
    community=RIVERBEND,
    channels=(Channel(SERVER, Purpose.POSTS, "10"), Channel(OTHER, Purpose.POSTS, "C1")),
    grants=(Grant(SERVER, "20", Role.LIAISON),),
    policy_reviewed=True,
)


def test_what_organizers_set_lies_over_the_configuration() -> None:
    stored = Stored(channels=(Channel(SERVER, Purpose.POSTS, "11"),))
    known = Known(written=WRITTEN, stored=stored)
    assert known.places(Purpose.POSTS) == (
        Place(platform="discord", tenant="1", channel="11"),
        Place(platform="slack", tenant="T1", channel="C1"),
    )


def test_a_channel_that_was_taken_back_serves_nothing() -> None:
    known = Known(written=WRITTEN, stored=Stored(channels=(Channel(SERVER, Purpose.POSTS, ""),)))
    assert [p.platform for p in known.places(Purpose.POSTS)] == ["slack"]
    assert known.places(Purpose.QUEUE) == ()


def test_a_group_holds_its_role_in_its_own_house_only() -> None:
    known = Known(written=WRITTEN)
    assert known.roles(SERVER, ["20"]) == {Role.LIAISON}
    assert known.roles(OTHER, ["20"]) == frozenset()
    assert known.roles(SERVER, []) == frozenset()


def test_someone_in_two_groups_holds_both_roles() -> None:
    stored = Stored(grants=(Grant(SERVER, "21", Role.PANEL), Grant(SERVER, "20", Role.VERIFIER)))
    known = Known(written=WRITTEN, stored=stored)
    assert known.roles(SERVER, ["20", "21", "99"]) == {Role.LIAISON, Role.VERIFIER, Role.PANEL}


def test_an_administrator_organizes_until_a_group_does() -> None:
    known = Known(written=WRITTEN)
    assert known.roles(SERVER, [ADMINISTRATORS]) == {Role.ORGANIZER}

    organized = Stored(grants=(Grant(SERVER, "30", Role.ORGANIZER),))
    assert Known(written=WRITTEN, stored=organized).roles(SERVER, [ADMINISTRATORS]) == frozenset()


def test_the_administrator_of_a_second_house_organizes_until_set_up_is_finished_there() -> None:
    organized = Stored(grants=(Grant(SERVER, "30", Role.ORGANIZER),))
    known = Known(written=WRITTEN, stored=organized)
    assert known.roles(OTHER, [ADMINISTRATORS]) == {Role.ORGANIZER}

    done = replace(organized, houses=(HouseState(house=OTHER, finished=True),))
    assert Known(written=WRITTEN, stored=done).roles(OTHER, [ADMINISTRATORS]) == frozenset()


def test_nobody_can_lock_everyone_out() -> None:
    done = Stored(houses=(HouseState(house=SERVER, finished=True),))
    assert Known(written=WRITTEN, stored=done).roles(SERVER, [ADMINISTRATORS]) == {Role.ORGANIZER}


def test_hours_set_by_organizers_keep_the_holidays_of_the_configuration() -> None:
    plain = replace(RIVERBEND, hours=Hours(holidays="CA-ON"))
    tuned = Tuned(
        locale="fr",
        zone="America/Montreal",
        days=frozenset({0}),
        opens=time(8),
        closes=time(12),
    )
    known = Known(written=Written(community=plain), stored=Stored(tuned=tuned))
    assert known.community == replace(
        plain,
        locale="fr",
        zone="America/Montreal",
        hours=Hours(days=frozenset({0}), opens=time(8), closes=time(12), holidays="CA-ON"),
    )


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"anonymous_offered": False}, "not_offered"),
        ({"owned_by_police": True}, "owned_by_police"),
        ({"policy_reviewed": False}, "policy_not_reviewed"),
    ],
)
def test_nobody_asks_without_a_name_where_that_would_not_be_safe(
    change: dict[str, bool], key: str
) -> None:
    assert Known(written=WRITTEN).no_anonymous() is None
    unsafe = replace(WRITTEN, **change)  # type: ignore[arg-type]
    assert Known(written=unsafe).no_anonymous() == say(f"team.anonymous.{key}")


def test_nobody_asks_without_a_name_where_a_liaison_administers() -> None:
    seen = Stored(houses=(HouseState(house=SERVER, liaison_administers=True),))
    assert Known(written=WRITTEN, stored=seen).no_anonymous() == say(
        "team.anonymous.liaison_administers"
    )
