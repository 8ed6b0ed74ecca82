"""Ways to press what one may not, each tried by every role on every verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.core.dispatch import Reply
from bot.core.ids import new_id
from tests.support.machine import judge
from tests.support.machine.cast import CAST, ELSEWHERE, HOME
from tests.support.machine.gestures import (
    TOKEN,
    Gesture,
    carry_out,
    refused_as,
    signed,
    words_in,
)
from tests.support.machine.ledger import Books, change
from tests.support.machine.life import Game
from tests.support.machine.oracle import entitled
from tests.support.machine.verbs import ENDED, QUEUED, VERBS, Verb

_TRIAGED: Final = frozenset({"waiting", "in_triage", "follow_up"})
_HELD: Final = frozenset({"claimed"})
_OUT: Final = frozenset({"answered", "follow_up", "closed"})
_SEEN: Final = QUEUED | {"answered"}
_STANDS: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("edit", "look"), _TRIAGED),
    **dict.fromkeys(("agree", "keep", "decide"), frozenset({"in_triage"})),
    **dict.fromkeys(("answer", "template", "hand_over", "hold", "work"), _HELD),
    **dict.fromkeys(("read_over", "to_read"), _HELD),
    **dict.fromkeys(("view", "unview", "correct"), _OUT),
    **dict.fromkeys(("read", "whole", "views", "history", "find", "leaf"), _OUT),
    **dict.fromkeys(("good", "bad", "again"), frozenset({"answered"})),
    **dict.fromkeys(("vote", "follow", "unfollow", "show", "pick"), _SEEN),
    "join": frozenset({"open"}),
    "mend": frozenset({"returned"}),
}
"""Where a verb that moves nothing has a chance."""
_LEAVES: Final = frozenset({"leaf", "own_leaf"})
_TOKENS: Final = {"press", "form"}


def other_tenant(game: Game, verb: Verb, who: str) -> None:
    """Use another community's token here, ours there, or our ids under their token there."""
    gesture = game.gesture(verb, fitting(game, verb), who)
    ways: list[dict[str, str]] = [{"community": ELSEWHERE}]
    if verb.kind in _TOKENS:
        ways += [
            {"token": signed(game.door, gesture, community=ELSEWHERE)},
            {"token": signed(game.door, gesture), "community": ELSEWHERE},
        ]
    way = game.chance.choice(ways)
    before = game.books
    reply: Reply = game.run(carry_out(game.door, gesture, who, new_id(), **way))
    _unmoved(game, before, reply, gesture)
    if "token" in way:
        assert refused_as(reply) == "stale_button", f"{verb.key} took another community's button"


def other_object(game: Game, verb: Verb, who: str) -> None:
    """Point a button at another thing: by changing its token, or by the id of another kind."""
    gesture = game.gesture(verb, game.pick(), who)
    if verb.kind not in _TOKENS or not gesture.ids:
        as_it_is(game, verb, who)
        return
    if game.chance.random() < 0.5:
        old, new = gesture.ids[-1], game.pick()
        token = signed(game.door, gesture)
        bent = token.replace(old, new if new != old else new_id()[: len(old)])
        _stale(game, gesture, who, bent)
        return
    if verb.name in _LEAVES:  # the last of its ids is a page
        as_it_is(game, verb, who)
        return
    others = [*game.drafts, *game.views, *game.receipts, new_id(), "x", "0"]
    strange = game.chance.choice([i for i in others if i not in gesture.ids])
    known = strange in game.receipts and verb.on in {"question", "choice"}
    if known or (verb.on == "draft" and strange in game.drafts):
        as_it_is(game, verb, who)
        return
    if verb.on == "perspective" and strange in game.views:
        return
    before = game.books
    ids = (*gesture.ids[:-1], strange)
    if ids[0] == "n" and strange in game.receipts:
        return
    bent_gesture = replace(gesture, ids=ids, question="", chosen=strange)
    reply: Reply = game.run(carry_out(game.door, bent_gesture, who, new_id()))
    _unmoved(game, before, reply, bent_gesture)


def after_demotion(game: Game, verb: Verb, who: str) -> None:
    """Do it, lose the role, and do it again: with the same gesture, and with a new one."""
    key, question = new_id(), fitting(game, verb)
    who = _or_its_asker(game, verb, who, question)
    gesture = game.gesture(verb, question, who)
    done = not refused_as(game.does(gesture, who, key=key))
    game.door.dismisses(who)
    try:
        for again in (key, new_id()):
            if done and again == key:
                reply = _replays(game, gesture, who, key)
            else:
                reply = game.does(gesture, who, key=again)
            if verb.by in {"liaison", "organizer", "panel", "desk"}:
                assert refused_as(reply), f"{verb.key} was done after the role had ended"
        _gave_back(game, verb, who)
    finally:
        game.door.hires(who)


def after_close(game: Game, verb: Verb, who: str) -> None:
    """Press what stands on an old card of a question that has ended."""
    over = [q for q in game.receipts if game.row(q)["state"] in {*ENDED, "closed"}]
    if not over:
        _ends_one(game)
    question = game.pick("closed", *ENDED)
    who = _or_its_asker(game, verb, who, question)
    game.does(game.gesture(verb, question, who), who)


def expired(game: Game, verb: Verb, who: str) -> None:
    """Press a card on which time has run out: its draft, its lease, its days, its receipt."""
    question = fitting(game, verb)
    who = _or_its_asker(game, verb, who, question)
    gesture = game.gesture(verb, question, who)
    minutes = {"draft": 61, "proof": 16, "receipt": 16}.get(verb.on, 60 * 49)
    if verb.by == "panel" or verb.name in {"mute", "correct"}:
        minutes = 60 * 24 * 8
    if verb.on == "proof" and gesture.ids[0] == "r":
        game.kept.pop(gesture.question, None)  # what was on the card is forgotten by then
    game.waits(minutes=minutes)
    game.does(gesture, who)


def mac_flipped(game: Game, verb: Verb, who: str) -> None:
    """Alter one character anywhere in the token, cut it short, or make one up."""
    gesture = game.gesture(verb, game.pick(), who)
    if verb.kind not in _TOKENS:
        as_it_is(game, verb, who)
        return
    token = signed(game.door, gesture)
    head, _, mac = token.rpartition("~")
    at = game.chance.randrange(len(token))
    swapped = "A" if token[at] != "A" else "B"
    bent = (
        token[:at] + swapped + token[at + 1 :],
        f"{head}~{_turned(mac, game.chance.randrange(len(mac)))}",
        f"{head}~{mac[:-1]}",
        f"{head}~",
        f"v2{token[2:]}",
        head,
    )
    _stale(game, gesture, who, game.chance.choice(bent))


def _turned(mac: str, at: int) -> str:
    """Change one character of a MAC so that at least one bit of its 80 is different."""
    other = "A" if mac[at] not in "AB" else "Q"
    return mac[:at] + other + mac[at + 1 :]


def as_it_is(game: Game, verb: Verb, who: str) -> None:
    """Press as the card shows it, on anything: each verb is for some roles and for no other."""
    question = fitting(game, verb) if game.chance.random() < 0.6 else game.pick()
    who = _or_its_asker(game, verb, who, question)
    game.does(game.gesture(verb, question, who), who)


def _or_its_asker(game: Game, verb: Verb, who: str, question: str) -> str:
    """Let the one who asked play the member's part, where only they have something to lose."""
    own = verb.on in {"proof", "receipt"} and CAST[who] == "member" and game.chance.random() < 0.7
    return game.askers[question] if own else who


def _stale(game: Game, gesture: Gesture, who: str, token: str) -> None:
    before = game.books
    reply: Reply = game.run(carry_out(game.door, gesture, who, new_id(), token=token))
    code = refused_as(reply)
    assert code == "stale_button", f"{gesture.verb.key} was {code or 'done'} with an altered token"
    _unmoved(game, before, reply, gesture)


def _unmoved(game: Game, before: Books, reply: Reply, gesture: Gesture) -> None:
    """See that nothing of ours changed and nothing of ours was shown."""
    after = game.books
    assert refused_as(reply) != "incident", f"{gesture.verb.key} failed on us"
    if after is not before:
        diff = change(before, after)
        for rows in (*diff.gone.values(), *diff.new.values()):
            for row in rows:
                assert row.get("community", ELSEWHERE) != HOME, f"{gesture.verb.key} reached us"
        game.learn(gesture, "", after, accepted=False)
    shown = set(TOKEN.findall(words_in(reply)))
    typed = set(TOKEN.findall("\n".join(gesture.answers.values())))
    assert shown <= typed, f"{gesture.verb.key} showed ours"


def _replays(game: Game, gesture: Gesture, who: str, key: str) -> Reply:
    """Deliver the very same gesture again: it may be refused for any reason, and does nothing."""
    before, actor = game.books, game.actor(who)
    reply: Reply = game.run(carry_out(game.door, gesture, who, key))
    if gesture.verb.once or not entitled(gesture.verb, actor):
        diff = judge.only_given_back(before, game.books, actor)
        judge.nothing_changed(diff, f"{gesture.verb.key} was delivered twice")
    else:
        game.learn(gesture, who, before, accepted=True)
    return reply


def replay(game: Game) -> None:
    """Deliver a gesture that was carried out a second time."""
    if game.done:
        key, who, gesture = game.chance.choice(game.done)
        if gesture.verb.once:
            _replays(game, gesture, who, key)


def _gave_back(game: Game, verb: Verb, who: str) -> None:
    if verb.by == "liaison" and verb.changes:
        held = [q for q in game.receipts if game.row(q)["held_by"] == game.actor(who).person.key]
        assert not held, f"{who} is no liaison any more and holds questions"


def fitting(game: Game, verb: Verb) -> str:
    """Choose a question on which this verb has a chance."""
    froms = {frm for frm, _ in verb.moves} or _STANDS.get(verb.name, frozenset())
    return game.pick(*sorted(froms))


def _ends_one(game: Game) -> None:
    question = game.pick()
    who = game.askers[question]
    game.does(game.gesture(VERBS["press withdraw"], question, who), who)


PEOPLE: Final = {
    role: [who for who, held in CAST.items() if held == role] for role in CAST.values()
}
"""Who plays each role."""


ATTACKS: Final[dict[str, Callable[[Game, Verb, str], None]]] = {
    "as it is": as_it_is,
    "other tenant": other_tenant,
    "other object": other_object,
    "replay after demotion": after_demotion,
    "after close": after_close,
    "expired": expired,
    "MAC flipped": mac_flipped,
}
