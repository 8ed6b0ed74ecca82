"""Catalogues: from a message key to a sentence, in English and French.

One ``.po`` file per area and language (``locales/<language>/<area>.po``), checked in. The
compiled ``.mo`` beside it is built at install; a missing or older one is read through Babel. A
key that a language lacks is an error that the tests find, never an empty sentence.
"""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "fr")
_LOCALES: Final = Path(__file__).parent / "locales"


class MissingMessage(KeyError):
    """A key that no catalogue of the language holds: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All sentences of one language."""

    language: str
    areas: tuple[gettext.GNUTranslations, ...] = field(repr=False)
    _found: dict[str, gettext.GNUTranslations] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def sentence(self, key: str, count: int | None = None) -> str:
        """Return the sentence of ``key``, in the plural form of ``count`` where it has one.

        Raises:
            MissingMessage: no area holds the key.
        """
        area = self._found.get(key) or self._find(key)
        if count is not None:
            found = area.ngettext(key, key, count)
            if found != key:
                return found
        return area.gettext(key)

    def _find(self, key: str) -> gettext.GNUTranslations:
        for area in self.areas:
            if area.gettext(key) != key or area.ngettext(key, key, 1) != key:
                self._found[key] = area
                return area
        raise MissingMessage(f"{self.language}: {key}")


@cache
def catalogue(language: str) -> Catalogue:
    """Load the catalogue of ``language`` once."""
    folder = _LOCALES / language
    return Catalogue(language, tuple(_load(po) for po in sorted(folder.glob("*.po"))))


def language_of(locale: str) -> str:
    """Choose the catalogue for a platform's locale (``fr-CA``, ``en_US``): English unless French."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else LANGUAGES[0]


def _load(po: Path) -> gettext.GNUTranslations:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
        with mo.open("rb") as compiled:
            return gettext.GNUTranslations(compiled)
    return gettext.GNUTranslations(io.BytesIO(compile_po(po)))


def compile_po(po: Path) -> bytes:
    """Compile one ``.po`` file to the bytes of its ``.mo``."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  (only where nothing is compiled)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    out = io.BytesIO()
    with po.open("rb") as source:
        write_mo(out, read_po(source, locale=po.parent.name))
    return out.getvalue()
