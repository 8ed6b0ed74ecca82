"""What stands in the content files, said in one language. In memory: it needs no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.errors import SetupError
from bot.core.text import say
from bot.features.safety.content import (
    Body,
    Country,
    CrisisFile,
    Line,
    LocalFile,
    LocalHelp,
    NoticesFile,
    OversightFile,
    visible,
)
from bot.i18n.voice import plain_voice

_NEEDED: Final = (
    "not_emergency",
    "crisis_hint",
    "police_present",
    "minors",
    "not_complaint",
    "privacy_scan",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Notices, crisis lines, oversight bodies and local help."""

    notices: NoticesFile
    crisis: CrisisFile
    oversight: OversightFile
    local: LocalFile

    def __post_init__(self) -> None:
        """Refuse a pack without the texts that safety cannot do without."""
        for name in _NEEDED:
            if name not in self.notices.notices:
                raise SetupError(f"notices.yaml: notices.{name} is missing; add it.")

    def notice(self, name: str, language: str, **fill: str) -> str:
        """Return a notice with its placeholders filled."""
        notice = self.notices.notices[name]
        text = notice.fr if language == "fr" else notice.en
        for slot, value in fill.items():
            text = text.replace(f"{{{slot}}}", value)
        return text

    def country(self, code: str) -> Country | None:
        """Return one country's page, where there is one."""
        return self.crisis.countries.get(code)

    def lines(self, code: str) -> tuple[Line, ...]:
        """Return the lines of a country that somebody has checked."""
        country = self.country(code)
        return () if country is None else visible(country.lines)

    def bodies(self, code: str) -> tuple[Body, ...]:
        """Return the oversight bodies of a country that somebody has checked."""
        return visible(self.oversight.countries.get(code, ()))

    def nearby(self, community: str) -> tuple[LocalHelp, ...]:
        """Return the local help that somebody has checked."""
        rows = self.local.communities.get(community, ())
        return tuple(r for r in rows if r.checked_on is not None)

    def emergency(self, code: str, language: str) -> str:
        """Return the emergency number of a country, or words that stand for it."""
        country = self.country(code)
        if country is None:
            return plain_voice(language, "UTC")(say("safety.your_emergency_number"))
        return country.emergency.number

    def first_line(self, code: str, language: str) -> str:
        """Return the crisis line to name first, or the command that lists them."""
        lines = self.lines(code)
        if not lines:
            return "/help crisis"
        return lines[0].call(language)
