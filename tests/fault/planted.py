"""Faults to plant in the real code, each of which the machine must find.

A check that never fails proves nothing: so every guard that the campaign relies on is taken out
once. ``focus`` and ``bends`` only bring the machine there sooner.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final

import pytest

from bot.core import actions, kept, people
from bot.core.people import Actor, Role
from bot.delivery.leased import Leased
from bot.features.questions import desk_moves, moves, tables
from bot.features.questions.archive import Archive
from bot.features.questions.jobs import Clockwork
from bot.features.questions.model import State
from bot.features.questions.service import afterwards, moving, reading, triage
from bot.features.questions.service.desk import Desk
from bot.features.questions.service.panel import Panel
from bot.features.questions.sheets import Sheets
from bot.features.questions.store import Questions
from bot.features.questions.tokens import Marks, Voices
from bot.storage.sql import sql
from bot.storage.transaction import LedgerTx

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Fault:
    """One fault: how it is planted, and where the machine is sent to look."""

    plant: Callable[[Patch], None]
    focus: tuple[str, ...]
    bends: tuple[str, ...] = ("as it is",)


async def _nothing(*_: object, **__: object) -> None:
    """Do nothing."""


async def _no(*_: object, **__: object) -> bool:
    return False


async def _yes(*_: object, **__: object) -> bool:
    return True


def _anyone_may(patch: Patch) -> None:
    patch.setattr(Actor, "require", lambda *_: None)


def _outsiders_may(patch: Patch) -> None:
    patch.setattr(Actor, "has", lambda actor, role: role is Role.MEMBER or role in actor.roles)


def _two_roles_add_up(patch: Patch) -> None:
    patch.setattr(people, "_NEVER_BOTH", ())


def _members_triage(patch: Patch) -> None:
    async def put_back(self: Desk, question: str, *, actor: Actor, gesture: str) -> object:
        return await self._do(
            actor, question, gesture, "put_back", desk_moves.back_to_queue, role=Role.ORGANIZER
        )

    patch.setattr(Desk, "put_back", put_back)


def _no_mac(patch: Patch) -> None:
    blind = SimpleNamespace(new=hmac.new, compare_digest=lambda *_: True)
    patch.setattr(actions, "hmac", blind)


def _mac_of_any_community(patch: Patch) -> None:
    signs = actions.Signer._mac
    patch.setattr(actions.Signer, "_mac", lambda self, _, head: signs(self, "", head))


def _short_mac(patch: Patch) -> None:
    seen = SimpleNamespace(
        new=hmac.new,
        compare_digest=lambda one, other: one[: len(other)] == other,
    )
    patch.setattr(actions, "hmac", seen)


def _every_tenant(patch: Patch) -> None:
    everywhere = f"{tables._QUESTION.partition('WHERE')[0]} WHERE :community <> ''"
    patch.setattr(tables, "GET", sql(f"{everywhere} AND id = :id"))


def _no_swap(patch: Patch) -> None:
    """Read outside of the transaction, and write whatever happened meanwhile."""
    blind = tables.SWAP.text.replace("AND revision = :revision", "AND :revision >= 0")
    patch.setattr(tables, "SWAP", sql(blind))

    async def carry_out(archive: Archive, community: str, question: str, move: Any) -> object:
        known = await archive.store.read(lambda tx: archive.questions.get(tx, community, question))
        after = move.step(known)
        return await archive.store.write(
            lambda tx: moving.carry_out_in(
                tx, archive, community, question, replace(move, step=lambda _: after)
            )
        )

    for module in ("triage", "desk", "answering", "afterwards"):
        patch.setattr(f"bot.features.questions.service.{module}.carry_out", carry_out)


def _leases_never_end(patch: Patch) -> None:
    async def end_lease(self: Clockwork, leased: Leased) -> None:
        await self.archive.store.write(leased.finish)

    patch.setattr(Clockwork, "end_lease", end_lease)


def _anyone_holds(patch: Patch) -> None:
    patch.setattr(desk_moves, "_held", lambda question, _: moves.only(question, State.CLAIMED))


def _claims_are_taken_over(patch: Patch) -> None:
    claim = desk_moves.claim

    def seizes(question: Any, by: Any, **how: Any) -> object:
        return claim(replace(question, held_by=by), by, **how)

    patch.setattr(desk_moves, "claim", seizes)


def _cards_never_expire(patch: Patch) -> None:
    patch.setattr(kept, "_LIFE", timedelta(days=999))


def _any_receipt(patch: Patch) -> None:
    found = sql(f"{tables._QUESTION} AND receipt <> :receipt")
    patch.setattr(tables, "BY_RECEIPT", found)


def _named_by_anyone(patch: Patch) -> None:
    async def own(self: afterwards.Afterwards, proof: Any) -> object:
        if isinstance(proof, afterwards.ByName):
            desk = self.archive
            return await desk.store.read(
                lambda tx: desk.questions.get(tx, proof.actor.community, proof.question)
            )
        return await real(self, proof)

    real = afterwards.Afterwards._own
    patch.setattr(afterwards.Afterwards, "_own", own)


def _readers_see_all(patch: Patch) -> None:
    patch.setattr(reading, "public", lambda whole: whole)


def _triage_reads_early(patch: Patch) -> None:
    async def read(self: triage.Triage, question: str, *, actor: Actor) -> object:
        actor.require(Role.ORGANIZER)
        return await self.archive.whole(actor.community, question)

    patch.setattr(triage.Triage, "read", read)


def _votes_count_again(patch: Patch) -> None:
    patch.setattr(Voices, "vote", _yes)
    patch.setattr(Voices, "voted", _no)


def _one_number_for_all(patch: Patch) -> None:
    async def first(*_: object) -> int:
        return 1

    patch.setattr(Questions, "next_number", first)


PLANTED: Final = {
    "anyone may do anything": Fault(_anyone_may, ("press approve", "press claim")),
    "outsiders keep their roles": Fault(_outsiders_may, ("press claim", "form view")),
    "two roles add up": Fault(_two_roles_add_up, ("press approve", "press claim")),
    "one verb forgets who may": Fault(_members_triage, ("press put_back", "press claim")),
    "the MAC is not compared": Fault(_no_mac, ("press claim",), ("MAC flipped",)),
    "half a MAC will do": Fault(_short_mac, ("press claim",), ("MAC flipped",)),
    "the MAC fits any community": Fault(_mac_of_any_community, ("press read",), ("other tenant",)),
    "the tenant is not asked for": Fault(
        _every_tenant, ("press approve", "press claim"), ("other tenant",)
    ),
    "nobody looks what happened meanwhile": Fault(_no_swap, ("press claim", "press release")),
    "leases never end": Fault(_leases_never_end, ("press claim",)),
    "anyone may act for the holder": Fault(_anyone_holds, ("press claim", "press release")),
    "a claim takes over": Fault(_claims_are_taken_over, ("press claim",)),
    "what was held is kept after demotion": Fault(
        lambda patch: patch.setattr(Desk, "left", _nothing),
        ("press claim", "press release"),
        ("replay after demotion",),
    ),
    "old cards go on working": Fault(
        _cards_never_expire, ("press good", "press withdraw"), ("expired",)
    ),
    "any receipt opens a question": Fault(_any_receipt, ("form receipt",)),
    "anyone may act for the asker": Fault(_named_by_anyone, ("press withdraw",)),
    "readers see what is sealed": Fault(_readers_see_all, ("press read", "press whole")),
    "organizers see before the batch": Fault(_triage_reads_early, ("press edit",)),
    "a gesture counts twice": Fault(
        lambda patch: patch.setattr(LedgerTx, "once", _nothing), ("form edit", "press claim")
    ),
    "no deed is recorded": Fault(
        lambda patch: patch.setattr(LedgerTx, "record", _nothing), ("press approve",)
    ),
    "a vote counts again": Fault(_votes_count_again, ("press vote",)),
    "one who stepped aside may claim": Fault(
        lambda patch: patch.setattr(Marks, "recused", _no), ("press recuse", "press claim")
    ),
    "the panel's days never end": Fault(
        lambda patch: patch.setattr(Panel, "is_open", lambda *_: True),
        ("form view",),
        ("expired",),
    ),
    "a declined question keeps its words": Fault(
        lambda patch: patch.setattr(Sheets, "erase", _nothing), ("form decline", "form redirect")
    ),
    "one pair of eyes is enough": Fault(
        lambda patch: patch.setattr(
            desk_moves,
            "publish",
            lambda *a, publish=desk_moves.publish, **how: publish(
                *a, **{**how, "second_reader": False}
            ),
        ),
        ("press publish", "form answer"),
    ),
    "follow-ups have no end": Fault(
        lambda patch: patch.setattr(moves, "FOLLOW_UPS", 99), ("form again",)
    ),
    "one number for all": Fault(_one_number_for_all, ("press approve",)),
}
