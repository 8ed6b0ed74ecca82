"""What a question, or the one who asked it, says no to. Each has a sentence in every language."""

from __future__ import annotations

from bot.core.errors import DialogueError


class AlreadyClaimed(DialogueError):
    """Another liaison holds it. Facts: ``number``."""

    code = "question_taken"


class NotYours(DialogueError):
    """Only the liaison who holds it may do this."""

    code = "question_not_yours"


class LoadReached(DialogueError):
    """The liaison holds as many questions as one person should. Facts: ``at_most``."""

    code = "question_load"


class OwnQuestion(DialogueError):
    """Nobody answers, approves or decides on the question that they asked under their name."""

    code = "question_own"


class Recused(DialogueError):
    """This liaison said that they should not answer this one."""

    code = "question_recused"


class SecondReaderNeeded(DialogueError):
    """Two liaisons read an answer here before it is published."""

    code = "question_second_reader"


class AnswerIncomplete(DialogueError):
    """One of the three parts is empty, or a blank of the template was left in it."""

    code = "question_answer_incomplete"


class DraftedBefore(DialogueError):
    """This very form was taken already; what it led to may not have reached the asker."""

    code = "question_drafted"


class DraftGone(DialogueError):
    """The draft was sent, changed or is older than an hour."""

    code = "question_draft_gone"


class ReceiptUnknown(DialogueError):
    """No question here has this receipt. The sentence is the same for every reason."""

    code = "question_receipt_unknown"


class ReceiptAgain(DialogueError):
    """The card was open for too long: its receipt is no longer in memory."""

    code = "question_receipt_again"


class NoMoreFollowUps(DialogueError):
    """Two follow-ups were asked already. Facts: ``at_most``."""

    code = "question_follow_ups"


class VotedAlready(DialogueError):
    """One person, one vote."""

    code = "question_voted"


class NotOffered(DialogueError):
    """This community does not offer this way of asking."""

    code = "question_not_offered"


class ReviewDayNeeded(DialogueError):
    """A day to look at it again is needed, later than today and within a year."""

    code = "question_review_day"


class MergeWithItself(DialogueError):
    """A question is merged into another one that is still on its way or answered."""

    code = "question_merge"


class PanelClosed(DialogueError):
    """The days in which the panel may add perspectives are over. Facts: ``days``."""

    code = "question_panel_closed"


class AuthorForgotten(DialogueError):
    """What would be needed to mute this author was never written down and is gone."""

    code = "question_author_forgotten"
