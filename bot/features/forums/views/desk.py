"""What organizers see: the plan before it is announced, the buttons of each state, the ending."""

from __future__ import annotations

from datetime import datetime

from bot.core.actions import Action, act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Choice,
    Control,
    Note,
    Option,
    Paragraph,
    Style,
    Tone,
)
from bot.core.errors import DialogueError
from bot.core.text import Verbatim, say, shorten
from bot.core.when import Doubt
from bot.features.forums.closing import Ending
from bot.features.forums.model import (
    AHEAD,
    COMMITMENTS,
    RUNNING,
    Forum,
    Repeats,
    State,
)
from bot.features.forums.moves import DOORS_OPEN
from bot.features.forums.service import Drafted
from bot.features.forums.views.lines import Look, facts, promise, state

_OPTION = 70


def draft_card(drafted: Drafted, look: Look, *, now: datetime) -> Card:
    """Show a plan as it will be announced, with what to look at before it is."""
    return desk_card(drafted.forum, look, now=now, doubt=drafted.doubt, trouble=drafted.trouble)


def desk_card(
    forum: Forum,
    look: Look,
    *,
    now: datetime,
    doubt: Doubt | None = None,
    trouble: DialogueError | None = None,
) -> Card:
    """Show one forum to organizers, with what can be done with it now."""
    details = forum.details
    body: list[Block] = []
    if trouble is not None:
        body.append(Paragraph(say(f"errors.{trouble.code}", **trouble.facts)))
    body.append(Paragraph(say("forums.card.aim", aim=Verbatim(details.aim))))
    if details.off_table:
        body.append(Paragraph(say("forums.card.off_table", words=Verbatim(details.off_table))))
    body.append(facts(forum, None, look))
    if doubt is not None:
        body.append(Note(say(f"when.doubt.{doubt.value}")))
    if details.repeats is not Repeats.NEVER:
        body.append(Note(say("forums.desk.series", how=say(f"forums.repeats.{details.repeats}"))))
    if forum.state is State.IDEA and not details.missing():
        body.append(Note(say("forums.desk.ready")))
    body += [Note(say(f"forums.missing.{name}")) for name in details.missing()]
    body.append(Note(say("forums.card.foot", number=forum.number, state=state(forum, look))))
    return Card(
        title=Verbatim(details.title),
        body=tuple(body),
        actions=_buttons(forum, now),
        tone=Tone.WARNING if trouble is not None else Tone.PLAIN,
    )


def _buttons(forum: Forum, now: datetime) -> tuple[Control, ...]:
    edit, start = _edit_buttons(forum), act("forums.start", forum.id)
    close = Button(say("forums.close"), act("forums.ending", forum.id))
    off = Button(say("forums.desk.call_off"), act("forums.call_off", forum.id))
    pause = Button(say("forums.desk.pause"), act("forums.pause", forum.id))
    resume = Button(say("forums.desk.resume"), start, Style.MAIN)
    begin = Button(say("forums.desk.start"), start, Style.MAIN)
    by_state: dict[State, tuple[Control, ...]] = {
        State.IDEA: (*edit, _drop(forum)),
        State.POSTPONED: (*edit, off),
        State.LIVE: (pause, close, edit[1], off),
        State.PAUSED: (resume, close, edit[1], off),
        State.WRAP_UP: (_owed("forums.publish", act("forums.summary", forum.id)),),
        State.FOLLOW_UP_30: (_owed("forums.check.write", act("forums.check", forum.id, 30)),),
        State.FOLLOW_UP_90: (_owed("forums.check.write", act("forums.check", forum.id, 90)),),
    }
    if forum.state not in AHEAD or forum.starts_at is None:
        return by_state.get(forum.state, ())
    if now < forum.starts_at - DOORS_OPEN:
        return (*edit, off)
    return (*edit[:2], begin, *((close,) if now >= forum.starts_at else ()), off)


def _edit_buttons(forum: Forum) -> tuple[Button, ...]:
    ready = not forum.details.missing()
    ids = (forum.id, forum.revision)
    where = Style.PLAIN if ready else Style.MAIN
    buttons = (
        Button(say("forums.desk.what"), act("forums.what", *ids)),
        Button(say("forums.desk.where"), act("forums.where", *ids), where),
        Button(say("forums.desk.more"), act("forums.more", *ids)),
    )
    if ready and forum.state in {State.IDEA, State.POSTPONED}:
        announce = act("forums.announce", *ids)
        return (*buttons, Button(say("forums.desk.announce"), announce, Style.MAIN))
    return buttons


def _drop(forum: Forum) -> Button:
    return Button(
        say("forums.desk.drop"),
        act("forums.drop", forum.id),
        Style.DANGER,
        say("forums.desk.drop.sure"),
    )


def _owed(label: str, action: Action) -> Button:
    return Button(say(label), action, Style.MAIN)


def ending_card(ending: Ending) -> Card:
    """Ask for what was promised before a forum ends, or for "none agreed"."""
    forum, made = ending.forum, ending.commitments
    add = Button(say("forums.promise.add"), act("forums.promise", forum.id), Style.MAIN)
    close = Button(
        say("forums.ending.close"),
        act("forums.close", forum.id, "agreed"),
        confirm=say("forums.ending.close.sure"),
    )
    none = Button(
        say("forums.ending.none"),
        act("forums.close", forum.id, "none"),
        Style.DANGER,
        say("forums.ending.none.sure"),
    )
    controls: list[Control] = []
    if len(made) < COMMITMENTS:
        controls.append(add)
    controls.append(close if made else none)
    if made:
        options = tuple(Option(c.id, Verbatim(shorten(c.what, _OPTION))) for c in made)
        label = say("forums.ending.strike")
        controls.append(Choice(label, act("forums.strike", forum.id), options))
    return Card(
        title=say("forums.ending.title"),
        body=(
            Paragraph(say("forums.ending.body", title=Verbatim(forum.details.title))),
            *(Paragraph(promise(c)) for c in made),
            Note(say("forums.ending.rule", n=len(made))),
        ),
        actions=tuple(controls),
        tone=Tone.WAITING,
    )


def dropped_card() -> Card:
    """Say that a draft is gone."""
    return Card(title=say("forums.desk.dropped"))


def is_open(forum: Forum) -> bool:
    """Whether an organizer may still change it."""
    return forum.state in {State.IDEA, State.POSTPONED, *AHEAD, *RUNNING}
