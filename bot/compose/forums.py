"""Forums."""

from __future__ import annotations

from bot.compose.app import Ground
from bot.features.forums import handlers, jobs
from bot.features.forums.closing import Closing
from bot.features.forums.content import FormatsFile
from bot.features.forums.personal_data import ForumData
from bot.features.forums.reading import Board
from bot.features.forums.service import ForumDesk
from bot.features.forums.signups import SignUps
from bot.features.questions.service.reading import Reading


def wire_forums(on: Ground, reading: Reading) -> tuple[Board, ForumData]:
    """Let forums be planned, held, and looked back on."""
    formats = on.settings.load_content("forum_formats.yaml", FormatsFile).by_id()
    sign_ups = SignUps(store=on.store, clock=on.clock)
    board = Board(
        store=on.store,
        clock=on.clock,
        directory=on.directory,
        questions=reading,
        formats=formats,
    )
    shown = on.settings.community  # the one that the site shows
    house = handlers.House(
        desk=ForumDesk(store=on.store, clock=on.clock, directory=on.directory),
        sign_ups=sign_ups,
        closing=Closing(store=on.store, clock=on.clock),
        board=board,
        formats=formats,
        sites={shown.community.id: shown.site.address},
    )
    handlers.register(on.routes, house)
    jobs.register(on.courier, on.facts, on.display, house, store=on.store, clock=on.clock)
    days = on.settings.retention.sign_up_list_days
    return board, ForumData(store=on.store, sign_ups=sign_ups, keep_days=days)
