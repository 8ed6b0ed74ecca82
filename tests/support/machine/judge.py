"""The judge: compares what a press did to the books with what it was allowed to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from bot.core.people import Actor, Role
from tests.support.machine.cast import HOME
from tests.support.machine.ledger import Books, Change, change
from tests.support.machine.oracle import holds
from tests.support.machine.verbs import BY_THE_CLOCK, ENDED, PUBLISHED, QUEUED, Verb

_ANY: Final = {"inbox", "job", "audit", "erasure"}
_NEVER: Final = {"topic", "naming", "alias", "public", "asked_on", "receipt", "community", "id"}


def only_given_back(before: Books, after: Books, actor: Actor) -> Change:
    """Return what changed, without what a liaison of the past held and gave back by pressing.

    Rights end with the role, and so does what was held by them.
    """
    diff = change(before, after)
    if holds(actor, Role.LIAISON):
        return diff
    back = {
        row["id"]
        for row in diff.gone.get("question", [])
        if row["held_by"] == actor.person.key
        and row["community"] == actor.community
        and after.questions[row["community"], row["id"]]["state"] == "open"
    }
    if not back:
        return diff

    def rest(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
        kept = {
            table: [row for row in rows if not _about(table, row, back)]
            for table, rows in found.items()
        }
        return {table: rows for table, rows in kept.items() if rows}

    return Change(rest(dict(diff.gone)), rest(dict(diff.new)))


def _about(table: str, row: dict[str, Any], back: set[str]) -> bool:
    if table == "audit":
        return row["object"] in back and row["verb"] == "questions.lease"
    return row["id"] in back if table == "question" else table == "job"


def nothing_changed(diff: Change, why: str) -> None:
    """Refuse any difference."""
    assert not diff.tables, f"{why}: changed {sorted(diff.tables)}"


def within(
    verb: Verb, diff: Change, question: str, *, before: Books, after: Books, others: set[str]
) -> None:
    """Check that an accepted press touched what its verb may touch, and nothing else."""
    allowed = {*_ANY, *verb.tables, *({"question"} if verb.columns else ())}
    assert diff.tables <= allowed, f"{verb.key} changed {sorted(diff.tables - allowed)}"
    for table in diff.tables - _ANY:
        for row in (*diff.gone.get(table, ()), *diff.new.get(table, ())):
            assert row["community"] == HOME, f"{verb.key} changed {table} of another community"
            named = row.get("question", row.get("id") if table == "question" else None)
            ours = named is None or named in {question, *others} or table == "question_draft"
            assert ours, f"{verb.key} changed {table} of another question"
    assert not diff.gone.get("question_answer"), f"{verb.key} changed what was answered"
    for row in diff.gone.get("question", ()):
        now = after.questions.get((HOME, str(row["id"])))
        assert now is not None, f"{verb.key} lost a question"
        _columns(verb, row, now, joined=row["id"] != question and verb.on != "held")
    _deeds(verb, diff, question)
    _voices(before, after)


def _columns(verb: Verb, was: dict[str, Any], now: dict[str, Any], *, joined: bool) -> None:
    differ = {name for name in was if was[name] != now[name]}
    if joined:
        assert differ == {"votes"}, f"{verb.key} changed {sorted(differ)} of what it joined"
        return
    assert differ <= verb.columns - _NEVER, f"{verb.key} changed {sorted(differ - verb.columns)}"
    if was["number"] is not None:
        assert was["number"] == now["number"], f"{verb.key} gave another number"
    if was["state"] != now["state"]:
        assert (was["state"], now["state"]) in verb.moves, (
            f"{verb.key}: {was['state']} to {now['state']}"
        )


def _deeds(verb: Verb, diff: Change, question: str) -> None:
    assert not diff.gone.get("audit"), f"{verb.key} changed the trail"
    written = [(d["verb"], d["object"]) for d in diff.new.get("audit", ())]
    if verb.deed and (diff.tables - {"inbox", "job"} or written):
        assert {v for v, _ in written} == {f"questions.{verb.deed}"}, f"{verb.key}: {written}"
        assert len(written) == 1 or verb.on == "held", f"{verb.key}: {written}"
        assert verb.on in {"draft", "perspective", "held"} or written[0][1] == question
    elif not verb.deed:
        assert not written, f"{verb.key} wrote {written}"


def _voices(before: Books, after: Books) -> None:
    """See that a vote is counted once, whatever else happens."""
    cast = {table: len(after.tables[table]) for table in ("question_vote",)}
    assert cast["question_vote"] - len(before.tables["question_vote"]) in {0, 1}


def stands(books: Books, ids: Iterable[str]) -> None:
    """Check what must be true of the books at every moment."""
    home = {row["id"]: row for key, row in books.questions.items() if key[0] == HOME}
    assert set(home) == set(ids), "a question was lost, or came from nowhere"
    numbers = [row["number"] for row in home.values() if row["number"] is not None]
    assert len(numbers) == len(set(numbers)), "a number was given twice"
    for row in home.values():
        state = row["state"]
        assert (row["held_by"] is not None) == (state == "claimed"), f"{state}: who holds it?"
        assert (row["review_on"] is not None) == (state == "on_hold"), f"{state}: until when?"
        assert row["merged_into"] is not None or state != "merged", f"{state}: into what?"
        assert row["merged_into"] is None or state in {"merged", "withdrawn"}, f"{state}: merged?"
        assert (row["number"] is not None) >= (state in QUEUED | PUBLISHED), f"{state}: no number"
        assert row["naming"] == "named" or row["asked_by"] is None, "somebody was unmasked"
    for (community, question, _), sheet in books.sheets.items():
        if community == HOME:
            _sealed(home[question], sheet)


def _sealed(q: dict[str, Any], sheet: dict[str, Any]) -> None:
    """Check that words are sealed until they are out, and erased at the end."""
    if q["state"] in ENDED:
        left = (sheet["words"], sheet["dek"], sheet["sealed"], sheet["answer"], sheet["note"])
        assert left == (None,) * 5, f"{q['state']}: words were kept"
    elif sheet["words"] is not None:
        assert q["public"], "words that were not to be published are out"
        assert q["published_at"] is not None, "words are out before the answer"
        assert sheet["dek"] is None, "the key of what is out was kept"
    else:
        assert sheet["dek"] is not None, "words were lost"


def after_the_clock(before: Books, after: Books) -> None:
    """Check that time alone moved only what it may move, and lost nothing."""
    diff = change(before, after)
    assert not diff.gone.get("question_answer"), "an answer was lost"
    assert not diff.gone.get("question_vote"), "a vote was lost"
    assert not diff.gone.get("question_recusal"), "a recusal was lost"
    for key, was in before.questions.items():
        reached = {str(was["state"])}
        for _ in BY_THE_CLOCK:
            reached |= {to for frm, to in BY_THE_CLOCK if frm in reached}
        now = after.questions[key]
        assert now["state"] in reached, f"by itself: {was['state']} to {now['state']}"
        for name in ("number", "votes", "round", "rating", "merged_into", *_NEVER):
            assert was[name] == now[name], f"by itself {name} changed"
