"""What only PostgreSQL has to stand: several processes, and connections that break."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator

import asyncpg
import pytest

from bot.core.errors import NotSaved, SeenBefore, SetupError
from bot.core.ports import Job, Tx
from bot.storage.engine import Database
from bot.storage.errors import StrayAwait
from bot.storage.outbox import Outbox
from bot.storage.postgres import PostgresStore
from bot.storage.sql import sql
from tests.contract.storage import notes
from tests.support.stores import Place, Server, StillClock, python_beside, run_python

pytestmark = pytest.mark.postgres

OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def place(postgres_server: Server) -> Iterator[Place]:
    address = postgres_server.migrated()
    yield Place("postgres", address)
    postgres_server.drop(address)


@pytest.fixture
async def store(place: Place, still: StillClock) -> AsyncGenerator[PostgresStore]:
    async with place.open(still) as opened:
        assert isinstance(opened, PostgresStore)
        await notes.prepare(opened)
        yield opened


@pytest.fixture
async def other(
    store: PostgresStore, place: Place, still: StillClock
) -> AsyncGenerator[PostgresStore]:
    """What another process has open; here it is another store in the same one."""
    async with place.open(still) as opened:
        assert isinstance(opened, PostgresStore)
        yield opened


@pytest.fixture
async def outside(place: Place) -> AsyncGenerator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(place.url)
    yield connection
    await connection.close()


async def test_processes_write_one_after_another(
    store: PostgresStore, other: PostgresStore
) -> None:
    """Twenty people at each of two processes for five seats."""
    count = sql("SELECT COUNT(*) AS taken FROM note")

    async def sit(at: Database, person: int) -> bool:
        async def unit(tx: Tx) -> bool:
            row = await tx.one(count)
            assert row is not None
            if row["taken"] >= 5:
                return False
            await notes.add(tx, person)
            return True

        return await at.write(unit)

    seated = await asyncio.gather(
        *(sit(at, 100 * n + person) for n, at in enumerate((store, other)) for person in range(20))
    )

    assert sum(seated) == 5


async def test_a_gesture_that_reaches_two_processes_has_one_effect(
    store: PostgresStore, other: PostgresStore
) -> None:
    async def carry_out(at: Database, note: int) -> None:
        async def unit(tx: Tx) -> None:
            await tx.once("slack:Ev1")
            await notes.add(tx, note)

        await at.write(unit)

    outcomes = await asyncio.gather(
        *(carry_out(at, note) for note, at in enumerate([store, other] * 50)),
        return_exceptions=True,
    )

    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, SeenBefore) for outcome in outcomes) == 99


async def test_two_processes_keep_one_trail(store: PostgresStore, other: PostgresStore) -> None:
    from bot.core.ports import Deed  # noqa: PLC0415
    from bot.storage import audit  # noqa: PLC0415

    deed = Deed(community="town", verb="claim", object="q1", role="liaison")
    await asyncio.gather(*(at.write(lambda tx: tx.record(deed)) for at in [store, other] * 100))

    assert await audit.verify(store) is None
    row = await store.read(lambda tx: tx.one(sql("SELECT COUNT(*) AS n FROM audit")))
    assert row is not None
    assert row["n"] == 200


async def test_a_job_sent_by_one_process_wakes_the_courier_of_another(
    store: PostgresStore, other: PostgresStore, still: StillClock
) -> None:
    courier = Outbox(other, still)
    await courier.claim()
    woken = asyncio.ensure_future(courier.stirred())
    sent = 0
    while not woken.done() and sent < 100:  # the bell may not hear yet
        await store.write(lambda tx: tx.send(Job(kind="draw", community="town")))
        sent += 1
        await asyncio.wait({woken}, timeout=0.3)

    assert woken.done()
    assert len(await courier.claim()) == sent


async def test_a_thousand_jobs_ring_the_bell_a_few_times(
    store: PostgresStore, outside: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    heard: list[object] = []
    await outside.add_listener("commonground_jobs", lambda *rung: heard.append(rung))
    await asyncio.sleep(0.2)

    await asyncio.gather(
        *(
            store.write(lambda tx: tx.send(Job(kind="draw", community="town")))
            for _ in range(1_000)
        )
    )
    async with asyncio.timeout(30):
        while not heard:  # noqa: ASYNC110  (it is another's bell)
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)

    assert 1 <= len(heard) <= 100


async def test_connections_that_break_are_replaced_and_nothing_is_lost(
    store: PostgresStore, outside: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    saved = []
    for note in range(30):
        if note % 10 == 5:
            await outside.execute(OTHERS)
        try:
            await store.write(notes.adding(note))
        except NotSaved:
            continue
        saved.append(note)

    assert len(saved) >= 27
    assert await notes.kept(store) == saved


async def test_a_reader_whose_connection_broke_reads_again(
    store: PostgresStore, outside: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await store.write(notes.adding(1))
    for _ in range(3):
        assert await notes.kept(store) == [1]
        await outside.execute(OTHERS)


async def test_a_connection_that_breaks_within_a_unit_runs_it_again(
    store: PostgresStore, outside: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    own = sql("SELECT pg_backend_pid() AS pid")
    runs: list[int] = []

    async def unit(tx: Tx) -> None:
        await notes.add(tx, 1)
        row = await tx.one(own)
        assert row is not None
        runs.append(row["pid"])
        if len(runs) == 1:
            await tx.execute(sql("SELECT pg_terminate_backend(pg_backend_pid())"))

    await store.write(unit)

    assert len(set(runs)) == len(runs) == 2
    assert await notes.kept(store) == [1]


@pytest.mark.parametrize("code", ["40001", "40P01"])
async def test_a_transaction_that_came_to_nothing_is_run_again(
    store: PostgresStore, code: str
) -> None:
    runs: list[str] = []
    conflict = sql(f"DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '{code}'; END $$")

    async def unit(tx: Tx) -> None:
        runs.append("run")
        await notes.add(tx, 1)
        if len(runs) < 3:
            await tx.execute(conflict)

    await asyncio.gather(store.write(unit), store.write(notes.adding(2)))

    assert len(runs) == 3
    assert await notes.kept(store) == [1, 2]


async def test_a_transaction_that_never_succeeds_is_said(store: PostgresStore) -> None:
    conflict = sql("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")

    with pytest.raises(NotSaved):
        await store.write(lambda tx: tx.execute(conflict))
    await store.write(notes.adding(1))
    assert await notes.kept(store) == [1]


async def test_a_writer_that_waits_too_long_says_so(
    place: Place,
    still: StillClock,
    monkeypatch: pytest.MonkeyPatch,
    store: PostgresStore,
    outside: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    monkeypatch.setitem(_settings(), "lock_timeout", "50ms")
    async with place.open(still) as impatient:
        async with outside.transaction():
            await outside.execute("SELECT pg_advisory_xact_lock(4865646)")
            with pytest.raises(NotSaved):
                await impatient.write(notes.adding(1))
        await impatient.write(notes.adding(2))

    assert await notes.kept(store) == [2]


async def test_a_process_that_stops_in_a_transaction_does_not_keep_others_waiting(
    place: Place, still: StillClock, monkeypatch: pytest.MonkeyPatch, store: PostgresStore
) -> None:
    monkeypatch.setitem(_settings(), "idle_in_transaction_session_timeout", "300ms")
    async with place.open(still) as sleepy:

        async def unit(tx: Tx) -> None:
            await notes.add(tx, 1)
            await asyncio.sleep(60)  # refused: so it cannot keep the lock by itself

        with pytest.raises(StrayAwait):
            await sleepy.write(unit)
    await asyncio.wait_for(store.write(notes.adding(2)), 30)


SLEEP = """
import asyncio, os, sys
from bot.core.ports import Job
from bot.storage import postgres
from bot.storage.outbox import Outbox
from tests.contract.storage import notes
from tests.support.stores import Place, StillClock

postgres._SETTINGS["idle_in_transaction_session_timeout"] = "500ms"

async def main():
    clock = StillClock()
    async with Place("postgres", sys.argv[1]).open(clock) as store:
        outbox = Outbox(store, clock)
        (leased,) = await outbox.claim()
        stopped = []
        os.write(1, b"held\\n")

        async def unit(tx):
            await notes.add(tx, 1)
            if not stopped:
                stopped.append(True)
                os.kill(os.getpid(), 19)  # stop, with the transaction open
            await notes.add(tx, 2)
            return await outbox.finish_in(tx, leased)

        try:
            print("finished", await store.write(unit))
        except Exception as error:
            print(type(error).__name__)

asyncio.run(main())
"""


async def test_a_process_that_was_paused_with_a_lease_is_fenced_when_it_wakes(
    store: PostgresStore, place: Place, still: StillClock
) -> None:
    await store.write(lambda tx: tx.send(Job(kind="draw", community="town", lane="a")))
    outbox = Outbox(store, still)
    async with python_beside(SLEEP, place.url) as paused:
        assert paused.stdout is not None
        assert await paused.stdout.readline() == b"held\n"
        await asyncio.sleep(0.3)
        still.move(seconds=31)

        (taken,) = await asyncio.wait_for(outbox.claim(), 30)
        assert taken.attempt == 2
        assert await outbox.finish(taken)
        paused.send_signal(signal.SIGCONT)
        rest, _ = await asyncio.wait_for(paused.communicate(), 30)

    assert rest in {b"finished False\n", b"NotSaved\n"}
    assert await outbox.claim() == []


async def test_work_under_way_is_finished_when_the_store_closes(
    place: Place, still: StillClock, store: PostgresStore
) -> None:
    async with place.open(still) as closing:
        waiting = [asyncio.ensure_future(closing.write(notes.adding(n))) for n in range(200)]
        await asyncio.sleep(0)
    assert all(task.done() for task in waiting)
    assert len(await notes.kept(store)) == 200


FORGET = """
import asyncio, sys
from bot.storage.sql import sql
from tests.support.stores import Place, StillClock

async def main():
    manager = Place("postgres", sys.argv[1]).open(StillClock())
    store = await manager.__aenter__()
    asyncio.ensure_future(store.write(lambda tx: tx.execute(sql("SELECT pg_sleep(0.5)"))))
    await asyncio.sleep(0.1)

asyncio.run(main())
"""


def test_a_store_that_was_never_closed_does_not_keep_the_program_from_ending(
    place: Place,
) -> None:
    run = run_python(FORGET, place.url)

    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda url: url.replace("?host=", "?host=/nowhere"), "start the server"),
        (lambda url: url.replace("/test_", "/other_"), "does not exist"),
        (lambda _: "postgresql://name:secret@127.0.0.1:1/name", "start the server"),
    ],
)
async def test_a_database_that_cannot_be_opened_is_said_without_its_password(
    place: Place, still: StillClock, change: Callable[[str], str], sentence: str
) -> None:
    with pytest.raises(SetupError, match=sentence) as refused:
        async with Place("postgres", change(place.url)).open(still):
            pass
    assert "secret" not in str(refused.value)


async def test_a_closed_store_refuses(place: Place, still: StillClock) -> None:
    async with place.open(still) as store:
        pass

    uses: list[Callable[[Callable[[Tx], Awaitable[object]]], Awaitable[object]]]
    uses = [store.write, store.read]
    for use in uses:
        with pytest.raises(RuntimeError, match="closed"):
            await use(lambda tx: tx.all(notes.ALL))
    await store.close()


def _settings() -> dict[str, str]:
    from bot.storage import postgres  # noqa: PLC0415

    return postgres._SETTINGS
