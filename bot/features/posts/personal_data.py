"""What posts hold about a person: how they rated them, under keyed hashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.people import PersonRef
from bot.core.ports import Erased, Held, Store, Tx
from bot.core.text import Verbatim, say
from bot.delivery.display import show
from bot.features.posts.service import POST_VIEW, PostDesk


@dataclass(frozen=True, slots=True)
class PostRatings:
    """Finds a person's ratings by computing, for each rated post, what they would be under."""

    store: Store
    desk: PostDesk

    async def export(self, community: str, person: PersonRef) -> Sequence[Held]:
        """Return each rating that the person gave."""

        async def unit(tx: Tx) -> list[Held]:
            held: list[Held] = []
            for post, title in await self.desk.posts.rated_posts(tx, community):
                rater = self.desk.rater(community, post, person)
                said = await self.desk.posts.rating(tx, community, post, rater)
                if said is not None:
                    values = (
                        (say("posts.held.post"), Verbatim(title)),
                        (say("posts.held.said"), say(f"posts.rate.{said.value}")),
                    )
                    held.append(Held(what=say("posts.held.rating"), values=values))
            return held

        return await self.store.read(unit)

    async def erase(self, tx: Tx, community: str, person: PersonRef) -> Sequence[Erased]:
        """Forget each rating that the person gave; the counts on the cards follow."""
        count = 0
        for post, _ in await self.desk.posts.rated_posts(tx, community):
            rater = self.desk.rater(community, post, person)
            if await self.desk.posts.unrate(tx, community, post, rater):
                await tx.send(show(POST_VIEW, community, post))
                count += 1
        return [Erased(what=say("posts.erased.ratings", n=count), count=count)] if count else []
