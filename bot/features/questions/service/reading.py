"""Reading: what everyone may see. Nothing that is sealed or unpublished comes this way."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.core.errors import NotFound
from bot.core.people import Actor, Role
from bot.core.ports import Tx
from bot.core.text import shorten
from bot.features.questions.archive import Archive, learning
from bot.features.questions.model import IN_THE_QUEUE, PUBLISHED, Answer, Question, Whole
from bot.storage.search import Hit, Search

_PAGE = 20
_TITLE = 120
_GIST = 400
SEARCHED = "questions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The public side of questions, for members, for the site and for plain words."""

    archive: Archive
    search: Search

    async def published(self, community: str, *, page: int = 0) -> Sequence[Whole]:
        """Return a page of published questions, newest answers and corrections first."""
        desk = self.archive

        async def unit(tx: Tx) -> list[Whole]:
            found = await desk.questions.newest(tx, community, at_most=_PAGE, skip=page * _PAGE)
            return [await desk.gathered(tx, question) for question in found]

        return await desk.store.read(unit)

    async def question(self, community: str, number: int) -> Whole:
        """Return a published question. Raises ``NotFound``."""
        return public(await self.archive.numbered(community, number))

    async def words(self, community: str, question: str) -> str | None:
        """Return the approved words; ``None`` when the question is not public (any more)."""
        try:
            whole = await self.archive.whole(community, question)
        except NotFound:
            return None
        known = whole.question
        seen = known.public and known.state in IN_THE_QUEUE | PUBLISHED
        return whole.asked or None if seen else None

    async def by_id(self, community: str, question: str) -> Whole:
        """Return a published question by its id. Raises ``NotFound``."""
        return public(await self.archive.whole(community, question))

    async def similar(self, community: str, words: str, *, at_most: int = 3) -> Sequence[Hit]:
        """Return published questions that may answer ``words`` already, closest first."""
        return await self.search.similar(SEARCHED, community, words, at_most=at_most)

    async def find(self, community: str, words: str, *, at_most: int = 10) -> Sequence[Hit]:
        """Return published questions that fit ``words`` best; among equals the newest first."""
        return await self.search.find(SEARCHED, community, words, at_most=at_most)

    async def waiting(self, community: str, *, at_most: int = 10) -> Sequence[Question]:
        """Return what waits for an answer in public, without its words; most votes first."""
        desk = self.archive
        return await desk.store.read(
            lambda tx: desk.questions.open_ones(tx, community, at_most=at_most)
        )

    async def open_ones(self, *, actor: Actor, at_most: int = 5) -> Sequence[Whole]:
        """Return what waits for an answer, with its words, to members of the community."""
        actor.require(Role.MEMBER)
        desk = self.archive
        found = await self.waiting(actor.community, at_most=at_most)
        return [await desk.whole(actor.community, question.id) for question in found]

    async def open_one(self, question: str, *, actor: Actor) -> Whole:
        """Return one that members may see and vote for. Raises ``NotFound``."""
        actor.require(Role.MEMBER)
        return _seen(await self.archive.whole(actor.community, question))

    async def joined_to(self, question: Question) -> Whole | None:
        """Return what a question was joined to, as members see it; ``None`` once that is gone."""
        desk = self.archive
        root = await desk.store.read(lambda tx: desk.root(tx, question))
        with suppress(NotFound):
            return _seen(await desk.whole(root.community, root.id))
        return None


def _seen(whole: Whole) -> Whole:
    """Let pass what members may see, before it is answered too. Raises ``NotFound``."""
    known = whole.question
    if not known.public or known.state not in IN_THE_QUEUE | PUBLISHED:
        raise NotFound
    return whole if known.published_at is None else public(whole)


def is_out(question: Question) -> bool:
    """Whether a question is published, whatever happens to it since."""
    seen = question.state in PUBLISHED | IN_THE_QUEUE
    return question.public and question.published_at is not None and seen


def public(whole: Whole) -> Whole:
    """Let pass what is out. Rounds that are still under seal are left out.

    Raises:
        NotFound: it is not published, or no longer.
    """
    question = whole.question
    if not is_out(question):
        raise NotFound
    words = tuple(w for w in whole.words if w.published)
    return Whole(
        question=question,
        words=words,
        answers=whole.answers,
        perspectives=whole.perspectives,
        objected=whole.objected,
    )


def title_of(whole: Whole) -> str:
    """Return the question in one line of a list."""
    return shorten(" ".join(whole.asked.split()), _TITLE)


def gist_of(answer: Answer) -> str:
    """Return as much of an answer as a list has room for."""
    return shorten(answer.parts.answer, _GIST)


async def enter(
    archive: Archive, search: Search, tx: Tx, question: Question, *, whole: Whole, answer: Answer
) -> None:
    """Let a question be found by its words and by the newest answer to it.

    What it meant before is forgotten; it is read again where something reads.
    """
    said = answer.parts
    words = [w.words for w in whole.words if w.published or w.round == answer.round]
    await search.put(
        tx,
        SEARCHED,
        question.community,
        question.id,
        title=title_of(whole),
        gist=gist_of(answer),
        text="\n".join((*words, said.acknowledge, said.answer, said.next)),
    )
    await archive.meanings.drop(tx, question.community, question.id)
    if archive.meaning is not None:
        await tx.send(learning(question.community, because_of=question))
