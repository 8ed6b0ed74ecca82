"""The front door of forums."""

from bot.core.routes import Routes
from bot.features.forums.handlers.desk import register_desk
from bot.features.forums.handlers.house import House
from bot.features.forums.handlers.members import register_members
from bot.features.forums.handlers.planning import register_planning

__all__ = ["House", "register"]


def register(routes: Routes, house: House) -> None:
    """List everything that a person can do with forums."""
    register_members(routes, house)
    register_planning(routes, house)
    register_desk(routes, house)
