"""Every screen of privacy, for the gallery."""

from datetime import UTC, date, datetime

from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.ports import Erased, Held
from bot.core.text import Moment, Verbatim, say
from bot.features.privacy.model import NoticesFile, Terms, outcome
from bot.features.privacy.views import ask_card, done_card, held_card, kept_card, privacy_card
from bot.settings.files import read_yaml
from tests.support.gallery.safety import CONTENT, HOSTILE

NOTICES = read_yaml(CONTENT / "notices.yaml", NoticesFile)
LABEL = say("team.held.language")

HELD = [
    Held(what=LABEL, values=((LABEL, say("team.language.fr")),)),
    Held(
        what=say("privacy.held.departed"),
        values=(
            (say("privacy.held.erase_on"), date(2026, 12, 24)),
            (LABEL, Moment(datetime(2026, 11, 24, tzinfo=UTC))),
        ),
    ),
    Held(what=LABEL, values=((LABEL, Verbatim(HOSTILE)), (LABEL, Verbatim("w" * 3_000)))),
    *(Held(what=LABEL, values=tuple((LABEL, n) for n in range(25))) for _ in range(3)),
]
TODAY = date(2026, 11, 24)
GONE = Erased(what=say("team.erased.language", n=1), count=1)
STAYS = Erased(
    what=say("privacy.erased.departed", n=2),
    count=2,
    kept=say("team.held.language"),
    why=say("privacy.term.no_link"),
)


def _done(*erased: Erased, language: str = "en") -> Card:
    return done_card(outcome(erased, today=TODAY, terms=Terms()), NOTICES, language)


CARDS: dict[str, Card] = {
    "privacy": privacy_card("discord", "911", Terms(), minimum_age=16),
    "privacy, town": privacy_card(
        "town", "the emergency number of your country", Terms(), minimum_age=18
    ),
    "my data, nothing": held_card([], 0),
    **{f"my data, page {n}": held_card(HELD, n) for n in range(5)},
    "delete my data": ask_card(),
    "delete my data, kept": kept_card(),
    "deleted, nothing": _done(),
    "deleted, all": _done(GONE),
    "deleted, some stays, en": _done(GONE, STAYS),
    "deleted, some stays, fr": _done(GONE, STAYS, language="fr"),
}
FORMS: dict[str, Form] = {}
