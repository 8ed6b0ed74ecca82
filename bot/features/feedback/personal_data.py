"""What feedback holds about a person: what they said under their name, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.core.people import PersonRef
from bot.core.ports import Erased, Held, Store, Tx
from bot.core.text import Message, Slot, Verbatim, say
from bot.delivery.display import show
from bot.features.feedback.model import Note
from bot.features.feedback.service import NOTE_VIEW
from bot.features.feedback.store import FeedbackTable

_WORDS_FOR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class FeedbackData:
    """Shows and erases what was said under a name, and lets all words go after a year."""

    store: Store
    notes: FeedbackTable = field(default_factory=FeedbackTable)

    async def export(self, community: str, person: PersonRef) -> Sequence[Held]:
        """Return each note that the person put their name to."""
        said = await self.store.read(lambda tx: self.notes.said_by(tx, community, person))
        return [Held(what=say("feedback.held"), values=_values(note)) for note in said]

    async def erase(self, tx: Tx, community: str, person: PersonRef) -> Sequence[Erased]:
        """Take words and name out of each; that something was said, and its outcome, stay."""
        said = await self.notes.said_by(tx, community, person)
        for note in said:
            await self.notes.swap(tx, note, note.withdraw())
            await tx.send(show(NOTE_VIEW, community, note.id))
        if not said:
            return []
        return [
            Erased(
                what=say("feedback.erased", n=len(said)),
                count=len(said),
                kept=say("feedback.erased.kept"),
                why=say("feedback.erased.why"),
            )
        ]

    async def expire(self, tx: Tx, community: str, now: datetime) -> Sequence[Erased]:
        """Take words and names out of what was said more than a year ago."""
        gone = await self.notes.expire(tx, community, (now - _WORDS_FOR).date())
        for note in gone:
            await tx.send(show(NOTE_VIEW, community, note))
        return [Erased(what=say("feedback.erased", n=len(gone)), count=len(gone))] if gone else []


def _values(note: Note) -> tuple[tuple[Message, Slot], ...]:
    values: list[tuple[Message, Slot]] = [
        (say("feedback.kind"), say(f"feedback.kind.{note.kind.value}")),
        (say("feedback.about"), say(f"feedback.about.{note.about.value}")),
        (say("feedback.day"), note.logged_on),
        (say("feedback.state"), say(f"feedback.state.{note.state.value}")),
        (say("feedback.words"), Verbatim(note.words)),
    ]
    if note.rating is not None:
        values.append((say("feedback.rated"), say(f"feedback.rating.{note.rating}")))
    if note.reply:
        values.append((say("feedback.organizers_say"), Verbatim(note.reply)))
    return tuple(values)
