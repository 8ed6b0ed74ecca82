"""Help, as people find it: at once, in private, and when nothing else works."""

import sqlite3
from pathlib import Path

import pytest

from bot.compose.wire import begin
from bot.core.cards import Card, Facts, Tone
from bot.core.people import Role
from bot.core.places import Purpose
from bot.core.text import Verbatim, say
from bot.features.safety.content import CrisisFile, visible
from bot.features.safety.views import TOPICS, crisis_card, near_card
from bot.settings.files import read_yaml
from tests.support.gallery.safety import CONTENT, PAGES
from tests.support.town import Town

HOSTILE = [
    "",
    "x" * 500,
    "a\0b",
    "\u202eetirw",
    "@everyone",
    "<!channel>",
    "[x](javascript:alert(1))",
]


async def test_someone_who_asks_for_help_in_a_crisis_sees_the_emergency_number_first(
    town: Town,
) -> None:
    maya = town.someone("maya")

    shown = await maya.says("/help crisis")

    assert shown == crisis_card(PAGES, "CA", "en")
    assert maya.private == (shown,)
    facts = next(b for b in crisis_card(PAGES, "CA", "en").body if isinstance(b, Facts))
    assert facts.rows[0] == (say("safety.crisis.emergency"), Verbatim("911"))


async def test_help_in_a_crisis_comes_in_french(town: Town) -> None:
    theo = town.someone("theo", locale="fr")

    await theo.says("/help crise")

    assert theo.sees("Urgence\u00a0: appelez le: 911")
    assert theo.sees("Appelez ou textez le 988")


async def test_help_in_a_crisis_comes_while_the_database_is_locked(
    town: Town, tmp_path: Path
) -> None:
    maya = town.someone("maya")
    (file,) = (tmp_path / "data").glob("*.sqlite")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        shown = await maya.says("/help crisis")
    finally:
        other.execute("ROLLBACK")
        other.close()

    assert shown == crisis_card(PAGES, "CA", "en")


async def test_help_in_a_crisis_comes_when_the_database_is_gone(
    town: Town, tmp_path: Path
) -> None:
    maya = town.someone("maya")
    await town.app.store.close()
    for file in (tmp_path / "data").glob("*.sqlite*"):
        file.unlink()

    assert await maya.says("/help crisis") == crisis_card(PAGES, "CA", "en")


@pytest.mark.parametrize("topic", ["complaint", "report"])
@pytest.mark.parametrize("locale", ["en", "fr"])
async def test_a_page_of_help_sends_nobody_in_a_circle(
    town: Town, topic: str, locale: str
) -> None:
    maya = town.someone("maya", locale=locale)

    shown = await maya.says(f"/help {topic}")

    assert isinstance(shown, Card)
    assert f"/help {topic}" not in maya.reads(shown)


async def test_whoever_misses_their_own_complaint_body_is_told_where_else_to_look(
    town: Town,
) -> None:
    maya = town.someone("maya")

    await maya.says("/help complaint")

    assert maya.sees("stops no deadline")
    assert maya.sees("Yours is not among them?")


async def test_nobody_counts_how_often_help_is_asked_for(town: Town) -> None:
    maya = town.someone("maya")
    shown = [await maya.says("/help crisis") for _ in range(100)]
    assert shown == [crisis_card(PAGES, "CA", "en")] * 100


async def test_a_line_that_nobody_checked_stays_hidden_until_somebody_did(town: Town) -> None:
    maya = town.someone("maya")
    raw = read_yaml(CONTENT / "crisis_resources.yaml", CrisisFile).countries["CA"]
    hidden = [line for line in raw.lines if line not in visible(raw.lines)]
    assert [line.name for line in hidden] == [
        "211",
        "Indian Residential School Crisis Line",
        "ShelterSafe",
    ]

    await maya.says("/help crisis")

    assert not any(maya.sees(line.name) for line in hidden[1:])


async def test_a_mention_in_danger_is_answered_there_without_a_word_about_the_person(
    town: Town,
) -> None:
    maya = town.someone("maya")

    shown = await maya.says("@commonground I can’t go on, I want to die")

    assert shown == near_card(PAGES, "CA", "en")
    assert isinstance(shown, Card)
    assert shown.tone is Tone.URGENT
    assert "911" in maya.reads(shown)
    assert "want to die" not in maya.reads(shown)


async def test_a_mention_in_french_is_answered_in_french_for_all_who_read_along(
    town: Town,
) -> None:
    maya, theo = town.someone("maya"), town.someone("theo", locale="fr")

    shown = await theo.says("@commonground je veux mourir")

    assert shown == near_card(PAGES, "CA", "fr")
    assert maya.sees("De l'aide à toute heure")
    assert "mourir" not in theo.reads(near_card(PAGES, "CA", "fr"))


async def test_a_mention_is_answered_in_the_language_of_who_spoke_for_all_to_read(
    town: Town,
) -> None:
    maya, theo = town.someone("maya"), town.someone("theo", locale="fr")

    await theo.says("@commonground quand a lieu le prochain forum?")

    assert maya.sees("Aucun forum n'est prévu pour l'instant")
    assert not maya.sees("No forum is planned")


async def test_whoever_presses_there_is_shown_the_help_lines_alone(town: Town) -> None:
    maya, theo = town.someone("maya"), town.someone("theo")
    await maya.says("@commonground I want to kill myself")

    shown = await theo.presses("Show help lines to me alone")

    assert shown == crisis_card(PAGES, "CA", "en")
    assert shown not in maya.private


async def test_someone_who_writes_directly_is_shown_help_too(town: Town) -> None:
    theo = town.someone("theo", locale="fr")
    assert await theo.writes_directly("il ne respire plus") == near_card(PAGES, "CA", "fr")


async def test_a_mention_without_danger_is_left_to_the_others(town: Town) -> None:
    maya = town.someone("maya")
    shown = await maya.says("@commonground how do I file a complaint against an officer?")
    assert shown != near_card(PAGES, "CA", "en")


async def test_help_lists_the_commands_that_a_person_may_use(town: Town) -> None:
    maya, claire = town.someone("maya"), town.someone("claire", Role.ORGANIZER)

    await maya.says("/help")
    await claire.says("/help")

    assert maya.sees("/language")
    assert not maya.sees("/setup")
    assert not maya.sees_button("safety.help")
    await claire.presses("For organizers")
    assert claire.sees("/setup")


async def test_every_command_is_in_the_help_of_its_role(town: Town) -> None:
    everyone = town.someone("omar", Role.PANEL, Role.ORGANIZER, Role.VERIFIER)
    await everyone.says("/help")
    for label in ("For the panel", "For organizers", "For verifiers"):
        await everyone.presses(label)
    commands = town.app.routes.commands.values()
    missing = [
        c.name for c in commands if c.role is not Role.LIAISON and not everyone.sees(f"/{c.name}")
    ]
    assert missing == []


@pytest.mark.parametrize("topic", TOPICS)
async def test_every_topic_opens_by_name_and_by_choice(town: Town, topic: str) -> None:
    maya = town.someone("maya")
    typed = await maya.says(f"/help {topic}")
    await maya.says("/help")

    chosen = await maya.chooses(topic)

    assert isinstance(typed, Card)
    assert chosen == typed


@pytest.mark.parametrize("words", HOSTILE)
async def test_odd_words_after_help_lead_to_the_overview(town: Town, words: str) -> None:
    maya = town.someone("maya")
    shown = await maya.says(f"/help {words}")
    assert isinstance(shown, Card)
    assert shown.title == say("safety.help.title")


async def test_local_help_says_plainly_that_nobody_filled_it_in(town: Town) -> None:
    maya = town.someone("maya")
    await maya.says("/help local")
    assert maya.sees("The panel has not filled this in yet")


async def test_police_are_announced_wherever_questions_are_asked(town: Town) -> None:
    await begin(town.app)
    await begin(town.app)
    await town.settles()
    room = town.channel(Purpose.QUESTIONS.value)
    assert [c.title for c in room.cards].count(say("safety.presence.title")) == 1
    assert "may have a legal duty to act" in room.text
