"""One step per feature: reading it is reading the bot."""

from __future__ import annotations

from bot.compose.app import Ground
from bot.compose.content import help_pages, safety_gate
from bot.compose.features import Features
from bot.core.ports import Gate
from bot.features.posts import feed_handlers, handlers as posts, jobs as posts_jobs
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
from bot.features.privacy import handlers as privacy, jobs as privacy_jobs
from bot.features.privacy.model import NoticesFile, Terms
from bot.features.privacy.personal_data import PrivacyData
from bot.features.privacy.service import DataDesk
from bot.features.safety import handlers as safety, jobs as safety_jobs
from bot.features.safety.pages import Pages
from bot.features.safety.service import HelpDesk
from bot.features.team import handlers as team
from bot.features.team.personal_data import TeamData
from bot.features.team.service import SetUp


def wire(on: Ground) -> Features:
    """Give every feature what it needs, and have it list what people can do with it."""
    pages = help_pages(on.settings)
    gate = safety_gate(on.settings, pages)
    # Help comes first: it answers before anything else does.
    safety.register(on.routes, HelpDesk(pages=pages, gate=gate, directory=on.directory))
    safety_jobs.register(on.facts, on.display, store=on.store, directory=on.directory, pages=pages)
    team.register(on.routes, SetUp(store=on.store, clock=on.clock, team=on.directory))
    shelf, ratings = _posts(on, gate)
    data = DataDesk(
        store=on.store,
        clock=on.clock,
        # Who left is forgotten last, when all else about them is gone.
        holders=(TeamData(on.directory), ratings, PrivacyData(on.store)),
        perishables=(),
        terms=_terms(on),
    )
    _privacy(on, data, pages)
    return Features(shelf=shelf, data=data)


async def begin(on: Ground) -> None:
    """Do what is done at every start: put up the notices, plan the night, follow the feeds."""
    await safety_jobs.put_up(on.store, on.directory)
    await privacy_jobs.begin(on.store, on.clock, on.directory)
    for file in on.settings.communities:
        named = ((feed.file, feed.title, Label(feed.label)) for feed in file.feeds)
        await _feeds(on).follow(file.community.id, named)


def _posts(on: Ground, gate: Gate) -> tuple[Shelf, PostRatings]:
    explainers = pack(on.settings.load_content("explainers.yaml", ExplainerFile))
    desk = PostDesk(
        store=on.store,
        clock=on.clock,
        pack=explainers,
        rating_key=on.keys.key("posts.ratings"),
    )
    shelf, feeds = Shelf(store=on.store, pack=explainers), _feeds(on)
    door = PostDoor(desk=desk, shelf=shelf, directory=on.directory, gate=gate, kept=on.kept)
    review = ReviewDoor(desk=desk, shelf=shelf, directory=on.directory, clock=on.clock)
    clockwork = posts_jobs.Clockwork(
        store=on.store, clock=on.clock, shelf=shelf, feeds=feeds.feeds, display=on.display
    )
    reader = FeedReader(store=on.store, clock=on.clock, source=feeds.source)
    posts.register(on.routes, door, review)
    feed_handlers.register(on.routes, feed_handlers.FeedDoor(feeds))
    posts_jobs.register(on.courier, on.display, clockwork, reader)
    return shelf, PostRatings(on.store, desk)


def _feeds(on: Ground) -> FeedDesk:
    folder = FeedFolder(on.settings.config_dir / "feeds")
    return FeedDesk(store=on.store, clock=on.clock, source=folder)


def _privacy(on: Ground, data: DataDesk, pages: Pages) -> None:
    notices = on.settings.load_content("notices.yaml", NoticesFile)
    privacy.register(on.routes, data, directory=on.directory, numbers=pages, notices=notices)
    privacy_jobs.register(on.courier, data, directory=on.directory, traces=on.store)


def _terms(on: Ground) -> Terms:
    kept = on.settings.retention
    return Terms(
        sealed_address=kept.sealed_address_days_after_close,
        declined_text=kept.declined_text_days,
        replaced_text=kept.replaced_text_days,
        sign_up_list=kept.sign_up_list_days,
        left_member=kept.left_member_days,
        backup=kept.backup_days,
    )
