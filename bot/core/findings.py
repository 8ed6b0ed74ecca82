"""What a doctor finds: one thing looked at, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; ``fix`` is empty where all is well."""

    about: str
    found: str
    fix: str = ""
