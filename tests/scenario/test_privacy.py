"""What is held about a person: shown, and erased when they say so or have been gone long enough."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.compose.erasing import accounts_in
from bot.compose.wire import begin
from bot.core.cards import Card, Note, Paragraph
from bot.core.people import Role
from bot.core.text import Verbatim, say
from bot.features.privacy.model import Terms
from bot.features.privacy.store import PrivacyTables
from bot.features.privacy.views import ask_card, held_card, privacy_card
from tests.support.someone import Someone
from tests.support.town import Town


async def who_chose(town: Town, user: str = "maya") -> Someone:
    """Return a person about whom one thing is held."""
    someone = town.someone(user)
    await someone.says("/language en")
    assert await town.app.directory.locale(someone.person) == "en"
    return someone


async def counted(town: Town) -> list[tuple[date, str, int]]:
    """Return the deletion log."""
    return list(await town.app.store.read(lambda tx: PrivacyTables().counted(tx, "riverbend")))


async def test_someone_about_whom_nothing_is_held_is_told_so(town: Town) -> None:
    maya = town.someone("maya")
    assert await maya.says("/mydata export") == held_card([], 0)
    assert maya.sees("Nothing is held about you.")


async def test_someone_sees_all_that_is_held_about_them_and_only_they_do(town: Town) -> None:
    maya, theo = await who_chose(town), town.someone("theo")

    await maya.says("/mydata export")

    assert maya.sees("Your language: English")
    assert not theo.sees("Your language")
    assert await theo.says("/mydata export") == held_card([], 0)


async def test_deleting_asks_once_and_then_erases_at_once(town: Town) -> None:
    maya = await who_chose(town)
    assert await maya.says("/mydata delete") == ask_card()
    assert await town.app.directory.locale(maya.person) == "en"

    done = await maya.presses("Yes, erase everything")

    assert isinstance(done, Card)
    assert maya.reads(done).splitlines()[1] == (
        "Done. Erased: 1 choice of language. Nothing that leads to you stays but a coded mark, "
        "so that no backup brings you back. It goes with the last backup, on December 24, 2026."
    )
    assert await town.app.directory.locale(maya.person) is None
    assert await maya.says("/mydata export") == held_card([], 0)
    assert await counted(town) == [(date(2026, 11, 24), "team.erased.language", 1)]


async def test_someone_who_changes_their_mind_keeps_everything(town: Town) -> None:
    maya = await who_chose(town)
    await maya.says("/mydata delete")
    await maya.presses("No, keep it")
    assert await town.app.directory.locale(maya.person) == "en"
    assert await counted(town) == []


async def test_deleting_twice_finds_nothing_the_second_time(town: Town) -> None:
    maya = await who_chose(town)
    await maya.says("/mydata delete")
    await maya.presses("Yes, erase everything")

    await maya.says("/mydata delete")
    done = await maya.presses("Yes, erase everything")

    assert isinstance(done, Card)
    assert done.body == (Paragraph(say("privacy.done.nothing")),)


@pytest.mark.parametrize(
    "roles", [(), (Role.LIAISON,), (Role.ORGANIZER,), (Role.LIAISON, Role.ORGANIZER)]
)
async def test_everyone_can_delete_whatever_they_are(town: Town, roles: tuple[Role, ...]) -> None:
    someone = town.someone("ruth", *roles)
    await someone.says("/language en")
    await someone.says("/mydata delete")
    done = await someone.presses("Yes, erase everything")
    assert isinstance(done, Card)
    assert done.title == say("privacy.done.title")


async def test_in_the_evening_the_last_copy_goes_on_a_day_of_the_place(town: Town) -> None:
    maya = await who_chose(town)
    await town.clock.move(hours=11)
    assert town.clock.now().date() == date(2026, 11, 25), "it is tomorrow in Greenwich"
    await maya.says("/mydata delete")

    await maya.presses("Yes, erase everything")

    assert maya.sees("with the last backup, on December 24, 2026.")


async def test_one_persons_deletion_leaves_the_others_alone(town: Town) -> None:
    maya, theo = await who_chose(town), await who_chose(town, "theo")
    await maya.says("/mydata delete")
    await maya.presses("Yes, erase everything")
    assert await town.app.directory.locale(theo.person) == "en"


async def test_after_a_deletion_no_trace_of_the_account_is_in_any_file(
    town: Town, tmp_path: Path
) -> None:
    def traces() -> dict[str, int]:
        files = [f for f in (tmp_path / "data").rglob("*") if f.is_file()]
        found = {f.name: f.read_bytes().count(b"zebulon-canary") for f in files}
        return {name: n for name, n in found.items() if n}

    someone = await who_chose(town, "zebulon-canary")
    assert traces()
    await someone.says("/mydata delete")
    await someone.presses("Yes, erase everything")
    assert traces(), "the log of the database still has it until the next job"

    await town.settles()

    assert traces() == {}


async def test_what_is_held_is_erased_a_month_after_someone_leaves(town: Town) -> None:
    maya = await who_chose(town)
    await begin(town.app)
    await town.app.features.data.on_leave("riverbend", [maya.person])
    await maya.says("/mydata export")
    assert maya.sees("All of this is erased on: December 24, 2026")

    await town.clock.move(days=29)
    assert await town.app.directory.locale(maya.person) == "en"
    await town.clock.move(days=2)

    assert await town.app.directory.locale(maya.person) is None
    assert await maya.says("/mydata export") == held_card([], 0)
    assert [n for _, what, n in await counted(town) if what == "team.erased.language"] == [1]


async def test_someone_who_comes_back_in_time_keeps_everything(town: Town) -> None:
    maya = await who_chose(town)
    await begin(town.app)
    await town.app.features.data.on_leave("riverbend", [maya.person])
    await town.clock.move(days=20)
    await town.app.features.data.on_return("riverbend", "town", "")
    await town.clock.move(days=40)
    assert await town.app.directory.locale(maya.person) == "en"


async def test_of_a_place_that_is_left_only_those_are_noted_about_whom_something_is_held(
    town: Town,
) -> None:
    maya, theo = await who_chose(town), town.someone("theo")
    data, there = town.app.features.data, PrivacyTables()
    await data.on_leave("riverbend", await accounts_in(town.app.store, "riverbend", "town:"))

    async def day_of(someone: Someone) -> date | None:
        return await town.app.store.read(
            lambda tx: there.erase_on(tx, "riverbend", someone.person)
        )

    assert (await day_of(maya), await day_of(theo)) == (date(2026, 12, 24), None)
    assert await accounts_in(town.app.store, "elsewhere", "town:") == set()


async def test_the_night_comes_every_night_and_once(town: Town) -> None:
    await begin(town.app)
    await begin(town.app)
    await town.settles()
    first = await town.app.outbox.next_due()
    await town.clock.move(days=3)
    last = await town.app.outbox.next_due()
    assert first is not None
    assert last is not None
    assert last - first == timedelta(days=3)


async def test_privacy_says_who_sees_what_with_the_number_to_call(town: Town) -> None:
    maya, theo = town.someone("maya"), town.someone("theo", locale="fr")
    assert await maya.says("/privacy") == privacy_card("town", "911", Terms(), minimum_age=16)
    await theo.says("/privacy")
    assert theo.sees("ne verront pas votre nom")
    assert theo.sees("30 jours")


async def test_the_privacy_card_leads_to_both_rights(town: Town) -> None:
    maya = await who_chose(town)
    await maya.says("/privacy")
    await maya.presses("Show what is held about me")
    assert maya.sees("Your language")
    assert await maya.presses("Delete my data") == ask_card()


async def test_nothing_that_is_private_is_ever_shown_to_all(town: Town) -> None:
    maya = await who_chose(town)
    for line in ("/mydata export", "/mydata delete", "/privacy"):
        await maya.says(line)
    assert town.channel("general").cards == ()
    notes = [b.line for c in maya.private for b in c.body if isinstance(b, Note)]
    assert not any(isinstance(line, Verbatim) for line in notes)
