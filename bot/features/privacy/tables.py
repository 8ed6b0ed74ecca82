"""Privacy's statements."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

LEAVE: Final = sql("""
    INSERT INTO privacy_departed (community, person, erase_on)
    VALUES (:community, :person, :erase_on)
    ON CONFLICT DO NOTHING
""")
RETURN: Final = sql("""
    DELETE FROM privacy_departed WHERE community = :community AND person = :person
""")
DEPARTED: Final = sql("""
    SELECT erase_on FROM privacy_departed WHERE community = :community AND person = :person
""")
GONE: Final = sql("""
    SELECT person FROM privacy_departed WHERE community = :community AND person LIKE :like
""")
DUE: Final = sql("""
    SELECT person FROM privacy_departed
     WHERE community = :community AND erase_on <= :today
     ORDER BY erase_on, person LIMIT :at_most
""")
COUNT: Final = sql("""
    INSERT INTO privacy_erasure (community, day, what, n) VALUES (:community, :day, :what, :n)
    ON CONFLICT (community, day, what) DO UPDATE SET n = privacy_erasure.n + excluded.n
""")
COUNTS: Final = sql("""
    SELECT day, what, n FROM privacy_erasure
     WHERE community = :community ORDER BY day, what
""")
