"""What was found for words: pages of the FAQ, published questions, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.actions import act
from bot.core.cards import Block, Button, Card, Note, Paragraph, Quote, Style
from bot.core.routes import Found
from bot.core.text import Message, Verbatim, say, shorten
from bot.features.questions.content import FaqItem
from bot.features.questions.views.reach import readable


def faq_card(words: str, found: Sequence[Found]) -> Card:
    """Show what fits ``words`` best."""
    if not found:
        return Card(
            title=say("questions.faq.title"),
            body=(Paragraph(say("questions.faq.nothing")),),
            actions=(Button(say("questions.said.ask"), act("questions.open"), Style.MAIN),),
        )
    body: list[Block] = (
        [] if not words else [Note(say("questions.faq.for", words=Verbatim(words)))]
    )
    return _list(say("questions.faq.title"), body, found, ())


def heard_card(found: Sequence[Found], kept: str, offered: Sequence[Block] = ()) -> Card:
    """Answer plain words: what is closest, and the form with the words filled in."""
    ask = Button(say("questions.said.ask"), act("questions.open", kept), Style.MAIN)
    if not found:
        body = (*offered, Paragraph(say("questions.said.nothing")))
        return Card(title=say("questions.said.title"), body=body, actions=(ask,))
    start: list[Block] = [*offered, Paragraph(say("questions.said.closest"))]
    return _list(say("questions.said.title"), start, found, (ask,))


def faq_item_card(item: FaqItem) -> Card:
    """Show one page of the FAQ."""
    return Card(
        title=Verbatim(shorten(item.q, 150)),
        body=(Paragraph(Verbatim(item.a)), Note(say("questions.faq.pack"))),
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
