"""Statements about feeds and their items."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

_FEED: Final = """
    SELECT id, name, title, label, paused, begun, ids_repeat, failures, trouble, read_at, revision
      FROM feed WHERE community = :community
"""
_ITEM: Final = """
    SELECT id, feed, title, link, seen_at, fate, post FROM feed_item WHERE community = :community
"""

ADD: Final = sql("""
    INSERT INTO feed (community, id, name, title, label, paused, begun, ids_repeat, failures,
                      trouble, read_at, revision)
    VALUES (:community, :id, :name, :title, :label, 0, 0, 0, 0, '', NULL, 0)
    ON CONFLICT DO NOTHING
""")
SWAP: Final = sql("""
    UPDATE feed
       SET title = :title, paused = :paused, begun = :begun, ids_repeat = :ids_repeat,
           failures = :failures, trouble = :trouble, read_at = :read_at, revision = revision + 1
     WHERE community = :community AND id = :id AND revision = :revision
""")
REMOVE: Final = sql("DELETE FROM feed WHERE community = :community AND id = :id")
REMOVE_ITEMS: Final = sql("DELETE FROM feed_item WHERE community = :community AND feed = :id")
REMOVE_KEYS: Final = sql("DELETE FROM feed_key WHERE community = :community AND feed = :id")
GET: Final = sql(f"{_FEED} AND id = :id")
NAMED: Final = sql(f"{_FEED} AND name = :name")
ALL: Final = sql(f"{_FEED} ORDER BY name LIMIT :at_most")

ADD_ITEM: Final = sql("""
    INSERT INTO feed_item (community, feed, id, title, link, seen_at, fate, post)
    VALUES (:community, :feed, :id, :title, :link, :seen_at, :fate, :post)
""")
ADD_KEY: Final = sql("""
    INSERT INTO feed_key (community, feed, mark, item) VALUES (:community, :feed, :mark, :item)
    ON CONFLICT DO NOTHING
""")
KEYS: Final = sql("SELECT mark, item FROM feed_key WHERE community = :community AND feed = :feed")
ITEM: Final = sql(f"{_ITEM} AND id = :id")
ITEMS: Final = sql(f"{_ITEM} ORDER BY seen_at DESC, id LIMIT :at_most")
