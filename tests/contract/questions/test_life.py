"""The life of a question on both engines: the same moves, the same races, the same erasure."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.communities import Concern
from bot.core.errors import DialogueError, MovedOn, SeenBefore
from bot.core.ids import new_id
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Erased, Tx
from bot.core.text import Message
from bot.delivery.courier import Courier
from bot.delivery.display import Display
from bot.delivery.facts import Facts
from bot.features.questions import holders, jobs
from bot.features.questions.archive import Archive
from bot.features.questions.edge import Edge
from bot.features.questions.model import Naming, Parts, Question, Rating, State, Topic
from bot.features.questions.personal_data import QuestionData
from bot.features.questions.refusals import (
    AnswerIncomplete,
    Recused,
    SecondReaderNeeded,
    VotedAlready,
)
from bot.features.questions.retention import QuestionRetention
from bot.features.questions.rules import Quiet, Rules
from bot.features.questions.service.afterwards import Afterwards, ByReceipt
from bot.features.questions.service.answering import Answering
from bot.features.questions.service.asking import Asking, Sent
from bot.features.questions.service.desk import Desk
from bot.features.questions.service.duty import Duty
from bot.features.questions.service.following import Following
from bot.features.questions.service.reading import Reading
from bot.features.questions.service.triage import Triage
from bot.storage.engine import Database
from bot.storage.outbox import Outbox
from bot.storage.search import Search
from bot.storage.sql import sql
from bot.storage.vault_open import open_vault
from tests.support.bare_town import street
from tests.support.riverbend import RIVERBEND
from tests.support.stores import StillClock

HERE = RIVERBEND.id
_INDEXED = sql("SELECT stem FROM search_stem UNION ALL SELECT thing AS stem FROM search_thing")
_DRAFTS = sql("SELECT id FROM question_draft")
_ANSWERS = sql("SELECT answer, note FROM question_answer ORDER BY version")
PARTS = Parts(acknowledge="We hear you.", answer="It is so.", next="More on Monday.")
ASKED = "Why was Maple Park closed on Saturday, and who decided it?"


class Anyone:
    """Nothing here speaks against asking without a name."""

    async def anonymous_allowed(self, community: str) -> Message | None:
        return None


@dataclass
class House:
    """The services of questions on one store."""

    archive: Archive
    edge: Edge
    courier: Courier
    clock: StillClock
    rules: dict[str, Rules]
    gone: set[PersonRef]

    @property
    def desk(self) -> Desk:
        return Desk(archive=self.archive)

    @property
    def answering(self) -> Answering:
        return Answering(archive=self.archive, search=self.search, desk=self.desk)

    @property
    def search(self) -> Search:
        return Search(self.archive.store)

    @property
    def after(self) -> Afterwards:
        return Afterwards(archive=self.archive, edge=self.edge, search=self.search)

    async def asks(self, words: str = ASKED, *, public: bool = True, by: str = "maya") -> Sent:
        asking = Asking(archive=self.archive, edge=self.edge)
        asker = self.edge.asker(person(by))
        draft = await asking.draft(
            asker,
            words=words,
            topic=Topic.OTHER,
            naming=Naming.ANONYMOUS,
            public=public,
            gesture=new_id(),
        )
        return await asking.send(asker, draft.id, gesture=new_id())

    async def opens(self, words: str = ASKED, *, public: bool = True, by: str = "maya") -> Sent:
        sent = await self.asks(words, public=public, by=by)
        self.clock.move(minutes=16)
        await self.courier.settle()
        triage = Triage(archive=self.archive, edge=self.edge)
        await triage.approve(sent.question, actor=person("olga", Role.ORGANIZER), gesture=new_id())
        return sent

    async def answers(self, question: str, by: Actor | None = None) -> Question:
        ben = by or person("ben", Role.LIAISON)
        await self.desk.claim(question, actor=ben, gesture=new_id())
        await self.answering.prepare(question, PARTS, actor=ben, gesture=new_id())
        return await self.answering.publish(question, actor=ben, gesture=new_id())

    async def stored(self, question: str) -> Question:
        return (await self.archive.whole(HERE, question)).question


def person(name: str, *roles: Role) -> Actor:
    return Actor(
        person=PersonRef(platform="town", user=name), community=HERE, roles=frozenset(roles)
    )


@dataclass
class AllBut:
    """Everyone holds every role, but those who are gone."""

    gone: set[PersonRef]

    async def holds(self, community: str, person: PersonRef, role: Role) -> bool | None:
        """Say so."""
        return person not in self.gone


class Unseeing:
    """A safety gate that sees nothing."""

    def concerns(self, words: str, *, country: str, locale: str) -> tuple[Concern, ...]:
        """See nothing."""
        return ()


def _report(error: BaseException, where: str) -> str:
    raise error


@pytest.fixture
async def house(store: Database, still: StillClock, tmp_path: Path) -> AsyncGenerator[House]:
    async with open_vault(tmp_path / "keys", clock=still) as vault:
        rules = {HERE: Rules(asks_an_hour=10_000, asks_an_hour_together=10_000)}
        archive = Archive(
            store=store,
            clock=still,
            vault=vault,
            directory=street(),
            anonymity=Anyone(),
            rules=rules.__getitem__,
        )
        courier = Courier(outbox=Outbox(store, still), clock=still, report=_report)
        display = Display(
            store=store, directory=street(), platforms={}, courier=courier, clock=still
        )
        jobs.register(courier, display, archive, {}, Unseeing())
        gone = set[PersonRef]()
        facts = Facts(store=store, courier=courier)
        holders.register(courier, facts, archive, AllBut(gone))
        yield House(archive, Edge(still, vault), courier, still, rules, gone)


async def test_a_question_is_asked_answered_rated_and_found(house: House) -> None:
    sent = await house.opens()
    await house.answers(sent.question)
    proof = ByReceipt(community=HERE, receipt=sent.receipt)
    rated = await house.after.rate(proof, Rating.ANSWERED, gesture=new_id())

    whole = await house.after.read(proof)
    found = await Reading(archive=house.archive, search=house.search).find(HERE, "maple park")
    assert rated.state is State.ANSWERED
    assert whole.asked == ASKED
    assert whole.answers[0].parts == PARTS
    assert [hit.thing for hit in found] == [sent.question]
    assert whole.question.number == 1


async def test_twenty_who_press_send_at_once_on_one_card_ask_once(house: House) -> None:
    asking = Asking(archive=house.archive, edge=house.edge)
    asker = house.edge.asker(person("maya"))
    draft = await asking.draft(
        asker,
        words=ASKED,
        topic=Topic.OTHER,
        naming=Naming.ANONYMOUS,
        public=True,
        gesture=new_id(),
    )

    sent = await asyncio.gather(
        *(asking.send(asker, draft.id, gesture=f"press{n}") for n in range(20))
    )

    assert len({(one.question, one.receipt) for one in sent}) == 1


async def test_who_is_told_to_wait_has_not_asked_however_many_send_at_once(house: House) -> None:
    house.rules["riverbend"] = replace(house.rules["riverbend"], asks_an_hour_together=10)
    asking = Asking(archive=house.archive, edge=house.edge)
    askers = [house.edge.asker(person(f"m{n}")) for n in range(3)]  # after a start one is left
    drafts = [
        await asking.draft(
            asker,
            words=ASKED,
            topic=Topic.OTHER,
            naming=Naming.ANONYMOUS,
            public=True,
            gesture=new_id(),
        )
        for asker in askers
    ]

    heard = await asyncio.gather(
        *(
            asking.send(asker, draft.id, gesture=new_id())
            for asker, draft in zip(askers, drafts, strict=True)
        ),
        return_exceptions=True,
    )

    waiting = await house.archive.store.read(lambda tx: house.archive.questions.waiting(tx, HERE))
    assert len([one for one in heard if isinstance(one, Sent)]) == waiting


async def test_a_form_that_is_delivered_twice_makes_one_draft(house: House) -> None:
    asking = Asking(archive=house.archive, edge=house.edge)
    asker = house.edge.asker(person("maya"))

    heard = await asyncio.gather(
        *(
            asking.draft(
                asker,
                words=ASKED,
                topic=Topic.OTHER,
                naming=Naming.ANONYMOUS,
                public=True,
                gesture="the same",
            )
            for _ in range(3)
        ),
        return_exceptions=True,
    )

    kept = await house.archive.store.read(lambda tx: tx.all(_DRAFTS))
    assert sorted(type(one).__name__ for one in heard) == [
        "Draft",
        "DraftedBefore",
        "DraftedBefore",
    ]
    assert len(kept) == 1


async def test_of_many_who_claim_at_once_exactly_one_wins(house: House) -> None:
    opened = [await house.opens(by=f"m{n}") for n in range(5)]
    liaisons = [person(f"liaison{n}", Role.LIAISON) for n in range(6)]

    async def claims(question: str, liaison: Actor) -> Question | DialogueError:
        try:
            return await house.desk.claim(question, actor=liaison, gesture=new_id())
        except DialogueError as refusal:
            return refusal

    tries = await asyncio.gather(*(claims(s.question, who) for s in opened for who in liaisons))

    won = [one for one in tries if isinstance(one, Question)]
    assert sorted(q.id for q in won) == sorted(s.question for s in opened)
    for winner in won:
        assert (await house.stored(winner.id)).held_by == winner.held_by


async def test_two_who_publish_at_once_make_one_answer(house: House) -> None:
    sent = await house.opens()
    ben = person("ben", Role.LIAISON)
    await house.desk.claim(sent.question, actor=ben, gesture=new_id())
    await house.answering.prepare(sent.question, PARTS, actor=ben, gesture=new_id())

    tries = await asyncio.gather(
        *(house.answering.publish(sent.question, actor=ben, gesture=new_id()) for _ in range(5)),
        return_exceptions=True,
    )

    whole = await house.archive.whole(HERE, sent.question)
    assert sum(isinstance(one, Question) for one in tries) == 1
    assert all(isinstance(one, Question | DialogueError) for one in tries)
    assert len(whole.answers) == 1


async def test_numbers_have_no_gap_and_no_double_when_many_approve_at_once(house: House) -> None:
    sent = [await house.asks(by=f"m{n}") for n in range(12)]
    house.clock.move(minutes=16)
    await house.courier.settle()
    triage = Triage(archive=house.archive, edge=house.edge)
    olga = person("olga", Role.ORGANIZER)

    opened = await asyncio.gather(
        *(triage.approve(s.question, actor=olga, gesture=new_id()) for s in sent)
    )

    assert sorted(q.number or 0 for q in opened) == list(range(1, 13))


async def test_votes_are_counted_once_each_whatever_else_happens(house: House) -> None:
    sent = await house.opens()
    following = Following(archive=house.archive)

    async def votes(name: str) -> bool:
        try:
            await following.vote(sent.question, actor=person(name), gesture=new_id())
        except VotedAlready:
            return False
        return True

    counted = await asyncio.gather(
        *(votes(f"voter{n % 10}") for n in range(30)), house.answers(sent.question)
    )

    assert sum(one is True for one in counted) == 10
    assert (await house.stored(sent.question)).votes == 10


async def test_a_gesture_delivered_twice_acts_once(house: House) -> None:
    sent = await house.opens()
    ben = person("ben", Role.LIAISON)
    await house.desk.claim(sent.question, actor=ben, gesture="same")
    before = await house.stored(sent.question)

    with pytest.raises(SeenBefore):
        await house.desk.claim(sent.question, actor=ben, gesture="same")

    assert await house.stored(sent.question) == before


async def test_a_stale_move_is_refused(house: House) -> None:
    sent = await house.opens()
    stale = await house.stored(sent.question)
    await house.desk.claim(sent.question, actor=person("ben", Role.LIAISON), gesture=new_id())

    async def unit(tx: Tx) -> None:
        await house.archive.questions.swap(tx, stale, stale)

    with pytest.raises(MovedOn):
        await house.archive.store.write(unit)


async def test_the_night_closes_erases_and_forgets(house: House) -> None:
    answered = await house.opens()
    await house.answers(answered.question)
    await Following(archive=house.archive).follow(
        answered.question, actor=person("theo"), gesture=new_id()
    )
    retention = QuestionRetention(archive=house.archive)

    async def night() -> Sequence[Erased]:
        house.clock.move(days=31)
        return await house.archive.store.write(
            lambda tx: retention.expire(tx, HERE, house.clock.now())
        )

    closed, erased = await night(), await night()
    await house.courier.settle()

    assert (await house.stored(answered.question)).state is State.CLOSED
    assert closed == []
    assert [(e.what.key, e.count) for e in erased] == [("questions.erased.addresses", 1)]
    assert await house.archive.deks() == set()


async def test_who_deletes_their_data_leaves_nothing_behind(house: House) -> None:
    sent = await house.opens()
    theo = person("theo", Role.LIAISON)
    following = Following(archive=house.archive)
    await following.vote(sent.question, actor=theo, gesture=new_id())
    await following.follow(sent.question, actor=theo, gesture=new_id())
    await house.answers(sent.question, by=theo)
    data = QuestionData(archive=house.archive)
    held = await data.export(HERE, theo.person)

    erased = await house.archive.store.write(lambda tx: data.erase(tx, HERE, theo.person))
    again = await house.archive.store.write(lambda tx: data.erase(tx, HERE, theo.person))
    await house.courier.settle()

    assert sorted(one.what.key for one in held) == [
        "questions.held.answer",
        "questions.held.follow",
        "questions.held.vote",
    ]
    assert sorted(one.what.key for one in erased) == [
        "questions.erased.answers",
        "questions.erased.voices",
    ]
    assert again == []
    assert await data.export(HERE, theo.person) == []
    assert (await house.stored(sent.question)).votes == 0


async def test_a_hundred_wait_and_a_page_is_the_ten_most_urgent(house: House) -> None:
    sent = [await house.opens(f"Question number {n}, why so?", by=f"m{n}") for n in range(25)]
    ben = person("ben", Role.LIAISON)

    first = await house.desk.queue(actor=ben)
    second = await house.desk.queue(actor=ben, after=first.page[-1].id)
    third = await house.desk.queue(actor=ben, after=second.page[-1].id)

    pages = [*first.page, *second.page, *third.page]
    assert [len(one.page) for one in (first, second, third)] == [10, 10, 5]
    assert [one.more for one in (first, second, third)] == [True, True, False]
    assert {one.many for one in (first, second, third)} == {25}
    assert [q.id for q in pages] == [s.question for s in sent]
    assert [q.due_at for q in pages] == sorted(q.due_at for q in pages if q.due_at)


async def test_a_window_that_is_not_over_releases_nothing(house: House) -> None:
    sent = await house.asks()
    house.clock.move(minutes=14)
    await house.courier.settle()
    early = (await house.stored(sent.question)).state

    house.clock.move(minutes=2)
    await house.courier.settle()

    assert early is State.WAITING
    released = await house.stored(sent.question)
    assert released.state is State.IN_TRIAGE
    assert released.due_at is not None
    assert released.due_at - house.clock.now() > timedelta(days=2)


async def test_a_second_liaison_reads_every_answer_where_the_rules_say_so(house: House) -> None:
    house.rules["riverbend"] = replace(house.rules["riverbend"], second_reader=True)
    sent = await house.opens()
    ben, rosa = person("ben", Role.LIAISON), person("rosa", Role.LIAISON)
    await house.desk.claim(sent.question, actor=ben, gesture=new_id())
    await house.answering.prepare(sent.question, PARTS, actor=ben, gesture=new_id())

    for alone in (house.answering.publish, house.answering.read_over):
        with pytest.raises(SecondReaderNeeded):
            await alone(sent.question, actor=ben, gesture=new_id())
    await house.answering.read_over(sent.question, actor=rosa, gesture=new_id())
    changed = replace(PARTS, answer="It is otherwise.")
    await house.answering.prepare(sent.question, changed, actor=ben, gesture=new_id())
    with pytest.raises(SecondReaderNeeded):
        await house.answering.publish(sent.question, actor=ben, gesture=new_id())
    await house.answering.read_over(sent.question, actor=rosa, gesture=new_id())

    out = await house.answering.publish(sent.question, actor=ben, gesture=new_id())
    assert out.state is State.ANSWERED


async def test_who_stepped_aside_does_not_agree_as_a_second_reader(house: House) -> None:
    house.rules["riverbend"] = replace(house.rules["riverbend"], second_reader=True)
    sent = await house.opens()
    ben, rosa = person("ben", Role.LIAISON), person("rosa", Role.LIAISON)
    await house.desk.recuse(sent.question, actor=rosa, gesture=new_id())
    await house.desk.claim(sent.question, actor=ben, gesture=new_id())
    await house.answering.prepare(sent.question, PARTS, actor=ben, gesture=new_id())

    with pytest.raises(Recused):
        await house.answering.read_over(sent.question, actor=rosa, gesture=new_id())

    assert (await house.stored(sent.question)).second_by is None


async def test_who_stepped_aside_does_not_correct(house: House) -> None:
    sent = await house.opens()
    rosa = person("rosa", Role.LIAISON)
    await house.desk.recuse(sent.question, actor=rosa, gesture=new_id())
    await house.answers(sent.question)

    with pytest.raises(Recused):
        await house.answering.correct(
            sent.question, PARTS, "It was wrong.", actor=rosa, gesture=new_id()
        )


async def test_a_private_answer_is_corrected_under_its_seal(house: House) -> None:
    sent = await house.opens(public=False)
    await house.answers(sent.question)
    right = replace(PARTS, answer="It was otherwise.")

    await house.answering.correct(
        sent.question, right, "It was wrong.", actor=person("ben", Role.LIAISON), gesture=new_id()
    )

    whole = await house.after.read(ByReceipt(community=HERE, receipt=sent.receipt))
    rows = await house.archive.store.read(lambda tx: tx.all(_ANSWERS))
    assert [a.parts.answer for a in whole.answers] == ["It is so.", "It was otherwise."]
    assert [a.note for a in whole.answers] == ["", "It was wrong."]
    assert [(row["answer"], row["note"]) for row in rows] == [("", ""), ("", "")]


async def test_a_correction_needs_to_say_what_was_wrong(house: House) -> None:
    sent = await house.opens()
    await house.answers(sent.question)

    with pytest.raises(AnswerIncomplete):
        await house.answering.correct(
            sent.question, PARTS, "", actor=person("ben", Role.LIAISON), gesture=new_id()
        )


async def test_sealed_words_are_nowhere_in_the_index_until_they_are_published(
    house: House,
) -> None:
    ben = person("ben", Role.LIAISON)
    sent = await house.opens("Did the zebrafinch escape from the station?")
    await house.desk.claim(sent.question, actor=ben, gesture=new_id())
    said = replace(PARTS, answer="A marmoset opened the cage.")
    await house.answering.prepare(sent.question, said, actor=ben, gesture=new_id())
    before = await house.archive.store.read(lambda tx: tx.all(_INDEXED))
    nothing = [await _found(house, words) for words in ("zebrafinch", "marmoset")]

    await house.answering.publish(sent.question, actor=ben, gesture=new_id())

    assert before == []
    assert nothing == [[], []]
    assert await _found(house, "zebrafinch") == [sent.question]
    assert await _found(house, "marmosets") == [sent.question]


async def test_what_its_asker_wants_unpublished_is_never_in_the_index(house: House) -> None:
    sent = await house.opens("Did the zebrafinch escape from the station?", public=False)
    await house.answers(sent.question)

    assert await house.archive.store.read(lambda tx: tx.all(_INDEXED)) == []
    assert await _found(house, "zebrafinch") == []


async def test_what_was_corrected_last_is_found_first(house: House) -> None:
    old = await house.opens("Why was Maple Park closed on Saturday?", by="maya")
    await house.answers(old.question)
    new = await house.opens("Why was Maple Park closed on Saturday?", by="theo")
    await house.answers(new.question)
    before = await _found(house, "maple park")

    right = replace(PARTS, answer="A gas leak.")
    ben = person("ben", Role.LIAISON)
    await house.answering.correct(old.question, right, "The cause.", actor=ben, gesture=new_id())

    assert before == [new.question, old.question]
    assert await _found(house, "maple park") == [old.question, new.question]
    assert await _found(house, "gas leak") == [old.question]


async def _found(house: House, words: str) -> list[str]:
    reading = Reading(archive=house.archive, search=house.search)
    return [hit.thing for hit in await reading.find(HERE, words)]


async def test_a_correction_does_not_bring_a_waiting_follow_up_into_the_index(
    house: House,
) -> None:
    sent = await house.opens()
    await house.answers(sent.question)
    proof = ByReceipt(community=HERE, receipt=sent.receipt)
    await house.after.follow_up(proof, "And what of the zebrafinch?", gesture=new_id())

    await house.answering.correct(
        sent.question, PARTS, "A date.", actor=person("ben", Role.LIAISON), gesture=new_id()
    )

    assert await house.search.find("questions", HERE, "zebrafinch") == []


async def test_a_liaison_does_not_read_a_follow_up_before_an_organizer_did(house: House) -> None:
    sent = await house.opens()
    await house.answers(sent.question)
    proof = ByReceipt(community=HERE, receipt=sent.receipt)
    await house.after.follow_up(proof, "And what of the zebrafinch?", gesture=new_id())

    read = await house.desk.read(sent.question, actor=person("ben", Role.LIAISON))

    assert [words.words for words in read.words] == [ASKED]


async def test_what_is_joined_twice_counts_and_keeps_its_address_with_the_last(
    house: House,
) -> None:
    triage = Triage(archive=house.archive, edge=house.edge)
    olga, voices = person("olga", Role.ORGANIZER), house.archive.voices
    third, second = await house.opens(by="ana"), await house.opens(by="zoe")
    first = await house.opens()
    follows = Following(archive=house.archive)
    await follows.follow(third.question, actor=person("theo"), gesture=new_id())
    for joined, into in ((third, 2), (second, 3)):
        await triage.merge(joined.question, into, actor=olga, gesture=new_id())
    await house.answers(first.question)
    proof = ByReceipt(community=HERE, receipt=third.receipt)
    await house.after.rate(proof, Rating.NOT_QUITE, gesture=new_id())
    retention = QuestionRetention(archive=house.archive)

    async def nights(days: int) -> int:
        house.clock.move(days=days)
        now = house.clock.now()
        erased = await house.archive.store.write(lambda tx: retention.expire(tx, HERE, now))
        return sum(e.count for e in erased if e.what.key == "questions.erased.addresses")

    whole = await house.archive.whole(HERE, first.question)
    all_of_them = await house.archive.store.read(
        lambda tx: voices.merged_into(tx, HERE, first.question)
    )
    kept = [await nights(29), await nights(14), await nights(2)]

    assert set(all_of_them) == {second.question, third.question}
    assert whole.question.votes == 2
    assert whole.objected
    assert kept == [0, 0, 0]
    assert await nights(15) == 1


async def test_quiet_hours_are_kept_and_changed(house: House) -> None:
    ben, duty = person("ben", Role.LIAISON), Duty(desk=house.desk)

    first = await duty.quiet(actor=ben)
    await duty.set_quiet(actor=ben, gesture=new_id(), starts=1)
    second = await duty.set_quiet(actor=ben, gesture=new_id(), ends=6)

    assert (first, second) == (Quiet(), Quiet(starts=1, ends=6))
    assert await duty.quiet(actor=ben) == second


async def test_holders_are_looked_after_on_this_engine(house: House) -> None:
    asked = await house.opens()
    ben, lou = person("ben", Role.LIAISON), person("lou", Role.LIAISON)
    other = await house.opens("Who pays for the lamps at the lake, and until when?")
    await house.desk.claim(asked.question, actor=ben, gesture=new_id())
    await house.desk.claim(other.question, actor=lou, gesture=new_id())

    house.gone.add(ben.person)
    house.clock.move(minutes=16)
    await house.courier.settle()

    assert (await house.stored(asked.question)).state is State.OPEN
    assert (await house.stored(other.question)).state is State.CLAIMED
