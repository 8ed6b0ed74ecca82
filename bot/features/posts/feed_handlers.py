"""Everything an organizer can do with a feed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.cards import Card
from bot.core.gestures import Called, Press
from bot.core.people import Actor, Role
from bot.core.routes import Command, Parameter, Responds, Routes
from bot.core.text import say
from bot.features.posts import views
from bot.features.posts.feed_service import FeedDesk
from bot.features.posts.review_handlers import chosen


@dataclass(frozen=True, slots=True)
class FeedDoor:
    """Answers what organizers do with feeds."""

    desk: FeedDesk

    async def names(self, _: Actor, words: str) -> tuple[str, ...]:
        """Complete the names of feed files."""
        wanted = words.strip().casefold()
        return tuple(n for n in await self.desk.source.names() if wanted in n)

    async def add(self, called: Called) -> Card:
        """Follow a file, or show which there are."""
        name = called.given.get("name", "")
        if not name.strip():
            return await self.list(called)
        feed = await self.desk.add(name, actor=called.actor, key=called.key)
        return views.reading_card(feed)

    async def list(self, called: Called) -> Card:
        """Show every feed and how it does."""
        return views.feeds_card(await self.desk.all(called.actor), await self.desk.source.names())

    async def open(self, called: Called) -> Card:
        """Show one feed with what can be done: to pause or remove it is one press more."""
        name = called.given.get("name", "")
        if not name.strip():
            return await self.list(called)
        return views.feed_card(await self.desk.named(called.actor, name))

    async def why(self, called: Called) -> Card:
        """Say why an item was or was not delivered, or offer the latest to ask about."""
        words = called.given.get("item", "")
        items = await self.desk.items(called.actor, words)
        if words.strip() and len(items) == 1:
            return views.story_card(await self.desk.story(called.actor, items[0].id))
        return views.why_card(items)

    async def show(self, press: Press) -> Card:
        """Show one feed."""
        return views.feed_card(await self.desk.get(press.actor, chosen(press)))

    async def pause(self, press: Press) -> Card:
        """Stop reading a feed."""
        feed = await self.desk.pause(chosen(press), paused=True, actor=press.actor, key=press.key)
        return views.feed_card(feed)

    async def go_on(self, press: Press) -> Card:
        """Go on reading a feed."""
        feed = await self.desk.pause(chosen(press), paused=False, actor=press.actor, key=press.key)
        return views.feed_card(feed)

    async def read(self, press: Press) -> Card:
        """Read a feed now."""
        feed = await self.desk.read_soon(chosen(press), actor=press.actor, key=press.key)
        return views.reading_card(feed)

    async def remove(self, press: Press) -> Card:
        """Follow a feed no longer."""
        feed = await self.desk.remove(chosen(press), actor=press.actor, key=press.key)
        return views.removed_card(feed)

    async def story(self, press: Press) -> Card:
        """Say why an item was or was not delivered."""
        return views.story_card(await self.desk.story(press.actor, chosen(press)))


def register(routes: Routes, door: FeedDoor) -> None:
    """List everything an organizer can do with a feed."""
    name = Parameter(name="name", about=say("posts.command.feed_name"), suggest=door.names)
    item = Parameter(name="item", about=say("posts.command.feed_item"))
    for word, handle, parameters in (
        ("add", door.add, (name,)),
        ("list", door.list, ()),
        ("pause", door.open, (name,)),
        ("remove", door.open, (name,)),
        ("why", door.why, (item,)),
    ):
        routes.command(
            Command(
                name=f"feed {word}",
                about=say(f"posts.command.feed_{word}"),
                responds=Responds.PRIVATELY,
                handle=handle,
                parameters=parameters,
                role=Role.ORGANIZER,
            )
        )
    for action, responds, press in (
        ("posts.feed_show", Responds.PRIVATELY, door.show),
        ("posts.feed_pause", Responds.BY_UPDATING, door.pause),
        ("posts.feed_go_on", Responds.BY_UPDATING, door.go_on),
        ("posts.feed_read", Responds.PRIVATELY, door.read),
        ("posts.feed_remove", Responds.BY_UPDATING, door.remove),
        ("posts.why", Responds.PRIVATELY, door.story),
    ):
        routes.on(action, responds, press)
