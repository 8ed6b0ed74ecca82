"""The real store on both engines, and the services of posts on it."""

import pytest

from bot.core.allowances import Allowances
from bot.delivery.courier import Courier
from bot.delivery.display import SHOW
from bot.delivery.leased import Leased
from bot.features.posts.feed_reading import FeedReader
from bot.features.posts.feed_service import READ, FeedDesk
from bot.features.posts.service import PostDesk
from bot.features.posts.shelf import Shelf
from bot.storage.engine import Database
from bot.storage.outbox import Outbox
from tests.support.post_bench import Bench, Publisher
from tests.support.stores import StillClock, database, still, store
from tests.unit.posts.samples import explainers

__all__ = ["database", "still", "store"]


@pytest.fixture
def bench(store: Database, still: StillClock) -> Bench:
    publisher = Publisher()
    outbox = Outbox(store, still)

    def report(error: BaseException, where: str) -> str:
        raise AssertionError(where) from error

    courier = Courier(outbox=outbox, clock=still, report=report)
    reader = FeedReader(store=store, clock=still, source=publisher)
    courier.on(READ, reader.read)

    async def draw(leased: Leased) -> None:
        del leased

    courier.on(SHOW, draw)
    return Bench(
        store=store,
        clock=still,
        publisher=publisher,
        desk=PostDesk(
            store=store,
            clock=still,
            pack=explainers(),
            allowances=Allowances(still),
            rating_key=b"k" * 32,
        ),
        shelf=Shelf(store=store, pack=explainers()),
        feeds=FeedDesk(store=store, clock=still, source=publisher),
        reader=reader,
        courier=courier,
    )
