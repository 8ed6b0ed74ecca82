"""What a forum says no to. Each has a sentence in every language."""

from __future__ import annotations

from bot.core.errors import DialogueError


class NotReady(DialogueError):
    """Time, place or a host is not known yet: nobody is told half a plan."""

    code = "forum_not_ready"


class SignUpOver(DialogueError):
    """It has begun, is over, was cancelled or waits for a new date."""

    code = "forum_sign_up_over"


class NotOpen(DialogueError):
    """It cannot do that where it stands now."""

    code = "forum_not_open"


class NotYet(DialogueError):
    """It has not begun, so it cannot be closed."""

    code = "forum_not_yet"


class TooEarly(DialogueError):
    """A forum starts within the hour before its time, not days before."""

    code = "forum_too_early"


class NothingAgreed(DialogueError):
    """A forum cannot close silently: record what was promised, or say that nothing was."""

    code = "forum_nothing_agreed"


class Agreed(DialogueError):
    """Commitments are recorded, so "none agreed" would not be true."""

    code = "forum_agreed"


class EnoughCommitments(DialogueError):
    """One forum keeps a handful of promises. Facts: ``at_most``."""

    code = "forum_commitments"


class EnoughItems(DialogueError):
    """One person adds a few items, so that all come up. Facts: ``at_most``."""

    code = "forum_items"


class AgendaClosed(DialogueError):
    """The agenda opens two weeks before the forum and closes with it."""

    code = "forum_agenda_closed"


class DueOver(DialogueError):
    """A promise is due on a day to come, within two years."""

    code = "forum_due"


class NotThere(DialogueError):
    """One says *I am here* while the forum takes place."""

    code = "forum_not_there"


class SummaryFirst(DialogueError):
    """Before looking back, people read what was said: the summary is not published yet."""

    code = "forum_summary_first"


class BadCapacity(DialogueError):
    """Not a number of places. Facts: ``at_most``."""

    code = "forum_capacity"
