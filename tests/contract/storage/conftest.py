"""The stores on which this suite runs."""

from tests.support.stores import database, postgres_server, still, store

__all__ = ["database", "postgres_server", "still", "store"]
