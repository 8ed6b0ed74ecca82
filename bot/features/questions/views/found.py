"""What was found for words: pages of the FAQ, published questions, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.actions import act
from bot.core.cards import Block, Button, Card, Note, Paragraph, Quote, Style
from bot.core.forms import Form, Words
from bot.core.routes import Found
from bot.core.text import Message, Verbatim, say, shorten
from bot.features.questions.content import FaqItem
from bot.features.questions.views.reach import readable

SEARCHED_WORDS: Final = 200


def faq_card(words: str, found: Sequence[Found]) -> Card:
    """Show what fits ``words`` best."""
    heading = Note(say("questions.faq.for", words=Verbatim(words)))
    if not found:
        return Card(
            title=say("questions.faq.title"),
            body=(heading, Paragraph(say("questions.faq.nothing"))),
            actions=(
                Button(say("questions.said.ask"), act("questions.open"), Style.MAIN),
                Button(say("questions.search.again"), act("questions.search")),
            ),
        )
    again = Button(say("questions.search.again"), act("questions.search"))
    return _list(say("questions.faq.title"), [heading], found, (again,))


def latest_card(answers: Sequence[Found], pages: Sequence[Found]) -> Card:
    """Show the newest answers, general pages where there is room, and how to search."""
    begun = "latest" if answers else "none_yet"
    body: list[Block] = [Paragraph(say(f"questions.faq.{begun}"))]
    search = Button(say("questions.search.open"), act("questions.search"), Style.MAIN)
    ask = Button(say("questions.said.ask"), act("questions.open"))
    return _list(say("questions.faq.title"), body, [*answers, *pages], (search, ask))


def search_form() -> Form:
    """Ask for the words to look for."""
    return Form(
        title=say("questions.search.title"),
        fields=(
            Words(
                name="words",
                label=say("questions.search.words"),
                hint=say("questions.search.hint"),
                at_most=SEARCHED_WORDS,
                long=False,
            ),
        ),
        action=act("questions.search"),
        submit=say("questions.search.submit"),
    )


def heard_card(found: Sequence[Found], kept: str, offered: Sequence[Block] = ()) -> Card:
    """Answer plain words: what is closest, and the form with the words filled in."""
    ask = Button(say("questions.said.ask"), act("questions.open", kept), Style.MAIN)
    if not found:
        body = (*offered, Paragraph(say("questions.said.nothing")))
        return Card(title=say("questions.said.title"), body=body, actions=(ask,))
    start: list[Block] = [*offered, Paragraph(say("questions.said.closest"))]
    return _list(say("questions.said.title"), start, found, (ask,))


def faq_item_card(item: FaqItem, language: str) -> Card:
    """Show one page of the FAQ."""
    question, answer = item.said(language)
    return Card(
        title=Verbatim(shorten(question, 150)),
        body=(Paragraph(Verbatim(answer)), Note(say("questions.faq.pack"))),
    )


def _list(
    title: Message, body: list[Block], found: Sequence[Found], buttons: tuple[Button, ...]
) -> Card:
    shown = [
        *body,
        *(
            Quote(
                Verbatim(shorten(thing.gist.words, 400)),
                by=say("questions.similar.one", title=Verbatim(shorten(thing.title.words, 100))),
            )
            for thing in found[:5]
        ),
    ]
    return Card(
        title=title,
        body=tuple(shown),
        actions=(*readable(found[:5]), *buttons),
    )
