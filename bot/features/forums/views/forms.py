"""What people fill in. Each form also serves to check what comes back."""

from __future__ import annotations

from bot.core.actions import act
from bot.core.cards import Note, Option
from bot.core.forms import Day, Field, Form, PickOne, Words
from bot.core.limits import PICK_OPTIONS
from bot.core.text import Verbatim, say
from bot.features.forums.model import (
    ACCESS,
    AIM,
    EVIDENCE,
    ITEM,
    MINUTES,
    NAME,
    PLACE,
    PROMISE,
    REASON,
    SUMMARY,
    TITLE,
    Details,
    Forum,
    Owner,
    Repeats,
    Speaks,
)
from bot.features.forums.sheets import write_plan
from bot.features.forums.views.lines import Look, length

_WHEN = 200
_NONE = Details(title="", aim="")


def what_form(forum: Forum | None, *, zone: str = "", title: str = "") -> Form:
    """Ask for title, aim and time: the first sheet."""
    known = _NONE if forum is None else forum.details
    ids = () if forum is None else (forum.id, forum.revision)
    fields: tuple[Field, ...] = (
        _line("title", TITLE, known.title or title[:TITLE], at_least=3),
        Words(
            name="aim",
            label=say("forums.form.aim"),
            hint=say("forums.form.aim.hint"),
            at_least=3,
            at_most=AIM,
            filled=known.aim,
        ),
        Words(
            name="off_table",
            label=say("forums.form.off_table"),
            hint=say("forums.form.off_table.hint"),
            at_least=0,
            at_most=AIM,
            required=False,
            filled=known.off_table,
        ),
        Words(
            name="when",
            label=say("forums.form.when"),
            hint=say("when.hint"),
            at_most=_WHEN,
            long=False,
            filled=write_plan(known.plan, zone),
        ),
        PickOne(
            name="minutes",
            label=say("forums.form.minutes"),
            options=tuple(Option(str(m), length(m), chosen=m == known.minutes) for m in MINUTES),
        ),
    )
    return Form(
        title=say("forums.form.what"),
        fields=fields,
        action=act("forums.what", *ids),
        submit=say("forums.form.go_on"),
        intro=(Note(say("forums.form.zone", zone=zone)),) if zone else (),
    )


def where_form(forum: Forum | None, look: Look) -> Form:
    """Ask for place, format, seats and hosts: the second sheet."""
    known = _NONE if forum is None else forum.details
    ids = () if forum is None else (forum.id, forum.revision)
    offered = list(look.formats.values())[:PICK_OPTIONS]
    return Form(
        title=say("forums.form.where"),
        fields=(
            _line("place", PLACE, known.place, hint=True),
            PickOne(
                name="format",
                label=say("forums.form.format"),
                options=tuple(
                    Option(f.id, Verbatim(f.titled(look.locale)), chosen=f.id == known.format)
                    for f in offered
                ),
            ),
            Words(
                name="capacity",
                label=say("forums.form.capacity"),
                hint=say("forums.form.capacity.hint"),
                at_most=10,
                long=False,
                required=False,
                filled=str(known.capacity or ""),
            ),
            _line("resident_host", NAME, known.resident_host, hint=True, required=False),
            _line("police_host", NAME, known.police_host, hint=True, required=False),
        ),
        action=act("forums.where", *ids),
        submit=say("forums.form.go_on"),
    )


def more_form(forum: Forum | None) -> Form:
    """Ask for what may stay as it is: the third sheet."""
    known = _NONE if forum is None else forum.details
    ids = () if forum is None else (forum.id, forum.revision)
    return Form(
        title=say("forums.form.more"),
        fields=(
            _line("facilitator", NAME, known.facilitator, hint=True, required=False),
            PickOne(
                name="speaks",
                label=say("forums.form.speaks"),
                options=tuple(
                    Option(s.value, say(f"forums.speaks.{s.value}"), chosen=s is known.speaks)
                    for s in Speaks
                ),
            ),
            Words(
                name="access",
                label=say("forums.form.access"),
                hint=say("forums.form.access.hint"),
                at_least=0,
                at_most=ACCESS,
                required=False,
                filled=known.access,
            ),
            PickOne(
                name="repeats",
                label=say("forums.form.repeats"),
                options=tuple(
                    Option(r.value, say(f"forums.repeats.{r.value}"), chosen=r is known.repeats)
                    for r in Repeats
                ),
            ),
        ),
        action=act("forums.more", *ids),
        submit=say("forums.form.go_on"),
    )


def item_form(forum: str) -> Form:
    """Ask what somebody wants to talk about."""
    return Form(
        title=say("forums.item.form"),
        fields=(
            Words(
                name="words",
                label=say("forums.item.label"),
                hint=say("forums.item.hint"),
                at_least=3,
                at_most=ITEM,
                long=False,
            ),
        ),
        action=act("forums.item", forum),
        submit=say("forums.item.submit"),
        intro=(Note(say("forums.item.public")),),
    )


def promise_form(forum: str) -> Form:
    """Ask who promised what, by when, and what will show it."""
    return Form(
        title=say("forums.promise.form"),
        fields=(
            PickOne(
                name="owner",
                label=say("forums.promise.owner"),
                options=tuple(Option(o.value, say(f"forums.owner.{o.value}")) for o in Owner),
            ),
            Words(
                name="what",
                label=say("forums.promise.what"),
                at_least=3,
                at_most=PROMISE,
                long=False,
            ),
            Day(name="due", label=say("forums.promise.due"), hint=say("forums.promise.due.hint")),
            Words(
                name="evidence",
                label=say("forums.promise.evidence"),
                hint=say("forums.promise.evidence.hint"),
                at_least=3,
                at_most=EVIDENCE,
                long=False,
            ),
        ),
        action=act("forums.promise", forum),
        submit=say("forums.promise.submit"),
    )


def call_off_form(forum: str, *, series: bool) -> Form:
    """Ask whether it is cancelled or moved, and why."""
    how = PickOne(
        name="how",
        label=say("forums.call_off.how"),
        options=(
            Option("postpone", say("forums.call_off.postpone"), chosen=True),
            Option("cancel", say("forums.call_off.cancel")),
        ),
    )
    reason = Words(
        name="reason",
        label=say("forums.call_off.reason"),
        hint=say("forums.call_off.reason.hint"),
        at_least=3,
        at_most=REASON,
    )
    goes_on = PickOne(
        name="series",
        label=say("forums.call_off.series"),
        options=(
            Option("on", say("forums.call_off.series.on"), chosen=True),
            Option("end", say("forums.call_off.series.end")),
        ),
        required=False,
    )
    return Form(
        title=say("forums.call_off.form"),
        fields=(how, reason, goes_on) if series else (how, reason),
        action=act("forums.call_off", forum),
        submit=say("forums.call_off.submit"),
    )


def summary_form(forum: str) -> Form:
    """Ask for the summary."""
    return Form(
        title=say("forums.summary.form"),
        fields=(
            Words(
                name="words",
                label=say("forums.summary.label"),
                hint=say("forums.summary.hint"),
                at_least=20,
                at_most=SUMMARY,
            ),
        ),
        action=act("forums.summary", forum),
        submit=say("forums.publish"),
    )


def look_back_form(forum: str, days: int) -> Form:
    """Ask what had become of the promises."""
    return Form(
        title=say("forums.check.form"),
        fields=(
            Words(
                name="words",
                label=say("forums.check.label"),
                hint=say("forums.check.hint"),
                at_least=10,
                at_most=SUMMARY,
            ),
        ),
        action=act("forums.check", forum, days),
        submit=say("forums.publish"),
    )


def _line(
    name: str,
    at_most: int,
    filled: str,
    *,
    at_least: int = 1,
    hint: bool = False,
    required: bool = True,
) -> Words:
    return Words(
        name=name,
        label=say(f"forums.form.{name}"),
        hint=say(f"forums.form.{name}.hint") if hint else None,
        at_least=at_least if required else 0,
        at_most=at_most,
        long=False,
        required=required,
        filled=filled,
    )
