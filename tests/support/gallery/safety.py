"""Every screen of safety, for the gallery."""

from datetime import date
from pathlib import Path

from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.people import Role
from bot.core.routes import Command, Responds
from bot.core.text import say
from bot.features.safety.content import (
    CrisisFile,
    LocalFile,
    LocalHelp,
    NoticesFile,
    OversightFile,
    RoutingFile,
)
from bot.features.safety.gate import SafetyGate
from bot.features.safety.pages import Pages
from bot.features.safety.views import (
    complaint_card,
    crisis_card,
    help_card,
    local_card,
    near_card,
    presence_card,
    records_card,
    report_card,
)
from bot.settings.files import read_yaml
from tests.support.riverbend import RIVERBEND

CONTENT = Path(__file__).resolve().parents[3] / "config" / "content"
HOSTILE = "[x](javascript:alert(1)) @everyone <!channel> <@123> \u202etxt.exe"

PAGES = Pages(
    notices=read_yaml(CONTENT / "notices.yaml", NoticesFile),
    crisis=read_yaml(CONTENT / "crisis_resources.yaml", CrisisFile),
    oversight=read_yaml(CONTENT / "oversight.yaml", OversightFile),
    local=LocalFile(
        communities={
            "riverbend": (
                LocalHelp(
                    name="Riverbend drop-in",
                    how="12 Mill Lane, Tuesdays",
                    whom="anyone",
                    checked_on=date(2026, 11, 1),
                ),
                LocalHelp(
                    name=HOSTILE,
                    how=HOSTILE,
                    whom=HOSTILE,
                    checked_on=date(2026, 11, 1),
                ),
            )
        }
    ),
)
GATE = SafetyGate(read_yaml(CONTENT / "routing.yaml", RoutingFile), PAGES)


async def _never(_: object) -> Card:
    raise AssertionError


COMMANDS = [
    Command(
        name=f"{name} {letter * 8}" if letter else name,
        about=say("safety.help.about"),
        responds=Responds.PRIVATELY,
        handle=_never,
        role=role,
    )
    for role, name in ((Role.MEMBER, "ask"), (Role.ORGANIZER, "setup"))
    for letter in ("", *"abcdefghijklmnopqrst")
]


def _everywhere(name: str, language: str) -> dict[str, Card]:
    return {
        f"{name} crisis, {country or 'nowhere'}, {language}": crisis_card(PAGES, country, language)
        for country in ("CA", "US", "GB", "AU", "NZ", "")
    } | {
        f"{name} complaint, {country}, {language}": complaint_card(PAGES, country, language)
        for country in ("CA", "US", "GB", "AU", "NZ")
    }


CARDS: dict[str, Card] = {
    "help": help_card(COMMANDS, Role.MEMBER, (Role.LIAISON, Role.ORGANIZER)),
    "help as organizer": help_card(COMMANDS, Role.ORGANIZER, ()),
    **_everywhere("help", "en"),
    **_everywhere("help", "fr"),
    "help report, en": report_card(PAGES, "NZ", "en"),
    "help report, fr": report_card(PAGES, "CA", "fr"),
    "near": near_card(PAGES, "CA", "en"),
    "near, nowhere": near_card(PAGES, "", "fr"),
    "near, in either language": near_card(PAGES, "CA", "en", "fr"),
    "near, in either language, nowhere": near_card(PAGES, "", "fr", "en"),
    "help records": records_card(),
    "help local": local_card(PAGES, "riverbend", "en"),
    "help local, nothing yet": local_card(PAGES, "elsewhere", "en"),
    "police are present, en": presence_card(PAGES, RIVERBEND, "en"),
    "police are present, fr": presence_card(PAGES, RIVERBEND, "fr"),
}
FORMS: dict[str, Form] = {}
