"""The stores on which this suite runs."""

from tests.support.stores import database, empty_database, still, store

__all__ = ["database", "empty_database", "still", "store"]
