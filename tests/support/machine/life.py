"""One game: a community's questions, and everyone who presses on them, in any order."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import ClassVar, Final

from bot.adapters.town.neighbours import Neighbour
from bot.core.clock import from_micros
from bot.core.dispatch import Reply
from bot.core.ids import new_id
from bot.core.people import Actor
from tests.support.machine import judge
from tests.support.machine.cast import HOME
from tests.support.machine.eyes import channels_show, holds_together, looks, what_is_out_is_found
from tests.support.machine.gestures import (
    TOKEN,
    Gesture,
    answers_for,
    asked,
    carry_out,
    choice_for,
    refused_as,
)
from tests.support.machine.ledger import Books
from tests.support.machine.oracle import ELSEWHERE_JUDGED, Case, entitled, may
from tests.support.machine.table import Table
from tests.support.machine.verbs import VERBS, Verb

_FORGOTTEN: Final = timedelta(hours=20)
_NO_IDS: Final = {"choice", "receipt", "hour", "held", ""}
NOTHING: Final = "0" * 22
_LIMITED: Final = {"too_fast"}


class Game(Table):
    """Plays and judges. It is told nothing by the bot but what people are shown."""

    carried: ClassVar[Counter[str]] = Counter()
    """How often each verb was carried out, in all games together."""

    # ---- what people do ----------------------------------------------------------------------

    def asks(self, who: str = "", naming: str = "anonymous", public: str = "yes") -> str:
        """Ask as people do: the form, the last look, the receipt. Return the question's id."""
        if not who:
            who = f"asker{self.asked}qz"
            self.app.town.world.settle(Neighbour(user=who, name=who.capitalize()))
        form = self.gesture(VERBS["form ask"], "", who)
        form.answers.update(naming=naming, public=public, words=asked(self.asked))
        before = set(self.drafts)
        self.does(form, who)
        fresh = set(self.drafts) - before
        if not fresh:
            return ""
        ids = set(self.receipts)
        send = Gesture(VERBS["press send"], ids=(fresh.pop(),))
        self.does(send, who)
        return next(iter(set(self.receipts) - ids), "")

    def proves(self, question: str) -> str:
        """Open the question by its receipt; return what its buttons carry for a while."""
        who = self.askers[question]
        look = Gesture(
            VERBS["form receipt"], answers={"receipt": self.receipts[question]}, question=question
        )
        reply = self.does(look, who)
        card = reply.shown
        found = [a.action.ids[1] for a in getattr(card, "actions", ()) if len(a.action.ids) > 1]
        if found:
            self.kept[question] = found[0]
        return self.kept.get(question, "")

    def gesture(self, verb: Verb, question: str, who: str) -> Gesture:
        """Make the gesture that a card would carry for this person and this thing."""
        ids, target = self._ids(verb, question, who)
        answers = self._answers(verb, question, who) if verb.kind == "form" else {}
        other = self.row(self.pick())["number"] or 0 if verb.key == "form merge" else 0
        if other:
            answers["number"] = f"#{other}"
        return Gesture(verb, ids, choice_for(verb, question, self.chance), answers, target, other)

    def _ids(self, verb: Verb, question: str, who: str) -> tuple[tuple[str, ...], str]:
        """Return the ids in the token, and the question that it is about."""
        match verb.on:
            case "draft":
                return (self.chance.choice([*self.drafts, NOTHING]),), ""
            case "perspective":
                mine = [view for view, (_, by) in self.views.items() if by == who]
                view = self.chance.choice([*(mine * 5), *self.views, NOTHING])
                return (view,), self.views.get(view, ("", ""))[0]
            case "proof":
                by_name = self.askers.get(question) != who or self.row(question)["asked_by"]
                proof = ("n", question) if by_name else ("r", self.proves(question))
                return (*proof, "0") if verb.name == "own_leaf" else proof, question
            case "leaf":
                return (self.chance.choice(("whole", "views", "history")), question, "0"), question
            case "page":
                return ("what-is-this",), question
            case _:
                return (() if verb.on in _NO_IDS else (question,)), question

    def _answers(self, verb: Verb, question: str, who: str) -> dict[str, str]:
        """Fill the form of a verb."""
        if verb.name == "receipt":
            own = self.askers.get(question) == who
            return {"receipt": self.receipts[question] if own else "0000 0000 0000 0001"}
        round_ = self.row(question)["round"] if question else 0
        if verb.name == "correct":  # the newest answer, whatever was asked since
            said = self.books.of("question_answer", HOME, question)
            round_ = max((row["round"] for row in said), default=0)
        n = self.n(question) if question else self.asked
        return answers_for(verb, n, round_, self.today, self.chance)

    # ---- and what may come of it -------------------------------------------------------------

    def does(self, gesture: Gesture, who: str, *, key: str = "", token: str = "") -> Reply:
        """Carry out one gesture and judge it."""
        before, actor, key = self.books, self.actor(who), key or new_id()
        me = actor.person.key
        wanted = self.wanted(gesture, who, actor)
        reply: Reply = self.run(carry_out(self.door, gesture, who, key, token=token))
        code = refused_as(reply)
        assert code != "incident", f"{gesture.verb.key} failed on us"
        self.learn(gesture, who, before, accepted=not code)
        after = self.books
        diff = judge.only_given_back(before, after, actor)
        verb = gesture.verb
        if code:
            judge.nothing_changed(diff, f"{verb.key} was refused ({code})")
            assert not wanted or code in _LIMITED, f"{verb.key} was refused ({code}) to {who}"
            if verb.changes and verb.by != "asker" and code == "not_for_you":
                assert not entitled(verb, actor), f"{verb.key} was not for {who}, who may"
        else:
            assert wanted is not False, f"{verb.key} was done by {who}, who may not"
            if verb.changes:
                target = gesture.question or self.question_of(before)
                into = {self.numbered(before, gesture.other) or self.root(before, target)}
                if verb.on == "held":
                    into = {q for q in self.receipts if self.row(q, before)["held_by"] == me}
                judge.within(verb, diff, target, before=before, after=after, others=into)
                self.done.append((key, who, gesture))
                self.carried[verb.key] += 1
            else:
                judge.nothing_changed(diff, f"{verb.key} only shows")
        looks(self, reply, gesture, who)
        judge.stands(after, self.receipts)
        return reply

    def wanted(self, gesture: Gesture, who: str, actor: Actor) -> bool | None:
        """Return whether it must be done or must be refused; ``None`` when both are right."""
        verb, now = gesture.verb, self.app.clock.now()
        if not verb.changes:
            return None
        if verb.key in ELSEWHERE_JUDGED:
            return self.wanted_of_drafts(gesture, actor)
        if verb.by == "asker":
            kind, kept = gesture.ids
            named = self.row(gesture.question)["asked_by"] == actor.person.key
            by_name = kind == "n" and named and entitled(VERBS["press vote"], actor)
            by_receipt = kind == "r" and kept and kept == self.kept.get(gesture.question)
            if not by_name and not by_receipt:
                return False
            if verb.key == "form again" and not entitled(VERBS["press vote"], actor):
                return False
        books = self.books
        case = Case(actor, gesture.question, books, self.memory, now, gesture.other)
        return may(verb, case)

    def wanted_of_drafts(self, gesture: Gesture, actor: Actor) -> bool | None:
        verb, books = gesture.verb, self.books
        if not entitled(verb, actor):
            return False
        if verb.key == "press unview":
            mine = [
                row["said_by"] == actor.person.key
                for row in books.rows("question_perspective")
                if row["id"] == gesture.ids[0]
            ]
            return mine == [True]
        if verb.key == "press send":
            now = self.app.clock.now()
            live = [
                from_micros(row["until"]) > now
                for row in books.rows("question_draft")
                if row["id"] == gesture.ids[0]
            ]
            return None if live == [] else live == [True]  # sent twice, it shows the receipt again
        return True

    def learn(self, gesture: Gesture, who: str, before: Books, *, accepted: bool) -> None:
        """Remember what the books keep only as hashes, or under another name."""
        after = self.books
        if not accepted or after is before:
            return
        verb, me = gesture.verb, self.actor(who).person.key
        if verb.key == "press vote":
            self.memory.votes.add((me, gesture.question))
        ids = {row["id"] for row in before.rows("question_draft")}
        typed = TOKEN.search(gesture.answers.get("words", ""))
        for row in after.rows("question_draft"):
            again = typed is None or int(typed[2]) != self.asked  # the same words, sent again
            if row["id"] not in ids and not again:
                self.drafts[row["id"]] = (self.asked, row["question"])
                self.asked += 1
        seen = {row["id"] for row in before.rows("question_perspective")}
        for row in after.rows("question_perspective"):
            if row["id"] not in seen:
                self.views[row["id"]] = (row["question"], who)
        for community, question in set(after.questions) - set(before.questions):
            if community == HOME and verb.key == "press send":
                self.tokens[self.drafts[gesture.ids[0]][0]] = question
                self.askers[question] = who
                self.receipts[question] = ""
                self.memory.sent_at[question] = self.app.clock.now()

    def question_of(self, before: Books) -> str:
        fresh = set(self.books.questions) - set(before.questions)
        return next((q for _, q in fresh), "")

    def numbered(self, books: Books, number: int) -> str:
        found = (
            str(row["id"])
            for row in books.rows("question")
            if number and row["community"] == HOME and row["number"] == number
        )
        return next(found, "")

    # ---- time --------------------------------------------------------------------------------

    def waits(self, **how_long: float) -> None:
        """Let time pass, and the bot do what falls due."""
        before, by = self.books, timedelta(**how_long)
        clock = self.app.town.clock
        clock.move(by)
        if by > _FORGOTTEN:
            self.done.clear()  # gestures older than a day are forgotten
        self.run(self.app.courier.settle())
        after, now = self.books, self.app.clock.now()
        judge.after_the_clock(before, after)
        judge.stands(after, self.receipts)
        for row in after.rows("question"):
            late = row["batch"] is not None and from_micros(row["batch"]) <= now
            assert not late, "a batch was not released"
            held = row["held_until"]
            assert held is None or from_micros(held) > now, "a lease did not end"
            day = row["review_on"]
            assert day is None or date.fromisoformat(day) >= self.today, "a hold did not end"
        assert not [j for j in after.rows("job") if j["state"] == "dead"], "work was given up"
        channels_show(self)
        what_is_out_is_found(self)
        holds_together(self)
