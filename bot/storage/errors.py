"""What can go wrong with the store that is our own fault, each said in a sentence.

None of these is a :class:`bot.core.errors.DialogueError`: whoever stands in front of us can do
nothing about them. What a person can be told (``NotSaved``, ``SeenBefore``, ``OddText``) comes
from :mod:`bot.core.errors`.
"""

from __future__ import annotations


class StrayAwait(Exception):
    """A unit of work waited for something other than its transaction.

    It would have held the one writer for as long as that takes, so it is undone instead.
    """

    def __init__(self) -> None:
        """Say what is allowed."""
        super().__init__("a unit of work may await nothing but its transaction")


class UnitOver(Exception):
    """A transaction was used after its unit of work had ended."""

    def __init__(self) -> None:
        """Say what is not allowed."""
        super().__init__("a transaction cannot be used after its unit of work")


class WroteWhileReading(Exception):
    """A unit given to ``Store.read`` tried to change something."""

    def __init__(self) -> None:
        """Say which way leads to a write."""
        super().__init__("a unit that changes something is given to Store.write")


class RowRefused(Exception):
    """A constraint of the schema refused a row: a key that exists, a value that is missing."""

    def __init__(self) -> None:
        """Never quote the engine: its message may name values of the row."""
        super().__init__("a constraint of the schema refused the row")


class ValueUnfit(Exception):
    """No column can hold this value: a number beyond 64 bits, or an unknown type."""

    def __init__(self) -> None:
        """Never quote the value."""
        super().__init__("a value fits no column: whole numbers have 64 bits at most")


class Gone(Exception):
    """The key of a sealed value was erased: nobody can read the value any more."""

    def __init__(self) -> None:
        """Name nothing: what is gone is gone."""
        super().__init__("the key of this sealed value was erased")


class Tampered(Exception):
    """A sealed value was altered, or stands where it does not belong."""

    def __init__(self) -> None:
        """Name nothing of the value."""
        super().__init__("a sealed value was altered or belongs to another subject")
