"""Jobs of no meaning, for tests of the outbox."""

from bot.core.ports import Job
from bot.storage.engine import Database
from bot.storage.outbox import Leased


def job(number: int, lane: str = "", **more: object) -> Job:
    return Job(kind="draw", community="town", payload={"n": number}, lane=lane, **more)  # type: ignore[arg-type]


def numbers(leased: list[Leased]) -> list[int]:
    return [int(each.job.payload["n"]) for each in leased]


async def send(store: Database, *jobs: Job) -> None:
    await store.write(lambda tx: tx.send(*jobs))
