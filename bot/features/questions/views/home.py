"""The part of questions in a person's own panel: what waits for them, by the roles they hold."""

from __future__ import annotations

from bot.core.actions import act
from bot.core.cards import Block, Button, Paragraph, Style
from bot.core.routes import HomePart
from bot.core.text import say
from bot.features.questions.views import labels


def home_part(
    news: int, *, held: tuple[int, int] | None = None, to_review: int | None = None
) -> HomePart:
    """Say what waits, and open it.

    ``news`` counts the answers to what the person voted for. ``held`` are the questions in a
    liaison's hands and those in the queue, ``to_review`` those before an organizer; ``None`` for
    people without the role.
    """
    blocks: list[Block] = []
    buttons: list[Button] = []
    if held is not None:
        mine, waiting = held
        blocks += [
            Paragraph(labels.many("questions.queue.mine", mine)),
            Paragraph(labels.many("questions.queue.open", waiting)),
        ]
        buttons.append(Button(say("questions.home.queue"), act("questions.queue"), Style.MAIN))
    if to_review is not None:
        blocks.append(Paragraph(labels.many("questions.triage.waiting", to_review)))
        buttons.append(Button(say("questions.home.triage"), act("questions.triage"), Style.MAIN))
    ask = Style.PLAIN if buttons else Style.MAIN
    return HomePart(
        blocks=(*blocks, Paragraph(labels.many("questions.home", news))),
        actions=(*buttons, Button(say("questions.said.ask"), act("questions.open"), ask)),
    )
