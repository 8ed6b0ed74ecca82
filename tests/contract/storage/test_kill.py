"""What was acknowledged is there after a kill, on each engine."""

from tests.contract.storage import notes
from tests.support.stores import Place, StillClock, run_python

DIE = """
import asyncio, os, sys
from tests.contract.storage import notes
from tests.support.stores import Place, StillClock

async def main() -> None:
    async with Place(sys.argv[1], sys.argv[2]).open(StillClock(), migrate=False) as store:
        async def one(note):
            await store.write(lambda tx: notes.add(tx, note))
            os.write(1, f"{note}\\n".encode())
            if note == 150:
                os.kill(os.getpid(), 9)
        await asyncio.gather(*(one(note) for note in range(1, 400)))

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_a_kill(database: Place, still: StillClock) -> None:
    async with database.open(still) as store:
        await notes.prepare(store)
    run = run_python(DIE, database.engine, database.url)

    acknowledged = {int(line) for line in run.stdout.split()}
    assert run.returncode == -9, run.stderr
    assert 150 in acknowledged
    async with database.open(still) as store:
        assert acknowledged <= set(await notes.kept(store))
