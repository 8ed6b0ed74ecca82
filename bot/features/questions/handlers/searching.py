"""Searching: published questions and pages of the FAQ, by words or simply the newest."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.actions import act
from bot.core.cards import Card
from bot.core.checks import fields_wrong
from bot.core.forms import Corrections, Form
from bot.core.gestures import Called, Gesture, Press, Submitted
from bot.core.people import Actor
from bot.core.routes import Command, Found, Parameter, Responds, Routes
from bot.core.text import Verbatim, clean, say, shorten
from bot.features.questions.handlers.front import Front
from bot.features.questions.views import found as views
from bot.i18n.catalogue import language_of

_SHOWN = 5


def register(routes: Routes, front: Front) -> None:
    """Let everyone look for answers, by command and by button."""

    async def faq(called: Called) -> Card:
        words = called.given.get("words", "")
        if words.strip():
            return await _look_for(front, called, words)
        newest = await _newest(front, called.actor)
        pages = front.faq(called.actor.community)
        room, language = _SHOWN - len(newest), language_of(called.locale)
        return views.latest_card(newest, pages.first(room, language))

    async def search(_: Press) -> Form:
        return views.search_form()

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, views.search_form().fields)

    async def searched(sent: Submitted) -> Card:
        return await _look_for(front, sent, sent.answers.words("words"))

    async def faq_read(press: Press) -> Card:
        page = front.faq(press.actor.community).page(press.action.ids[0])
        return views.faq_item_card(page, language_of(press.locale))

    routes.command(
        Command(
            name="faq",
            about=say("questions.command.faq"),
            responds=Responds.PRIVATELY,
            handle=faq,
            parameters=(Parameter(name="words", about=say("questions.command.faq.words")),),
        )
    )
    routes.on("questions.search", Responds.FORM, search)
    routes.form("questions.search", Responds.PRIVATELY, check, searched)
    routes.on("questions.faq_read", Responds.PRIVATELY, faq_read)


async def find(front: Front, actor: Actor, words: str, locale: str) -> Sequence[Found]:
    """Return published questions and pages of the FAQ that fit ``words``, closest first.

    Words of either language find both; a page is offered in the reader's.
    """
    hits = await front.reading.find(actor.community, words, at_most=_SHOWN)
    found = [
        *(
            Found(
                title=Verbatim(hit.title),
                gist=Verbatim(hit.gist),
                closeness=hit.closeness,
                read=act("questions.read", hit.thing),
            )
            for hit in hits
        ),
        *front.faq(actor.community).find(words, language_of(locale)),
    ]
    return sorted(found, key=lambda thing: -thing.closeness)[:_SHOWN]


async def _look_for(front: Front, gesture: Gesture, typed: str) -> Card:
    words = clean(typed, at_most=views.SEARCHED_WORDS, one_line=True)
    found = await find(front, gesture.actor, words, gesture.locale)
    return views.faq_card(words, found)


async def _newest(front: Front, actor: Actor) -> Sequence[Found]:
    """Return the newest answers, each with the words that were published last."""
    return [
        Found(
            title=Verbatim(shorten(whole.asked, 100)),
            gist=Verbatim(shorten(answer.parts.answer, 400)),
            closeness=1.0,
            read=act("questions.read", whole.question.id),
        )
        for whole in (await front.reading.published(actor.community))[:_SHOWN]
        if (answer := whole.newest) is not None
    ]
