"""Everything that those who review can do with posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.cards import Card, Paragraph
from bot.core.errors import NotFound
from bot.core.forms import Corrections, Form
from bot.core.gestures import Called, HomeOpened, Press, Submitted
from bot.core.people import Actor, Role
from bot.core.ports import Clock, Directory
from bot.core.routes import HomePart
from bot.core.text import say
from bot.features.posts import typed, views
from bot.features.posts.model import PUBLIC, WAITING, State
from bot.features.posts.service import PostDesk
from bot.features.posts.shelf import Shelf
from bot.i18n.catalogue import LANGUAGES

_LIVE: Final = (*sorted(WAITING), *sorted(PUBLIC))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDoor:
    """Answers what organizers do with posts."""

    desk: PostDesk
    shelf: Shelf
    directory: Directory
    clock: Clock

    async def share(self, called: Called) -> Card:
        """Offer the pack, or put the explainer that was named into review."""
        called.actor.require(Role.ORGANIZER)
        wanted = called.given.get("explainer", "").strip().casefold()
        pack = self.shelf.pack
        if not wanted:
            return views.share_card(pack.spoken(called.locale))
        every = [e for language in LANGUAGES for e in pack.spoken(language)]
        found = [e.id for e in every if wanted in {e.id, e.title.casefold()}]
        if not found:
            raise NotFound
        return await self._share(found[0], called)

    async def titles(self, actor: Actor, words: str) -> tuple[str, ...]:
        """Complete the titles of explainers, in the language that somebody chose to read."""
        wanted = words.strip().casefold()
        community = await self.directory.community(actor.community)
        locale = await self.directory.locale(actor.person) or community.locale
        titles = [e.title for e in self.shelf.pack.spoken(locale)]
        return tuple(t for t in titles if wanted in t.casefold())

    async def pick(self, press: Press) -> Card:
        """Put the chosen explainer into review."""
        return await self._share(press.chosen, press)

    async def ask_own(self, press: Press) -> Form:
        """Ask an organizer for a post."""
        press.actor.require(Role.ORGANIZER)
        return views.piece_form("posts.write")

    async def write(self, submitted: Submitted) -> Card:
        """Put what an organizer brings into review."""
        piece = typed.piece(submitted.answers)
        return views.review_card(
            await self.desk.write(piece, actor=submitted.actor, key=submitted.key)
        )

    async def schedule(self, called: Called) -> Card:
        """List what waits for review; choosing opens the form that publishes it."""
        posts = await self.shelf.desk(called.actor, State.REVIEW)
        return views.desk_card(posts, {}, title="posts.desk.schedule", action="posts.approve")

    async def list(self, called: Called) -> Card:
        """List posts in every state; choosing shows one with what can be done."""
        posts = await self.shelf.desk(called.actor, *_LIVE)
        counts = await self.shelf.counts(called.actor)
        return views.desk_card(posts, counts, title="posts.desk.list", action="posts.manage")

    async def ask_which(self, called: Called) -> Card:
        """List what is public; choosing opens the form that takes it back."""
        posts = await self.shelf.desk(called.actor, *sorted(PUBLIC))
        return views.desk_card(posts, {}, title="posts.desk.retract", action="posts.retract")

    async def manage(self, press: Press) -> Card:
        """Show one post to those who review."""
        return views.review_card(await self.shelf.for_review(press.actor, chosen(press)))

    async def preview(self, press: Press) -> Card:
        """Show a post as everyone would see it."""
        return views.post_card(await self.shelf.for_review(press.actor, chosen(press)), {})

    async def take(self, press: Press) -> Card:
        """Begin to review."""
        post = await self.desk.take(chosen(press), actor=press.actor, key=press.key)
        return views.review_card(post)

    async def ask_approval(self, press: Press) -> Form:
        """Ask what a person decides."""
        return views.approve_form(await self.shelf.for_review(press.actor, chosen(press)))

    def check_approval(self, submitted: Submitted) -> Corrections | None:
        """Check an approval while it is still on the screen."""
        return typed.check_approval(submitted, self.clock.now())

    async def approve(self, submitted: Submitted) -> Card:
        """Publish, or plan to, and echo the time that was read."""
        community = await self.directory.community(submitted.actor.community)
        post, kind = submitted.action.ids
        decided = typed.approval(
            submitted.answers,
            full=kind == "full",
            now=self.clock.now(),
            zone=community.zone,
            locale=submitted.locale,
        )
        approved = await self.desk.approve(post, decided, actor=submitted.actor, key=submitted.key)
        return views.approved_card(approved, decided.when)

    async def publish_now(self, press: Press) -> Card:
        """Publish without waiting."""
        post = await self.desk.publish_now(chosen(press), actor=press.actor, key=press.key)
        return views.review_card(post)

    async def unschedule(self, press: Press) -> Card:
        """Put it back into review."""
        post = await self.desk.unschedule(chosen(press), actor=press.actor, key=press.key)
        return views.review_card(post)

    async def ask_why(self, press: Press) -> Form:
        """Ask why a post is not to be published."""
        await self.shelf.for_review(press.actor, chosen(press))
        return views.reject_form(chosen(press))

    async def reject(self, submitted: Submitted) -> Card:
        """Say that it will not be published."""
        why = typed.rejection(submitted.answers)
        post = submitted.action.ids[0]
        return views.review_card(
            await self.desk.reject(post, why, actor=submitted.actor, key=submitted.key)
        )

    async def ask_correction(self, press: Press) -> Form:
        """Ask how a post is to be mended."""
        return views.correct_form(await self.shelf.for_review(press.actor, chosen(press)))

    async def correct(self, submitted: Submitted) -> Card:
        """Mend a post on every copy."""
        mended = typed.correction(submitted.answers)
        post = await self.desk.correct(
            submitted.action.ids[0], **mended, actor=submitted.actor, key=submitted.key
        )
        return views.review_card(post)

    async def ask_retraction(self, press: Press) -> Form:
        """Ask why a post is to be taken back."""
        await self.shelf.for_review(press.actor, chosen(press))
        return views.retract_form(chosen(press))

    async def retract(self, submitted: Submitted) -> Card:
        """Take a post back on every copy."""
        post = await self.desk.retract(
            submitted.action.ids[0],
            typed.note(submitted.answers),
            actor=submitted.actor,
            key=submitted.key,
        )
        return views.review_card(post)

    async def _share(self, explainer: str, gesture: Called | Press) -> Card:
        community = await self.directory.community(gesture.actor.community)
        post = await self.desk.share(
            explainer, locale=community.locale, actor=gesture.actor, key=gesture.key
        )
        return views.review_card(post)

    async def home(self, opened: HomeOpened) -> HomePart | None:
        """Tell organizers how many posts wait for them."""
        if not opened.actor.has(Role.ORGANIZER):
            return None
        counts = await self.shelf.counts(opened.actor)
        waiting = counts.get(State.SUGGESTED, 0) + counts.get(State.REVIEW, 0)
        if not waiting:
            return None
        return HomePart(blocks=(Paragraph(say("posts.home.waiting", n=waiting)),))


def chosen(press: Press) -> str:
    """Return what a press is about: the option taken, or the id on the button."""
    return press.chosen or next(iter(press.action.ids), "")
