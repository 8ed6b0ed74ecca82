"""The real store on both engines."""

from tests.support.stores import database, postgres_server, still, store  # noqa: F401
