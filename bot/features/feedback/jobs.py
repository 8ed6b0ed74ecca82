"""Where feedback is drawn: notes for organizers, answers for everyone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import NotFound
from bot.core.places import Purpose
from bot.core.ports import Store
from bot.delivery.display import Display, Drawn
from bot.features.feedback import views
from bot.features.feedback.model import Note
from bot.features.feedback.service import ANSWER_VIEW, NOTE_VIEW
from bot.features.feedback.store import FeedbackTable


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws notes from what is true now."""

    store: Store
    notes: FeedbackTable

    async def note(self, community: str, note: str) -> Drawn | None:
        """Draw a note for organizers."""
        found = await self._find(community, note)
        if found is None:
            return None
        return Drawn(card=views.note_card(found), purpose=Purpose.FEEDBACK)

    async def answer(self, community: str, note: str) -> Drawn | None:
        """Draw for everyone what came of it, where organizers chose so."""
        found = await self._find(community, note)
        if found is None or not found.open_to_all:
            return None
        return Drawn(card=views.answer_card(found), purpose=Purpose.POSTS)

    async def _find(self, community: str, note: str) -> Note | None:
        try:
            return await self.store.read(lambda tx: self.notes.get(tx, community, note))
        except NotFound:
            return None


def register(display: Display, store: Store) -> None:
    """Draw the views of feedback."""
    drawing = Drawing(store, FeedbackTable())
    display.view(NOTE_VIEW, drawing.note)
    display.view(ANSWER_VIEW, drawing.answer)
