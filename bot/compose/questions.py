"""Questions and their answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bot.compose.app import Ground
from bot.core.errors import NotFound
from bot.core.ports import Gate
from bot.features.questions import handlers, holders, jobs
from bot.features.questions.archive import Archive
from bot.features.questions.content import AnswerTemplates, FaqFile
from bot.features.questions.edge import Edge
from bot.features.questions.faq import Faq
from bot.features.questions.handlers.front import Front
from bot.features.questions.personal_data import QuestionData
from bot.features.questions.rules import Rules
from bot.features.safety.pages import Pages
from bot.features.team.standing import Standing
from bot.settings import CommunityFile, Retention, Settings
from bot.storage.search import Search


def question_desk(on: Ground, gate: Gate, pages: Pages) -> Front:
    """Put the services of questions together; nobody can reach them yet."""
    archive = Archive(
        store=on.store,
        clock=on.clock,
        vault=on.vault,
        directory=on.directory,
        anonymity=on.directory,
        rules=question_rules(on.settings),
        meaning=on.meaning,
    )
    return Front(
        archive=archive,
        edge=Edge(on.clock, on.vault),
        gate=gate,
        kept=on.kept,
        faq=_faq(on.settings, pages),
        templates=on.settings.load_content("answer_templates.yaml", AnswerTemplates),
        search=Search(on.store),
    )


def question_rules(settings: Settings) -> Callable[[str], Rules]:
    """Return how each community handles its questions."""
    every = {file.community.id: _rules(file, settings.retention) for file in settings.communities}

    def rules(community: str) -> Rules:
        if community not in every:
            raise NotFound
        return every[community]

    return rules


def wire_questions(on: Ground, front: Front) -> QuestionData:
    """Let questions be asked, answered, and read."""
    handlers.register(on.routes, front)
    jobs.register(on.courier, on.display, front.archive, on.platforms, front.gate)
    standing = Standing(team=on.directory, members=on.members)
    holders.register(on.courier, on.facts, front.archive, standing)
    return QuestionData(archive=front.archive)


def _rules(file: CommunityFile, retention: Retention) -> Rules:
    set_ = file.questions
    return Rules(
        release_every=timedelta(minutes=set_.release_minutes),
        target=timedelta(hours=set_.answer_working_hours),
        lease=timedelta(hours=set_.claim_hours),
        load=set_.held_at_once,
        second_reader=set_.second_reader,
        closes_after=timedelta(days=set_.close_after_days),
        address_after=timedelta(days=retention.sealed_address_days_after_close),
        panel_for=timedelta(days=set_.panel_days),
    )


def _faq(settings: Settings, pages: Pages) -> Callable[[str], Faq]:
    """Return each community's own FAQ: one pack, filled with the facts of each."""
    pack = settings.load_content("faq.yaml", FaqFile)
    every = {
        file.community.id: Faq(pack.filled(partial(_facts, file, settings.retention, pages)))
        for file in settings.communities
    }

    def faq(community: str) -> Faq:
        if community not in every:
            raise NotFound
        return every[community]

    return faq


def _facts(
    file: CommunityFile, retention: Retention, pages: Pages, language: str
) -> dict[str, str]:
    """Return what the pages of the FAQ leave to the community to say, in one language."""
    return {
        "host": file.community.run_by,
        "answer_hours": str(file.questions.answer_working_hours),
        "triage_hours": str(file.questions.answer_working_hours),
        "backup_days": str(retention.backup_days),
        "emergency_number": pages.emergency(file.community.country, language),
    }
