"""Everyone presses everything, in every order, on the real store and through the real front door.

Eight roles, every verb of questions, each pressed as it is and in six ways that must not work. The
judge knows the moves that the product allows and nothing of how they are made. ``FAULT=full`` plays 2,000 games
of 50 steps; otherwise a few say that the machine works.
"""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from bot.core.ids import new_id
from tests.fault.planted import PLANTED, Fault
from tests.support.desk import open_counter
from tests.support.machine.attacks import ATTACKS
from tests.support.machine.cast import ROLES
from tests.support.machine.life import Game
from tests.support.machine.machine import Play
from tests.support.machine.verbs import VERBS

FULL: Final = os.environ.get("FAULT") == "full"
GAMES: Final = 2_000 if FULL else 8
STEPS: Final = 50
LONGEST: Final = 3_600 if FULL else 180  # seconds; the whole campaign takes a quarter of an hour
SEEDS: Final = st.integers(min_value=0, max_value=2**32)


class Life(RuleBasedStateMachine):
    """One game after another, as Hypothesis draws them."""

    play: Play | None = None

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        self.salt, self.seeds = new_id(), [seed]
        self.play = Play(seed, salt=self.salt)

    @rule(seed=SEEDS)
    def somebody_does_something(self, seed: int) -> None:
        assert self.play is not None
        self.seeds.append(seed)
        try:
            self.play.goes_on(seed)
        except AssertionError as found:
            found.add_note(f"Played again by Play with salt={self.salt!r} and {self.seeds}")
            raise

    @override
    def teardown(self) -> None:
        if self.play is not None:
            self.play.ends()


@pytest.mark.fault
async def test_no_verb_is_left_out(tmp_path: Path) -> None:
    async with open_counter(tmp_path / "data") as counter:
        routes = counter.app.routes

    ours = "questions."
    known = {
        *(f"press {name.removeprefix(ours)}" for name in routes.presses if name.startswith(ours)),
        *(f"form {name.removeprefix(ours)}" for name in routes.forms if name.startswith(ours)),
        *(
            f"call {name.replace(' ', '_')}"
            for name, command in routes.commands.items()
            if command.about.key.startswith(ours)
        ),
        *(
            f"menu {name}"
            for name, menu in routes.menus.items()
            if menu.label.key.startswith(ours)
        ),
    }
    assert known == set(VERBS)


@pytest.fixture
def _patience(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Say where every thread stands after ``LONGEST`` seconds: in the campaign three minutes are no hang."""
    with capfd.disabled():
        stderr = os.dup(2)
    faulthandler.dump_traceback_later(LONGEST, file=stderr)
    yield
    faulthandler.cancel_dump_traceback_later()
    os.close(stderr)


@pytest.mark.fault
@pytest.mark.usefixtures("_patience")
def test_no_order_of_presses_makes_a_forbidden_move() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=GAMES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],  # shrinking opens a bot a step
            suppress_health_check=list(HealthCheck),
        ),
    )

    changing = {verb.key for verb in VERBS.values() if verb.changes}
    assert set(Game.carried) <= changing
    if FULL:
        assert set(Game.carried) == changing, "some verb was never carried out"
        assert set(Play.tried) == set(product(ROLES, VERBS, ATTACKS)), "some attack was not tried"


@pytest.mark.fault
@pytest.mark.parametrize("fault", PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    fault.plant(monkeypatch)

    with pytest.raises(AssertionError):
        _plays(fault, games=20)


def _plays(fault: Fault, *, games: int) -> None:
    for seed in range(games):
        play = Play(seed, focus=fault.focus, bends=fault.bends)
        try:
            for step in range(STEPS):
                play.goes_on(seed * 1_000 + step)
        finally:
            play.ends()
