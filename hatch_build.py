"""Compile the message catalogues while the project is being built or installed.

Each ``bot/i18n/locales/<language>/<area>.po`` gets its ``.mo`` beside it, so that a wheel and an
editable install carry the form that gettext reads. The compiled files are never checked in.
"""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALES = Path("bot", "i18n", "locales")


def compile_catalogues(locales: Path) -> list[Path]:
    """Write a ``.mo`` beside every ``.po`` under ``locales`` and say which were written.

    A catalogue that does not parse stops the build: a bot that speaks half a language is worse
    than one that does not start.
    """
    written = []
    for source in sorted(locales.glob("*/*.po")):
        with source.open("rb") as words:
            catalogue = read_po(words, locale=source.parent.name, abort_invalid=True)
        target = source.with_suffix(".mo")
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as compiled:
            write_mo(compiled, catalogue)
        # Renamed into place, so that a running bot never reads half a catalogue.
        fresh.replace(target)
        written.append(target)
    return written


class CompileCatalogues(BuildHookInterface[Any]):
    """The build hook that hatchling finds in this file."""

    # `override` is in typing from Python 3.12 on, and a build should need no package for it.
    def initialize(  # type: ignore[explicit-override]
        self, version: str, build_data: dict[str, Any]
    ) -> None:
        """Compile before the files of the build are gathered."""
        del version, build_data
        compile_catalogues(Path(self.root, LOCALES))
