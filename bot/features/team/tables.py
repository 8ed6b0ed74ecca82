"""The team's statements."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

STAMPS: Final = sql("SELECT community, subject, n FROM team_stamp")
STAMP: Final = sql("""
    SELECT n FROM team_stamp WHERE community = :community AND subject = :subject
""")
BUMP: Final = sql("""
    INSERT INTO team_stamp (community, subject, n) VALUES (:community, :subject, 1)
    ON CONFLICT (community, subject) DO UPDATE SET n = team_stamp.n + 1
    RETURNING n
""")

HOUSES: Final = sql("""
    SELECT platform, tenant, finished, liaison_administers FROM team_house
     WHERE community = :community ORDER BY platform, tenant
""")
CHANNELS: Final = sql("""
    SELECT platform, tenant, purpose, channel FROM team_channel
     WHERE community = :community ORDER BY platform, tenant, purpose
""")
GRANTS: Final = sql("""
    SELECT platform, tenant, role, held_by FROM team_grant
     WHERE community = :community ORDER BY platform, tenant, role, held_by
""")
TUNED: Final = sql("""
    SELECT locale, zone, days, opens, closes FROM team_setting WHERE community = :community
""")

BIND: Final = sql("""
    INSERT INTO team_house (community, platform, tenant, finished, liaison_administers)
    VALUES (:community, :platform, :tenant, 0, 0)
    ON CONFLICT DO NOTHING
""")
OWNER: Final = sql("""
    SELECT community FROM team_house WHERE platform = :platform AND tenant = :tenant
""")
FINISH: Final = sql("""
    UPDATE team_house SET finished = 1
     WHERE community = :community AND platform = :platform AND tenant = :tenant
""")
ALARM: Final = sql("""
    UPDATE team_house SET liaison_administers = :seen
     WHERE community = :community AND platform = :platform AND tenant = :tenant
       AND liaison_administers <> :seen
""")

SECOND: Final = sql("""
    SELECT what, first, until FROM team_second WHERE community = :community AND what = :what
""")
ASK_SECOND: Final = sql("""
    INSERT INTO team_second (community, what, first, until)
    VALUES (:community, :what, :first, :until)
    ON CONFLICT (community, what) DO UPDATE SET first = excluded.first, until = excluded.until
""")
SECONDED: Final = sql("DELETE FROM team_second WHERE community = :community AND what = :what")

PUT_CHANNEL: Final = sql("""
    INSERT INTO team_channel (community, platform, tenant, purpose, channel)
    VALUES (:community, :platform, :tenant, :purpose, :channel)
    ON CONFLICT (community, platform, tenant, purpose) DO UPDATE SET channel = excluded.channel
""")
GIVE: Final = sql("""
    INSERT INTO team_grant (community, platform, tenant, role, held_by)
    VALUES (:community, :platform, :tenant, :role, :held_by)
    ON CONFLICT DO NOTHING
""")
TAKE: Final = sql("""
    DELETE FROM team_grant
     WHERE community = :community AND platform = :platform AND tenant = :tenant
       AND role = :role AND held_by = :held_by
""")
TUNE: Final = sql("""
    INSERT INTO team_setting (community, locale, zone, days, opens, closes)
    VALUES (:community, :locale, :zone, :days, :opens, :closes)
    ON CONFLICT (community) DO UPDATE
       SET locale = excluded.locale, zone = excluded.zone, days = excluded.days,
           opens = excluded.opens, closes = excluded.closes
""")

KEEP_LINK: Final = sql("""
    INSERT INTO team_link (community, code_hash, expires_at)
    VALUES (:community, :code_hash, :expires_at)
""")
USE_LINK: Final = sql("""
    DELETE FROM team_link WHERE code_hash = :code_hash AND expires_at > :now
    RETURNING community
""")
OLD_LINKS: Final = sql("""
    DELETE FROM team_link WHERE community = :community AND expires_at <= :now
""")

LANGUAGES: Final = sql("""
    SELECT person, locale FROM team_language WHERE community = :community
""")
FORGET_LANGUAGE: Final = sql("DELETE FROM team_language WHERE person = :person")
SPEAK: Final = sql("""
    INSERT INTO team_language (community, person, locale) VALUES (:community, :person, :locale)
""")
