"""Every sentence exists in both languages, with the same slots, and is asked for by the code."""

import re
import string
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.core.errors import DialogueError
from bot.i18n.catalogue import LANGUAGES
from tests.support.code import BOT, KEY, formatted, is_used, modules, said

LOCALES = BOT / "i18n" / "locales"
AREAS = sorted({path.name for path in LOCALES.glob("*/*.po")})
NO_BREAK = "\N{NO-BREAK SPACE}"


def catalogue(language: str, area: str) -> Catalog:
    with (LOCALES / language / area).open("rb") as file:
        return read_po(file, locale=language)


def sentences(language: str) -> dict[str, tuple[str, ...]]:
    """Return every key with its forms."""
    return {
        str(message.id[0] if isinstance(message.id, tuple) else message.id): tuple(
            str(form)
            for form in (
                message.string if isinstance(message.string, tuple) else (message.string,)
            )
        )
        for area in AREAS
        for message in catalogue(language, area)
        if message.id
    }


SENTENCES = {language: sentences(language) for language in LANGUAGES}
ENGLISH, FRENCH = (SENTENCES[language] for language in ("en", "fr"))


def slots(sentence: str) -> Counter[str]:
    return Counter(
        name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None
    )


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys(area: str) -> None:
    english, french = (
        [message.id for message in catalogue(language, area) if message.id]
        for language in ("en", "fr")
    )

    assert english == french


def test_no_key_stands_twice() -> None:
    for language in LANGUAGES:
        every = Counter(
            str(message.id)
            for area in AREAS
            for message in catalogue(language, area)
            if message.id
        )
        assert [key for key, count in every.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_unfinished(language: str) -> None:
    for key, forms in SENTENCES[language].items():
        assert all(form.strip() for form in forms), key
        assert not any(form != form.strip() for form in forms), key
        assert not any(re.search(r"TODO|FIXME|XXX|lorem", form) for form in forms), key
    for area in AREAS:
        assert not [m.id for m in catalogue(language, area) if m.fuzzy and m.id]


def test_both_languages_have_the_same_slots() -> None:
    for key, forms in ENGLISH.items():
        needed = slots(forms[-1]).keys()
        assert slots(FRENCH[key][-1]).keys() == needed, key
        for form in (*forms, *FRENCH[key]):
            # One of something may be said without its number.
            assert needed - slots(form).keys() <= {"n"}, key
            assert slots(form).keys() <= needed, key


def test_what_counts_has_a_form_for_one_and_for_many() -> None:
    for key, forms in ENGLISH.items():
        assert len(FRENCH[key]) == len(forms), key
        if len(forms) > 1:
            assert "n" in slots(forms[-1]), key
    for language in LANGUAGES:
        for area in AREAS:
            for message in catalogue(language, area):
                if isinstance(message.id, tuple):
                    assert message.id[0] == message.id[1]


def test_the_key_is_not_the_sentence() -> None:
    for language in LANGUAGES:
        assert [k for k, forms in SENTENCES[language].items() if k in forms] == []
        assert [k for k in SENTENCES[language] if not KEY.fullmatch(k)] == []


def test_french_is_spaced_as_in_canada() -> None:
    """Nothing stands before ; ! and ?, and a no-break space before a colon and inside « »."""
    before_marks = re.compile(r"\s[;!?]")
    bare_colon = re.compile(f"(?<!{NO_BREAK}):(?=\\s|$)")
    bare_quotes = re.compile(f"«(?!{NO_BREAK})|(?<!{NO_BREAK})»")
    rules = (before_marks, bare_colon, bare_quotes)
    wrong = [
        key
        for key, forms in FRENCH.items()
        if any(rule.search(form) for form in forms for rule in rules)
    ]

    assert wrong == []


def test_no_sentence_can_ping_or_run_anything() -> None:
    for language in LANGUAGES:
        for key, forms in SENTENCES[language].items():
            for form in forms:
                assert not re.search(r"@everyone|@here|<[@#!]|<script|javascript:", form), key


# ---- the code against the catalogues ---------------------------------------------------------


def test_every_key_that_is_said_exists() -> None:
    missing = [f"{one.where}: {one.key}" for one in said() if one.key not in ENGLISH]

    assert missing == []


def test_every_slot_of_a_sentence_is_filled() -> None:
    wrong = [
        f"{one.where}: {one.key} needs {sorted(slots(ENGLISH[one.key][-1]))}"
        for one in said()
        if one.key in ENGLISH
        and not one.open_end
        and not slots(ENGLISH[one.key][-1]).keys() <= one.slots
    ]

    assert wrong == []


def test_every_key_that_is_put_together_can_exist() -> None:
    wrong = [
        f"{where}: {pattern.pattern}"
        for where, pattern in formatted()
        if not any(pattern.fullmatch(key) for key in ENGLISH)
    ]

    assert wrong == []


def test_every_sentence_is_asked_for() -> None:
    """Refusals are found by their codes; the few words of the core are for anyone's use."""
    looked_at = [key for key in ENGLISH if not key.startswith(("errors.", "core."))]

    assert [key for key in looked_at if not is_used(key)] == []


# ---- refusals --------------------------------------------------------------------------------


def refusals() -> dict[str, list[str]]:
    """Return every code of a refusal with the classes that have it."""
    for path in modules():
        # The sentence model refuses nobody, and its libraries are not installed everywhere.
        if "__main__" not in path.parts[-1] and path.name != "sentences.py":
            import_module(_dotted(path))
    found: dict[str, list[str]] = {}
    waiting = [DialogueError]
    while waiting:
        kind = waiting.pop()
        if kind.__module__.startswith("bot."):
            found.setdefault(kind.code, []).append(kind.__qualname__)
        waiting += kind.__subclasses__()
    return found


def _dotted(path: Path) -> str:
    relative = path.relative_to(BOT.parent).with_suffix("")
    parts = relative.parts[:-1] if relative.name == "__init__" else relative.parts
    return ".".join(parts)


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    codes = {f"errors.{code}" for code in refusals()}
    of_forms = {one.key for one in said() if one.key.startswith("errors.")}
    sentences_there_are = {key for key in ENGLISH if key.startswith("errors.")}

    assert codes - sentences_there_are == set()
    assert sentences_there_are - codes - of_forms == set()


def test_no_two_refusals_share_a_code() -> None:
    assert {code: kinds for code, kinds in refusals().items() if len(kinds) > 1} == {}
