"""A machine that presses everything, as everyone, in every order, on the real store.

It knows the moves that the product allows, and nothing of how they are made: no other move may
ever happen, nothing may get lost, nobody may gain a right. ``FAULT=full`` plays 2,000 games of 50
steps; otherwise a few say that the machine works.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, event, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from bot.adapters.town.clock import TownClock
from bot.core.errors import ConflictingRoles, DialogueError, NotForYou, NotFound, SeenBefore
from bot.core.ids import new_id
from bot.core.people import Actor, Role
from bot.core.ports import Tx
from bot.features.questions.model import (
    Decline,
    Hold,
    Label,
    Mute,
    Naming,
    Parts,
    Question,
    Rating,
    Redirect,
    Return,
    State,
    Topic,
)
from bot.features.questions.service.afterwards import Afterwards, ByReceipt
from bot.features.questions.service.answering import Answering
from bot.features.questions.service.desk import Desk
from bot.features.questions.service.following import Following
from bot.features.questions.service.panel import Panel
from bot.features.questions.service.reading import Reading, is_out
from bot.features.questions.service.triage import Triage
from bot.storage.search import Search
from bot.storage.sql import sql
from tests.support.clock import A_TUESDAY
from tests.support.desk import COMMUNITY, Counter, open_counter

FULL: Final = os.environ.get("FAULT") == "full"
_FITTING: Final = 0.6
_A_DAY: Final = 60 * 20
GAMES: Final = 2_000 if FULL else 12
STEPS: Final = 50

PARTS: Final = Parts(acknowledge="We hear you.", answer="It is so.", next="More on Monday.")
ENDED: Final = {State.REDIRECTED, State.MERGED, State.DECLINED, State.WITHDRAWN}
ORGANIZES: Final = {
    "approve", "send_back", "redirect", "decline", "merge", "propose", "mute", "put_back"
}  # fmt: skip
LIAISES: Final = {
    "claim", "let_go", "hand_over", "recuse", "hold", "prepare", "publish", "read_over", "correct"
}  # fmt: skip
HOLDERS: Final = {"let_go", "hand_over", "hold", "prepare", "publish"}
VERBS: Final = sorted(ORGANIZES | LIAISES)
BY_RECEIPT: Final = ("withdraw", *("rate", "mend", "agree", "keep", "follow_up", "follow_up") * 2)
WAITS: Final = (5, 20, 20, 60 * 26, 60 * 24 * 4, 60 * 24 * 31)
ALLOWED: Final[dict[str, set[tuple[State, State]]]] = {
    "approve": {(State.IN_TRIAGE, State.OPEN), (State.FOLLOW_UP, State.OPEN)},
    "send_back": {(State.IN_TRIAGE, State.RETURNED)},
    "redirect": {(State.IN_TRIAGE, State.REDIRECTED)},
    "decline": {(State.IN_TRIAGE, State.DECLINED), (State.FOLLOW_UP, State.ANSWERED)},
    "merge": {(State.IN_TRIAGE, State.MERGED), (State.OPEN, State.MERGED)},
    "claim": {(State.OPEN, State.CLAIMED)},
    "let_go": {(State.CLAIMED, State.OPEN)},
    "hand_over": {(State.CLAIMED, State.OPEN)},
    "put_back": {(State.CLAIMED, State.OPEN)},
    "recuse": {(State.CLAIMED, State.OPEN)},
    "hold": {(State.CLAIMED, State.ON_HOLD)},
    "publish": {(State.CLAIMED, State.ANSWERED)},
    "follow_up": {(State.ANSWERED, State.FOLLOW_UP)},
    "mend": {(State.RETURNED, State.WAITING)},
    "withdraw": {(s, State.WITHDRAWN) for s in State if s not in ENDED - {State.MERGED}},
    "clock": {
        (State.WAITING, State.IN_TRIAGE),
        (State.CLAIMED, State.OPEN),
        (State.ON_HOLD, State.OPEN),
        (State.ANSWERED, State.CLOSED),
        (State.RETURNED, State.WITHDRAWN),
    },
}
ROLES: Final = {
    "member": (),
    "outsider": (Role.ORGANIZER,),
    "liaison": (Role.LIAISON,),
    "other liaison": (Role.LIAISON,),
    "panel": (Role.PANEL,),
    "organizer": (Role.ORGANIZER,),
    "verifier": (Role.VERIFIER,),
    "liaison and organizer": (Role.LIAISON, Role.ORGANIZER),
    "organizer elsewhere": (Role.ORGANIZER,),
    "liaison elsewhere": (Role.LIAISON,),
}
STRANGERS: Final = {"organizer elsewhere", "liaison elsewhere"}
_TEXTS: Final = sql("SELECT question, round, dek, sealed, words FROM question_text")
_ALL: Final = sql("SELECT id FROM question")


class Life(RuleBasedStateMachine):
    """Plays one community's questions."""

    def __init__(self) -> None:
        """Open the whole bot on a database of its own."""
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = TownClock(still_at=A_TUESDAY)
        self.counter: Counter = self.run(
            self.stack.enter_async_context(
                open_counter(Path(self.folder.name) / "data", clock=self.clock)
            )
        )
        archive, edge = self.counter.archive, self.counter.edge
        search = Search(archive.store)
        self.triage = Triage(archive=archive, edge=edge)
        self.desk = Desk(archive=archive)
        self.answering = Answering(archive=archive, search=search, desk=self.desk)
        self.after = Afterwards(archive=archive, edge=edge, search=search)
        self.panel = Panel(archive=archive)
        self.following = Following(archive=archive)
        self.reading = Reading(archive=archive, search=search)
        self.receipts: dict[str, str] = {}
        self.states: dict[str, Question] = {}
        self.numbers: dict[str, int] = {}
        self.step = 0
        self.gestures: list[tuple[str, Callable[[str], Awaitable[Any]]]] = []

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    @override
    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    # ---- what people do ----------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        for public in (True, False):
            self.ask(public=public)
        self.pass_time(minutes=20)

    @rule(seed=st.integers(min_value=0, max_value=2**32))
    def somebody_does_something(self, seed: int) -> None:
        """Choose evenly: left to itself the search presses the first button again and again."""
        self.step += 1
        chance = random.Random(f"{seed}:{self.step}")
        n, by = chance.randrange(1_000), chance.choice(sorted(ROLES))
        verb = chance.choice(VERBS)
        if chance.random() < _FITTING:
            fitting = ["organizer"] if verb in ORGANIZES else ["liaison", "other liaison"]
            by = chance.choice(fitting)
        does: dict[Callable[[], None], int] = {
            lambda: self.ask(public=chance.random() < 0.7): 2,
            lambda: self.pass_time(minutes=chance.choice(WAITS)): 3,
            lambda: self.go_on(n, upto=chance.randint(1, 4)): 5,
            lambda: self.press(n, by, verb, chance.randrange(1_000)): 12,
            lambda: self.come_back(n, chance.choice(BY_RECEIPT)): 5,
            lambda: self.guess(n, chance.randrange(10**16)): 1,
            lambda: self.join_in(n, by): 2,
            lambda: self.repeat(n): 2,
        }
        chance.choices(list(does), weights=list(does.values()))[0]()

    def ask(self, public: bool) -> None:
        edge, asking = self.counter.edge, self.counter.asking
        asker = edge.asker(self.counter.member(f"resident{len(self.receipts)}"))
        draft = self.run(
            asking.draft(
                asker,
                words=f"Why is it so, token{len(self.receipts)}x, and who decides?",
                topic=Topic.OTHER,
                naming=Naming.ANONYMOUS,
                public=public,
            )
        )
        sent = self.run(asking.send(asker, draft.id, gesture=new_id()))
        again = self.run(asking.send(asker, draft.id, gesture=new_id()))
        assert sent == again
        self.receipts[sent.question] = sent.receipt
        self.states[sent.question] = self.stored(sent.question)
        assert self.states[sent.question].state is State.WAITING

    def pass_time(self, minutes: int) -> None:
        self.clock.move(timedelta(minutes=minutes))
        if minutes > _A_DAY:
            self.gestures.clear()  # older ones are forgotten
        self.run(self.counter.app.courier.settle())
        self.after_the_clock()

    def press(self, n: int, by: str, verb: str, m: int) -> None:
        question, actor = self.pick(n), self.actor(by)
        do = self.verbs(question, actor, m)[verb]
        need = Role.ORGANIZER if verb in ORGANIZES else Role.LIAISON
        entitled = need in actor.roles and by not in STRANGERS and not actor.outsider
        entitled = entitled and by != "liaison and organizer"
        holder, done = self.states[question].held_by, len(self.gestures)
        self.tries(verb, question, do, entitled=entitled)
        if len(self.gestures) > done and verb in HOLDERS:
            assert holder == actor.person, f"{verb} by someone who does not hold it"

    def go_on(self, n: int, upto: int) -> None:
        """Have the right people take a question a few steps on, so that all states are met."""
        question = self.pick(n)
        for by, verb in (
            ("organizer", "approve"),
            ("liaison", "claim"),
            ("liaison", "prepare"),
            ("liaison", "publish"),
        )[:upto]:
            do = self.verbs(question, self.actor(by), n)[verb]
            self.tries(verb, question, do, entitled=True)

    def come_back(self, n: int, verb: str) -> None:
        question = self.pick(n)
        proof = ByReceipt(community=COMMUNITY, receipt=self.receipts[question])
        number = list(self.receipts).index(question)
        words = f"And what of token{number}x, in other words?"
        later = f"And what of later{number}y, in the end?"
        do: dict[str, Callable[[str], Awaitable[Any]]] = {
            "rate": lambda key: self.after.rate(proof, Rating.NOT_QUITE, gesture=key),
            "withdraw": lambda key: self.after.withdraw(proof, gesture=key),
            "mend": lambda key: self.after.mend(proof, words, gesture=key),
            "agree": lambda key: self.after.agree(proof, gesture=key),
            "keep": lambda key: self.after.keep(proof, gesture=key),
            "follow_up": lambda key: self.after.follow_up(proof, later, gesture=key),
        }
        self.tries(verb, question, do[verb], entitled=True)

    def guess(self, n: int, digits: int) -> None:
        proof = ByReceipt(community=COMMUNITY, receipt=f"{digits:016d}")
        elsewhere = ByReceipt(community="elsewhere", receipt=self.receipts[self.pick(n)])
        for wrong in (proof, elsewhere):
            with pytest.raises(DialogueError):
                self.run(self.after.withdraw(wrong, gesture=new_id()))

    def join_in(self, n: int, by: str) -> None:
        question, actor = self.pick(n), self.actor(by)
        following = self.following
        for do in (
            lambda key: following.vote(question, actor=actor, gesture=key),
            lambda key: following.follow(question, actor=actor, gesture=key),
        ):
            self.tries(
                "join_in",
                question,
                do,
                entitled=by not in STRANGERS | {"outsider", "liaison and organizer"},
            )
        add = self.panel.add
        self.tries(
            "view",
            question,
            lambda key: add(
                question,
                label=Label.YOUTH,
                view="We see it so.",
                source="Our work.",
                conflict="",
                actor=actor,
                gesture=key,
            ),
            entitled=by == "panel",
        )

    def repeat(self, n: int) -> None:
        """Deliver a gesture again that was carried out: it never acts twice."""
        if not self.gestures:
            return
        key, do = self.gestures[n % len(self.gestures)]
        before = {q: self.stored(q) for q in self.states}
        with pytest.raises((SeenBefore, DialogueError)):
            self.run(do(key))
        assert {q: self.stored(q) for q in self.states} == before

    # ---- what must always hold ---------------------------------------------------------------

    @invariant()
    def nothing_is_lost(self) -> None:
        rows = self.run(self.counter.archive.store.read(lambda tx: tx.all(_ALL)))
        assert {row["id"] for row in rows} == set(self.receipts)

    @invariant()
    def numbers_are_given_once_and_stay(self) -> None:
        given = {q: known.number for q, known in self.states.items() if known.number}
        assert len(set(given.values())) == len(given)
        assert all(given.get(q) == number for q, number in self.numbers.items())
        self.numbers = dict(given)

    @invariant()
    def words_are_sealed_until_they_are_out_and_erased_at_the_end(self) -> None:
        for row in self.run(self.counter.archive.store.read(lambda tx: tx.all(_TEXTS))):
            known = self.states[row["question"]]
            if known.state in ENDED:
                assert (row["words"], row["dek"], row["sealed"]) == (None, None, None)
            elif row["words"] is not None:
                assert known.public
                assert known.published_at is not None
                assert row["dek"] is None
            else:
                assert row["dek"] is not None

    @invariant()
    def only_what_is_out_is_found(self) -> None:
        for n, question in enumerate(self.receipts):
            hits = self.run(self.reading.find(COMMUNITY, f"token{n}x"))
            found = {hit.thing for hit in hits if hit.closeness > 0.99}
            assert found == ({question} if is_out(self.states[question]) else set())
            hits = self.run(self.reading.find(COMMUNITY, f"later{n}y"))
            whole = self.run(self.counter.archive.whole(COMMUNITY, question))
            out = is_out(whole.question) and any(w.published for w in whole.words if w.round)
            assert {h.thing for h in hits if h.closeness > 0.99} == ({question} if out else set())

    @invariant()
    def a_held_question_has_one_liaison(self) -> None:
        for known in self.states.values():
            assert (known.held_by is not None) == (known.state is State.CLAIMED)
            assert (known.review_on is not None) == (known.state is State.ON_HOLD)

    # ---- how it is done ----------------------------------------------------------------------

    def verbs(self, q: str, actor: Actor, m: int) -> dict[str, Callable[[str], Awaitable[Any]]]:
        other = self.states[self.pick(m)].number or 0
        soon = self.clock.now().date() + timedelta(days=3)
        triage, desk, answering = self.triage, self.desk, self.answering
        given: dict[str, Any] = {"actor": actor}
        return {
            "approve": lambda key: triage.approve(q, **given, gesture=key),
            "send_back": lambda key: triage.send_back(q, Return.UNCLEAR, "", **given, gesture=key),
            "redirect": lambda key: triage.redirect(q, Redirect.LEGAL, "", **given, gesture=key),
            "decline": lambda key: triage.decline(q, Decline.ABUSE, "", **given, gesture=key),
            "merge": lambda key: triage.merge(q, other, **given, gesture=key),
            "propose": lambda key: triage.propose(
                q, f"So put, token{list(self.receipts).index(q)}x?", **given, gesture=key
            ),
            "mute": lambda key: triage.mute(q, Mute.FLOOD, **given, gesture=key),
            "put_back": lambda key: desk.put_back(q, **given, gesture=key),
            "claim": lambda key: desk.claim(q, **given, gesture=key),
            "let_go": lambda key: desk.let_go(q, **given, gesture=key),
            "hand_over": lambda key: desk.let_go(q, **given, gesture=key, note="See the file."),
            "recuse": lambda key: desk.recuse(q, **given, gesture=key),
            "hold": lambda key: desk.hold(
                q, Hold.BEFORE_COURT, "", until=soon, **given, gesture=key
            ),
            "prepare": lambda key: answering.prepare(q, PARTS, **given, gesture=key),
            "publish": lambda key: answering.publish(q, **given, gesture=key),
            "read_over": lambda key: answering.read_over(q, **given, gesture=key),
            "correct": lambda key: answering.correct(q, PARTS, "Wrong.", **given, gesture=key),
        }

    def tries(
        self,
        verb: str,
        question: str,
        do: Callable[[str], Awaitable[Any]],
        *,
        entitled: bool,
    ) -> None:
        """Carry out one gesture: it moves as allowed, or is refused and changes nothing."""
        key, before = new_id(), dict(self.states)
        refused = self.refusal(do(key))
        if refused is None:
            assert entitled, f"{verb} was done by someone who may not"
            self.gestures.append((key, do))
            self.moved(verb, question, before)
            event(f"{verb}: {before[question].state} to {self.states[question].state}")
            return
        assert {q: self.stored(q) for q in before} == before  # a refusal changes nothing
        if entitled:
            assert not isinstance(refused, NotForYou | ConflictingRoles)
        else:
            assert isinstance(refused, NotForYou | ConflictingRoles | NotFound)

    def refusal(self, work: Awaitable[Any]) -> DialogueError | None:
        try:
            self.run(work)
        except DialogueError as refused:
            return refused
        return None

    def moved(self, verb: str, question: str, before: dict[str, Question]) -> None:
        for q, known in before.items():
            now = self.stored(q)
            if q != question:
                assert replace(now, votes=0) == replace(known, votes=0)
            elif now.state is not known.state:
                assert (known.state, now.state) in ALLOWED.get(verb, set()), verb
            self.states[q] = now

    def after_the_clock(self) -> None:
        for q, known in list(self.states.items()):
            now = self.stored(q)
            if now.state is not known.state:
                steps = ALLOWED["clock"]
                reached = {known.state}
                for _ in range(4):
                    reached |= {b for a, b in steps if a in reached}
                assert now.state in reached
            self.states[q] = now

    def pick(self, n: int) -> str:
        return list(self.receipts)[n % len(self.receipts)]

    def actor(self, by: str) -> Actor:
        actor = self.counter.member(by.replace(" ", "-"), *ROLES[by])
        if by in STRANGERS:
            actor = replace(actor, community="elsewhere")
        return replace(actor, outsider=by == "outsider")

    def stored(self, question: str) -> Question:
        archive = self.counter.archive

        async def unit(tx: Tx) -> Question:
            return await archive.questions.get(tx, COMMUNITY, question)

        found: Question = self.run(archive.store.read(unit))
        return found


@pytest.mark.fault
def test_no_order_of_presses_makes_a_forbidden_move() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=GAMES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking opens a bot a step
            suppress_health_check=list(HealthCheck),
        ),
    )
