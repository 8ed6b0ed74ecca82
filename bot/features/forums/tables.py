"""The forums' statements. Fragments are constants of this file; values travel as parameters."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

_FORUM: Final = (
    "id, community, number, state, title, aim, off_table, wall, zone, fold, starts_at, minutes, "
    "place, format, capacity, resident_host, police_host, facilitator, speaks, access, repeats, "
    "reason, summary, none_agreed, ended_at, touched_at, changes, came_residents, came_police, "
    "signed_up, turns, revision"
)

NUMBER: Final = sql("""
    INSERT INTO forum_number (community, last) VALUES (:community, 1)
    ON CONFLICT (community) DO UPDATE SET last = forum_number.last + 1
    RETURNING last
""")
ADD: Final = sql(f"""
    INSERT INTO forum ({_FORUM})
    VALUES (:id, :community, :number, :state, :title, :aim, :off_table, :wall, :zone, :fold,
            :starts_at, :minutes, :place, :format, :capacity, :resident_host, :police_host,
            :facilitator, :speaks, :access, :repeats, :reason, :summary, :none_agreed, :ended_at,
            :touched_at, :changes, :came_residents, :came_police, :signed_up, 0, 0)
""")  # noqa: S608  (a constant of this file)
SWAP: Final = sql("""
    UPDATE forum
       SET state = :state, title = :title, aim = :aim, off_table = :off_table, wall = :wall,
           zone = :zone, fold = :fold, starts_at = :starts_at, minutes = :minutes, place = :place,
           format = :format, capacity = :capacity, resident_host = :resident_host,
           police_host = :police_host, facilitator = :facilitator, speaks = :speaks,
           access = :access, repeats = :repeats, reason = :reason, summary = :summary,
           none_agreed = :none_agreed, ended_at = :ended_at, touched_at = :touched_at,
           changes = :changes, came_residents = :came_residents, came_police = :came_police,
           signed_up = :signed_up, revision = revision + 1
     WHERE community = :community AND id = :id AND revision = :revision
""")
LOCK: Final = sql(f"""
    UPDATE forum SET turns = turns + 1 WHERE community = :community AND id = :id
    RETURNING {_FORUM}
""")  # noqa: S608  (as above)
DROP: Final = sql("""
    DELETE FROM forum WHERE community = :community AND id = :id AND state = 'idea'
""")
BY_ID: Final = sql(f"SELECT {_FORUM} FROM forum WHERE community = :community AND id = :id")  # noqa: S608  (as above)
BY_NUMBER: Final = sql(f"""
    SELECT {_FORUM} FROM forum WHERE community = :community AND number = :number
""")  # noqa: S608  (as above)
UNFINISHED: Final = sql(f"""
    SELECT {_FORUM} FROM forum
     WHERE community = :community AND state NOT IN ('done', 'cancelled')
     ORDER BY COALESCE(starts_at, 0), number LIMIT :at_most
""")  # noqa: S608  (as above)
AHEAD: Final = sql(f"""
    SELECT {_FORUM} FROM forum
     WHERE community = :community AND state IN ('announced', 'collecting') AND starts_at > :now
     ORDER BY starts_at, number LIMIT :at_most
""")  # noqa: S608  (as above)
PUBLIC: Final = sql(f"""
    SELECT {_FORUM} FROM forum WHERE community = :community AND state <> 'idea'
     ORDER BY COALESCE(starts_at, 0) DESC, number DESC LIMIT :at_most
""")  # noqa: S608  (as above)

WITH_OLD_LISTS: Final = sql(f"""
    SELECT {_FORUM} FROM forum
     WHERE community = :community
       AND (ended_at < :before
            OR (state IN ('cancelled', 'postponed') AND touched_at < :before))
       AND (EXISTS (SELECT 1 FROM forum_sign_up s
                     WHERE s.community = forum.community AND s.forum = forum.id)
            OR EXISTS (SELECT 1 FROM forum_attendance a
                        WHERE a.community = forum.community AND a.forum = forum.id)
            OR EXISTS (SELECT 1 FROM forum_item i
                        WHERE i.community = forum.community AND i.forum = forum.id
                          AND i.person IS NOT NULL))
     ORDER BY id
""")  # noqa: S608  (as above)

PLANNED: Final = sql(f"""
    SELECT {_FORUM} FROM forum
     WHERE community = :community AND state IN ('announced', 'collecting') ORDER BY id
""")  # noqa: S608  (as above)
OVER: Final = sql(f"""
    SELECT {_FORUM} FROM forum
     WHERE community = :community
       AND state IN ('wrap_up', 'follow_up_30', 'follow_up_90', 'done', 'postponed', 'cancelled')
     ORDER BY COALESCE(starts_at, 0) DESC, number DESC LIMIT :at_most
""")  # noqa: S608  (as above)

_SIGN_UP: Final = "id, forum, person, answer, seat, turn, named, direct"
SIGN_UP: Final = sql(f"""
    SELECT {_SIGN_UP} FROM forum_sign_up
     WHERE community = :community AND forum = :forum AND person = :person
""")  # noqa: S608  (as above)
SIGN_UP_BY_ID: Final = sql(f"""
    SELECT {_SIGN_UP} FROM forum_sign_up WHERE community = :community AND id = :id
""")  # noqa: S608  (as above)
PUT_SIGN_UP: Final = sql("""
    INSERT INTO forum_sign_up
        (community, forum, id, person, answer, seat, turn, named, direct, moved_up)
    VALUES (:community, :forum, :id, :person, :answer, :seat, :turn, :named, :direct, '')
    ON CONFLICT (community, forum, person) DO UPDATE
       SET answer = excluded.answer, seat = excluded.seat, turn = excluded.turn,
           named = excluded.named, direct = excluded.direct, moved_up = ''
""")
CHOOSE: Final = sql("""
    UPDATE forum_sign_up SET named = :named, direct = :direct
     WHERE community = :community AND forum = :forum AND person = :person
""")
COUNTS: Final = sql("""
    SELECT going, waiting, maybe, declined FROM forum WHERE community = :community AND id = :forum
""")
TALLY: Final = sql("""
    UPDATE forum
       SET going = going + :going, waiting = waiting + :waiting, maybe = maybe + :maybe,
           declined = declined + :declined
     WHERE community = :community AND id = :forum
""")
COUNT_NOBODY: Final = sql("""
    UPDATE forum SET going = 0, waiting = 0, maybe = 0, declined = 0
     WHERE community = :community AND id = :forum
""")
# In two steps: in one, PostgreSQL without fresh statistics asks who is next for each on the list.
LAST_UP: Final = sql("""
    SELECT MAX(turn) AS last FROM
           (SELECT turn FROM forum_sign_up
             WHERE community = :community AND forum = :forum AND seat = 'waiting'
             ORDER BY turn LIMIT :at_most) AS longest
""")
MOVE_UP: Final = sql("""
    UPDATE forum_sign_up SET seat = 'taken', moved_up = :news
     WHERE community = :community AND forum = :forum AND seat = 'waiting' AND turn <= :last
    RETURNING id, direct
""")
MOVED_UP: Final = sql("""
    SELECT person FROM forum_sign_up
     WHERE community = :community AND forum = :forum AND moved_up = :news AND seat = 'taken'
       AND named = 1
     ORDER BY turn LIMIT :at_most
""")
TO_TELL: Final = sql("""
    SELECT id FROM forum_sign_up
     WHERE community = :community AND forum = :forum AND direct = 1 AND answer IN ('going', 'maybe')
     ORDER BY turn
""")
# By the whole key: SQLite has no statistics and would read everyone's instead.
SIGN_UPS_OF: Final = sql(f"""
    SELECT {_SIGN_UP} FROM forum_sign_up
     WHERE community = :community AND person = :person AND forum IN
           (SELECT forum FROM forum_sign_up WHERE community = :community AND person = :person)
     ORDER BY forum
""")  # noqa: S608  (as above)
DROP_SIGN_UP: Final = sql(f"""
    DELETE FROM forum_sign_up
     WHERE community = :community AND forum = :forum AND person = :person
    RETURNING {_SIGN_UP}
""")  # noqa: S608  (as above)
DROP_SIGN_UPS: Final = sql("""
    DELETE FROM forum_sign_up WHERE community = :community AND forum = :forum
""")

ATTEND: Final = sql("""
    INSERT INTO forum_attendance (community, forum, person, side)
    VALUES (:community, :forum, :person, :side)
    ON CONFLICT (community, forum, person) DO NOTHING
""")
ATTENDED: Final = sql("""
    SELECT side, COUNT(*) AS n FROM forum_attendance
     WHERE community = :community AND forum = :forum GROUP BY side
""")
ATTENDED_BY: Final = sql("""
    SELECT forum FROM forum_attendance
     WHERE community = :community AND person = :person ORDER BY forum
""")
DROP_ATTENDANCE: Final = sql("""
    DELETE FROM forum_attendance WHERE community = :community AND forum = :forum
""")
DROP_ATTENDANCE_OF: Final = sql("""
    DELETE FROM forum_attendance
     WHERE community = :community AND forum = :forum AND person = :person
""")

ADD_ITEM: Final = sql("""
    INSERT INTO forum_item (community, id, forum, side, words, question, person, place)
    VALUES (:community, :id, :forum, :side, :words, NULL, :person, :place)
""")
PROPOSE: Final = sql("""
    INSERT INTO forum_item (community, id, forum, side, words, question, person, place)
    VALUES (:community, :id, :forum, 'questions', '', :question, NULL, :place)
    ON CONFLICT (community, question) DO UPDATE SET forum = excluded.forum, place = excluded.place
""")
TAKE_PROPOSED: Final = sql("""
    UPDATE forum_item SET forum = :forum WHERE community = :community AND forum = ''
""")
LEAVE_PROPOSED: Final = sql("""
    UPDATE forum_item SET forum = '' WHERE community = :community AND forum = :forum
       AND side = 'questions'
""")
TAKE_BACK: Final = sql("""
    DELETE FROM forum_item
     WHERE community = :community AND forum = :forum AND id = :id AND person = :person
""")
ITEMS: Final = sql("""
    SELECT id, side, words, question FROM forum_item
     WHERE community = :community AND forum = :forum ORDER BY place, id LIMIT :at_most
""")
ITEMS_FROM: Final = sql("""
    SELECT COUNT(*) AS n FROM forum_item
     WHERE community = :community AND forum = :forum AND person = :person
""")
ITEMS_OF: Final = sql("""
    SELECT id, side, words, question FROM forum_item
     WHERE community = :community AND person = :person ORDER BY forum, place
""")
UNSIGN_ITEMS_OF: Final = sql("""
    UPDATE forum_item SET person = NULL WHERE community = :community AND person = :person
""")
UNSIGN_ITEMS: Final = sql("""
    UPDATE forum_item SET person = NULL WHERE community = :community AND forum = :forum
""")

ADD_COMMITMENT: Final = sql("""
    INSERT INTO forum_commitment (community, id, forum, owner, what, due, evidence)
    VALUES (:community, :id, :forum, :owner, :what, :due, :evidence)
""")
COMMITMENTS: Final = sql("""
    SELECT id, forum, owner, what, due, evidence FROM forum_commitment
     WHERE community = :community AND forum = :forum ORDER BY due, id
""")
DROP_COMMITMENT: Final = sql("""
    DELETE FROM forum_commitment WHERE community = :community AND forum = :forum AND id = :id
""")

PUT_LOOK_BACK: Final = sql("""
    INSERT INTO forum_look_back (community, forum, days, words, written_on)
    VALUES (:community, :forum, :days, :words, :written_on)
""")
LOOK_BACKS: Final = sql("""
    SELECT days, words, written_on FROM forum_look_back
     WHERE community = :community AND forum = :forum ORDER BY days
""")

ADD_NEWS: Final = sql("""
    INSERT INTO forum_news (community, id, forum, kind, late, number)
    VALUES (:community, :id, :forum, :kind, :late, :number)
""")
NEWS: Final = sql("""
    SELECT id, forum, kind, late, number FROM forum_news
     WHERE community = :community AND id = :id
""")
