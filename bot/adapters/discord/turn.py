"""One interaction's turn to be answered: once first, then as often as needed, never to a dead line."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.adapters.discord.answering import Answering, Expired, Json, Kind
from bot.adapters.discord.render import ONLY_FOR_YOU, Drawing
from bot.core.routes import Responds


@dataclass(slots=True)
class Turn:
    """Knows what was answered already, and so what may still be said."""

    interaction: str
    token: str = field(repr=False)
    answering: Answering
    may_update: bool
    """Whether there is a card under the finger that can be drawn anew."""
    waiting: Kind | None = None
    private: bool = False
    over: bool = field(default=False)

    async def ask(self, modal: Json) -> None:
        """Open a form. It must be the first answer."""
        await self._first(Kind.MODAL, modal)

    async def choices(self, found: list[Json]) -> None:
        """Offer completions."""
        await self._first(Kind.CHOICES, {"choices": found})

    async def wait(self, responds: Responds) -> None:
        """Say that it takes a while, in the way that the answer will be given."""
        if responds is Responds.BY_UPDATING and self.may_update:
            await self._first(Kind.WAIT_TO_UPDATE, None)
            self.waiting = Kind.WAIT_TO_UPDATE
            return
        self.private = responds is not Responds.PUBLICLY
        data = {"flags": ONLY_FOR_YOU} if self.private else {}
        await self._first(Kind.WAIT, data)
        self.waiting = Kind.WAIT

    async def show(self, drawing: Drawing, responds: Responds) -> None:
        """Show a card: at once, or in place of what said *wait*."""
        if self.over:
            return
        updates = responds is Responds.BY_UPDATING and self.may_update
        for_one = responds is not Responds.PUBLICLY and not updates
        try:
            if self.waiting is None:
                kind = Kind.UPDATE if updates else Kind.MESSAGE
                await self._first(kind, _body(drawing, for_one=for_one), drawing)
            elif self.waiting is Kind.WAIT_TO_UPDATE and not updates:
                await self._follow(drawing, for_one=for_one)
            elif self.waiting is Kind.WAIT and self.private != for_one:
                # A wait that all can see is taken back before one person is told something.
                await self.answering.withdraw(self.token)
                await self._follow(drawing, for_one=for_one)
            else:
                body = {**drawing.body}
                await self.answering.amend(self.token, body, drawing.pictures)
        except Expired:
            self.over = True

    async def _follow(self, drawing: Drawing, *, for_one: bool) -> None:
        await self.answering.follow(self.token, _body(drawing, for_one=for_one), drawing.pictures)

    async def _first(self, kind: Kind, data: Json | None, drawing: Drawing | None = None) -> None:
        if self.over:
            return
        body = {"type": int(kind)} if data is None else {"type": int(kind), "data": data}
        pictures = () if drawing is None else drawing.pictures
        try:
            await self.answering.first(self.interaction, self.token, body, pictures)
        except Expired:
            self.over = True


def _body(drawing: Drawing, *, for_one: bool) -> Json:
    return drawing.with_flags(ONLY_FOR_YOU).body if for_one else drawing.body
