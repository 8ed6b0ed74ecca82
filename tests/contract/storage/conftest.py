"""The stores on which this suite runs."""

from tests.support.stores import database, empty_database, postgres_server, still, store

__all__ = ["database", "empty_database", "postgres_server", "still", "store"]
