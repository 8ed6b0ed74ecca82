"""What one tab shows: the world as one person sees it, ready for the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from bot.adapters.town.glance import HOME, LETTERS, Glance
from bot.adapters.town.guide import kind_of, role_words, steps
from bot.adapters.town.in_front import Asking, OpenForm
from bot.adapters.town.inbound import MENTION
from bot.adapters.town.lines import NEWEST, Day, Lines
from bot.adapters.town.neighbours import Neighbour
from bot.adapters.town.render import Look
from bot.adapters.town.times import clock_words
from bot.adapters.town.town import Town
from bot.adapters.town.world import World
from bot.core.communities import NOWHERE
from bot.core.people import PersonRef, Role
from bot.core.routes import Command
from bot.core.text import Verbatim, say
from bot.i18n.catalogue import LANGUAGES

_NOWHERE_ZONE: Final = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One entry of the list of places."""

    link: str
    name: Markup
    current: bool
    unseen: int
    mark: str


async def look_of(town: Town, language: str, user: str | None = None) -> Look:
    """Return how things look in a language: to a reader who chose another, in that one."""
    home = await town.inbound.home()
    spoken = language if user is None else await town.inbound.locale(user, language)
    zone = _NOWHERE_ZONE if home is None else home.zone
    return Look(locale=spoken, zone=zone, name_of=_Names(town.world))


@dataclass(frozen=True, slots=True)
class _Names:
    world: World

    def __call__(self, person: PersonRef) -> str:
        known = self.world.people.get(person.user)
        return person.user if known is None else known.name


async def welcome_values(town: Town, language: str) -> dict[str, object]:
    """Return what the first page shows: who lives here, and what to try as each."""
    look, home = await look_of(town, language), await town.inbound.home()
    return {
        **_frame(look, "" if home is None else home.name),
        "languages": [
            (code, look.say(f"town.language.{code}"), f"/town?lang={code}", code == language)
            for code in LANGUAGES
        ],
        "people": [
            {
                "name": neighbour.name,
                "role": look.words(role_words(neighbour)),
                "kind": kind_of(neighbour),
                "initials": neighbour.initials,
                "about": look.say(f"town.person.{kind_of(neighbour)}"),
                "link": Glance(user=neighbour.user, language=language).link(),
                "steps": _steps(town, look, Glance(user=neighbour.user, language=language)),
            }
            for neighbour in town.world.people.values()
        ],
    }


class Screen:
    """One tab at one moment."""

    def __init__(self, town: Town, glance: Glance) -> None:
        """Look at ``town`` as ``glance`` says."""
        self._town = town
        self._world = town.world
        self._glance = glance
        self._me = town.world.people[glance.user]

    async def values(self) -> dict[str, object]:
        """Return everything that the page shows."""
        glance, home = self._glance, await self._town.inbound.home()
        look = await look_of(self._town, glance.language)
        answers = await look_of(self._town, glance.language, glance.user)
        public = look if home is None else await look_of(self._town, home.locale)
        community = NOWHERE if home is None else home.id
        lines = Lines(
            town=self._town,
            glance=glance,
            chrome=look,
            answers=answers,
            public=public,
            community=community,
        )
        place = glance.place(self._world)
        self._world.mark_seen(glance.user, place)
        thread = glance.thread(self._world)
        if thread is not None:
            self._world.mark_seen(glance.user, thread)
        return {
            **_frame(look, "" if home is None else home.name),
            "glance": glance,
            "version": self._world.stamp,
            "me": {
                "name": self._me.name,
                "role": look.words(role_words(self._me)),
                "kind": kind_of(self._me),
                "initials": self._me.initials,
            },
            "languages": [
                (
                    code,
                    look.say(f"town.language.{code}"),
                    glance.in_language(code),
                    code == look.locale,
                )
                for code in LANGUAGES
            ],
            "now": clock_words(self._town.clock.now(), look.locale, look.zone),
            "ways": self._ways(look),
            "middle": self._middle(look),
            "days": lines.of(place),
            "older": len(self._world.in_place(place, self._me.user)) > NEWEST,
            "home": lines.home() if glance.at == HOME else None,
            "thread": None if thread is None else self._thread(look, lines, thread.thread or ""),
            "steps": _steps(self._town, look, glance),
            "form": self._form(answers),
            "asking": self._asking(answers),
            "commands": self._offered(look),
            "mention": MENTION,
        }

    def _ways(self, look: Look) -> dict[str, list[Way]]:
        channels = [
            self._way(channel.name, look.words(Verbatim(channel.name)), "#")
            for channel in self._world.channels.values()
            if self._world.sees(self._me.user, self._world.place(channel.name))
        ]
        own = [
            self._way(HOME, look.say("town.home.name"), "⌂"),
            self._way(LETTERS, look.say("town.letters.name"), "✉"),
        ]
        return {"channels": channels, "own": own}

    def _way(self, at: str, name: Markup, mark: str) -> Way:
        place = Glance(user=self._me.user, language="", at=at).place(self._world)
        current = at == self._glance.at
        return Way(
            link=self._glance.link(at=at, side=""),
            name=name,
            current=current,
            unseen=0 if current or at == HOME else self._world.unseen(self._me.user, place),
            mark=mark,
        )

    def _middle(self, look: Look) -> dict[str, Markup]:
        match self._glance.at:
            case "home":
                names = ("town.home.name", "town.home.about", "town.home.empty")
                return dict(zip(("title", "about", "empty"), map(look.say, names), strict=True))
            case "@":
                names = ("town.letters.title", "town.letters.about", "town.letters.empty")
                return dict(zip(("title", "about", "empty"), map(look.say, names), strict=True))
            case at:
                channel = self._world.channels[at]
                purpose = channel.purposes[0].value if channel.purposes else "general"
                return {
                    "title": look.words(Verbatim(f"#{at}")),
                    "about": Markup(" ").join(
                        look.say(f"town.about.{p.value}") for p in channel.purposes
                    )
                    or look.say("town.about.general"),
                    "empty": look.say(f"town.empty.{purpose}"),
                }

    def _thread(self, look: Look, lines: Lines, message: str) -> dict[str, object]:
        entry = self._world.entries[message]
        title = entry.title
        assert entry.thread is not None  # noqa: S101  (a glance names no thread that is not open)
        days: Sequence[Day] = lines.of(entry.thread)
        return {
            "title": look.say("town.thread.name") if title is None else look.words(title),
            "root": lines.line(entry, level=3, in_thread=True),
            "days": days,
            "close": self._glance.link(side=""),
        }

    def _form(self, look: Look) -> dict[str, object] | None:
        front = self._world.in_front.get(self._me.user)
        if not isinstance(front, OpenForm):
            return None
        name = f"f{front.id[:8]}-{front.tries}"
        drawn = look.form(front.form, name=name, standing=front.standing, wrong=front.wrong)
        return {"id": front.id, "language": look.locale, **drawn}

    def _asking(self, look: Look) -> dict[str, object] | None:
        front = self._world.in_front.get(self._me.user)
        if not isinstance(front, Asking) or front.button.confirm is None:
            return None
        return {
            "entry": front.entry,
            "token": front.token,
            "title": look.say("core.confirm.title"),
            "question": look.words(front.button.confirm),
            "yes": look.words(front.button.label),
            "keep": look.say("core.keep"),
            "style": front.button.style.value,
        }

    def _offered(self, look: Look) -> list[dict[str, str]]:
        commands = self._town.inbound.dispatcher.routes.commands.values()
        return [
            {
                "name": command.name,
                "about": look.plain(command.about),
                "parameters": " ".join(f"[{p.name}]" for p in command.parameters),
                "suggests": "yes" if any(p.suggest for p in command.parameters) else "",
            }
            for command in sorted(commands, key=lambda c: c.name)
            if _may_call(self._me, command)
        ]


def _frame(look: Look, community: str) -> dict[str, object]:
    """Return what every page needs: words, and how to say more."""

    def plain(key: str) -> str:
        return look.plain(say(key))

    return {"t": look.say, "plain": plain, "language": look.locale, "community": community}


def _steps(town: Town, look: Look, glance: Glance) -> list[dict[str, object]]:
    offered = steps(town.world.people[glance.user], town.inbound.dispatcher.routes.commands)
    words = look.plain(say("town.try.mention_words"))
    return [
        {
            "words": look.words(step.words),
            "line": step.line.replace("{words}", words),
            "link": glance.link(at=at, side="") if at else "",
        }
        for step in offered
        for at in [_channel_for(town.world, glance.user, step.at)]
        if step.line or at
    ]


def _channel_for(world: World, user: str, purpose: str) -> str:
    """Return the channel that serves a purpose, if there is one that the person sees."""
    for channel in world.channels.values():
        if purpose in channel.purposes and world.sees(user, world.place(channel.name)):
            return channel.name
    return ""


def _may_call(person: Neighbour, command: Command) -> bool:
    return command.role is Role.MEMBER or command.role in person.roles
