"""What the front door of questions works with, made once from the archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.cards import Block
from bot.core.gestures import Gesture
from bot.core.kept import Kept
from bot.core.ports import Concern, Gate
from bot.features.questions.archive import Archive
from bot.features.questions.content import AnswerTemplates
from bot.features.questions.edge import Asker, Edge
from bot.features.questions.faq import Faq
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import Question
from bot.features.questions.service.afterwards import Afterwards
from bot.features.questions.service.answering import Answering
from bot.features.questions.service.asking import Asking
from bot.features.questions.service.desk import Desk
from bot.features.questions.service.duty import Duty
from bot.features.questions.service.following import Following
from bot.features.questions.service.likeness import Likeness
from bot.features.questions.service.panel import Panel
from bot.features.questions.service.reading import Reading
from bot.features.questions.service.triage import Triage
from bot.features.questions.timing import timing
from bot.storage.search import Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The services, the gate, and what is remembered for a quarter of an hour.

    ``faq`` returns a community's own pages and raises ``NotFound`` for an unknown one.
    """

    archive: Archive
    edge: Edge
    gate: Gate
    kept: Kept
    faq: Callable[[str], Faq]
    templates: AnswerTemplates
    search: Search

    @property
    def asking(self) -> Asking:
        """Where a question begins."""
        return Asking(archive=self.archive, edge=self.edge)

    @property
    def afterwards(self) -> Afterwards:
        """Where the asker comes back to."""
        return Afterwards(archive=self.archive, edge=self.edge, search=self.search)

    @property
    def triage(self) -> Triage:
        """What organizers decide."""
        return Triage(archive=self.archive, edge=self.edge)

    @property
    def desk(self) -> Desk:
        """What liaisons do."""
        return Desk(archive=self.archive)

    @property
    def duty(self) -> Duty:
        """What liaisons decide about themselves."""
        return Duty(desk=self.desk)

    @property
    def answering(self) -> Answering:
        """What becomes of a question in a liaison's hands."""
        return Answering(archive=self.archive, search=self.search, desk=self.desk)

    @property
    def panel(self) -> Panel:
        """What members of the panel add."""
        return Panel(archive=self.archive)

    @property
    def reading(self) -> Reading:
        """What everyone may see."""
        return Reading(archive=self.archive, search=self.search)

    @property
    def likeness(self) -> Likeness:
        """What was answered already and may answer somebody."""
        return Likeness(archive=self.archive, reading=self.reading, faq=self.faq)

    @property
    def following(self) -> Following:
        """Votes, and news for those who want them."""
        return Following(archive=self.archive)

    def asker(self, gesture: Gesture) -> Asker:
        """Turn the person into a token. Beyond this call nobody knows who asks."""
        return self.edge.asker(gesture.actor)

    async def timing(self, question: Question) -> Timeliness:
        """Say how a question stands against its clock, now."""
        return await timing(self.archive, question)

    async def concerns(self, gesture: Gesture, words: str) -> tuple[Concern, ...]:
        """Return what the safety gate sees in ``words``, for their author alone."""
        community = await self.archive.community(gesture.actor.community)
        return self.gate.concerns(words, country=community.country, locale=gesture.locale)

    async def offered(self, gesture: Gesture, words: str) -> Sequence[Block]:
        """Return the blocks of help that fit ``words``."""
        return [b for c in await self.concerns(gesture, words) for b in c.blocks]
