"""Notes long enough to fill a file."""

import sqlite3
from contextlib import closing
from pathlib import Path

LONG = "w" * 3_000


def looking_from_outside(path: Path) -> set[int]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as other:
        return {row[0] for row in other.execute("SELECT id FROM note")}
