"""Refusals that the person in front of us can be told, each with a code and a sentence."""

from __future__ import annotations

from typing import ClassVar


class DialogueError(Exception):
    """Something the person in front of us can be told.

    ``code`` is stable for logs and tests, and names the sentence ``errors.<code>`` in every
    catalogue. Anything that is *not* a ``DialogueError`` is our fault: logged without any words
    of a person, shown as an incident number.
    """

    code: ClassVar[str] = "unexpected"

    def __init__(self, **facts: str | int) -> None:
        """Keep the facts that the sentence needs; never the words of a resident."""
        self.facts = facts
        super().__init__(f"{self.code} {facts}" if facts else self.code)


class OddText(DialogueError):
    """The text holds characters that no keyboard types (NUL, control, half a character)."""

    code = "odd_text"


class TooLong(DialogueError):
    """More characters than fit. Facts: ``at_most``, ``length``."""

    code = "too_long"


class TooShort(DialogueError):
    """Fewer characters than needed. Facts: ``at_least``."""

    code = "too_short"


class Missing(TooShort):
    """Nothing was written where something is needed."""

    code = "needed"


class NotForYou(DialogueError):
    """The person lacks the role. Facts: ``role``, the role that is needed."""

    code = "not_for_you"


class ConflictingRoles(DialogueError):
    """One person holds roles that must not meet (liaison with organizer or verifier)."""

    code = "conflicting_roles"


class NotFound(DialogueError):
    """No such thing in this community, or not for this person to see. Never says which."""

    code = "not_found"


class MovedOn(DialogueError):
    """Somebody else changed it first: what the button showed is no longer so."""

    code = "moved_on"


class StaleButton(DialogueError):
    """The button was not made by us for this community and thing, or is of an old version."""

    code = "stale_button"


class SeenBefore(DialogueError):
    """This very gesture was already carried out; nothing was done twice."""

    code = "seen_before"


class TooFast(DialogueError):
    """A limit was reached. The sentence says that one exists and nothing else."""

    code = "too_fast"


class NotSetUp(DialogueError):
    """This server or workspace does not belong to a community yet."""

    code = "not_set_up"


class NotSaved(DialogueError):
    """The database could not keep it. The words go back to the person."""

    code = "not_saved"


class SetupError(Exception):
    """A setting, file or surrounding is wrong; the program stops with exit status 2.

    The message is one sentence for the operator that names the file or key and the fix.
    """
