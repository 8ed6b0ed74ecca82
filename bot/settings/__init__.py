"""Settings: frozen and typed; the only reader of the environment and of ``config/``.

``config/*.toml`` says what the community wants, the environment holds secrets and addresses.
Whatever is wrong is one :class:`bot.core.errors.SetupError`: the file, the key and the fix, and
never the value of a secret.
"""

from __future__ import annotations

from bot.settings.community import CommunityFile, Feed, Hours
from bot.settings.environment import Environment, Secret, SlackKeys
from bot.settings.load import Settings, load
from bot.settings.retention import Retention

__all__ = [
    "CommunityFile",
    "Environment",
    "Feed",
    "Hours",
    "Retention",
    "Secret",
    "Settings",
    "SlackKeys",
    "load",
]
