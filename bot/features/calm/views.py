"""Cards and forms of a calm talk. None names anyone, and none repeats what was written."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.actions import act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Facts,
    Note,
    Option,
    Paragraph,
    Quote,
    Style,
    Tone,
)
from bot.core.forms import Form, PickOne, Words
from bot.core.ports import Concern
from bot.core.text import Message, Moment, Slot, Verbatim, say
from bot.features.calm.model import (
    MINUTES,
    QUORUM,
    REMARK,
    Cause,
    Cooling,
    Measure,
    Signal,
    State,
    What,
    Why,
)

_BLOCKS = 10


def asked_card(many: int) -> Card:
    """Tell who asked to slow down what follows from it, and what does not."""
    heard = say("calm.asked.told", n=many) if many >= QUORUM else say("calm.asked.first")
    return Card(
        title=say("calm.asked.title"),
        body=(Paragraph(heard), Note(say("calm.asked.private"))),
        tone=Tone.GOOD,
    )


def report_form() -> Form:
    """Ask what is wrong with a message."""
    return Form(
        title=say("calm.report.title"),
        fields=(
            PickOne(
                name="cause",
                label=say("calm.report.cause"),
                options=tuple(Option(c.value, say(f"calm.cause.{c.value}")) for c in Cause),
            ),
            Words(
                name="remark",
                label=say("calm.report.remark"),
                hint=say("calm.report.hint"),
                at_most=REMARK,
                required=False,
            ),
        ),
        action=act("calm.report"),
        submit=say("calm.report.submit"),
        intro=(Note(say("calm.report.intro")),),
    )


def reported_card(concerns: Sequence[Concern]) -> Card:
    """Say that organizers will look, after whatever help the safety gate offers."""
    return _sent_card("calm.reported", concerns)


def signal_card(signal: Signal) -> Card:
    """Show organizers what was said about a place, and what they can do."""
    rows: list[tuple[Message, Slot]] = [(say("calm.signal.where"), signal.place)]
    if signal.cause is not None:
        rows.append((say("calm.report.cause"), say(f"calm.cause.{signal.cause.value}")))
    if signal.what is What.SLOW_DOWN:
        rows.append((say("calm.signal.many"), say("calm.signal.people", n=signal.many)))
    rows.append((say("calm.signal.day"), signal.noted_on))
    body: list[Block] = [Paragraph(say(f"calm.signal.{signal.what.value}")), Facts(tuple(rows))]
    if signal.remark:
        body.append(Quote(Verbatim(signal.remark), by=say("calm.signal.remark")))
    if signal.state is State.HANDLED:
        return Card(title=say("calm.signal.title"), body=(*body, Note(say("calm.handled"))))
    return Card(
        title=say("calm.signal.title"),
        body=(*body, Note(say("calm.signal.note"))),
        actions=(
            Button(say("calm.signal.cool"), act("calm.cool", signal.id), Style.MAIN),
            Button(say("calm.signal.handle"), act("calm.handle", signal.id)),
        ),
        tone=Tone.WAITING,
    )


def cool_form(signal: str = "") -> Form:
    """Ask an organizer what to do, for how long and why. ``signal`` says about which place."""
    return Form(
        title=say("calm.cool.title"),
        fields=(
            PickOne(
                name="measure",
                label=say("calm.cool.measure"),
                options=tuple(
                    Option(m.value, say(f"calm.measure.{m.value}"), chosen=m is Measure.NOTE)
                    for m in Measure
                ),
            ),
            PickOne(
                name="minutes",
                label=say("calm.cool.minutes"),
                options=tuple(
                    Option(str(n), say("calm.minutes", n=n), chosen=n == MINUTES[1])
                    for n in MINUTES
                ),
            ),
            PickOne(
                name="why",
                label=say("calm.cool.why"),
                options=tuple(Option(w.value, say(f"calm.why.{w.value}")) for w in Why),
            ),
        ),
        action=act("calm.cool", *([signal] if signal else [])),
        submit=say("calm.cool.submit"),
        intro=(Note(say("calm.cool.intro")),),
    )


def cooled_card(cooling: Cooling) -> Card:
    """Tell the organizer that it is done, and when it ends."""
    return Card(
        title=say("calm.cooled.title"),
        body=(
            Paragraph(say("calm.cooled.body", where=cooling.place, until=Moment(cooling.until))),
        ),
        actions=(Button(say("calm.reopen"), act("calm.reopen", cooling.id)),),
        tone=Tone.GOOD,
    )


def cooling_card(cooling: Cooling) -> Card:
    """Show everyone in the place what an organizer asks of all of them."""
    if cooling.over:
        return Card(
            title=say("calm.over.title"), body=(Paragraph(say("calm.over.body")),), tone=Tone.GOOD
        )
    measure = cooling.measure.value
    return Card(
        title=say(f"calm.{measure}.title"),
        body=(
            Paragraph(say(f"calm.{measure}.body", until=Moment(cooling.until))),
            Facts(((say("calm.cool.why"), say(f"calm.why.{cooling.why.value}")),)),
            Note(say("calm.help")),
        ),
        actions=(Button(say("calm.appeal"), act("calm.appeal", cooling.id)),),
        tone=Tone.WAITING,
    )


def appeal_form(cooling: str) -> Form:
    """Ask why somebody else should look at it."""
    return Form(
        title=say("calm.appeal.title"),
        fields=(Words(name="remark", label=say("calm.appeal.remark"), at_most=REMARK),),
        action=act("calm.appeal", cooling),
        submit=say("calm.appeal.submit"),
        intro=(Note(say("calm.appeal.intro")),),
    )


def appealed_card(concerns: Sequence[Concern]) -> Card:
    """Say who reads it."""
    return _sent_card("calm.appealed", concerns)


def _sent_card(what: str, concerns: Sequence[Concern]) -> Card:
    offered = [block for concern in concerns for block in concern.blocks][:_BLOCKS]
    return Card(
        title=say(f"{what}.title"),
        body=(*offered, Paragraph(say(f"{what}.body"))),
        tone=Tone.GOOD,
    )
