"""Keyed hashes and staff marks as rows: votes, follows, mutes, recusals, quiet hours."""

from __future__ import annotations

from datetime import date

from bot.core.people import PersonRef
from bot.core.ports import Tx
from bot.features.questions import tables, voice_tables
from bot.features.questions.rules import Quiet
from bot.storage.vault import Sealed


class Voices:
    """Votes and follows. Each token is of one person for one question and tells nothing more."""

    async def vote(self, tx: Tx, community: str, question: str, voter: bytes) -> bool:
        """Keep a vote; ``False`` when it stands already."""
        kept = await tx.execute(
            voice_tables.VOTE, community=community, question=question, voter=voter
        )
        return kept == 1

    async def unvote(self, tx: Tx, community: str, question: str, voter: bytes) -> bool:
        """Remove a vote; ``False`` when there is none."""
        key = {"community": community, "question": question}
        return await tx.execute(voice_tables.UNVOTE, **key, voter=voter) == 1

    async def voted(self, tx: Tx, community: str, question: str, voter: bytes) -> bool:
        """Whether this vote stands."""
        key = {"community": community, "question": question}
        return await tx.one(voice_tables.VOTED, **key, voter=voter) is not None

    async def voted_for(self, tx: Tx, community: str) -> list[str]:
        """Return every question that has a vote."""
        return [
            row["question"] for row in await tx.all(voice_tables.VOTED_FOR, community=community)
        ]

    async def merged_into(self, tx: Tx, community: str, question: str) -> list[str]:
        """Return the questions that were merged into this one, and into those: all count for it."""
        rows = await tx.all(tables.MERGED_INTO, community=community, id=question)
        return [row["id"] for row in rows]

    async def follow(
        self, tx: Tx, community: str, question: str, follower: bytes, address: Sealed
    ) -> bool:
        """Keep a sealed address; ``False`` when this person follows already."""
        kept = await tx.execute(
            voice_tables.FOLLOW,
            community=community,
            question=question,
            follower=follower,
            dek=address.dek,
            address=address.blob,
        )
        return kept == 1

    async def unfollow(self, tx: Tx, community: str, question: str, follower: bytes) -> str | None:
        """Remove a sealed address; return its key's id, which is to be erased."""
        key = {"community": community, "question": question}
        row = await tx.one(voice_tables.UNFOLLOW, **key, follower=follower)
        return None if row is None else str(row["dek"])

    async def followed(self, tx: Tx, community: str) -> list[str]:
        """Return every question that somebody follows."""
        return [
            row["question"] for row in await tx.all(voice_tables.FOLLOWED, community=community)
        ]

    async def follows(self, tx: Tx, community: str, question: str, follower: bytes) -> bool:
        """Whether this person follows."""
        key = {"community": community, "question": question}
        return await tx.one(voice_tables.FOLLOWS, **key, follower=follower) is not None


class Marks:
    """Who is muted, by a token; which liaison stepped aside from what, and sleeps when."""

    async def mute(self, tx: Tx, community: str, muted: bytes, until: date) -> None:
        """Mute a token up to and including a day."""
        await tx.execute(
            voice_tables.MUTE, community=community, muted=muted, until=until.isoformat()
        )

    async def muted(self, tx: Tx, community: str, token: bytes, today: date) -> bool:
        """Whether this token is muted today."""
        row = await tx.one(
            voice_tables.MUTED, community=community, muted=token, today=today.isoformat()
        )
        return row is not None

    async def recuse(self, tx: Tx, community: str, question: str, liaison: PersonRef) -> None:
        """Note that this liaison should not answer."""
        key = {"community": community, "question": question}
        await tx.execute(voice_tables.RECUSE, **key, said_by=liaison.key)

    async def recused(self, tx: Tx, community: str, question: str, liaison: PersonRef) -> bool:
        """Whether this liaison stepped aside."""
        key = {"community": community, "question": question}
        return await tx.one(voice_tables.RECUSED, **key, said_by=liaison.key) is not None

    async def set_quiet(self, tx: Tx, community: str, liaison: PersonRef, quiet: Quiet) -> None:
        """Keep the hours in which a liaison is not pinged."""
        await tx.execute(
            voice_tables.SET_QUIET_HOURS,
            community=community,
            said_by=liaison.key,
            quiet_from=quiet.starts,
            quiet_until=quiet.ends,
        )

    async def quiet(self, tx: Tx, community: str, liaison: PersonRef) -> Quiet:
        """Return the hours in which a liaison is not pinged: their own, or everyone's."""
        key = {"community": community, "said_by": liaison.key}
        row = await tx.one(voice_tables.QUIET_HOURS, **key)
        if row is None:
            return Quiet()
        return Quiet(starts=row["quiet_from"], ends=row["quiet_until"])
