"""What eyes see: replies, channels, and whether what is kept can still be read and trusted."""

from __future__ import annotations

from typing import Final

from bot.core.cards import Card
from bot.core.dispatch import Reply
from bot.core.places import Purpose
from bot.core.routes import Responds
from bot.features.questions.archive import ASKED
from bot.storage.audit import verify
from tests.support.machine.cast import HOME
from tests.support.machine.gestures import ASKER, RECEIPT, TOKEN, Gesture, words_in
from tests.support.machine.oracle import may_see
from tests.support.machine.table import Table
from tests.support.machine.verbs import PUBLISHED, QUEUED

_EXACT: Final = 0.99
_READERS: Final = {Purpose.QUESTIONS: "maya", Purpose.QUEUE: "ben", Purpose.TRIAGE: "olga"}


def looks(table: Table, reply: Reply, gesture: Gesture, who: str) -> None:
    """Read what was shown: nobody may see words, receipts or names that are not theirs."""
    text, actor = words_in(reply), table.actor(who)
    if gesture.verb.key == "press send":
        for digits in RECEIPT.findall(text):
            for question, known in table.receipts.items():
                if not known and table.askers[question] == who:
                    table.receipts[question] = digits
        return
    proof = gesture.verb.on in {"proof", "receipt"} and table.askers.get(gesture.question) == who
    for known in table.receipts.values():
        assert proof or not known or known not in text, f"{gesture.verb.key} showed a receipt"
    for name in ASKER.findall(text):
        assert name.lower() == who, f"{gesture.verb.key} named an asker to {who}"
    books = table.books
    typed = "\n".join(gesture.answers.values())  # what is refused is handed back
    for kind, n, round_ in set(TOKEN.findall(text)) - set(TOKEN.findall(typed)):
        question = table.tokens.get(int(n), "")
        if not question or gesture.verb.on == "draft":
            continue
        if proof and question == gesture.question:
            continue
        own = table.row(question)["asked_by"] == actor.person.key
        sees = may_see(actor, books, question, int(round_), answer=kind == "ans")
        assert own or sees, f"{gesture.verb.key} showed {kind}{n}r{round_} to {who}"


def channels_show(table: Table) -> None:
    """Read the channels: what stands there is for those who read there."""
    world, books = table.app.town.world, table.books
    for purpose, who in _READERS.items():
        actor = table.actor(who)
        for entry in world.in_place(world.place(purpose)):
            assert isinstance(entry.said, Card)
            text = words_in(Reply(Responds.PUBLICLY, entry.said))
            for kind, n, round_ in TOKEN.findall(text):
                question = table.tokens[int(n)]
                sees = may_see(actor, books, question, int(round_), answer=kind == "ans")
                assert sees, f"{kind}{n}r{round_} stands in {purpose.value}"
            assert not ASKER.search(text), f"an asker is named in {purpose.value}"


def what_is_out_is_found(table: Table) -> None:
    """Search for every question by a word of its own: what is out is found, and nothing else."""
    for n, question in table.tokens.items():
        hits = table.run(table.app.features.questions.find(HOME, f"tok{n}r0x"))
        found = {hit.thing for hit in hits if hit.closeness > _EXACT}
        q = table.row(question)
        out = q["public"] and q["published_at"] and q["state"] in QUEUED | PUBLISHED
        assert found == ({question} if out else set()), f"{q['state']}: found {len(found)}"


def holds_together(table: Table) -> None:
    """Check the trail of deeds, and that no words that are kept have become unreadable."""
    assert table.run(verify(table.app.store)) is None, "the audit trail is broken"
    names = {question: n for n, question in table.tokens.items()}
    for (_, question, round_), sheet in table.books.sheets.items():
        words = sheet["words"]
        if sheet["dek"]:
            dek, blob = sheet["dek"], bytes(sheet["sealed"])
            words = table.app.vault.open(dek, blob, purpose=ASKED, subject=question).decode()
        if words is not None:
            assert f"tok{names[question]}r{round_}x" in words, "words were lost or mixed up"
