"""Posting to Slack, and what stands there then."""

from bot.core.cards import Card, Paragraph
from bot.core.places import MessageRef
from bot.core.text import Verbatim
from tests.support.slack.house import House

HELLO = Card(title=Verbatim("Hello"), body=(Paragraph(Verbatim("to everyone")),))
POST, UPDATE = "chat.postMessage", "chat.update"


async def post(house: House, key: str = "k1") -> MessageRef:
    return await house.running.platform.post(house.place(), HELLO, key=key)


def texts(house: House) -> list[str]:
    return [m.text for m in house.slack.world.shown_in(house.hall.id)]
