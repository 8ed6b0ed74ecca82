"""What a person sees of their own sign-up, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.actions import act
from bot.core.cards import Block, Button, Card, Control, Note, Paragraph, Quote, Tone
from bot.core.routes import HomePart
from bot.core.text import Moment, Verbatim, say
from bot.features.forums.model import Answer, Forum, Item, Seat, SignUp
from bot.features.forums.signups import Mine
from bot.features.forums.views.lines import Look, calendar_link, wall

_HOME = 3


def sign_up_card(mine: Mine, look: Look) -> Card:
    """Confirm an answer and offer what is off until one turns it on."""
    forum, sign_up = mine.forum, mine.sign_up
    what = _what(sign_up)
    body: list[Block] = [
        Paragraph(say(f"forums.mine.{what}", title=Verbatim(forum.details.title)))
    ]
    if forum.details.plan is not None and sign_up.answer is not Answer.NOT:
        body.append(
            Paragraph(
                say(
                    "forums.mine.when",
                    at=Moment(forum.details.plan.at),
                    wall=wall(forum.details.plan),
                    place=Verbatim(forum.details.place),
                )
            )
        )
    if sign_up.answer is not Answer.NOT:
        body.append(Note(say("forums.mine.quiet")))
    return Card(
        title=say(f"forums.mine.{what}.title"),
        body=tuple(body),
        actions=_choices(forum, sign_up, look),
        tone=Tone.GOOD if sign_up.seat is Seat.TAKEN else Tone.PLAIN,
    )


def _choices(forum: Forum, sign_up: SignUp, look: Look) -> tuple[Control, ...]:
    if sign_up.answer is Answer.NOT:
        return (Button(say("forums.mine.come_after_all"), act("forums.going", forum.id)),)
    direct = "off" if sign_up.direct else "on"
    named = "off" if sign_up.named else "on"
    buttons: list[Control] = [
        Button(say(f"forums.mine.direct.{direct}"), act("forums.direct", forum.id, direct))
    ]
    if sign_up.seat is Seat.WAITING or sign_up.named:
        buttons.append(
            Button(say(f"forums.mine.named.{named}"), act("forums.named", forum.id, named))
        )
    buttons.append(Button(say("forums.mine.cancel"), act("forums.not", forum.id)))
    return (*buttons, *calendar_link(forum, look))


def _what(sign_up: SignUp) -> str:
    return sign_up.seat.value if sign_up.answer is Answer.GOING else sign_up.answer.value


def here_card(forum: Forum) -> Card:
    """Confirm that a person is there."""
    return Card(
        title=say("forums.here.title"),
        body=(Paragraph(say("forums.here.body", title=Verbatim(forum.details.title))),),
        tone=Tone.GOOD,
    )


def item_added_card(forum: str, item: Item) -> Card:
    """Confirm an item of the agenda, and offer to take it back."""
    unsay = Button(say("forums.item.unsay"), act("forums.unsay", forum, item.id))
    return Card(
        title=say("forums.item.added.title"),
        body=(Quote(Verbatim(item.words)),),
        actions=(unsay,),
        tone=Tone.GOOD,
    )


def item_gone_card() -> Card:
    """Say that an item is off the agenda."""
    return Card(title=say("forums.item.gone"))


def home_part(mine: Sequence[Mine]) -> HomePart | None:
    """Remind a person, on their own panel, of what they signed up for."""
    lines = tuple(
        Paragraph(
            say(
                f"forums.home.{_what(m.sign_up)}",
                title=Verbatim(m.forum.details.title),
                at=Moment(m.forum.starts_at),
            )
        )
        for m in mine[:_HOME]
        if m.forum.starts_at is not None
    )
    return HomePart(blocks=lines) if lines else None
