"""The stores on which this suite runs."""

import pytest

from bot.storage.engine import Database
from bot.storage.outbox import Outbox
from tests.support.stores import StillClock, database, empty_database, still, store

__all__ = ["database", "empty_database", "still", "store"]


@pytest.fixture
def outbox(store: Database, still: StillClock) -> Outbox:
    return Outbox(store, still)
