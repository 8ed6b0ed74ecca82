"""Statements about what published questions mean."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

_NEWEST: Final = """
    SELECT community, id, revision, published_at FROM question
     WHERE community = :community AND published_at IS NOT NULL AND public = 1
       AND state IN ('answered', 'follow_up', 'closed', 'open', 'claimed')
     ORDER BY published_at DESC LIMIT :among
"""

MEANT: Final = sql(f"""
    SELECT q.id, m.vector FROM ({_NEWEST}) q
      JOIN question_meaning m ON m.community = q.community AND m.question = q.id
     WHERE m.model = :model
""")  # noqa: S608  (a constant of this module)
UNREAD: Final = sql(f"""
    SELECT q.id FROM ({_NEWEST}) q
      LEFT JOIN question_meaning m
        ON m.community = q.community AND m.question = q.id AND m.model = :model
     WHERE m.question IS NULL ORDER BY q.published_at DESC LIMIT :at_most
""")  # noqa: S608  (likewise)
KEEP: Final = sql("""
    INSERT INTO question_meaning (community, question, model, vector)
    VALUES (:community, :question, :model, :vector)
    ON CONFLICT (community, question)
    DO UPDATE SET model = excluded.model, vector = excluded.vector
""")
DROP: Final = sql("""
    DELETE FROM question_meaning WHERE community = :community AND question = :question
""")
