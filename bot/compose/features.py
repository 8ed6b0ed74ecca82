"""What the features offer besides their routes: to the site, the command line and each other."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.feedback.service import FeedbackDesk
from bot.features.forums.reading import Board
from bot.features.posts.shelf import Shelf
from bot.features.privacy.service import DataDesk
from bot.features.questions.personal_data import QuestionData
from bot.features.questions.service.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """The public reading rooms, the desk for personal data, and what questions hold."""

    questions: Reading
    shelf: Shelf
    board: Board
    feedback: FeedbackDesk
    data: DataDesk
    own: QuestionData
