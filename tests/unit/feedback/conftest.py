"""The real store on both engines."""

from tests.support.stores import database, still, store  # noqa: F401
