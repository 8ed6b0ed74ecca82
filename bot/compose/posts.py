"""Posts and the feeds that bring them."""

from __future__ import annotations

from bot.compose.app import Ground
from bot.core.allowances import Allowances
from bot.core.ports import Gate
from bot.features.posts import feed_handlers, handlers, jobs
from bot.features.posts.content import ExplainerFile, pack
from bot.features.posts.feed_reading import FeedReader
from bot.features.posts.feed_service import FeedDesk
from bot.features.posts.folder import FeedFolder
from bot.features.posts.handlers import PostDoor
from bot.features.posts.model import Label
from bot.features.posts.personal_data import PostRatings
from bot.features.posts.review_handlers import ReviewDoor
from bot.features.posts.service import PostDesk
from bot.features.posts.shelf import Shelf


def wire_posts(on: Ground, gate: Gate) -> tuple[Shelf, PostRatings]:
    """Let posts be suggested, reviewed, published and read."""
    explainers = pack(on.settings.load_content("explainers.yaml", ExplainerFile))
    key = on.vault.key("posts.ratings")
    desk = PostDesk(
        store=on.store,
        clock=on.clock,
        pack=explainers,
        allowances=Allowances(on.clock),
        rating_key=key,
    )
    shelf, feeds = Shelf(store=on.store, pack=explainers), _feeds(on)
    door = PostDoor(desk=desk, shelf=shelf, directory=on.directory, gate=gate, kept=on.kept)
    review = ReviewDoor(desk=desk, shelf=shelf, directory=on.directory, clock=on.clock)
    clockwork = jobs.Clockwork(
        store=on.store, clock=on.clock, shelf=shelf, feeds=feeds.feeds, display=on.display
    )
    reader = FeedReader(store=on.store, clock=on.clock, source=feeds.source)
    handlers.register(on.routes, door, review)
    feed_handlers.register(on.routes, feed_handlers.FeedDoor(feeds))
    jobs.register(on.courier, on.display, clockwork, reader)
    return shelf, PostRatings(on.store, desk)


async def follow_feeds(on: Ground) -> None:
    """Follow what the communities' files name."""
    for file in on.settings.communities:
        named = ((feed.file, feed.title, Label(feed.label)) for feed in file.feeds)
        await _feeds(on).follow(file.community.id, named)


def _feeds(on: Ground) -> FeedDesk:
    folder = FeedFolder(on.settings.config_dir / "feeds")
    return FeedDesk(store=on.store, clock=on.clock, source=folder)
