"""The card that says "police are present", kept in every channel for questions."""

from __future__ import annotations

from typing import Final

from bot.core.places import Purpose
from bot.core.ports import Directory, Store, Tx
from bot.delivery.display import Display, Drawn, show
from bot.delivery.facts import Facts
from bot.delivery.leased import Leased
from bot.features.safety.pages import Pages
from bot.features.safety.views import presence_card
from bot.i18n.catalogue import language_of

VIEW: Final = "safety.presence"
_THING: Final = "questions"


def register(
    facts: Facts, display: Display, *, store: Store, directory: Directory, pages: Pages
) -> None:
    """Draw the card, and draw it again whenever set-up changes."""

    async def draw(community: str, _: str) -> Drawn | None:
        about = await directory.community(community)
        card = presence_card(pages, about, language_of(about.locale))
        return Drawn(card=card, purpose=Purpose.QUESTIONS)

    async def changed(leased: Leased) -> None:
        async def unit(tx: Tx) -> None:
            await tx.send(show(VIEW, leased.community, _THING))
            await leased.finish(tx)

        await store.write(unit)

    display.view(VIEW, draw)
    facts.on("team.changed", "safety", changed)


async def put_up(store: Store, directory: Directory) -> None:
    """Have the card drawn in every community, once at each start."""
    communities = await directory.communities()

    async def unit(tx: Tx) -> None:
        await tx.send(*(show(VIEW, community.id, _THING) for community in communities))

    await store.write(unit)
