"""Statements about voices (votes, followers, mutes: keyed hashes) and about who stepped aside."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

VOTE: Final = sql("""
    INSERT INTO question_vote (community, question, voter)
    VALUES (:community, :question, :voter) ON CONFLICT DO NOTHING
""")
VOTED: Final = sql("""
    SELECT question FROM question_vote
     WHERE community = :community AND question = :question AND voter = :voter
""")
UNVOTE: Final = sql("""
    DELETE FROM question_vote
     WHERE community = :community AND question = :question AND voter = :voter
""")
VOTED_FOR: Final = sql("""
    SELECT DISTINCT question FROM question_vote WHERE community = :community ORDER BY question
""")
MUTED: Final = sql("""
    SELECT until FROM question_mute
     WHERE community = :community AND muted = :muted AND until >= :today
""")
MUTE: Final = sql("""
    INSERT INTO question_mute (community, muted, until) VALUES (:community, :muted, :until)
    ON CONFLICT (community, muted) DO UPDATE SET until = excluded.until
""")
MUTES_OVER: Final = sql("""
    DELETE FROM question_mute WHERE community = :community AND until < :today
""")
FOLLOW: Final = sql("""
    INSERT INTO question_follow (community, question, follower, dek, address)
    VALUES (:community, :question, :follower, :dek, :address) ON CONFLICT DO NOTHING
""")
UNFOLLOW: Final = sql("""
    DELETE FROM question_follow
     WHERE community = :community AND question = :question AND follower = :follower
    RETURNING dek
""")
FOLLOWERS: Final = sql("""
    SELECT dek, address FROM question_follow
     WHERE community = :community AND question = :question ORDER BY dek
""")
DROP_FOLLOWERS: Final = sql("""
    DELETE FROM question_follow WHERE community = :community AND question = :question
    RETURNING dek
""")
FOLLOWED: Final = sql("""
    SELECT DISTINCT question FROM question_follow WHERE community = :community ORDER BY question
""")
FOLLOWS: Final = sql("""
    SELECT dek FROM question_follow
     WHERE community = :community AND question = :question AND follower = :follower
""")

RECUSED: Final = sql("""
    SELECT said_by FROM question_recusal
     WHERE community = :community AND question = :question AND said_by = :said_by
""")
RECUSE: Final = sql("""
    INSERT INTO question_recusal (community, question, said_by)
    VALUES (:community, :question, :said_by) ON CONFLICT DO NOTHING
""")
RECUSALS: Final = sql("""
    SELECT question FROM question_recusal WHERE community = :community AND said_by = :said_by
""")
DROP_RECUSALS: Final = sql("""
    DELETE FROM question_recusal WHERE community = :community AND said_by = :said_by
""")
QUIET_HOURS: Final = sql("""
    SELECT quiet_from, quiet_until FROM question_duty
     WHERE community = :community AND said_by = :said_by
""")
SET_QUIET_HOURS: Final = sql("""
    INSERT INTO question_duty (community, said_by, quiet_from, quiet_until)
    VALUES (:community, :said_by, :quiet_from, :quiet_until)
    ON CONFLICT (community, said_by) DO UPDATE
       SET quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until
""")
DROP_QUIET_HOURS: Final = sql("""
    DELETE FROM question_duty WHERE community = :community AND said_by = :said_by
""")
