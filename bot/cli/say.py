"""What became of an erasure, in words for the operator."""

from __future__ import annotations

from collections.abc import Iterator

from bot.features.privacy.model import Outcome
from bot.i18n.voice import plain_voice


def told(outcome: Outcome) -> Iterator[str]:
    """Say what went and what stays."""
    speak = plain_voice("en", "UTC")
    for erased in outcome.gone:
        yield f"erased: {speak(erased.what)}"
    for kept in outcome.staying:
        if kept.kept is not None and kept.why is not None:
            yield f"kept: {speak(kept.kept)}, because {speak(kept.why)}"
    if not outcome.gone and not outcome.staying:
        yield "nothing was held about this person"
    yield f"The last backup that may hold it expires on {outcome.backups_until}."
