"""News for those who wanted to be told: that it moved, never what was asked.

A direct message shows on a locked screen, so it names no topic and no word of the question.
"""

from __future__ import annotations

from bot.core.cards import Card, Note, Paragraph
from bot.core.text import say
from bot.features.questions.codes import News
from bot.features.questions.model import Question


def news_card(question: Question, news: News, *, joined: bool = False) -> Card:
    """Say that a question moved, and how to read on. ``joined``: theirs was joined to it."""
    number = question.number or 0
    key = "numbered" if number else "unnumbered"
    return Card(
        title=say(f"questions.news.{key}", number=number),
        body=(
            Paragraph(say(f"questions.news.{news.value}")),
            *((Note(say("questions.news.joined")),) if joined else ()),
            Note(say("questions.news.stop")),
        ),
    )
