"""Every screen of a calm talk, for the gallery."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.core.cards import Card, Paragraph
from bot.core.forms import Form
from bot.core.places import Place
from bot.core.ports import Concern
from bot.core.text import say
from bot.features.calm import views
from bot.features.calm.model import REMARK, Cause, Cooling, Measure, Signal, What, Why
from tests.support.gallery.core import HOSTILE

_ID = "c" * 26
_HALL = Place(platform="town", tenant="riverbend", channel="general")
_CONCERN = Concern(route="crisis", blocks=(Paragraph(say("calm.help")),))
_SIGNAL = Signal(
    community="riverbend",
    id=_ID,
    what=What.SLOW_DOWN,
    place=_HALL,
    noted_on=date(2026, 11, 24),
    many=3,
)
_REPORT = replace(_SIGNAL, what=What.REPORT, cause=Cause.PRIVATE, remark="It names my neighbour.")
_COOLING = Cooling(
    community="riverbend",
    id=_ID,
    place=_HALL,
    measure=Measure.NOTE,
    why=Why.PACE,
    until=datetime(2026, 11, 24, 15, 20, tzinfo=UTC),
)

CARDS: dict[str, Card] = {
    "asked, alone": views.asked_card(1),
    "asked, with others": views.asked_card(2),
    "reported": views.reported_card(()),
    "reported, with help": views.reported_card((_CONCERN,)),
    "signal: slow down": views.signal_card(_SIGNAL),
    "signal: slow down, one": views.signal_card(replace(_SIGNAL, many=1)),
    **{f"signal: report, {c.value}": views.signal_card(replace(_REPORT, cause=c)) for c in Cause},
    "signal: report, hostile": views.signal_card(replace(_REPORT, remark=HOSTILE)),
    "signal: report, longest": views.signal_card(replace(_REPORT, remark="W" * REMARK)),
    "signal: elsewhere": views.signal_card(
        replace(_SIGNAL, place=Place(platform="slack", tenant="T1", channel="C0123456789"))
    ),
    "signal: appeal": views.signal_card(replace(_REPORT, what=What.APPEAL, cause=None)),
    "signal: handled": views.signal_card(_REPORT.handled()),
    "cooled": views.cooled_card(_COOLING),
    **{
        f"{m.value}, {w.value}": views.cooling_card(replace(_COOLING, measure=m, why=w))
        for m in Measure
        for w in Why
    },
    "over": views.cooling_card(_COOLING.ended()),
    "appealed": views.appealed_card(()),
}
FORMS: dict[str, Form] = {
    "report": views.report_form(),
    "cool": views.cool_form(_ID),
    "appeal": views.appeal_form(_ID),
}
