"""News of questions, as those who wait for them hear it."""

from __future__ import annotations

from tests.support.questions import Desk
from tests.support.someone import Someone

ANSWERED = "There is an answer"


async def follows(desk: Desk, name: str = "theo") -> Someone:
    """Have somebody follow the newest question in the queue; return them."""
    who = desk.town.someone(name)
    await who.says("/questions")
    await who.chooses("open:" + desk.question)
    await who.presses("questions.follow")
    return who


def told(who: Someone) -> list[str]:
    """What this person was written, oldest first."""
    return [who.reads(card) for card in who.direct]
