"""Statements about questions. Words stand sealed in them until they are published."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

_COLUMNS: Final = """community, id, state, revision, number, topic, naming, asked_by, alias, public,
    asked_on, batch, round, held_by, held_until, second_by, due_at, left_micros, reason, remark,
    review_on, merged_into, votes, rating, moved_on, published_at"""
_QUESTION: Final = f"SELECT {_COLUMNS} FROM question WHERE community = :community"  # noqa: S608
_JOINED: Final = """WITH RECURSIVE joined (id) AS (
        SELECT id FROM question WHERE community = :community AND merged_into = :id
        UNION
        SELECT q.id FROM joined JOIN question q ON q.merged_into = joined.id
         WHERE q.community = :community
    )"""


def _among(those: str) -> str:
    """Name the questions first by an index, then read them.

    Without statistics SQLite takes all questions of a community for as few as those that one
    person holds, and would rather read them all than go to an index and sort.
    """
    return f"id IN (SELECT id FROM question WHERE community = :community AND {those})"  # noqa: S608


PUT_DRAFT: Final = sql("""
    INSERT INTO question_draft
           (community, id, question, topic, naming, public, dek, sealed, until)
    VALUES (:community, :id, :question, :topic, :naming, :public, :dek, :sealed, :until)
""")
GET_DRAFT: Final = sql("""
    SELECT id, question, topic, naming, public, dek, sealed, until FROM question_draft
     WHERE community = :community AND id = :id
""")
TAKE_DRAFT: Final = sql("""
    DELETE FROM question_draft WHERE community = :community AND id = :id
    RETURNING id, question, topic, naming, public, dek, sealed, until
""")
DROP_DRAFT: Final = sql("""
    DELETE FROM question_draft WHERE community = :community AND id = :id RETURNING dek
""")
OLD_DRAFTS: Final = sql("""
    DELETE FROM question_draft WHERE community = :community AND until <= :now RETURNING dek
""")

ADD: Final = sql(f"""
    INSERT INTO question ({_COLUMNS}, receipt, address_dek, address)
    VALUES (:community, :id, :state, :revision, :number, :topic, :naming, :asked_by, :alias,
            :public, :asked_on, :batch, :round, :held_by, :held_until, :second_by, :due_at,
            :left_micros, :reason, :remark, :review_on, :merged_into, :votes, :rating, :moved_on,
            :published_at, :receipt, :address_dek, :address)
""")  # noqa: S608  (the columns are a constant of this module)
SWAP: Final = sql("""
    UPDATE question
       SET state = :state, number = :number, asked_by = :asked_by, batch = :batch, round = :round,
           held_by = :held_by, held_until = :held_until, second_by = :second_by, due_at = :due_at,
           left_micros = :left_micros, reason = :reason, remark = :remark,
           review_on = :review_on, merged_into = :merged_into, rating = :rating,
           moved_on = :moved_on, published_at = :published_at, revision = revision + 1
     WHERE community = :community AND id = :id AND revision = :revision
""")
GET: Final = sql(f"{_QUESTION} AND id = :id")
BY_NUMBER: Final = sql(f"{_QUESTION} AND number = :number")
BY_RECEIPT: Final = sql(f"{_QUESTION} AND receipt = :receipt")
IN_STATE: Final = sql(f"{_QUESTION} AND state = :state ORDER BY due_at, id LIMIT :at_most")
AFTER_IN_STATE: Final = sql(f"""
    {_QUESTION} AND state = :state AND due_at >= :due_at AND (due_at, id) > (:due_at, :id)
     ORDER BY due_at, id LIMIT :at_most
""")
IN_BATCH: Final = sql(f"{_QUESTION} AND batch IS NOT NULL AND batch <= :now")
WAITING: Final = sql("""
    SELECT COUNT(*) AS n FROM question WHERE community = :community AND batch IS NOT NULL
""")
HELD_BY: Final = sql(f"""
    {_QUESTION} AND {_among("held_by = :held_by")} ORDER BY due_at, id LIMIT :at_most
""")
HOW_MANY: Final = sql("""
    SELECT COUNT(*) AS n FROM question WHERE community = :community AND state = :state
""")
HOLDERS: Final = sql("""
    SELECT DISTINCT held_by FROM question
     WHERE community = :community AND held_by > :after ORDER BY held_by LIMIT :at_most
""")
LOAD: Final = sql("""
    SELECT COUNT(*) AS n FROM question WHERE community = :community AND held_by = :held_by
""")
ASKED_BY: Final = sql(f"""
    {_QUESTION} AND {_among("asked_by = :asked_by")} ORDER BY asked_on DESC LIMIT :at_most
""")
NEWEST: Final = sql(f"""
    {_QUESTION} AND published_at IS NOT NULL AND public = 1
       AND state IN ('answered', 'follow_up', 'closed', 'open', 'claimed')
     ORDER BY published_at DESC, id LIMIT :at_most OFFSET :skip
""")
MERGED_INTO: Final = sql(f"{_JOINED} SELECT id FROM joined ORDER BY id")  # noqa: S608
NOT_QUITE: Final = sql(f"""
    {_JOINED}
    SELECT q.id FROM joined JOIN question q ON q.id = joined.id
     WHERE q.community = :community AND q.state = 'merged'
       AND q.rating = 'not_quite' AND q.round = :round
     LIMIT 1
""")  # noqa: S608  (the way to joined questions is a constant of this module)
COUNTED: Final = sql("""
    SELECT state, COUNT(*) AS n FROM question
     WHERE community = :community
       AND state IN ('open', 'claimed', 'on_hold', 'in_triage', 'follow_up')
     GROUP BY state
""")
TOP_OPEN: Final = sql(f"""
    {_QUESTION} AND state IN ('open', 'claimed', 'on_hold') AND public = 1
     ORDER BY votes DESC, number LIMIT :at_most
""")

NEXT_NUMBER: Final = sql("""
    INSERT INTO question_counter (community, number) VALUES (:community, 1)
    ON CONFLICT (community) DO UPDATE SET number = question_counter.number + 1
    RETURNING number
""")

ADDRESS: Final = sql("""
    SELECT address_dek, address FROM question WHERE community = :community AND id = :id
""")
DROP_ADDRESS: Final = sql("""
    UPDATE question SET address_dek = NULL, address = NULL
     WHERE community = :community AND id = :id AND address_dek = :dek
""")

PUT_TEXT: Final = sql("""
    INSERT INTO question_text (community, question, round, dek, sealed)
    VALUES (:community, :question, :round, :dek, :sealed)
""")
TEXTS: Final = sql("""
    SELECT round, dek, sealed, proposal, answer, note, words FROM question_text
     WHERE community = :community AND question = :question ORDER BY round
""")
RESEAL: Final = sql("""
    UPDATE question_text SET sealed = :sealed, proposal = NULL
     WHERE community = :community AND question = :question AND round = :round AND dek = :dek
""")
PROPOSE: Final = sql("""
    UPDATE question_text SET proposal = :proposal
     WHERE community = :community AND question = :question AND round = :round AND dek = :dek
""")
DRAFT_ANSWER: Final = sql("""
    UPDATE question_text SET answer = :answer
     WHERE community = :community AND question = :question AND round = :round AND dek = :dek
""")
HAND_OVER: Final = sql("""
    UPDATE question_text SET note = :note
     WHERE community = :community AND question = :question AND round = :round AND dek = :dek
""")
PUBLISH_TEXT: Final = sql("""
    UPDATE question_text
       SET words = :words, dek = NULL, sealed = NULL, proposal = NULL, answer = NULL, note = NULL
     WHERE community = :community AND question = :question AND round = :round
""")
ERASE_TEXT: Final = sql("""
    UPDATE question_text
       SET words = NULL, dek = NULL, sealed = NULL, proposal = NULL, answer = NULL, note = NULL
     WHERE community = :community AND question = :question AND round >= :from_round
""")

DROP_TEXT: Final = sql("""
    DELETE FROM question_text
     WHERE community = :community AND question = :question AND round = :round
""")

PUT_ANSWER: Final = sql("""
    INSERT INTO question_answer (community, question, round, version, said_by, at, sealed,
                                 acknowledge, answer, next, reason, review_on, note)
    VALUES (:community, :question, :round, :version, :said_by, :at, :sealed,
            :acknowledge, :answer, :next, :reason, :review_on, :note)
""")
ANSWERS: Final = sql("""
    SELECT round, version, said_by, at, sealed, acknowledge, answer, next, reason, review_on, note
      FROM question_answer
     WHERE community = :community AND question = :question ORDER BY round, version
""")
_SAID: Final = """community = :community AND (question, round, version) IN (
           SELECT question, round, version FROM question_answer
            WHERE community = :community AND said_by = :said_by)"""
ANSWERS_BY: Final = sql(f"""
    SELECT question, round, version, at FROM question_answer
     WHERE {_SAID} ORDER BY at LIMIT :at_most
""")  # noqa: S608  (a constant of this module)

LATEST_BY: Final = sql(f"""
    SELECT question, at FROM question_answer
     WHERE {_SAID} ORDER BY at DESC LIMIT :at_most
""")  # noqa: S608  (a constant of this module)

PUT_PERSPECTIVE: Final = sql("""
    INSERT INTO question_perspective
           (community, id, question, label, view, source, conflict, said_by, at)
    VALUES (:community, :id, :question, :label, :view, :source, :conflict, :said_by, :at)
""")
DROP_PERSPECTIVE: Final = sql("""
    DELETE FROM question_perspective
     WHERE community = :community AND id = :id AND said_by = :said_by RETURNING question
""")
PERSPECTIVE: Final = sql("""
    SELECT id, question, label, view, source, conflict, said_by, at FROM question_perspective
     WHERE community = :community AND id = :id
""")
PERSPECTIVES: Final = sql("""
    SELECT id, label, view, source, conflict, said_by, at FROM question_perspective
     WHERE community = :community AND id IN (
           SELECT id FROM question_perspective
            WHERE community = :community AND question = :question)
     ORDER BY id
""")

ADD_VOTES: Final = sql("""
    UPDATE question SET votes = votes + :votes WHERE community = :community AND id = :id
""")

UNSIGN: Final = sql("""
    UPDATE question_answer SET said_by = NULL
     WHERE community = :community AND said_by = :said_by
""")
UNSIGN_VIEWS: Final = sql("""
    UPDATE question_perspective SET said_by = NULL
     WHERE community = :community AND said_by = :said_by
""")

DEKS: Final = sql("""
    SELECT dek FROM question_draft
    UNION ALL SELECT dek FROM question_text WHERE dek IS NOT NULL
    UNION ALL SELECT dek FROM question_follow
    UNION ALL SELECT address_dek AS dek FROM question WHERE address_dek IS NOT NULL
""")
LATE: Final = sql("""
    SELECT COUNT(*) AS n FROM question
     WHERE community = :community AND state IN ('open', 'claimed') AND due_at < :now
""")
QUIET: Final = sql(f"""
    SELECT id FROM question
     WHERE community = :community AND {_among("state = 'answered'")} AND moved_on <= :day
     ORDER BY id LIMIT :at_most
""")  # noqa: S608  (see above)
NEVER_BACK: Final = sql(f"""
    SELECT id FROM question
     WHERE community = :community AND {_among("state = 'returned'")} AND moved_on <= :day
     ORDER BY id LIMIT :at_most
""")  # noqa: S608  (see above)
ADDRESSED: Final = sql("""
    WITH RECURSIVE needed (id) AS (
        SELECT j.id FROM question j JOIN question t ON t.id = j.merged_into
         WHERE j.community = :community AND j.merged_into IS NOT NULL
           AND t.community = :community
           AND (t.state NOT IN ('redirected', 'merged', 'declined', 'closed', 'withdrawn')
                OR t.state <> 'merged' AND t.moved_on > :day)
        UNION
        SELECT j.id FROM needed JOIN question j ON j.merged_into = needed.id
         WHERE j.community = :community
    )
    SELECT id FROM question
     WHERE community = :community
       AND id IN (SELECT id FROM question
                   WHERE community = :community AND address_dek IS NOT NULL
                   UNION ALL SELECT question FROM question_follow WHERE community = :community)
       AND id NOT IN (SELECT id FROM needed)
       AND moved_on <= :day
       AND state IN ('redirected', 'merged', 'declined', 'closed', 'withdrawn')
     ORDER BY id LIMIT :at_most
""")

PERSPECTIVES_BY: Final = sql("""
    SELECT id, question, label, view, source, conflict, said_by, at FROM question_perspective
     WHERE community = :community AND said_by = :said_by ORDER BY at
""")
UNREAD: Final = sql("""
    UPDATE question SET second_by = NULL
     WHERE community = :community AND second_by = :second_by
""")
