"""What the front door needs: the services, and what cards need to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.errors import StaleButton
from bot.core.gestures import Press
from bot.features.forums.closing import Closing
from bot.features.forums.content import Format
from bot.features.forums.reading import Board
from bot.features.forums.service import ForumDesk
from bot.features.forums.signups import SignUps
from bot.features.forums.views.lines import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The services of the forums, and what their cards need to know."""

    desk: ForumDesk
    sign_ups: SignUps
    closing: Closing
    board: Board
    formats: Mapping[str, Format]
    sites: Mapping[str, str]

    def look(self, locale: str) -> Look:
        """Say for whom a card is drawn."""
        now = self.desk.clock.now()
        return Look(locale=locale, formats=self.formats, sites=self.sites, now=now)


def first_id(action_ids: Sequence[str]) -> str:
    """Return the id a button is about. Raises ``StaleButton`` for a button without."""
    if not action_ids:
        raise StaleButton
    return action_ids[0]


def which(press: Press) -> str:
    """Return the forum that was chosen, or that the button is about."""
    return press.chosen or first_id(press.action.ids)
