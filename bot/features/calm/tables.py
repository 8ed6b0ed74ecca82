"""Statements about signals and pauses."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

_SIGNAL: Final = """
    SELECT id, what, place, cause, remark, many, noted_on, state, revision
      FROM calm_signal WHERE community = :community
"""

ADD_SIGNAL: Final = sql("""
    INSERT INTO calm_signal (community, id, what, place, cause, remark, many, noted_on, state,
                             revision)
    VALUES (:community, :id, :what, :place, :cause, :remark, :many, :noted_on, :state, 0)
""")
SWAP_SIGNAL: Final = sql("""
    UPDATE calm_signal
       SET many = :many, remark = :remark, state = :state, revision = revision + 1
     WHERE community = :community AND id = :id AND revision = :revision
""")
SIGNAL: Final = sql(f"{_SIGNAL} AND id = :id")
NEW_IN_PLACE: Final = sql(
    f"{_SIGNAL} AND place = :place AND what = :what AND state = 'new' ORDER BY id LIMIT 1"
)
FORGET_SIGNALS: Final = sql("""
    DELETE FROM calm_signal WHERE community = :community AND noted_on < :before RETURNING id
""")
BLANK_SIGNALS: Final = sql("""
    UPDATE calm_signal SET remark = '', revision = revision + 1
     WHERE community = :community AND noted_on < :before AND remark <> ''
    RETURNING id
""")
ADD_COOLING: Final = sql("""
    INSERT INTO calm_cooling (community, id, place, measure, why, until, ended, revision)
    VALUES (:community, :id, :place, :measure, :why, :until, 0, 0)
""")
END_COOLING: Final = sql("""
    UPDATE calm_cooling SET ended = 1, revision = revision + 1
     WHERE community = :community AND id = :id AND revision = :revision
""")
COOLING: Final = sql("""
    SELECT id, place, measure, why, until, ended, revision
      FROM calm_cooling WHERE community = :community AND id = :id
""")
FORGET_COOLINGS: Final = sql("""
    DELETE FROM calm_cooling WHERE community = :community AND until < :before
""")
