"""The panel: labelled perspectives beside the police answer, for some days after it is out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import NotFound
from bot.core.ids import new_id
from bot.core.people import Actor, Role
from bot.core.ports import Deed, Tx
from bot.delivery.display import show
from bot.features.questions.archive import Archive
from bot.features.questions.model import PUBLISHED, Label, Perspective, Question
from bot.features.questions.refusals import PanelClosed
from bot.features.questions.service.moving import PAGE, VIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What members of the panel add. Nobody edits another's view."""

    archive: Archive

    async def may_add(self, question: str, *, actor: Actor) -> Question:
        """Return a question that perspectives may be added to now.

        Raises:
            PanelClosed: its days are over, or it has no answer to stand beside.
        """
        actor.require(Role.PANEL)
        desk = self.archive
        known = await desk.store.read(lambda tx: desk.questions.get(tx, actor.community, question))
        self._open(known)
        return known

    async def add(
        self,
        question: str,
        *,
        label: Label,
        view: str,
        source: str,
        conflict: str,
        actor: Actor,
        gesture: str,
    ) -> Question:
        """Add a perspective. It is shown under its label, without the person's name."""
        actor.require(Role.PANEL)
        desk = self.archive
        perspective = Perspective(
            id=new_id(),
            label=label.value,
            view=view,
            source=source,
            conflict=conflict,
            by=actor.person,
            at=desk.clock.now(),
        )

        async def unit(tx: Tx) -> Question:
            await tx.once(gesture)
            known = await desk.questions.get(tx, actor.community, question)
            self._open(known)
            await desk.sheets.add_perspective(tx, known.community, known.id, perspective)
            await tx.record(_deed(known.community, "view", known.id))
            await tx.send(
                show(PAGE, known.community, known.id),
                show(VIEW, known.community, perspective.id),
            )
            return known

        return await desk.store.write(unit)

    async def take_back(self, perspective: str, *, actor: Actor, gesture: str) -> None:
        """Take one's own perspective back."""
        actor.require(Role.PANEL)
        desk = self.archive

        async def unit(tx: Tx) -> None:
            await tx.once(gesture)
            below = await desk.sheets.drop_perspective(
                tx, actor.community, perspective, actor.person
            )
            if below is None:
                raise NotFound
            await tx.record(_deed(actor.community, "unview", below))
            await tx.send(
                show(VIEW, actor.community, perspective),
                show(PAGE, actor.community, below),
            )

        await desk.store.write(unit)

    def is_open(self, question: Question) -> bool:
        """Whether the days in which the panel may add something are not over."""
        days = self.archive.rules(question.community).panel_for
        at, now = question.published_at, self.archive.clock.now()
        return at is not None and question.state in PUBLISHED and now <= at + days

    def _open(self, question: Question) -> None:
        if not question.public or question.state not in PUBLISHED:
            raise NotFound
        if not self.is_open(question):
            days = self.archive.rules(question.community).panel_for
            raise PanelClosed(days=days.days)


def _deed(community: str, verb: str, question: str) -> Deed:
    return Deed(
        community=community, verb=f"questions.{verb}", object=question, role=Role.PANEL.value
    )
