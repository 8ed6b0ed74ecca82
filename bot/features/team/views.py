"""Set-up, the team and the languages as cards."""

from __future__ import annotations

from typing import Final

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
from bot.core.limits import CHOICE_OPTIONS, OPTION_LABEL
from bot.core.people import Role
from bot.core.places import Purpose
from bot.core.text import Line, Message, Moment, Slot, Verbatim, say
from bot.features.team.model import GIVEN, LANGUAGES, Grant
from bot.features.team.service import Desk

_HOUSES_SHOWN: Final = 8
_GROUPS_SHOWN: Final = 5


def setup_card(desk: Desk) -> Card:
    """Where set-up stands, and every way to change it."""
    unfinished = desk.known.being_set_up(desk.house)
    return Card(
        title=say("team.setup.title", community=desk.known.community.name),
        body=(
            Paragraph(say("team.setup.unfinished" if unfinished else "team.setup.finished")),
            Facts(tuple((purpose_label(p), _channel(desk, p)) for p in Purpose)),
            Facts(tuple((role_label(r), _groups(desk, r)) for r in GIVEN)),
            Facts(_settings(desk)),
        ),
        actions=(
            Choice(
                say("team.setup.choose_channel"),
                act("team.purpose"),
                tuple(Option(p.value, purpose_label(p)) for p in Purpose),
            ),
            Choice(
                say("team.setup.choose_role"),
                act("team.role"),
                tuple(Option(r.value, role_label(r)) for r in GIVEN),
            ),
            Button(say("team.setup.tune"), act("team.tune")),
            Button(say("team.setup.link"), act("team.link")),
            *_rarely(desk, unfinished=unfinished),
        ),
        tone=Tone.WAITING if unfinished else Tone.PLAIN,
    )


def channel_card(desk: Desk, purpose: Purpose) -> Card:
    """Choose the channel for one purpose."""
    pick: tuple[Control, ...] = ()
    if listed := _options(desk.channels, "#"):
        pick = (Choice(say("team.channel.choose"), act("team.channel", purpose.value), listed),)
    return Card(
        title=say("team.channel.title", purpose=purpose_label(purpose)),
        body=(
            Paragraph(say(f"team.purpose.{purpose.value}.about")),
            Facts(((say("team.channel.now"), _channel(desk, purpose)),)),
        ),
        actions=(
            *pick,
            Button(say("team.type_name"), act("team.channel_form", purpose.value)),
            Button(say("team.channel.none"), act("team.no_channel", purpose.value)),
            Button(say("team.back"), act("team.setup")),
        ),
    )


def role_card(desk: Desk, role: Role) -> Card:
    """Choose the groups that hold one role. What the configuration gave is not taken here."""
    actions: list[Control] = []
    if listed := _options(desk.groups, "@"):
        actions.append(Choice(say("team.role.choose"), act("team.give", role.value), listed))
    held = [
        (group, _name(group, desk.groups))
        for group in desk.known.groups(desk.house, role)
        if not desk.known.is_written(Grant(desk.house, group, role))
    ]
    if taking := _options(held, "@"):
        actions.append(Choice(say("team.role.take"), act("team.take", role.value), taking))
    return Card(
        title=say("team.role.title", role=role_label(role)),
        body=(
            Paragraph(say(f"team.role.{role.value}.about")),
            Facts(((say("team.role.now"), _groups(desk, role)),)),
        ),
        actions=(
            *actions,
            Button(say("team.type_name"), act("team.role_form", role.value)),
            Button(say("team.back"), act("team.setup")),
        ),
    )


def link_card(code: str) -> Card:
    """The link code, shown once."""
    return Card(
        title=say("team.link.title"),
        body=(
            Paragraph(Verbatim(code)),
            Paragraph(say("team.link.body")),
            Note(say("team.link.once")),
        ),
    )


def door_card(*, first: bool) -> Card:
    """``/setup`` in a house that belongs to no community yet."""
    start = Button(say("team.door.start"), act("team.found"), Style.MAIN)
    return Card(
        title=say("team.door.title"),
        body=(
            Paragraph(say("team.door.body")),
            *((Paragraph(say("team.door.first")),) if first else ()),
        ),
        actions=(
            *((start,) if first else ()),
            Button(say("team.door.code"), act("team.code")),
        ),
    )


def joined_card(community: str) -> Card:
    """The house has a home. The next step is ``/setup`` again, with buttons of that home."""
    return Card(
        title=say("team.joined.title", community=community),
        body=(Paragraph(say("team.joined.body")),),
        tone=Tone.GOOD,
    )


def roster_card(desk: Desk) -> Card:
    """Which groups hold which role, house by house: roles, never people."""
    houses = sorted(desk.known.houses, key=lambda h: (h != desk.house, h.platform, h.tenant))
    blocks: list[Block] = [Paragraph(say("team.roster.body"))]
    for house in houses[:_HOUSES_SHOWN]:
        here = Desk(known=desk.known, house=house, groups=desk.groups)
        rows: list[tuple[Message, Slot]] = [
            (say("team.roster.house"), say(f"team.platform.{house.platform}", id=house.tenant))
        ]
        rows += [(role_label(role), _groups(here, role)) for role in GIVEN]
        blocks.append(Facts(tuple(rows)))
    if len(houses) > _HOUSES_SHOWN:
        blocks.append(Note(say("team.roster.more", n=len(houses) - _HOUSES_SHOWN)))
    return Card(title=say("team.roster.title"), body=tuple(blocks))


def language_card(now: str | None) -> Card:
    """Choose the language of one's own private answers."""
    choices = (*LANGUAGES, "auto")
    current = say(f"team.language.{now or 'auto'}")
    return Card(
        title=say("team.language.title"),
        body=(Paragraph(say("team.language.body")), Note(say("team.language.now", name=current))),
        actions=(
            Choice(
                say("team.language.choose"),
                act("team.language"),
                tuple(
                    Option(c, say(f"team.language.{c}"), chosen=c == (now or "auto"))
                    for c in choices
                ),
            ),
        ),
    )


def purpose_label(purpose: Purpose) -> Message:
    """Name what a channel is for."""
    return say(f"team.purpose.{purpose.value}")


def role_label(role: Role) -> Message:
    """Name a role."""
    return say(f"team.role.{role.value}")


def _rarely(desk: Desk, *, unfinished: bool) -> tuple[Button, ...]:
    found: tuple[Button, ...] = ()
    if any(s.liaison_administers for s in desk.known.stored.houses):
        found += (
            Button(
                say("team.setup.calm"),
                act("team.calm"),
                Style.DANGER,
                confirm=say("team.setup.calm_confirm"),
            ),
        )
    if unfinished:
        found += (Button(say("team.setup.finish"), act("team.finish"), Style.MAIN),)
    return found


def _settings(desk: Desk) -> tuple[tuple[Message, Slot], ...]:
    community, reason = desk.known.community, desk.known.no_anonymous()
    hours = community.hours
    waits: tuple[tuple[Message, Slot], ...] = ()
    if reason is not None and desk.calm_until is not None:
        waits = ((say("team.setup.second"), Moment(desk.calm_until)),)
    return (
        (say("team.setup.locale"), say(f"team.language.{community.locale}")),
        (say("team.setup.zone"), Verbatim(community.zone)),
        (
            say("team.setup.hours"),
            say(
                "team.setup.hours_value",
                opens=hours.opens.isoformat("minutes"),
                closes=hours.closes.isoformat("minutes"),
                n=len(hours.days),
            ),
        ),
        (say("team.setup.anonymous"), reason or say("team.anonymous.allowed")),
        *waits,
    )


def _channel(desk: Desk, purpose: Purpose) -> Slot:
    channel = desk.known.channel(desk.house, purpose)
    return Verbatim(f"#{_name(channel, desk.channels)}") if channel else say("team.not_yet")


def _groups(desk: Desk, role: Role) -> Slot:
    names = [f"@{_name(g, desk.groups)}" for g in desk.known.groups(desk.house, role)]
    if not names:
        return say("team.not_yet")
    rest = " …" if len(names) > _GROUPS_SHOWN else ""
    return Verbatim(", ".join(names[:_GROUPS_SHOWN]) + rest)


def _name(known: str, things: tuple[tuple[str, str], ...]) -> str:
    return dict(things).get(known, known).lstrip("#@")[:OPTION_LABEL]


def _options(
    things: tuple[tuple[str, str], ...] | list[tuple[str, str]], mark: str
) -> tuple[Option, ...]:
    named = sorted((t for t in things if t[1]), key=lambda t: t[1].casefold())
    return tuple(
        Option(known, _label(mark + name.lstrip("#@"))) for known, name in named[:CHOICE_OPTIONS]
    )


def _label(name: str) -> Line:
    return Verbatim(name if len(name) <= OPTION_LABEL else name[: OPTION_LABEL - 1] + "…")
