"""Asking: the form, the offer of answers that exist, the preview, the receipt."""

from __future__ import annotations

from bot.core.cards import Card
from bot.core.checks import fields_wrong
from bot.core.errors import NotSaved
from bot.core.forms import Corrections, Form
from bot.core.gestures import Called, Gesture, Pointed, Press, Submitted
from bot.core.routes import Command, Menu, Responds, Routes
from bot.core.text import as_typed, clean, say
from bot.features.questions.edge import Asker
from bot.features.questions.handlers.front import Front
from bot.features.questions.model import WORDS, Draft, Naming, Topic
from bot.features.questions.views import asking as views
from bot.storage.stems import familiar


def register(routes: Routes, front: Front) -> None:
    """Add what leads from words to a receipt."""
    _opening(routes, front)
    _taking(routes, front)
    _presses(routes, front)


def _opening(routes: Routes, front: Front) -> None:
    async def form(gesture: Gesture, words: str = "") -> Form:
        community = gesture.actor.community
        return views.ask_form(
            words=as_typed(words, WORDS),
            named_only=await front.asking.why_named_only(community),
            minimum_age=(await front.archive.community(community)).minimum_age,
        )

    async def ask(called: Called) -> Form:
        return await form(called, called.words)

    async def open_(press: Press) -> Form:
        kept = press.action.ids[0] if press.action.ids else ""
        return await form(press, front.kept.find(kept) if kept else "")

    async def about_this(pointed: Pointed) -> Form:
        return await form(pointed, pointed.words.words)

    async def change(press: Press) -> Form:
        draft = await front.asking.opened(press.actor.community, press.action.ids[0])
        community = press.actor.community
        return views.ask_form(
            words=draft.words,
            topic=draft.topic,
            naming=draft.naming,
            public=draft.public,
            instead_of=draft.id,
            named_only=await front.asking.why_named_only(community),
            minimum_age=(await front.archive.community(community)).minimum_age,
        )

    routes.command(
        Command(name="ask", about=say("questions.command.ask"), responds=Responds.FORM, handle=ask)
    )
    routes.menu(
        Menu(
            name="ask_about_this",
            label=say("questions.menu.ask"),
            responds=Responds.FORM,
            handle=about_this,
        )
    )
    routes.on("questions.open", Responds.FORM, open_)
    routes.on("questions.change", Responds.FORM, change)


def _taking(routes: Routes, front: Front) -> None:
    def check(sent: Submitted) -> Corrections | None:
        wanted = views.ask_form().fields
        given = tuple(f for f in wanted if f.name != "naming" or sent.answers.words("naming"))
        return fields_wrong(sent.answers, given) or views.words_needed(sent.answers)

    async def submit(sent: Submitted) -> Card:
        asker = front.asker(sent)
        words = clean(sent.answers.words("words"), at_most=WORDS)
        concerns = await front.concerns(sent, words)  # before anything is kept
        try:
            draft = await kept(asker, sent, words)
        except NotSaved:
            if not concerns:
                raise
            return views.unsaved_card(words, concerns)
        found = await front.likeness.offered(sent.actor.community, draft.words, sent.locale)
        if found:
            return views.similar_card(draft, found, concerns)
        return await preview(front, sent, draft)

    async def kept(asker: Asker, sent: Submitted, words: str) -> Draft:
        named_only = await front.asking.why_named_only(asker.community)
        unsaid = Naming.NAMED if named_only else Naming.ANONYMOUS
        return await front.asking.draft(
            asker,
            words=words,
            topic=Topic(sent.answers.words("topic")),
            naming=Naming(sent.answers.words("naming") or unsaid),
            public=sent.answers.words("public") == "yes",
            gesture=sent.key,
            instead_of=sent.action.ids[0] if sent.action.ids else "",
        )

    routes.form("questions.ask", Responds.PRIVATELY, check, submit)


def _presses(routes: Routes, front: Front) -> None:
    async def still(press: Press) -> Card:
        draft = await front.asking.opened(press.actor.community, press.action.ids[0])
        return await preview(front, press, draft)

    async def solved(press: Press) -> Card:
        await front.asking.drop(press.actor.community, press.action.ids[0])
        return views.solved_card()

    async def drop(press: Press) -> Card:
        await front.asking.drop(press.actor.community, press.action.ids[0])
        return views.dropped_card()

    async def send(press: Press) -> Card:
        asker, id_ = front.asker(press), press.action.ids[0]
        naming = await front.asking.naming(asker.community, id_)
        if naming is Naming.NAMED:
            sent = await front.asking.send_named(press.actor, asker, id_, gesture=press.key)
        elif naming is Naming.NOTIFY:
            sent = await front.asking.send_to_be_told(
                asker, id_, gesture=press.key, address=press.actor.person
            )
        else:
            sent = await front.asking.send(asker, id_, gesture=press.key)
        return views.receipt_card(sent, naming)

    routes.on("questions.preview", Responds.BY_UPDATING, still)
    routes.on("questions.solved", Responds.BY_UPDATING, solved)
    routes.on("questions.drop", Responds.BY_UPDATING, drop)
    routes.on("questions.send", Responds.BY_UPDATING, send)


async def preview(front: Front, gesture: Gesture, draft: Draft) -> Card:
    """Draw the last look before sending."""
    return views.preview_card(
        draft,
        platform=gesture.place.platform,
        concerns=await front.concerns(gesture, draft.words),
        alone=await front.asking.alone(draft.community),
        another_language=not familiar(draft.words),
    )
