"""The edge of anonymity: tokens that fit nobody tomorrow, and limits that tell nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.adapters.town.clock import TownClock
from bot.core.errors import NotForYou, TooFast
from bot.core.people import Actor, PersonRef
from bot.features.questions.edge import Asker, Edge
from bot.storage.vault import Sealed
from tests.support.clock import A_TUESDAY


class Keys:
    """Fixed keys, and nothing to seal with: the edge seals nothing."""

    def key(self, purpose: str, /) -> bytes:
        return hashlib.sha256(purpose.encode()).digest()

    def seal(
        self, plaintext: bytes, *, purpose: str, subject: str, dek: str | None = None
    ) -> Sealed:
        raise AssertionError

    def open(self, dek: str, blob: bytes, *, purpose: str, subject: str) -> bytes:
        raise AssertionError

    async def erase(self, *deks: str) -> None:
        raise AssertionError


@dataclass
class SetClock:
    """A clock that somebody sets."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    async def sleep(self, duration: timedelta) -> None:
        raise AssertionError


@pytest.fixture
def clock() -> TownClock:
    return TownClock(still_at=A_TUESDAY)


@pytest.fixture
def edge(clock: TownClock) -> Edge:
    return Edge(clock, Keys())


def actor(user: str = "1", community: str = "riverbend") -> Actor:
    return Actor(person=PersonRef(platform="discord", user=user), community=community)


def _spends(edge: Edge, asker: Asker, *, an_hour: int = 6, together: int = 100) -> int:
    """Spend until refused; return how often it went."""
    for n in range(1_000):
        try:
            edge.spend("ask", asker, an_hour=an_hour, together=together)
        except TooFast:
            return n
    raise AssertionError


def test_one_person_keeps_one_token_within_a_day_and_gets_another_after(
    edge: Edge, clock: TownClock
) -> None:
    first, again, other = edge.asker(actor()), edge.asker(actor()), edge.asker(actor("2"))
    clock.move(timedelta(hours=25))

    assert first == again
    assert first.pseudonym != other.pseudonym
    assert edge.asker(actor()).pseudonym != first.pseudonym


def test_the_token_of_a_mute_stays_and_differs_between_communities(
    edge: Edge, clock: TownClock
) -> None:
    here, there = edge.asker(actor()), edge.asker(actor(community="elsewhere"))
    clock.move(timedelta(hours=25))

    assert edge.asker(actor()).mute == here.mute
    assert here.mute != there.mute


def test_no_token_is_a_plain_hash_of_the_account(edge: Edge) -> None:
    asker = edge.asker(actor("80351110224678912"))
    account = b"80351110224678912"

    for name in hashlib.algorithms_guaranteed - {"shake_128", "shake_256"}:
        digest = hashlib.new(name, account, usedforsecurity=False).digest()
        assert asker.pseudonym not in digest
        assert asker.mute not in digest


def test_a_token_does_not_show_itself(edge: Edge) -> None:
    asker = edge.asker(actor())

    assert asker.pseudonym.hex() not in repr(asker)
    assert repr(asker.pseudonym) not in repr(asker)


def test_outsiders_do_not_pass(edge: Edge) -> None:
    person = PersonRef(platform="slack", tenant="T9", user="U9")

    with pytest.raises(NotForYou):
        edge.asker(Actor(person=person, community="riverbend", outsider=True))


def test_after_a_start_everyone_has_a_little_and_an_hour_later_all(
    edge: Edge, clock: TownClock
) -> None:
    early = _spends(edge, edge.asker(actor("1")))
    clock.move(timedelta(hours=2))

    assert early == 2
    assert _spends(edge, edge.asker(actor("2"))) == 6


def test_what_was_spent_comes_back_with_time(edge: Edge, clock: TownClock) -> None:
    clock.move(timedelta(hours=2))
    asker = edge.asker(actor())
    _spends(edge, asker)

    clock.move(timedelta(minutes=30))

    assert _spends(edge, edge.asker(actor())) == 3


def test_one_who_floods_does_not_use_up_the_others(edge: Edge, clock: TownClock) -> None:
    clock.move(timedelta(hours=2))
    _spends(edge, edge.asker(actor("1")))

    assert _spends(edge, edge.asker(actor("2"))) == 6


def test_a_thousand_accounts_meet_the_limit_of_all_together(edge: Edge, clock: TownClock) -> None:
    clock.move(timedelta(hours=2))
    went = sum(_spends(edge, edge.asker(actor(str(n)))) for n in range(1_000))

    assert went == 100


def test_a_clock_that_is_set_back_and_forth_gives_nothing() -> None:
    clock = SetClock(A_TUESDAY)
    edge = Edge(clock, Keys())
    clock.at = A_TUESDAY + timedelta(hours=2)
    asker = edge.asker(actor())
    _spends(edge, asker)

    clock.at = A_TUESDAY + timedelta(hours=1)
    early = _spends(edge, asker)
    clock.at = A_TUESDAY + timedelta(hours=2)

    assert early == 0
    assert _spends(edge, asker) == 0


def test_an_author_is_remembered_for_a_day_and_then_forgotten(
    edge: Edge, clock: TownClock
) -> None:
    asker = edge.asker(actor())
    edge.remember("q17", asker)

    assert edge.author("riverbend", "q17") == asker.mute
    assert edge.author("elsewhere", "q17") is None
    clock.move(timedelta(hours=24))
    assert edge.author("riverbend", "q17") is None
