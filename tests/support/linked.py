"""One community on both platforms."""

import re
from typing import Final

from bot.core.people import Role
from tests.support.discord.whole import Server, plain
from tests.support.slack.whole import Office

_PURPOSES: Final = ("posts", "questions", "queue", "triage", "forums", "feedback")


async def link(discord: Server, slack: Office) -> None:
    """Bring the workspace into the server's community, with a code from its organizer."""
    olu = discord.someone("olu", Role.ORGANIZER)
    ada = slack.someone("ada", admin=True)
    told = await olu.presses(await olu.calls(discord.hall, "setup"), "Make a link code")
    code = re.search(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){3}", plain(told.text))
    assert code is not None
    asked = await ada.presses(await ada.calls(slack.hall, "setup"), "I have a link code")
    joined = await ada.submits(asked, code=code[0])
    assert "Connected" in joined.text
    for purpose in _PURPOSES:
        chosen = await ada.chooses(await ada.calls(slack.hall, "setup"), purpose, 0)
        await ada.chooses(chosen, slack.channels[purpose].id)
    for role in (Role.LIAISON, Role.PANEL, Role.VERIFIER, Role.ORGANIZER):
        chosen = await ada.chooses(await ada.calls(slack.hall, "setup"), role.value, 1)
        await ada.chooses(chosen, slack.groups[role])
