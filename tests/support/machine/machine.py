"""One game after another: chooses evenly who does what to which question, and how it is bent."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, ClassVar, Final

from bot.core.ids import new_id
from tests.support.machine import judge
from tests.support.machine.attacks import ATTACKS, PEOPLE, fitting, replay
from tests.support.machine.cast import ROLES
from tests.support.machine.gestures import Gesture, carry_out, refused_as
from tests.support.machine.ledger import change
from tests.support.machine.life import Game
from tests.support.machine.verbs import VERBS, Verb

UNDER_WAY: Final = ("waiting", "in_triage", "open", "claimed", "follow_up")
WAITS: Final = (5, 20, 20, 60 * 26, 60 * 24 * 4, 60 * 24 * 31)
ON_THE_WAY: Final = (
    ("olga", "press approve"),
    ("ben", "press claim"),
    ("ben", "form answer"),
    ("rosa", "press read_over"),
    ("ben", "press publish"),
)
COMING_BACK: Final = (
    "press withdraw",
    *(
        "press good",
        "press bad",
        "form mend",
        "press agree",
        "press keep",
        "form again",
        "form again",
    )
    * 2,
)
_ATTACKS: Final = 2
_TAKEN_BACK: Final = 0.5
_RIGHT: Final = {
    "liaison": "liaison",
    "organizer": "organizer",
    "panel": "panel",
    "desk": "liaison",
}


class Play:
    """One game. ``focus`` narrows it to some verbs, ``bends`` to some attacks.

    Hypothesis repeats numbers from one example to the next; ``salt`` makes other games of them.
    """

    tried: ClassVar[Counter[tuple[str, str, str]]] = Counter()
    """How often each role attacked each verb in each way, in all games together."""

    def __init__(
        self,
        seed: int,
        *,
        salt: str = "",
        focus: tuple[str, ...] = tuple(VERBS),
        bends: tuple[str, ...] = (),
    ) -> None:
        """Found two communities, and ask the first questions."""
        self.focus, self.bends = focus, bends or tuple(ATTACKS)
        self.key, self.step = f"{salt}:{seed}", 0
        self.game = Game(second_reader=bool(seed % 2))
        try:
            self._begin()
        except BaseException:
            self.game.end()
            raise

    def _begin(self) -> None:
        self.game.chance = Random(f"{self.key}:begin")
        for public, naming in (("yes", "anonymous"), ("no", "anonymous"), ("yes", "notify")):
            assert self.game.asks(naming=naming, public=public)
        assert self.game.asks("maya", naming="named")
        self.game.waits(minutes=20)

    def goes_on(self, seed: int) -> None:
        """Have somebody do something. Everything is decided by ``seed``, evenly."""
        self.step += 1
        game = self.game
        game.chance = chance = Random(f"{self.key}:{seed}:{self.step}")
        does: dict[Callable[[], None], int] = {
            self.ask: 2,
            lambda: game.waits(minutes=chance.choice(WAITS)): 2,
            self.go_on: 6,
            self.press_rightly: 10,
            self.attack: 22,
            self.come_back: 5,
            self.talk_about_words: 1,
            self.the_panel_speaks: 1,
            self.ask_again_and_again: 1,
            lambda: replay(game): 2,
            self.two_at_once: 4,
        }
        chance.choices(list(does), weights=list(does.values()))[0]()

    def ends(self) -> None:
        """Close everything."""
        self.game.end()

    def ask(self) -> None:
        game, chance = self.game, self.game.chance
        public = chance.choice(("yes", "yes", "no"))
        if chance.random() < 0.3:
            game.asks(chance.choice(("maya", "ben", "olga", "pia")), "named", public)
        else:
            game.asks("", chance.choice(("anonymous", "notify")), public)

    def go_on(self) -> None:
        """Have the right people take a question some steps on, so that all states are met."""
        game = self.game
        question = game.pick(*(("follow_up",) if game.chance.random() < 0.3 else UNDER_WAY))
        if game.row(question)["state"] not in UNDER_WAY:
            return
        if game.row(question)["batch"] is not None:
            game.waits(minutes=20)
        at = {"open": 1, "on_hold": 1, "claimed": 2}.get(game.row(question)["state"], 0)
        for who, key in ON_THE_WAY[at : at + game.chance.randint(1, len(ON_THE_WAY))]:
            game.does(game.gesture(VERBS[key], question, who), who)

    def press_rightly(self) -> None:
        game, verb = self.game, VERBS[self.game.chance.choice(self.focus)]
        who = game.chance.choice(PEOPLE[_RIGHT.get(verb.by, "member")])
        question = fitting(game, verb)
        who = self._or_holder(verb, who, question)
        game.does(game.gesture(verb, question, who), who)

    def _or_holder(self, verb: Verb, who: str, question: str) -> str:
        """Prefer whoever holds the question: else liaisons would mostly refuse each other."""
        holder = str(self.game.row(question)["held_by"]).rpartition(":")[2]
        theirs = verb.by == "liaison" and holder in PEOPLE["liaison"]
        return holder if theirs and self.game.chance.random() < 0.7 else who

    def come_back(self) -> None:
        wished = [key for key in COMING_BACK if key in self.focus] or COMING_BACK
        game, verb = self.game, VERBS[self.game.chance.choice(wished)]
        question = fitting(game, verb)
        who = game.askers[question]
        game.does(game.gesture(verb, question, who), who)

    def talk_about_words(self) -> None:
        """Have an organizer offer another wording, and the asker answer or not."""
        game, question = self.game, self.game.pick("in_triage")
        game.does(game.gesture(VERBS["form edit"], question, "otto"), "otto")
        key = game.chance.choice(("press agree", "press keep", ""))
        if key:
            who = game.askers[question]
            game.does(game.gesture(VERBS[key], question, who), who)

    def ask_again_and_again(self) -> None:
        """Have somebody ask, follow up as often as they may, and once more."""
        game = self.game
        question = game.asks()
        for _ in range(4 if question else 0):  # none when too many asked in this hour
            game.waits(minutes=20)
            for by, key in ON_THE_WAY:
                game.does(game.gesture(VERBS[key], question, by), by)
            who = game.askers[question]
            game.does(game.gesture(VERBS["form again"], question, who), who)

    def the_panel_speaks(self) -> None:
        """Have someone of the panel say something, and perhaps take it back."""
        game, who = self.game, self.game.chance.choice(PEOPLE["panel"])
        question = game.pick("answered", "closed")
        game.does(game.gesture(VERBS["form view"], question, who), who)
        if game.chance.random() < _TAKEN_BACK:
            game.does(game.gesture(VERBS["press unview"], question, who), who)

    def attack(self) -> None:
        """Have two roles press two verbs in two ways: so many that none of all is left out."""
        game = self.game
        for _ in range(_ATTACKS):
            verb = VERBS[game.chance.choice(self.focus)]
            role, bend = game.chance.choice(list(ROLES)), game.chance.choice(self.bends)
            self.tried[role, verb.key, bend] += 1
            ATTACKS[bend](game, verb, game.chance.choice(PEOPLE[role]))
            judge.stands(game.books, game.receipts)

    def two_at_once(self) -> None:
        """Let two people press in the same instant: one after the other must explain the end."""
        game, chance = self.game, self.game.chance
        verbs = [v for v in VERBS.values() if v.moves and v.by in _RIGHT and v.on != "held"]
        question = game.pick("open", "claimed", "in_triage")
        was, pair = game.row(question), []
        for _ in range(2):
            moving = [v for v in verbs if was["state"] in {frm for frm, _ in v.moves}] or verbs
            verb = chance.choice(moving)
            who = self._or_holder(verb, chance.choice(PEOPLE[_RIGHT[verb.by]]), question)
            pair.append((game.gesture(verb, question, who), who))
        before = game.books

        async def both() -> Any:
            return await asyncio.gather(
                *(carry_out(game.door, gesture, who, new_id()) for gesture, who in pair)
            )

        replies = game.run(both())
        done = [
            (gesture, game.actor(who).person.key)
            for (gesture, who), reply in zip(pair, replies, strict=True)
            if not refused_as(reply)
        ]
        if done:
            ends = {end for order in (done, done[::-1]) for end in _one_by_one(was, order)}
            now = game.row(question)
            keys = [gesture.verb.key for gesture, _ in done]
            assert (now["state"], now["held_by"]) in ends, f"{keys} at once: {now['state']}"
        else:
            judge.nothing_changed(change(before, game.books), "two were refused at once")
        judge.stands(game.books, game.receipts)


def _one_by_one(
    row: dict[str, Any], order: list[tuple[Gesture, str]]
) -> set[tuple[str, str | None]]:
    """Return where these lead one after another; nothing when one may not follow the other."""
    state, holder = str(row["state"]), row["held_by"]
    for gesture, me in order:
        name = gesture.verb.name
        ahead = [to for frm, to in gesture.verb.moves if frm == state]
        if name == "recuse" and state in {"open", "claimed", "on_hold"} and holder != me:
            continue
        theirs = state == "claimed" and holder != me and name not in {"put_back", "merge"}
        if not ahead or theirs:
            return set()
        state, holder = ahead[0], me if name == "claim" else None
    return {(state, holder)}
