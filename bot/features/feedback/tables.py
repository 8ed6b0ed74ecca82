"""Statements about feedback."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

_NOTE: Final = """
    SELECT id, kind, about, about_ref, rating, words, said_by, logged_on, state, outcome, reason,
           reply, open_to_all, revision
      FROM feedback WHERE community = :community
"""

ADD: Final = sql("""
    INSERT INTO feedback (community, id, receipt, kind, about, about_ref, rating, words, said_by,
                          logged_on, state, outcome, reason, reply, open_to_all, revision)
    VALUES (:community, :id, :receipt, :kind, :about, :about_ref, :rating, :words, :said_by,
            :logged_on, :state, :outcome, :reason, :reply, :open_to_all, 0)
""")
SWAP: Final = sql("""
    UPDATE feedback
       SET words = :words, said_by = :said_by, state = :state, outcome = :outcome,
           reason = :reason, reply = :reply, open_to_all = :open_to_all, revision = revision + 1
     WHERE community = :community AND id = :id AND revision = :revision
""")
GET: Final = sql(f"{_NOTE} AND id = :id")
BY_RECEIPT: Final = sql(f"{_NOTE} AND receipt = :receipt")
IN_STATE: Final = sql(f"{_NOTE} AND state = :state ORDER BY logged_on, id LIMIT :at_most")
SAID_BY: Final = sql(f"{_NOTE} AND said_by = :said_by ORDER BY logged_on, id")
AFTER: Final = sql(f"{_NOTE} AND id > :after ORDER BY id LIMIT :at_most")
COUNT: Final = sql("""
    SELECT kind, outcome, COUNT(*) AS n FROM feedback
     WHERE community = :community GROUP BY kind, outcome
""")
EXPIRE: Final = sql("""
    UPDATE feedback SET words = '', said_by = NULL, revision = revision + 1
     WHERE community = :community AND logged_on < :before AND words <> ''
    RETURNING id
""")
