"""What an operator discloses, exports, erases and writes out."""

import csv
import signal
import stat
import urllib.error
import urllib.request

import pytest

from bot.compose import disclosure, operator
from bot.compose.upkeep import sweep_keys
from bot.core.errors import SetupError
from bot.core.people import Role
from tests.support.program import CANARY, Program, read, stopped
from tests.support.questions import ASKED, archive_of, desk_of
from tests.support.town import open_town


async def test_what_is_held_about_a_question_leads_to_nobody(program: Program) -> None:
    async with open_town(program.data) as town:
        maya = town.someone("maya")
        await maya.says("/ask")
        await maya.fills(words=f"Why were there patrols at {CANARY}?").sends()
        while maya.sees_button("questions.still") or maya.sees_button("questions.send"):
            await maya.presses(
                "questions.still" if maya.sees_button("questions.still") else "questions.send"
            )
        await town.clock.move(hours=1)
        await town.someone("claire", Role.ORGANIZER).goes_to("triage").presses("questions.approve")
        await town.settles()

    found = await disclosure.disclose(program.settings, 1)

    tables = {row.table for row in found}
    assert {"question", "question_text", "audit"} <= tables
    shown = repr([row.columns for row in found])
    assert "maya" not in shown
    assert CANARY not in shown


async def test_there_is_nothing_to_disclose_about_what_was_never_asked(program: Program) -> None:
    async with open_town(program.data):
        pass

    with pytest.raises(SetupError, match="There is no question 7 in riverbend"):
        await disclosure.disclose(program.settings, 7)


async def test_everything_public_can_be_exported(program: Program) -> None:
    async with open_town(program.data) as town:
        claire = town.someone("claire", Role.ORGANIZER)
        await claire.says("/post share What de-escalation means")
        await claire.presses("posts.approve")
        await claire.fills().sends()
        await town.settles()

    public = await operator.export(program.settings, "fr")

    assert [post["title"] for post in public["posts"]] == ["What de-escalation means"]
    assert public["community"]["name"] == "Riverbend"


async def test_the_operator_erases_a_person_who_cannot_do_it_themselves(program: Program) -> None:
    async with open_town(program.data) as town:
        await town.someone("maya").says("/language fr")

    first = await operator.erase(program.settings, "town::maya")
    again = await operator.erase(program.settings, "town::maya")

    assert [erased.count for erased in first["riverbend"].gone] == [1]
    assert again["riverbend"].gone == ()


async def test_the_operator_writes_feedback_for_a_spreadsheet(program: Program) -> None:
    async with open_town(program.data) as town:
        maya = town.someone("maya")
        await maya.says("/feedback")
        await maya.fills(kind="idea", about="forum", words='=1+1, "quoted"\nand more').sends()
    target = program.data.parent / "feedback.csv"

    done = program.does("export", "--feedback", str(target))

    with target.open(newline="") as file:
        head, note = csv.reader(file)
    assert done.stdout == ""
    assert dict(zip(head, note, strict=True))["words"] == '\'=1+1, "quoted"\nand more'
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("command", [("export",), ("disclose", "1")])
def test_a_community_that_nobody_knows_is_refused(
    program: Program, command: tuple[str, ...]
) -> None:
    program.has_a_database()

    sentence = program.refuses(*command, "--community", "atlantis")

    assert "there are: riverbend" in sentence


@pytest.mark.parametrize("person", ["maya", "", "a:b", "town"])
async def test_a_person_is_named_in_full(program: Program, person: str) -> None:
    with pytest.raises(SetupError, match="names nobody"):
        await operator.erase(program.settings, person)


def test_nobody_is_erased_without_a_yes(program: Program) -> None:
    program.has_a_database()

    done = program.does("erase", "town::maya", typed="n\n")

    assert done.returncode != 0
    assert "nothing was held" not in done.stdout


def test_credentials_of_platforms_are_never_shown(program: Program) -> None:
    nowhere = "http://127.0.0.1:9/"

    with program.running(DISCORD_TOKEN=CANARY, DISCORD_API_URL=nowhere) as (process, site):
        assert CANARY not in read(f"{site}metrics")
        assert "/town" not in read(site)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            read(f"{site}town/")
        process.send_signal(signal.SIGTERM)
        status, _, said = stopped(process)

    assert status == 0
    assert CANARY not in said


async def test_a_start_erases_the_keys_that_nothing_needs_and_no_other(program: Program) -> None:
    async with open_town(program.data) as town:
        desk = desk_of(town)
        await desk.reaches_queue()
    async with open_town(program.data) as town:
        swept = await sweep_keys(town.app)
        again = await sweep_keys(town.app)
        desk = desk_of(town)
        question = await town.app.features.questions.waiting("riverbend")
        words = await archive_of(desk).whole("riverbend", question[0].id)

    assert swept > 0
    assert again == 0
    assert words.asked == ASKED


async def test_what_a_platform_lost_is_drawn_again_after_a_start(program: Program) -> None:
    async with open_town(program.data) as town:
        await desk_of(town).gets_answer()
    async with open_town(program.data) as town:
        lost = town.channel("questions").cards
        await town.app.display.redraw_all("riverbend")
        await town.settles()
        drawn = town.channel("questions").text

    assert lost == ()
    assert ASKED in drawn
