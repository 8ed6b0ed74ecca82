"""Public things as plain records, for JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.adapters.site.shown import Answer, Forum, Post, Question
from bot.adapters.site.speech import Speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Writes records in one language, with addresses as readers see them."""

    speech: Speech
    base: str

    def question(self, question: Question) -> dict[str, Any]:
        """Write a question with every version of every answer."""
        speech = self.speech
        return {
            "number": question.number,
            "address": f"{self.base}/q/{question.number}" if question.rounds else None,
            "topic": speech.line(question.topic),
            "asked_on": question.asked_on,
            "asked_as": speech.line(question.asked_as),
            "state": speech.line(question.state),
            "disputed": question.disputed,
            "votes": question.votes,
            "due": question.due,
            "late": question.late,
            "rounds": [
                {"words": r.words, "answers": [_answer(speech, a) for a in r.answers]}
                for r in question.rounds
            ],
            "perspectives": [
                {
                    "label": speech.line(v.label),
                    "words": v.words,
                    "source": v.source,
                    "conflict": v.conflict,
                    "on": v.on,
                }
                for v in question.views
            ],
        }

    def forum(self, forum: Forum) -> dict[str, Any]:
        """Write a meeting."""
        speech = self.speech
        return {
            "id": forum.id,
            "address": f"{self.base}/forums/{forum.id}",
            "calendar": f"{self.base}/forums/{forum.id}.ics",
            "title": forum.title,
            "aim": forum.aim,
            "not_on_the_table": forum.off_the_table,
            "format": forum.format[speech.language],
            "language": speech.line(forum.language),
            "state": speech.line(forum.state),
            "reason": forum.reason,
            "starts_at": forum.starts_at,
            "ends_at": forum.ends_at,
            "zone": forum.zone,
            "place": forum.place,
            "access": forum.access,
            "going": forum.going,
            "waiting": forum.waiting,
            "capacity": forum.capacity or None,
            "agenda": [
                {"from": speech.line(side), "words": words} for side, words in forum.agenda
            ],
            "summary": forum.summary,
            "commitments": [
                {
                    "owner": speech.line(p.owner),
                    "what": p.what,
                    "due": p.due,
                    "evidence": p.evidence,
                }
                for p in forum.promises
            ],
            "none_agreed": forum.none_agreed,
            "checks": [
                {"after_days": d, "on": on, "words": words} for d, on, words in forum.checks
            ],
        }

    def post(self, post: Post) -> dict[str, Any]:
        """Write a post."""
        speech = self.speech
        return {
            "id": post.id,
            "address": f"{self.base}/posts/{post.id}",
            "title": post.title,
            "label": speech.line(post.label),
            "text": post.text,
            "is_excerpt": post.excerpt,
            "source": post.source,
            "author": post.author,
            "link": post.link or None,
            "licence": post.licence,
            "caution": post.caution,
            "try_this": list(post.tries),
            "limits": post.limits,
            "discuss": post.discuss,
            "sources": [{"title": title, "address": address} for title, address in post.sources],
            "published_on": post.on,
            "note": post.note,
            "taken_back": post.taken_back,
            "earlier_versions": [
                {"version": number, "title": title, "text": text, "until": until}
                for number, title, text, until in post.versions
            ],
            "found_useful_by": post.useful,
        }


def _answer(speech: Speech, answer: Answer) -> dict[str, Any]:
    why = answer.why_not_all
    return {
        "version": answer.version,
        "acknowledge": answer.heard,
        "answer": answer.answer,
        "next": answer.next_step,
        "on": answer.on,
        "why_not_all": None if why is None else speech.line(why),
        "review_on": answer.review_on,
        "corrects": answer.corrects,
    }
