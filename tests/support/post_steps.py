"""What people do with posts, a step at a time."""

from __future__ import annotations

from pathlib import Path

from bot.core.cards import Card
from bot.core.forms import Corrections, Form
from bot.core.people import Actor, Role
from bot.core.ports import Tx
from bot.storage.sql import sql
from tests.support.someone import Someone
from tests.support.town import Town

HOSTILE = {
    "nothing": "",
    "blanks": " \n\t ",
    "ten thousand characters": "a" * 10_000,
    "NUL": "before\0after",
    "half a character": "half \ud800",
    "an escape": "\x1b[31mred",
}
TITLE = "What de-escalation means"


def organizer(town: Town, name: str = "olga") -> Someone:
    return town.someone(name, Role.ORGANIZER).goes_to("triage")


async def shares(town: Town, who: Someone, title: str = TITLE) -> None:
    """Have an explainer reviewed and published now."""
    await who.says("/post share")
    await who.chooses(title)
    await town.settles()
    await who.presses("posts.approve")
    await who.fills(when="now").sends()
    await town.settles()


async def suggests(town: Town, who: Someone, **answers: str) -> Card | Form | Corrections | None:
    """Suggest something to read."""
    given = {
        "title": "A good read",
        "link": "https://a.example/read",
        "text": "Why it is worth reading.",
        "source": "A local paper",
        **answers,
    }
    await who.says("/post suggest")
    shown = await who.fills(**given).sends()
    await town.settles()
    return shown


def public(town: Town) -> Card:
    return town.channel("posts").cards[-1]


async def column(town: Town, text: str) -> list[str | bytes]:
    """Look behind the counter: the column ``it`` of a query."""

    async def unit(tx: Tx) -> list[str | bytes]:
        return [row["it"] for row in await tx.all(sql(text))]

    return await town.app.store.read(unit)


def written(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


async def actor(town: Town, who: Someone) -> Actor:
    return Actor(person=who.person, community=await town.inner.inbound.community())
