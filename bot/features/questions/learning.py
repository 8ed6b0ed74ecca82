"""Learning what published questions mean: a few at a time, until nothing is left unread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.ports import Directory, Store, Tx
from bot.delivery.leased import Leased
from bot.features.questions.archive import Archive, learning
from bot.features.questions.model import Whole
from bot.features.questions.service.reading import is_out

_TOGETHER: Final = 16


async def begin(store: Store, directory: Directory) -> None:
    """Have everything read that was published before anything here could read."""
    communities = await directory.communities()

    async def unit(tx: Tx) -> None:
        await tx.send(*(learning(community.id) for community in communities))

    await store.write(unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """Reads what is published."""

    archive: Archive

    async def learn(self, leased: Leased) -> None:
        """Read some of what is unread, newest first, and go on while there is more."""
        desk, community, meaning = self.archive, leased.community, self.archive.meaning
        if meaning is None:  # it was taken away since
            return
        model = meaning.model

        async def unread(tx: Tx) -> list[Whole]:
            found = await desk.meanings.unread(tx, community, model, at_most=_TOGETHER)
            return [
                await desk.gathered(tx, await desk.questions.get(tx, community, question))
                for question in found
            ]

        wholes = await desk.store.read(unread)
        vectors: list[bytes | None] = []
        for whole in wholes:
            reads = meaning.reads(whole.asked)
            vectors.append(await meaning.vector(read_of(whole)) if reads else None)

        async def unit(tx: Tx) -> None:
            await leased.finish(tx)
            moved = [wholes[-1].question] if len(wholes) == _TOGETHER else []
            for whole, vector in zip(wholes, vectors, strict=True):
                known = await desk.questions.get(tx, community, whole.question.id)
                if known.revision != whole.question.revision:
                    moved.append(known)  # perhaps in other words now
                elif is_out(known):
                    await desk.meanings.keep(tx, community, known.id, model, vector)
            await tx.send(*(learning(community, because_of=question) for question in moved))

        await desk.store.write(unit)


def read_of(whole: Whole) -> str:
    """Return what is read of a question: its words and the newest answer."""
    answer = whole.newest
    return whole.asked if answer is None else f"{whole.asked}\n{answer.parts.answer}"
