"""Between rows and forums: the forum itself, what was promised, and what its thread tells."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.errors import MovedOn, NotFound
from bot.core.ids import new_id
from bot.core.ports import Row, Tx
from bot.core.when import Plan
from bot.features.forums import tables
from bot.features.forums.model import (
    Commitment,
    Details,
    Forum,
    Item,
    Kind,
    LookBack,
    News,
    Owner,
    Repeats,
    Side,
    Speaks,
    State,
)

LISTED: Final = 20


class Forums:
    """Where forums are kept."""

    async def number(self, tx: Tx, community: str) -> int:
        """Take the next number that people can type. Numbers of dropped drafts stay unused."""
        row = await tx.one(tables.NUMBER, community=community)
        return 0 if row is None else int(row["last"])

    async def add(self, tx: Tx, forum: Forum) -> None:
        """Store a new forum."""
        await tx.execute(tables.ADD, number=forum.number, **_to_row(forum))

    async def swap(self, tx: Tx, before: Forum, after: Forum) -> Forum:
        """Write ``after`` only if ``before`` is still current.

        Raises:
            MovedOn: somebody else changed it first.
        """
        changed = await tx.execute(tables.SWAP, revision=before.revision, **_to_row(after))
        if changed != 1:
            raise MovedOn
        return await self.get(tx, after.community, after.id)

    async def get(self, tx: Tx, community: str, forum: str) -> Forum:
        """Return a forum. Raises ``NotFound``."""
        return _some(await tx.one(tables.BY_ID, community=community, id=forum))

    async def numbered(self, tx: Tx, community: str, number: int) -> Forum:
        """Return the forum with the number that people type. Raises ``NotFound``."""
        return _some(await tx.one(tables.BY_NUMBER, community=community, number=number))

    async def lock(self, tx: Tx, community: str, forum: str) -> tuple[Forum, int]:
        """Keep every other sign-up of this forum waiting; return the forum and the next turn.

        Raises:
            NotFound: there is none.
        """
        row = await tx.one(tables.LOCK, community=community, id=forum)
        found = _some(row)
        return found, 0 if row is None else int(row["turns"])

    async def drop(self, tx: Tx, community: str, forum: str) -> bool:
        """Throw a draft away; report whether there was one."""
        return await tx.execute(tables.DROP, community=community, id=forum) == 1

    async def unfinished(self, tx: Tx, community: str) -> tuple[Forum, ...]:
        """Return drafts, forums to come, and those that still owe something."""
        rows = await tx.all(tables.UNFINISHED, community=community, at_most=LISTED)
        return tuple(_forum(row) for row in rows)

    async def ahead(
        self, tx: Tx, community: str, *, now: datetime, at_most: int = LISTED
    ) -> tuple[Forum, ...]:
        """Return what people can still sign up for, the next first."""
        rows = await tx.all(tables.AHEAD, community=community, now=to_micros(now), at_most=at_most)
        return tuple(_forum(row) for row in rows)

    async def public(self, tx: Tx, community: str, *, at_most: int) -> tuple[Forum, ...]:
        """Return everything that was ever announced, the latest first."""
        rows = await tx.all(tables.PUBLIC, community=community, at_most=at_most)
        return tuple(_forum(row) for row in rows)

    async def with_old_lists(
        self, tx: Tx, community: str, *, before: datetime
    ) -> tuple[Forum, ...]:
        """Return forums that ended or were called off before then and still have lists."""
        rows = await tx.all(tables.WITH_OLD_LISTS, community=community, before=to_micros(before))
        return tuple(_forum(row) for row in rows)

    async def shifted(self, tx: Tx, community: str) -> tuple[Forum, ...]:
        """Return announced forums whose instant is another now than when it was stored.

        It happens when a country changes the rules of its clocks and the zone files follow.
        """
        rows = await tx.all(tables.PLANNED, community=community)
        found = [(row["starts_at"], _forum(row)) for row in rows]
        return tuple(f for at, f in found if f.starts_at and to_micros(f.starts_at) != at)

    async def over(self, tx: Tx, community: str, *, at_most: int) -> tuple[Forum, ...]:
        """Return what was held or called off, the latest first."""
        rows = await tx.all(tables.OVER, community=community, at_most=at_most)
        return tuple(_forum(row) for row in rows)

    async def promise(self, tx: Tx, community: str, commitment: Commitment) -> None:
        """Record a commitment."""
        await tx.execute(
            tables.ADD_COMMITMENT,
            community=community,
            id=commitment.id,
            forum=commitment.forum,
            owner=commitment.owner.value,
            what=commitment.what,
            due=commitment.due.isoformat(),
            evidence=commitment.evidence,
        )

    async def unpromise(self, tx: Tx, community: str, forum: str, commitment: str) -> bool:
        """Strike a commitment out before the forum is closed."""
        struck = await tx.execute(
            tables.DROP_COMMITMENT, community=community, forum=forum, id=commitment
        )
        return struck == 1

    async def commitments(self, tx: Tx, community: str, forum: str) -> tuple[Commitment, ...]:
        """Return what was promised, the soonest first."""
        rows = await tx.all(tables.COMMITMENTS, community=community, forum=forum)
        return tuple(
            Commitment(
                id=row["id"],
                forum=row["forum"],
                owner=Owner(row["owner"]),
                what=row["what"],
                due=date.fromisoformat(row["due"]),
                evidence=row["evidence"],
            )
            for row in rows
        )

    async def write_look_back(
        self, tx: Tx, community: str, forum: str, look_back: LookBack
    ) -> None:
        """Keep what had become of the promises."""
        await tx.execute(
            tables.PUT_LOOK_BACK,
            community=community,
            forum=forum,
            days=look_back.days,
            words=look_back.words,
            written_on=look_back.on.isoformat(),
        )

    async def look_backs(self, tx: Tx, community: str, forum: str) -> tuple[LookBack, ...]:
        """Return the looks back that were written."""
        rows = await tx.all(tables.LOOK_BACKS, community=community, forum=forum)
        return tuple(
            LookBack(
                days=row["days"], words=row["words"], on=date.fromisoformat(row["written_on"])
            )
            for row in rows
        )

    async def items(self, tx: Tx, community: str, forum: str, *, at_most: int) -> tuple[Item, ...]:
        """Return the agenda, in the order in which it came together."""
        rows = await tx.all(tables.ITEMS, community=community, forum=forum, at_most=at_most)
        return tuple(item(row) for row in rows)

    async def tell(
        self, tx: Tx, forum: Forum, kind: Kind, *, late: bool = False, number: int = 0
    ) -> News:
        """Store a message for the thread. The caller has it shown."""
        news = News(id=new_id(), forum=forum.id, kind=kind, late=late, number=number)
        await tx.execute(
            tables.ADD_NEWS,
            community=forum.community,
            id=news.id,
            forum=news.forum,
            kind=news.kind.value,
            late=int(late),
            number=number,
        )
        return news

    async def news(self, tx: Tx, community: str, news: str) -> News:
        """Return a message of a thread. Raises ``NotFound``."""
        row = await tx.one(tables.NEWS, community=community, id=news)
        if row is None:
            raise NotFound
        return News(
            id=row["id"],
            forum=row["forum"],
            kind=Kind(row["kind"]),
            late=bool(row["late"]),
            number=row["number"],
        )


def item(row: Row) -> Item:
    """Read one thing on an agenda."""
    return Item(
        id=row["id"], side=Side(row["side"]), words=row["words"], question=row["question"] or ""
    )


def _some(row: Row | None) -> Forum:
    if row is None:
        raise NotFound
    return _forum(row)


def _forum(row: Row) -> Forum:
    wall = row["wall"]
    plan = None
    if wall is not None:
        plan = Plan(wall=datetime.fromisoformat(wall).replace(fold=row["fold"]), zone=row["zone"])
    details = Details(
        title=row["title"],
        aim=row["aim"],
        off_table=row["off_table"],
        plan=plan,
        minutes=row["minutes"],
        place=row["place"],
        format=row["format"],
        capacity=row["capacity"],
        resident_host=row["resident_host"],
        police_host=row["police_host"],
        facilitator=row["facilitator"],
        speaks=Speaks(row["speaks"]),
        access=row["access"],
        repeats=Repeats(row["repeats"]),
    )
    return Forum(
        id=row["id"],
        community=row["community"],
        number=row["number"],
        details=details,
        state=State(row["state"]),
        reason=row["reason"],
        summary=row["summary"],
        none_agreed=bool(row["none_agreed"]),
        ended_at=None if row["ended_at"] is None else from_micros(row["ended_at"]),
        touched_at=from_micros(row["touched_at"]),
        changes=row["changes"],
        came_residents=row["came_residents"],
        came_police=row["came_police"],
        signed_up=row["signed_up"],
        revision=row["revision"],
    )


def _to_row(forum: Forum) -> dict[str, object]:
    details, plan = forum.details, forum.details.plan
    return {
        "community": forum.community,
        "id": forum.id,
        "state": forum.state.value,
        "title": details.title,
        "aim": details.aim,
        "off_table": details.off_table,
        "wall": None if plan is None else plan.wall.replace(fold=0).isoformat(),
        "zone": "" if plan is None else plan.zone,
        "fold": 0 if plan is None else plan.wall.fold,
        "starts_at": None if plan is None else to_micros(plan.at),
        "minutes": details.minutes,
        "place": details.place,
        "format": details.format,
        "capacity": details.capacity,
        "resident_host": details.resident_host,
        "police_host": details.police_host,
        "facilitator": details.facilitator,
        "speaks": details.speaks.value,
        "access": details.access,
        "repeats": details.repeats.value,
        "reason": forum.reason,
        "summary": forum.summary,
        "none_agreed": int(forum.none_agreed),
        "ended_at": None if forum.ended_at is None else to_micros(forum.ended_at),
        "touched_at": to_micros(forum.touched_at),
        "changes": forum.changes,
        "came_residents": forum.came_residents,
        "came_police": forum.came_police,
        "signed_up": forum.signed_up,
    }
