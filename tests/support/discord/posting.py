"""Posting to Discord on the stand-in."""

from dataclasses import dataclass

from bot.adapters.discord.outbound import DiscordPlatform
from bot.core.cards import Card, Paragraph
from bot.core.text import Verbatim
from tests.support.discord.house import House
from tests.support.discord.world import Message

POST = r"/channels/\d+/messages"
CARD = Card(title=Verbatim("Notice"), body=(Paragraph(Verbatim("The street is closed.")),))


@dataclass
class Post:
    house: House
    platform: DiscordPlatform

    @property
    def shown(self) -> list[Message]:
        return self.house.discord.world.shown_in(self.house.hall.id)
