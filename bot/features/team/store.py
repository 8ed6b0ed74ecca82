"""Between rows and the team's nouns."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.people import PersonRef, Role
from bot.core.places import Purpose
from bot.core.ports import Row, Tx
from bot.features.team import tables
from bot.features.team.model import Channel, Grant, House, HouseState, SecondNeeded, Stored, Tuned

SETUP: Final = "setup"
LANGUAGE: Final = "language"
CALM: Final = "calm"
_HOUR: Final = 60


class TeamTables:
    """The rows of one community, read and written within a transaction."""

    async def stamps(self, tx: Tx) -> dict[tuple[str, str], int]:
        """Return how often each community and subject was changed."""
        return {(r["community"], r["subject"]): r["n"] for r in await tx.all(tables.STAMPS)}

    async def bump(self, tx: Tx, community: str, subject: str) -> int:
        """Count one change; return the count."""
        row = await tx.one(tables.BUMP, community=community, subject=subject)
        return 0 if row is None else int(row["n"])

    async def stored(self, tx: Tx, community: str) -> Stored:
        """Read all that set-up stored about a community."""
        stamp = await tx.one(tables.STAMP, community=community, subject=SETUP)
        houses = await tx.all(tables.HOUSES, community=community)
        channels = await tx.all(tables.CHANNELS, community=community)
        grants = await tx.all(tables.GRANTS, community=community)
        tuned = await tx.one(tables.TUNED, community=community)
        second = await tx.one(tables.SECOND, community=community, what=CALM)
        return Stored(
            stamp=0 if stamp is None else stamp["n"],
            houses=tuple(
                HouseState(
                    house=_house(r),
                    finished=bool(r["finished"]),
                    liaison_administers=bool(r["liaison_administers"]),
                )
                for r in houses
            ),
            channels=tuple(
                Channel(_house(r), Purpose(r["purpose"]), r["channel"]) for r in channels
            ),
            grants=tuple(Grant(_house(r), r["held_by"], Role(r["role"])) for r in grants),
            tuned=None if tuned is None else _tuned(tuned),
            calm_until=None if second is None else from_micros(second["until"]),
        )

    async def bind(self, tx: Tx, community: str, house: House) -> bool:
        """Make ``house`` one of the community's; report whether it belongs there now."""
        await tx.execute(tables.BIND, community=community, **_at(house))
        row = await tx.one(tables.OWNER, **_at(house))
        return row is not None and bool(row["community"] == community)

    async def finish(self, tx: Tx, community: str, house: House) -> None:
        """Note that set-up of ``house`` is done."""
        await tx.execute(tables.BIND, community=community, **_at(house))
        await tx.execute(tables.FINISH, community=community, **_at(house))

    async def alarm(self, tx: Tx, community: str, house: House, *, seen: bool) -> bool:
        """Note whether a liaison administers ``house``; report whether that is news."""
        await tx.execute(tables.BIND, community=community, **_at(house))
        changed = await tx.execute(tables.ALARM, community=community, **_at(house), seen=int(seen))
        return changed > 0

    async def second(
        self,
        tx: Tx,
        community: str,
        what: str,
        organizer: bytes,
        *,
        now: datetime,
        until: datetime,
    ) -> bool:
        """Report whether another organizer asked for the same; otherwise note that this one did.

        Raises:
            SecondNeeded: this very organizer asked for it already.
        """
        at = {"community": community, "what": what}
        row = await tx.one(tables.SECOND, **at)
        if row is None or row["until"] <= to_micros(now):
            await tx.execute(tables.ASK_SECOND, **at, first=organizer, until=to_micros(until))
            return False
        if bytes(row["first"]) == organizer:
            raise SecondNeeded
        await tx.execute(tables.SECONDED, **at)
        return True

    async def put_channel(self, tx: Tx, community: str, channel: Channel) -> None:
        """Have a channel serve a purpose in its house; an empty one serves it nowhere."""
        await tx.execute(
            tables.PUT_CHANNEL,
            community=community,
            **_at(channel.house),
            purpose=channel.purpose.value,
            channel=channel.channel,
        )

    async def give(self, tx: Tx, community: str, grant: Grant) -> None:
        """Have a group hold a role."""
        await tx.execute(tables.GIVE, community=community, **_grant(grant))

    async def take(self, tx: Tx, community: str, grant: Grant) -> bool:
        """Take a role from a group; report whether it held it."""
        return await tx.execute(tables.TAKE, community=community, **_grant(grant)) == 1

    async def tune(self, tx: Tx, community: str, tuned: Tuned) -> None:
        """Set language, zone and hours."""
        await tx.execute(
            tables.TUNE,
            community=community,
            locale=tuned.locale,
            zone=tuned.zone,
            days=sum(1 << day for day in tuned.days),
            opens=_minutes(tuned.opens),
            closes=_minutes(tuned.closes),
        )

    async def keep_link(
        self, tx: Tx, community: str, code_hash: str, *, now: datetime, expires_at: datetime
    ) -> None:
        """Keep the hash of a link code, and drop those that are too old."""
        await tx.execute(tables.OLD_LINKS, community=community, now=to_micros(now))
        await tx.execute(
            tables.KEEP_LINK,
            community=community,
            code_hash=code_hash,
            expires_at=to_micros(expires_at),
        )

    async def use_link(self, tx: Tx, code_hash: str, *, now: datetime) -> str | None:
        """Use a link code up; return the community that it leads to."""
        row = await tx.one(tables.USE_LINK, code_hash=code_hash, now=to_micros(now))
        return None if row is None else str(row["community"])

    async def languages(self, tx: Tx, community: str) -> dict[str, str]:
        """Return the language of everyone who chose one in this community, by person."""
        rows = await tx.all(tables.LANGUAGES, community=community)
        return {r["person"]: r["locale"] for r in rows}

    async def speak(self, tx: Tx, community: str, person: PersonRef, locale: str) -> None:
        """Keep the language of an account, of which there is one."""
        await self.forget_language(tx, person)
        await tx.execute(tables.SPEAK, community=community, person=person.key, locale=locale)

    async def forget_language(self, tx: Tx, person: PersonRef) -> int:
        """Forget the language of an account; return how many rows went."""
        return await tx.execute(tables.FORGET_LANGUAGE, person=person.key)


def _house(row: Row) -> House:
    return House(row["platform"], row["tenant"])


def _at(house: House) -> dict[str, str]:
    return {"platform": house.platform, "tenant": house.tenant}


def _grant(grant: Grant) -> dict[str, str]:
    return {**_at(grant.house), "role": grant.role.value, "held_by": grant.group}


def _tuned(row: Row) -> Tuned:
    return Tuned(
        locale=row["locale"],
        zone=row["zone"],
        days=frozenset(day for day in range(7) if row["days"] >> day & 1),
        opens=_time(row["opens"]),
        closes=_time(row["closes"]),
    )


def _minutes(at: time) -> int:
    return at.hour * _HOUR + at.minute


def _time(minutes: int) -> time:
    return time(minutes // _HOUR, minutes % _HOUR)
