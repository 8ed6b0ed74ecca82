"""Commands and message menus as Discord lists them, in English and French.

They are sent only when they changed: the digest of what Discord was last given is kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any, Final, TypeAlias

import orjson

from bot.adapters.discord import limits
from bot.adapters.discord.voice import Reader
from bot.core.limits import COMMAND_NAME, WORDS
from bot.core.routes import Command, Menu, Parameter, Routes
from bot.core.text import Message, say
from bot.i18n.catalogue import LANGUAGES, MissingMessage

Json: TypeAlias = dict[str, Any]

HOME: Final = "home"
BARE: Final = "show"
"""How a command is called that also has subcommands: Discord has no bare one then."""

_SLASH, _MESSAGE_MENU, _SUBCOMMAND, _WORDS = 1, 3, 1, 3
_IN_SERVERS, _WITH_THE_BOT, _SERVER_INSTALL = 0, 1, 0
_FIRST: Final = LANGUAGES[0]
_NAME: Final = re.compile(rf"[-_'\w]{{1,{COMMAND_NAME}}}")


def listing(routes: Routes) -> list[Json]:
    """Return everything that Discord is to offer.

    Raises:
        ValueError: a description does not fit, or there are too many.
    """
    groups: dict[str, list[Command]] = {}
    for command in routes.commands.values():
        groups.setdefault(command.name.partition(" ")[0], []).append(command)
    listed = [_command(word, commands) for word, commands in sorted(groups.items())]
    if routes.homes and HOME not in groups:
        listed.append(_described(HOME, say("discord.about.home")) | _everywhere(_SLASH))
    menus = [_menu(menu) for _, menu in sorted(routes.menus.items())]
    if len(listed) > limits.COMMANDS or len(menus) > limits.MENUS:
        message = f"{len(listed)} commands and {len(menus)} menus are more than Discord takes"
        raise ValueError(message)
    return listed + menus


def digest(listed: list[Json], application: str) -> str:
    """Return a short name for exactly this listing of this application."""
    canonical = orjson.dumps([application, listed], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()[:32]


def command_of(routes: Routes, called: str) -> str:
    """Return the name under which our routes know a command that Discord called."""
    bare = called.removesuffix(f" {BARE}")
    return bare if called not in routes.commands and bare in routes.commands else called


def parameter_of(routes: Routes, called: str, name: str) -> Parameter | None:
    """Return a parameter that completes itself, if it is one."""
    command = routes.commands.get(command_of(routes, called))
    parameters: Iterable[Parameter] = () if command is None else command.parameters
    return next((p for p in parameters if p.name == name and p.suggest is not None), None)


def menu_name(menu: Menu) -> str:
    """Return the name by which Discord calls back: the label in our first language."""
    return Reader(_FIRST).plain()(menu.label)


def _command(word: str, commands: list[Command]) -> Json:
    bare = next((c for c in commands if c.name == word), None)
    if bare is not None and len(commands) == 1:
        return _described(word, bare.about) | _everywhere(_SLASH) | _options(bare)
    subcommands = [
        {"type": _SUBCOMMAND, **_described(c.name.partition(" ")[2] or BARE, c.about)}
        | _options(c)
        for c in sorted(commands, key=lambda c: c.name)
    ]
    if len(subcommands) > limits.COMMAND_OPTIONS:
        message = f"/{word} has {len(subcommands)} subcommands"
        raise ValueError(message)
    about = bare.about if bare is not None else commands[0].about
    return _described(word, about) | _everywhere(_SLASH) | {"options": subcommands}


def _options(command: Command) -> Json:
    ordered = sorted(command.parameters, key=lambda p: not p.required)
    return {"options": [_option(p) for p in ordered]} if ordered else {}


def _option(parameter: Parameter) -> Json:
    return {
        "type": _WORDS,
        **_described(parameter.name, parameter.about),
        "required": parameter.required,
        "autocomplete": parameter.suggest is not None,
        "max_length": WORDS,
    }


def _menu(menu: Menu) -> Json:
    names = {lang: Reader(lang).plain()(menu.label) for lang in LANGUAGES}
    for name in names.values():
        if not 1 <= len(name) <= COMMAND_NAME:
            message = f"menu {menu.name} is called by {len(name)} characters"
            raise ValueError(message)
    others = {lang: name for lang, name in names.items() if lang != _FIRST}
    return {"name": names[_FIRST], "name_localizations": others} | _everywhere(_MESSAGE_MENU)


def _everywhere(kind: int) -> Json:
    contexts = [_IN_SERVERS] if kind == _MESSAGE_MENU else [_IN_SERVERS, _WITH_THE_BOT]
    return {"type": kind, "contexts": contexts, "integration_types": [_SERVER_INSTALL]}


def _described(name: str, about: Message) -> Json:
    spoken = {lang: Reader(lang).plain()(about) for lang in LANGUAGES}
    for lang, words in spoken.items():
        if not 1 <= len(words) <= limits.DESCRIPTION:
            message = f"{name} is described in {len(words)} characters in {lang}"
            raise ValueError(message)
    others = {lang: words for lang, words in spoken.items() if lang != _FIRST}
    return {
        "name": name,
        **_names(name),
        "description": spoken[_FIRST],
        "description_localizations": others,
    }


def _names(name: str) -> Json:
    found: dict[str, str] = {}
    for lang in LANGUAGES[1:]:
        try:
            other = Reader(lang).plain()(say(f"discord.names.{name}"))
        except MissingMessage:
            continue
        if _NAME.fullmatch(other) and other == other.lower():
            found[lang] = other
    return {"name_localizations": found} if found else {}
