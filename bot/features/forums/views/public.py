"""What everyone sees: the forum, its agenda, and the list of forums."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.actions import act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Choice,
    Control,
    Facts,
    Note,
    Option,
    Paragraph,
    Style,
    Tone,
)
from bot.core.text import Message, Moment, Slot, Verbatim, say, shorten
from bot.features.forums.model import (
    AHEAD,
    HELD,
    ITEM,
    ITEMS_SHOWN,
    RUNNING,
    Forum,
    Side,
    Sight,
    State,
)
from bot.features.forums.views.lines import (
    Look,
    calendar_link,
    facts,
    promise,
    sign_up_buttons,
    state,
)

_OPTION = 70
_TONES = {
    State.LIVE: Tone.GOOD,
    State.PAUSED: Tone.WAITING,
    State.WRAP_UP: Tone.WAITING,
    State.POSTPONED: Tone.WARNING,
    State.CANCELLED: Tone.WARNING,
}
_LISTED = 5


def forum_card(sight: Sight, look: Look) -> Card:
    """Show a forum to everyone: what it is before it, what came of it afterwards."""
    forum = sight.forum
    body = _outcome(sight) if forum.state in HELD else _plan(sight, look)
    return Card(
        title=Verbatim(forum.details.title),
        body=(*body, Note(say("forums.card.foot", number=forum.number, state=state(forum, look)))),
        actions=_controls(forum, look),
        tone=_TONES.get(forum.state, Tone.PLAIN),
    )


def _plan(sight: Sight, look: Look) -> tuple[Block, ...]:
    forum, details = sight.forum, sight.forum.details
    body: list[Block] = []
    if forum.reason:
        key = "forums.off." + forum.state.value
        body.append(Paragraph(say(key, reason=Verbatim(forum.reason))))
    body.append(Paragraph(say("forums.card.aim", aim=Verbatim(details.aim))))
    if details.off_table:
        body.append(Paragraph(say("forums.card.off_table", words=Verbatim(details.off_table))))
    body.append(facts(forum, sight.counts, look))
    if forum.state is State.ANNOUNCED:
        body.append(Note(say("forums.card.agenda_later")))
    if forum.state in AHEAD and not look.has_begun(forum):
        body.append(Note(say("forums.card.police")))
    return tuple(body)


def _outcome(sight: Sight) -> tuple[Block, ...]:
    forum = sight.forum
    rows: list[tuple[Message, Slot]] = []
    if forum.starts_at is not None:
        rows.append((say("forums.fact.was"), Moment(forum.starts_at)))
    rows.append((say("forums.fact.summary"), _summary(forum)))
    if forum.came_residents or forum.came_police:
        came = say("forums.came", residents=forum.came_residents, police=forum.came_police)
        rows.append((say("forums.fact.came"), came))
    promises = tuple(Paragraph(promise(c)) for c in sight.commitments)
    heading = "forums.card.none_agreed" if forum.none_agreed else "forums.card.commitments"
    seen = tuple(Note(say("forums.card.looked_back", days=b.days)) for b in sight.look_backs)
    return (
        Paragraph(say("forums.card.aim", aim=Verbatim(forum.details.aim))),
        Facts(tuple(rows)),
        Paragraph(say(heading)),
        *promises,
        *seen,
    )


def _summary(forum: Forum) -> Message:
    return say("forums.summary.published" if forum.summary else "forums.summary.missing")


def _controls(forum: Forum, look: Look) -> tuple[Control, ...]:
    item = Button(say("forums.item.add"), act("forums.item", forum.id))
    if look.has_begun(forum):
        return ()
    if forum.state in AHEAD:
        agenda = (item,) if forum.state is State.COLLECTING else ()
        return (*sign_up_buttons(forum), *agenda, *calendar_link(forum, look))
    if forum.state in RUNNING:
        return (Button(say("forums.here"), act("forums.here", forum.id), Style.MAIN), item)
    return ()


def agenda_card(sight: Sight) -> Card:
    """Show what people want to talk about, and whose items they are."""
    shown = sight.items[:ITEMS_SHOWN]
    left = len(sight.items) - len(shown)
    lines = [
        Paragraph(say(f"forums.item.{i.side.value}", words=Verbatim(shorten(i.words, ITEM))))
        for i in shown
    ]
    by = {side: sum(i.side is side for i in sight.items) for side in Side}
    body: list[Block] = [
        *lines,
        Note(
            say(
                "forums.agenda.share",
                residents=by[Side.RESIDENTS],
                questions=by[Side.QUESTIONS],
                police=by[Side.POLICE],
            )
        ),
    ]
    if left:
        body.append(Note(say("forums.agenda.left", n=left)))
    is_open = sight.forum.state in {State.COLLECTING, *RUNNING}
    add = Button(say("forums.item.add"), act("forums.item", sight.forum.id))
    return Card(
        title=say("forums.agenda.title"),
        body=tuple(body),
        actions=(add,) if is_open else (),
    )


def list_card(ahead: Sequence[Sight], unfinished: Sequence[Forum] = ()) -> Card:
    """List what comes next; organizers also find what still needs them."""
    body = tuple(
        Paragraph(
            say(
                "forums.list.line",
                number=s.forum.number,
                title=Verbatim(s.forum.details.title),
                at=Moment(s.forum.starts_at),
            )
        )
        for s in ahead[:_LISTED]
        if s.forum.starts_at is not None
    )
    controls: list[Control] = []
    if ahead:
        controls.append(choice("forums.show", say("forums.list.look"), [s.forum for s in ahead]))
    if unfinished:
        controls.append(choice("forums.desk", say("forums.list.manage"), unfinished))
    return Card(
        title=say("forums.list.title"),
        body=body or (Paragraph(say("forums.list.empty")),),
        actions=tuple(controls),
    )


def picker_card(action: str, forums: Sequence[Forum]) -> Card:
    """Ask which forum is meant."""
    if not forums:
        return Card(title=say("forums.list.title"), body=(Paragraph(say("forums.list.none_fit")),))
    return Card(
        title=say("forums.pick.title"),
        body=(Paragraph(say("forums.pick.body")),),
        actions=(choice(action, say("forums.pick.label"), forums),),
    )


def choice(action: str, label: Message, forums: Sequence[Forum]) -> Choice:
    """Offer forums to choose one from."""
    return Choice(
        label,
        act(action),
        tuple(
            Option(f.id, Verbatim(shorten(f"{f.number} · {f.details.title}", _OPTION)))
            for f in forums
        ),
    )


def said_card(sight: Sight | None, look: Look) -> Card:
    """Answer somebody who asked in plain words when the next forum is."""
    if sight is None:
        return Card(
            title=say("forums.said.none.title"),
            body=(Paragraph(say("forums.said.none")),),
        )
    return Card(
        title=say("forums.said.title"),
        body=(
            Paragraph(say("forums.said.name", title=Verbatim(sight.forum.details.title))),
            Paragraph(say("forums.card.aim", aim=Verbatim(sight.forum.details.aim))),
            facts(sight.forum, sight.counts, look),
        ),
        actions=(*sign_up_buttons(sight.forum), *calendar_link(sight.forum, look)),
    )
