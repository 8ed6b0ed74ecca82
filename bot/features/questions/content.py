"""What the content pack brings: templates and hints for answers, and the pages of the FAQ."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

import msgspec
from msgspec.structs import asdict

_BLANK: Final = re.compile(r"\{([^{}]{1,80})\}")


class TemplateInFrench(msgspec.Struct, frozen=True, kw_only=True):
    """A start for an answer, in French."""

    use: str
    acknowledge: str
    answer: str
    next: str


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A start for an answer. ``{braces}`` are filled by the liaison."""

    id: str
    use: str
    acknowledge: str
    answer: str
    next: str
    fr: TemplateInFrench | None = None

    def said(self, language: str) -> Template:
        """Return the template in ``language``; in English where the pack has no other."""
        if language != "fr" or self.fr is None:
            return self
        return Template(id=self.id, **asdict(self.fr))


class ReasonInFrench(msgspec.Struct, frozen=True, kw_only=True):
    """A reason in French."""

    text: str
    ask_instead: str


class ReasonCode(msgspec.Struct, frozen=True, kw_only=True):
    """Why an answer cannot say everything, and what the liaison can say in its place.

    The public sentence of a reason stands in the catalogues, in every language.
    """

    id: str
    text: str
    ask_instead: str
    fr: ReasonInFrench | None = None

    def instead(self, language: str) -> str:
        """Return what can be said in its place, in ``language`` as far as the pack has it."""
        return self.fr.ask_instead if language == "fr" and self.fr else self.ask_instead


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """A private hint beside a draft. ``id`` names the check that decides whether it fits."""

    id: str
    hint: str
    hint_fr: str = ""

    def said(self, language: str) -> str:
        """Return the hint in ``language``; in English where the pack has no other."""
        return (self.hint_fr if language == "fr" else "") or self.hint


class AnswerTemplates(msgspec.Struct, frozen=True, kw_only=True):
    """``answer_templates.yaml``."""

    limits: dict[str, int]
    coach: tuple[Hint, ...]
    reason_codes: tuple[ReasonCode, ...]
    templates: tuple[Template, ...]

    def starts(self, language: str) -> tuple[Template, ...]:
        """Return the templates in ``language``, as far as the pack has them."""
        return tuple(template.said(language) for template in self.templates)

    def instead(self, reason: str, language: str) -> str:
        """Return what can be said where ``reason`` keeps the rest; empty without a reason."""
        codes = (code for code in self.reason_codes if code.id == reason)
        return next((code.instead(language) for code in codes), "")


class FaqItem(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the FAQ that a community starts with."""

    id: str
    q: str
    a: str
    q_fr: str = ""
    a_fr: str = ""
    tags: tuple[str, ...] = ()

    def said(self, language: str) -> tuple[str, str]:
        """Return question and answer in ``language``; in English where the pack has no other."""
        if language == "fr" and self.q_fr and self.a_fr:
            return self.q_fr, self.a_fr
        return self.q, self.a


class FaqFile(msgspec.Struct, frozen=True, kw_only=True):
    """``faq.yaml``."""

    items: tuple[FaqItem, ...]

    def filled(self, facts: Callable[[str], Mapping[str, str]]) -> FaqFile:
        """Put a community's own facts, said in each language, into ``{braces}``.

        What is unknown becomes a dash.
        """
        english, french = facts("en"), facts("fr")

        def fill(text: str, said: Mapping[str, str]) -> str:
            return _BLANK.sub(lambda m: said.get(m[1], "–"), text)

        return FaqFile(
            items=tuple(
                FaqItem(
                    id=i.id,
                    q=fill(i.q, english),
                    a=fill(i.a, english),
                    q_fr=fill(i.q_fr, french),
                    a_fr=fill(i.a_fr, french),
                    tags=i.tags,
                )
                for i in self.items
            )
        )


def blanks(text: str) -> bool:
    """Whether a blank of a template was left in ``text``."""
    return _BLANK.search(text) is not None
