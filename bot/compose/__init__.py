"""The composition root: the one room that may name every concrete class.

:mod:`.wire` has one line per feature, and reading it is reading the bot; :mod:`.house` opens what
must be opened and closes it in reverse; :mod:`.reading` shows the features to the public pages.
"""

from __future__ import annotations

from bot.compose.app import App
from bot.compose.house import opened, running
from bot.compose.web import Running

__all__ = ["App", "Running", "opened", "running"]
