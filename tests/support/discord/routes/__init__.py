"""The stand-in's HTTP routes: what the bot uses, with Discord's refusals."""

from tests.support.discord.routes import about, guilds, interactions, messages
from tests.support.discord.routes.table import Refusal, find

__all__ = ["Refusal", "about", "find", "guilds", "interactions", "messages"]
