"""Help as cards. Words of the content files are shown as they are; nothing in them acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.core.actions import act
from bot.core.cards import (
    Button,
    Card,
    Choice,
    Facts,
    Note,
    Option,
    Paragraph,
    Style,
    Tone,
)
from bot.core.communities import Community
from bot.core.limits import FACTS
from bot.core.opening import open_choices
from bot.core.people import Role
from bot.core.routes import Command
from bot.core.text import Message, Slot, Verbatim, say
from bot.features.safety.pages import Pages
from bot.i18n.voice import plain_voice

TOPICS: Final = ("crisis", "complaint", "report", "records", "local")
ROLES: Final = (Role.LIAISON, Role.PANEL, Role.ORGANIZER, Role.VERIFIER)


def help_card(commands: Iterable[Command], role: Role, others: Sequence[Role]) -> Card:
    """The commands of one role, what each does and how to open it; the help that all have."""
    of_role = sorted((c for c in commands if c.role is role), key=lambda c: c.name)
    rows = [(say("safety.help.command", name=c.name), c.about) for c in of_role]
    return Card(
        title=say("safety.help.title"),
        body=(
            Paragraph(say(f"safety.help.for_{role.value}")),
            *_facts(rows),
            Note(say("safety.help.everywhere")),
        ),
        actions=(
            Choice(
                say("safety.help.topics"),
                act("safety.topic"),
                tuple(Option(t, say(f"safety.topic.{t}")) for t in TOPICS),
            ),
            *(
                Button(say(f"safety.help.as_{other.value}"), act("safety.help", other.value))
                for other in others
            ),
            *open_choices(of_role),
        ),
    )


def crisis_card(pages: Pages, country: str, language: str) -> Card:
    """Who helps now. The emergency number stands first."""
    page = pages.country(country)
    french = language == "fr"
    crisis = pages.crisis
    rows: list[tuple[Message, Slot]]
    if page is None:
        rows = [
            (_named(c.title(language)), Verbatim(c.emergency.number))
            for c in crisis.countries.values()
        ]
    else:
        number = page.emergency
        rows = [(say("safety.crisis.emergency"), Verbatim(number.number))]
        if note := number.says(language):
            rows.append((say("safety.crisis.note"), Verbatim(note)))
        rows += [
            (_named(line.title(language)), Verbatim(line.reach(language)))
            for line in pages.lines(country)
        ]
    return Card(
        title=say("safety.crisis.title"),
        body=(
            *_facts(rows),
            Paragraph(Verbatim(crisis.intro_fr if french else crisis.intro)),
            Note(Verbatim(crisis.police_note_fr if french else crisis.police_note)),
            Note(Verbatim(crisis.after_fr if french else crisis.after)),
        ),
        tone=Tone.URGENT,
    )


def near_card(pages: Pages, country: str, *languages: str) -> Card:
    """Answer plain words where others may read along: help is near, and nothing of anyone.

    The lines themselves are one press away, for whoever presses alone. It speaks each of
    ``languages``, whichever it is drawn in: nobody in need is left to another's language.
    """
    numbers = dict.fromkeys(pages.emergency(country, language) for language in languages)
    return Card(
        title=_in_each(say("safety.near.title"), languages),
        body=(
            Facts(
                (
                    (
                        _in_each(say("safety.crisis.emergency"), languages),
                        Verbatim(" · ".join(numbers)),
                    ),
                )
            ),
            *(Paragraph(_in_each(say("safety.near.body"), (language,))) for language in languages),
        ),
        actions=(
            Button(
                _in_each(say("safety.near.show"), languages),
                act("safety.topic", "crisis"),
                Style.MAIN,
            ),
        ),
        tone=Tone.URGENT,
    )


def complaint_card(pages: Pages, country: str, language: str) -> Card:
    """Where complaints about police go. A message here is none."""
    rows: list[tuple[Message, Slot]] = []
    for body in pages.bodies(country):
        rows.append((_named(body.title(language)), Verbatim(body.reach(language))))
        if until := body.until(language):
            rows.append((say("safety.complaint.limit"), Verbatim(until)))
    intro = pages.oversight.intro_fr if language == "fr" else pages.oversight.intro
    return Card(
        title=say("safety.complaint.title"),
        body=(
            Paragraph(Verbatim(intro)),
            *(_facts(rows) or (Paragraph(say("safety.complaint.none")),)),
            *((Note(say("safety.complaint.more")),) if rows else ()),
        ),
    )


def report_card(pages: Pages, country: str, language: str) -> Card:
    """How to report a crime or send a tip: elsewhere."""
    page = pages.country(country)
    rows: list[tuple[Message, Slot]] = [
        (say("safety.crisis.emergency"), Verbatim(pages.emergency(country, language)))
    ]
    other = None if page is None else page.non_emergency
    if other is not None and (other.status == "verified" or other.checked_on is not None):
        rows.append((say("safety.report.non_emergency"), Verbatim(other.number)))
    return Card(
        title=say("safety.report.title"),
        body=(
            Facts(tuple(rows)),
            Paragraph(say("safety.report.body")),
            Note(say("safety.report.keep_out")),
        ),
    )


def records_card() -> Card:
    """How to ask for records and recordings: of the body that holds them."""
    return Card(
        title=say("safety.records.title"),
        body=(
            Paragraph(say("safety.records.body")),
            Paragraph(say("safety.records.people")),
            Note(say("safety.records.here")),
        ),
    )


def local_card(pages: Pages, community: str, language: str) -> Card:
    """Local help as the panel keeps it; or, plainly, that there is none yet."""
    rows = [
        (_named(entry.title(language)), Verbatim(entry.reach(language)))
        for entry in pages.nearby(community)
    ]
    return Card(
        title=say("safety.local.title"),
        body=_facts(rows) or (Paragraph(say("safety.local.none")),),
    )


def presence_card(pages: Pages, about: Community, language: str) -> Card:
    """The card that stays in sight: police are present, this is no desk, and who helps."""
    emergency = pages.emergency(about.country, language)
    age = str(about.minimum_age)
    return Card(
        title=say("safety.presence.title"),
        body=(
            Paragraph(Verbatim(pages.notice("police_present", language))),
            Paragraph(Verbatim(pages.notice("not_complaint", language))),
            Paragraph(Verbatim(pages.notice("not_emergency", language, emergency=emergency))),
            Note(Verbatim(pages.notice("minors", language, age=age))),
            Note(say("safety.presence.more")),
        ),
        tone=Tone.WARNING,
    )


def _facts(rows: Sequence[tuple[Message, Slot]]) -> tuple[Facts, ...]:
    """Put any number of rows into as many blocks as they need."""
    return tuple(Facts(tuple(rows[i : i + FACTS])) for i in range(0, len(rows), FACTS))


def _in_each(line: Message, languages: Sequence[str]) -> Message:
    """Say one thing in each of ``languages``, to a reader of any."""
    return _named(" · ".join(plain_voice(language, "UTC")(line) for language in languages))


def _named(name: str) -> Message:
    return say("safety.named", name=name)
