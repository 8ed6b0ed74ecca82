"""One community on both platforms."""

import re

from bot.core.people import Role
from tests.support.discord.whole import Server, plain
from tests.support.slack.whole import Office


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
    await slack.chooses_all(ada)
