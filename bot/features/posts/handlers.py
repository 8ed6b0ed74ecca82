"""Everything a person can do with a post."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.cards import Card
from bot.core.errors import NotFound
from bot.core.forms import Form
from bot.core.gestures import Called, Press, Submitted
from bot.core.kept import Kept
from bot.core.people import Role
from bot.core.ports import Directory, Gate
from bot.core.routes import Command, Parameter, Responds, Routes
from bot.core.text import say
from bot.features.posts import typed, views
from bot.features.posts.model import State, Usefulness
from bot.features.posts.review_handlers import ReviewDoor, chosen
from bot.features.posts.service import PostDesk
from bot.features.posts.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDoor:
    """Answers what readers do with posts."""

    desk: PostDesk
    shelf: Shelf
    directory: Directory
    gate: Gate
    kept: Kept

    async def ask_suggestion(self, called: Called) -> Form:
        """Ask a member for a suggestion."""
        called.actor.require(Role.MEMBER)
        return views.piece_form("posts.suggest", typed.begun(called.words))

    async def suggest(self, submitted: Submitted) -> Card:
        """Take a suggestion, unless the safety gate has something to offer first."""
        piece = typed.piece(submitted.answers)
        community = await self.directory.community(submitted.actor.community)
        concerns = self.gate.concerns(
            f"{piece.title}\n{piece.text}", country=community.country, locale=submitted.locale
        )
        if concerns:
            return views.concern_card(concerns, self.kept.keep(typed.kept_words(piece)))
        await self.desk.suggest(piece, actor=submitted.actor, key=submitted.key)
        return views.thanks_card()

    async def suggest_kept(self, press: Press) -> Card:
        """Take a suggestion after all. Pressing again takes nothing twice."""
        kept = press.action.ids[0]
        piece = typed.kept_piece(self.kept.find(kept))
        await self.desk.suggest(piece, actor=press.actor, key=f"posts.kept:{kept}")
        return views.thanks_card()

    async def suggest_again(self, press: Press) -> Form:
        """Open the form once more, filled in."""
        press.actor.require(Role.MEMBER)
        piece = typed.kept_piece(self.kept.find(press.action.ids[0]))
        return views.piece_form("posts.suggest", piece)

    async def rate(self, press: Press) -> Card:
        """Keep what a reader says and draw the card with the new counts."""
        post, usefulness = press.action.ids
        rated, tally = await self.desk.rate(
            post, Usefulness(usefulness), actor=press.actor, key=press.key
        )
        return views.post_card(rated, tally)

    async def read(self, press: Press) -> Card:
        """Show a published post to one reader."""
        shown = await self.shelf.post(press.actor.community, chosen(press))
        if shown is None:
            raise NotFound
        return views.post_card(shown.post, shown.tally)

    async def sources(self, press: Press) -> Card:
        """List what a post rests on."""
        shown = await self.shelf.post(press.actor.community, chosen(press))
        if shown is None or shown.post.state is State.RETRACTED:
            raise NotFound
        return views.sources_card(shown.post.piece)

    async def versions(self, press: Press) -> Card:
        """Show what a post said before it was corrected."""
        shown = await self.shelf.post(press.actor.community, chosen(press))
        if shown is None or shown.post.state is State.RETRACTED:
            raise NotFound
        return views.versions_card(shown.post, shown.versions)

    async def explainer(self, press: Press) -> Card:
        """Show an explainer of the pack to one reader."""
        wanted = chosen(press)
        return views.explainer_card(wanted, self.shelf.explainer(wanted, press.locale))

    async def explainer_sources(self, press: Press) -> Card:
        """List what an explainer rests on."""
        return views.sources_card(self.shelf.explainer(chosen(press), press.locale))


def register(routes: Routes, door: PostDoor, review: ReviewDoor) -> None:
    """List everything a person can do with a post."""
    _commands(routes, door, review)
    for name, responds, handle in (
        ("posts.share", Responds.BY_UPDATING, review.pick),
        ("posts.write", Responds.FORM, review.ask_own),
        ("posts.suggest_kept", Responds.BY_UPDATING, door.suggest_kept),
        ("posts.suggest_again", Responds.FORM, door.suggest_again),
        ("posts.manage", Responds.PRIVATELY, review.manage),
        ("posts.preview", Responds.PRIVATELY, review.preview),
        ("posts.take", Responds.BY_UPDATING, review.take),
        ("posts.approve", Responds.FORM, review.ask_approval),
        ("posts.publish_now", Responds.BY_UPDATING, review.publish_now),
        ("posts.unschedule", Responds.BY_UPDATING, review.unschedule),
        ("posts.reject", Responds.FORM, review.ask_why),
        ("posts.correct", Responds.FORM, review.ask_correction),
        ("posts.retract", Responds.FORM, review.ask_retraction),
        ("posts.rate", Responds.BY_UPDATING, door.rate),
        ("posts.read", Responds.PRIVATELY, door.read),
        ("posts.sources", Responds.PRIVATELY, door.sources),
        ("posts.versions", Responds.PRIVATELY, door.versions),
        ("posts.explainer_read", Responds.PRIVATELY, door.explainer),
        ("posts.explainer_sources", Responds.PRIVATELY, door.explainer_sources),
    ):
        routes.on(name, responds, handle)
    routes.form("posts.write", Responds.PRIVATELY, typed.check_piece, review.write)
    routes.form("posts.suggest", Responds.PRIVATELY, typed.check_piece, door.suggest)
    routes.form("posts.approve", Responds.PRIVATELY, review.check_approval, review.approve)
    routes.form("posts.reject", Responds.PRIVATELY, typed.check_rejection, review.reject)
    routes.form("posts.correct", Responds.PRIVATELY, typed.check_correction, review.correct)
    routes.form("posts.retract", Responds.PRIVATELY, typed.check_retraction, review.retract)
    routes.home(review.home)
    routes.finder(door.shelf.find)


def _commands(routes: Routes, door: PostDoor, review: ReviewDoor) -> None:
    explainer = Parameter(
        name="explainer", about=say("posts.command.share_explainer"), suggest=review.titles
    )
    for name, responds, handle, role, parameters in (
        ("share", Responds.PRIVATELY, review.share, Role.ORGANIZER, (explainer,)),
        ("suggest", Responds.FORM, door.ask_suggestion, Role.MEMBER, ()),
        ("schedule", Responds.PRIVATELY, review.schedule, Role.ORGANIZER, ()),
        ("list", Responds.PRIVATELY, review.list, Role.ORGANIZER, ()),
        ("retract", Responds.PRIVATELY, review.ask_which, Role.ORGANIZER, ()),
    ):
        routes.command(
            Command(
                name=f"post {name}",
                about=say(f"posts.command.{name}"),
                responds=responds,
                handle=handle,
                parameters=parameters,
                role=role,
            )
        )
