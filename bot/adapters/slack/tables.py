"""The tables of this door: installed workspaces, and calendar files that were handed out."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

FIND: Final = sql("""
    SELECT team, bot_user, bot, dek, sealed, expires_at, revision FROM slack_install
     WHERE team = :team AND ended_at IS NULL
""")
KEYS: Final = sql("SELECT dek FROM slack_install WHERE team = :team")
KEEP: Final = sql("""
    INSERT INTO slack_install
           (team, bot_user, bot, dek, sealed, expires_at, revision, ended_at)
    VALUES (:team, :bot_user, :bot, :dek, :sealed, :expires_at, 0, NULL)
    ON CONFLICT (team) DO UPDATE
       SET bot_user = excluded.bot_user, bot = excluded.bot, dek = excluded.dek,
           sealed = excluded.sealed, expires_at = excluded.expires_at,
           revision = slack_install.revision + 1, ended_at = NULL
""")
SWAP: Final = sql("""
    UPDATE slack_install
       SET dek = :dek, sealed = :sealed, expires_at = :expires_at, revision = revision + 1
     WHERE team = :team AND revision = :revision AND ended_at IS NULL
""")
END: Final = sql("""
    UPDATE slack_install SET ended_at = :ended_at, dek = '', sealed = :nothing
     WHERE team = :team AND ended_at IS NULL
""")
FORGET: Final = sql("DELETE FROM slack_install WHERE ended_at < :before")

HAND_OUT: Final = sql("""
    INSERT INTO slack_calendar (place, digest, ends_at) VALUES (:place, :digest, :ends_at)
    ON CONFLICT (place, digest) DO NOTHING
""")
HANDED_OUT: Final = sql("""
    SELECT place FROM slack_calendar WHERE place = :place AND digest = :digest
""")
OVER: Final = sql("DELETE FROM slack_calendar WHERE ends_at < :now")
