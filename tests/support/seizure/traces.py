"""What of a person the platforms knew: accounts, and the ids of all that they did and saw alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.support.discord.people import Person as DiscordPerson
from tests.support.discord.whole import Server
from tests.support.slack.people import Person as SlackPerson
from tests.support.slack.whole import Office


def traces_of(who: DiscordPerson | SlackPerson) -> Iterator[tuple[str, str]]:
    """Yield every id that leads to a person or to an instant of theirs, and what it is."""
    match who:
        case DiscordPerson():
            yield from _on_discord(who)
        case SlackPerson():
            yield from _on_slack(who)


def _on_discord(who: DiscordPerson) -> Iterator[tuple[str, str]]:
    world = who.discord.world
    yield "account", str(who.id)
    yield "name", who.name
    for one in world.interactions.values():
        if one.user == who.id:
            yield "interaction", str(one.id)
            yield "token", one.token
    letters = who.letters()
    if letters is not None:
        yield "direct channel", str(letters.id)
    for message in world.messages.values():
        mine = letters is not None and message.channel == letters.id
        if message.only_for == who.id or mine:
            yield "private message", str(message.id)


def _on_slack(who: SlackPerson) -> Iterator[tuple[str, str]]:
    world = who.slack.world
    yield "account", who.id
    yield "name", who.user.name
    for _, body in who.delivered:
        if "trigger_id" in body:
            yield "trigger", body["trigger_id"]
        if "response_url" in body:
            yield "answer address", body["response_url"].rpartition("/")[2]
        if "view" in body:
            yield "view", body["view"]["id"]
    letters = {c.id for c in world.channels.values() if c.with_user == who.id}
    yield from (("direct channel", channel) for channel in letters)
    for message in world.messages:
        if message.only_for == who.id or message.channel in letters:
            yield "private message", message.ts


def shown_to_others(place: Server | Office, people: Sequence[Any]) -> list[dict[str, Any]]:
    """Return all messages of the bot but those that ``people`` alone saw."""
    mine = {who.id for who in people}
    if isinstance(place, Server):
        world = place.discord.world
        letters = {c.id for c in world.letters.values() if c.recipient in mine}
        return [
            m.body
            for m in world.messages.values()
            if m.only_for not in mine and m.channel not in letters
        ]
    there = place.slack.world
    direct = {c.id for c in there.channels.values() if c.with_user in mine}
    return [m.body for m in there.messages if m.only_for not in mine and m.channel not in direct]
