"""Statements about posts."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

_COLUMNS: Final = """id, state, revision, origin, origin_ref, label, title, text, link, source,
       author, licence, language, discuss, extras, wall, zone, published_at, rejection, note,
       version, suggested_at"""
_POST: Final = f"SELECT {_COLUMNS} FROM post WHERE community = :community"  # noqa: S608  (no value)

ADD: Final = sql("""
    INSERT INTO post (community, id, state, revision, origin, origin_ref, label, title, text, link,
                      source, author, licence, language, discuss, extras, wall, zone,
                      published_at, rejection, note, version, suggested_at)
    VALUES (:community, :id, :state, 0, :origin, :origin_ref, :label, :title, :text, :link,
            :source, :author, :licence, :language, :discuss, :extras, :wall, :zone,
            :published_at, :rejection, :note, :version, :suggested_at)
    ON CONFLICT DO NOTHING
""")
SWAP: Final = sql("""
    UPDATE post
       SET state = :state, label = :label, title = :title, text = :text, licence = :licence,
           discuss = :discuss, wall = :wall, zone = :zone, published_at = :published_at,
           rejection = :rejection, note = :note, version = :version, revision = revision + 1
     WHERE community = :community AND id = :id AND revision = :revision
""")
GET: Final = sql(f"{_POST} AND id = :id")
IN_STATE: Final = sql(f"{_POST} AND state = :state ORDER BY suggested_at DESC, id LIMIT :at_most")
NEWEST: Final = sql(f"""
    {_POST} AND published_at IS NOT NULL
       AND state IN ('published', 'discussing', 'corrected', 'archived')
     ORDER BY published_at DESC, id LIMIT :at_most OFFSET :skip
""")
COUNT: Final = sql("""
    SELECT state, COUNT(*) AS n FROM post WHERE community = :community GROUP BY state
""")

KEEP_VERSION: Final = sql("""
    INSERT INTO post_version (community, post, version, title, text, until)
    VALUES (:community, :post, :version, :title, :text, :until)
""")
VERSIONS: Final = sql("""
    SELECT version, title, text, until FROM post_version
     WHERE community = :community AND post = :post ORDER BY version DESC
""")

RATE: Final = sql("""
    INSERT INTO post_rating (community, post, rater, usefulness)
    VALUES (:community, :post, :rater, :usefulness)
    ON CONFLICT (community, post, rater) DO UPDATE SET usefulness = excluded.usefulness
""")
TALLY: Final = sql("""
    SELECT usefulness, COUNT(*) AS n FROM post_rating
     WHERE community = :community AND post = :post GROUP BY usefulness
""")
RATED_POSTS: Final = sql("""
    SELECT DISTINCT r.post AS post, p.title AS title
      FROM post_rating r JOIN post p ON p.community = r.community AND p.id = r.post
     WHERE r.community = :community
""")
RATING: Final = sql("""
    SELECT usefulness FROM post_rating
     WHERE community = :community AND post = :post AND rater = :rater
""")
UNRATE: Final = sql("""
    DELETE FROM post_rating WHERE community = :community AND post = :post AND rater = :rater
""")
