"""The process that is killed while it erases: residents take their questions back, one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from bot.core.ids import new_id
from bot.core.people import Role
from bot.core.ports import Tx
from bot.features.questions.model import Parts, State
from bot.features.questions.service.afterwards import Afterwards, ByReceipt
from bot.features.questions.service.answering import Answering
from bot.features.questions.service.desk import Desk
from bot.features.questions.service.triage import Triage
from bot.storage.errors import Gone
from bot.storage.search import Search
from bot.storage.sql import sql
from bot.storage.vault import Sealed
from tests.support.desk import COMMUNITY, Counter, open_counter

_SEALED = sql("SELECT question, dek, sealed FROM question_text WHERE dek IS NOT NULL")
_PARTS = Parts(acknowledge="We hear you.", answer="It is so.", next="More on Monday.")

_WINDOW = timedelta(minutes=20)
Asked = list[tuple[str, str]]


def canary(number: int) -> str:
    """Return a word that stands in one question and nowhere else."""
    return "quokka" + "".join("abcdefghij"[int(d)] for d in f"{number:04d}")


async def prepare(data: Path, count: int) -> tuple[Asked, list[tuple[str, Sealed]]]:
    """Ask ``count`` questions and publish every second; return receipts and what lies sealed."""
    async with open_counter(data) as counter:
        archive = counter.archive
        asked = [
            await counter.asks(f"What of {canary(n)}, and who decides it?", by=f"resident{n}")
            for n in range(count)
        ]
        ben, olga = counter.member("ben", Role.LIAISON), counter.member("olga", Role.ORGANIZER)
        desk = Desk(archive=archive)
        answering = Answering(archive=archive, search=Search(archive.store), desk=desk)
        triage = Triage(archive=archive, edge=counter.edge)
        counter.app.clock.move(_WINDOW)  # type: ignore[attr-defined]
        await counter.app.courier.settle()
        for _, question in asked[::2]:
            await triage.approve(question, actor=olga, gesture=new_id())
            await desk.claim(question, actor=ben, gesture=new_id())
            await answering.prepare(question, _PARTS, actor=ben, gesture=new_id())
            await answering.publish(question, actor=ben, gesture=new_id())
        await counter.app.courier.settle()

        async def unit(tx: Tx) -> list[tuple[str, Sealed]]:
            rows = await tx.all(_SEALED)
            return [(row["question"], Sealed(row["dek"], bytes(row["sealed"]))) for row in rows]

        return asked, await archive.store.read(unit)


def erase_until_killed(data: Path, receipts: Sequence[str], mouth: Connection) -> None:
    """Take questions back; say each receipt once that is acknowledged."""
    asyncio.run(_erase(data, receipts, mouth))


async def _erase(data: Path, receipts: Sequence[str], mouth: Connection) -> None:
    async with open_counter(data) as counter:
        courier = asyncio.create_task(counter.app.courier.run())
        after = _afterwards(counter)
        mouth.send("open")
        for receipt in receipts:
            proof = ByReceipt(community=COMMUNITY, receipt=receipt)
            whole = await after.read(proof)
            if whole.question.state is not State.WITHDRAWN:
                await after.withdraw(proof, gesture=new_id())
            mouth.send(receipt)
        await courier


def finish(data: Path, receipts: Sequence[str], sealed: Sequence[tuple[str, Sealed]]) -> list[str]:
    """Start once more, let the rest be done, and say what of it is still there."""
    return asyncio.run(_finish(data, receipts, sealed))


def finish_all(
    data: Path, receipts: Sequence[str], sealed: Sequence[tuple[str, Sealed]]
) -> list[str]:
    """Take back what nobody came to, let it be done, and say what is still there."""
    asyncio.run(_take_back(data, receipts))
    return finish(data, receipts, sealed)


async def _take_back(data: Path, receipts: Sequence[str]) -> None:
    async with open_counter(data) as counter:
        after = _afterwards(counter)
        for receipt in receipts:
            proof = ByReceipt(community=COMMUNITY, receipt=receipt)
            if (await after.read(proof)).question.state is not State.WITHDRAWN:
                await after.withdraw(proof, gesture=new_id())


async def _finish(
    data: Path, receipts: Sequence[str], sealed: Sequence[tuple[str, Sealed]]
) -> list[str]:
    async with open_counter(data) as counter:
        await counter.app.courier.settle()
        after, wrong = _afterwards(counter), []
        for receipt in receipts:
            whole = await after.read(ByReceipt(community=COMMUNITY, receipt=receipt))
            if whole.question.state is not State.WITHDRAWN or whole.asked:
                wrong.append(f"{whole.question.id} is {whole.question.state}")
        for question, one in sealed:
            try:
                counter.app.vault.open(one.dek, one.blob, purpose="words", subject=question)
            except Gone:
                continue
            wrong.append(f"{question}: an old copy can still be read")
        left = await counter.archive.deks()
        return [*wrong, *(f"a key is left: {dek}" for dek in left)]


def _afterwards(counter: Counter) -> Afterwards:
    return Afterwards(archive=counter.archive, edge=counter.edge, search=Search(counter.app.store))
