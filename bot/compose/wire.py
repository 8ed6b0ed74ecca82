"""One step per feature: reading it is reading the bot."""

from __future__ import annotations

from functools import partial

from bot.compose.app import Ground
from bot.compose.calm import wire_calm
from bot.compose.erasing import keep_erasures
from bot.compose.features import Features
from bot.compose.feedback import wire_feedback
from bot.compose.forums import wire_forums
from bot.compose.help import wire_help
from bot.compose.leaving import watch_homes
from bot.compose.on_discord import keep_meetings
from bot.compose.posts import follow_feeds, wire_posts
from bot.compose.questions import question_desk, wire_questions
from bot.compose.troubles import wire_troubles
from bot.core.groups import answer_first_words
from bot.features.privacy import handlers as privacy, jobs as privacy_jobs
from bot.features.privacy.model import NoticesFile, Terms
from bot.features.privacy.personal_data import PrivacyData
from bot.features.privacy.service import DataDesk
from bot.features.questions import jobs as question_jobs, learning
from bot.features.questions.retention import QuestionRetention
from bot.features.safety import jobs as safety_jobs
from bot.features.team import handlers as team
from bot.features.team.personal_data import TeamData
from bot.features.team.service import SetUp
from bot.settings import Retention
from bot.storage.erasures import PURPOSE, person_mark


def wire(on: Ground) -> Features:
    """Give every feature what it needs, and have it list what people can do with it."""
    pages, gate = wire_help(on)  # help comes first: it answers before anything else does
    set_up = SetUp(
        store=on.store,
        clock=on.clock,
        team=on.directory,
        key=on.vault.key("team.second"),
        channels=on.channels,
        groups=on.groups,
    )
    team.register(on.routes, set_up)
    desk = question_desk(on, gate, pages)
    # Of those who listen to plain words the first that knows an answer gives it: forums know
    # little and are sure of it, questions take whatever is left.
    board, forums = wire_forums(on, desk.reading)
    keep_meetings(on)
    shelf, ratings = wire_posts(on, gate)
    feedback, notes = wire_feedback(on, gate)
    questions = wire_questions(on, desk)
    calm = wire_calm(on, gate)
    wire_troubles(on)
    data = DataDesk(
        store=on.store,
        clock=on.clock,
        directory=on.directory,
        # Who left is forgotten last, when all else about them is gone.
        holders=(questions, notes, ratings, forums, TeamData(on.directory), PrivacyData(on.store)),
        mark=partial(person_mark, on.vault.key(PURPOSE)),
        perishables=(
            notes,
            forums,
            calm,
            QuestionRetention(archive=desk.archive),
            *(() if on.slack is None else (on.slack.installs,)),
        ),
        terms=_terms(on.settings.retention),
    )
    notices = on.settings.load_content("notices.yaml", NoticesFile)
    privacy.register(on.routes, data, directory=on.directory, numbers=pages, notices=notices)
    privacy_jobs.register(on.courier, data, directory=on.directory, traces=on.store)
    answer_first_words(on.routes)
    keep_erasures(on)
    watch_homes(on, data)
    return Features(
        questions=desk.reading,
        shelf=shelf,
        board=board,
        feedback=feedback,
        data=data,
        own=questions,
    )


async def begin(on: Ground) -> None:
    """Do what is done at every start: put up the notices, plan the night, follow the feeds."""
    await safety_jobs.put_up(on.store, on.directory)
    await privacy_jobs.begin(on.store, on.clock, on.directory)
    await question_jobs.begin(on.store, on.clock, on.directory)
    if on.meaning is not None:
        await learning.begin(on.store, on.directory)
    await follow_feeds(on)


def _terms(kept: Retention) -> Terms:
    return Terms(
        sealed_address=kept.sealed_address_days_after_close,
        declined_text=kept.declined_text_days,
        replaced_text=kept.replaced_text_days,
        sign_up_list=kept.sign_up_list_days,
        left_member=kept.left_member_days,
        backup=kept.backup_days,
    )
