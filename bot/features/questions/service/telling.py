"""Which move is news, and for whom: nobody hears twice, falsely, or of what they did themselves."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bot.core.ports import Job
from bot.features.questions.archive import TELL
from bot.features.questions.codes import News
from bot.features.questions.model import Naming, Question, State


class To(StrEnum):
    """Whom a piece of news concerns."""

    ALL = "all"
    ASKER = "asker"
    OTHERS = "others"


_BY_STATE: Final = {
    State.OPEN: News.APPROVED,
    State.ANSWERED: News.ANSWERED,
    State.RETURNED: News.RETURNED,
    State.DECLINED: News.DECLINED,
    State.REDIRECTED: News.REDIRECTED,
    State.MERGED: News.MERGED,
    State.ON_HOLD: News.ON_HOLD,
    State.WITHDRAWN: News.WITHDRAWN,
}
_BY_STEP: Final = {
    (State.FOLLOW_UP, State.OPEN): News.ASKED_AGAIN,
    (State.ON_HOLD, State.OPEN): News.REOPENED,
    (State.FOLLOW_UP, State.ANSWERED): News.FOLLOW_UP_DECLINED,
    (State.CLAIMED, State.OPEN): None,  # who gave it back is nobody's business
    (State.MERGED, State.WITHDRAWN): None,  # the question that it was joined to goes on
}
_CONCERNS: Final = {News.FOLLOW_UP_DECLINED: To.ASKER, News.WITHDRAWN: To.OTHERS}


def news_of(before: Question, after: Question, *, corrected: bool = False) -> News | None:
    """Return what became true with a move that may be told; ``None`` where nothing did.

    ``corrected`` marks the one move that is news without a change of state.
    """
    if corrected:
        return News.CORRECTED
    if before.state is after.state:
        return None
    step = (before.state, after.state)
    return _BY_STEP[step] if step in _BY_STEP else _BY_STATE.get(after.state)


def tell(before: Question, after: Question, *, corrected: bool = False) -> tuple[Job, ...]:
    """Tell who asked, who follows, and who asked the same, that it moved."""
    news = news_of(before, after, corrected=corrected)
    if news is None or (after.naming is Naming.ANONYMOUS and after.number is None):
        return ()  # without a number nobody can follow, and nobody asked to be told
    return (
        Job(
            kind=TELL,
            community=after.community,
            lane=f"{TELL}:{after.id}",
            payload={
                "question": after.id,
                "news": news.value,
                "to": _CONCERNS.get(news, To.ALL).value,
            },
            key=f"{TELL}:{after.id}:{after.revision}",
        ),
    )
