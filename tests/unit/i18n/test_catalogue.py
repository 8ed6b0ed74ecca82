"""From a key to a sentence: the reader's language, the right number, never an empty line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.i18n import catalogue as module
from bot.i18n.catalogue import Catalogue, MissingMessage, catalogue, compile_po, language_of

HEAD = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural={plural};\\n"

"""
PLURALS = {"en": "(n != 1)", "fr": "(n > 1)"}


def write_area(folder: Path, language: str, sentences: str, *, area: str = "sample") -> Path:
    po = folder / language / f"{area}.po"
    po.parent.mkdir(exist_ok=True)
    po.write_text(HEAD.format(language=language, plural=PLURALS[language]) + sentences, "utf-8")
    return po


def read(po: Path) -> Catalogue:
    return Catalogue(po.parent.name, (module._load(po),))


def one(words: str) -> str:
    return f'msgid "sample.bridge"\nmsgstr "{words}"\n'


def many(single: str, plural: str) -> str:
    return (
        'msgid "sample.votes"\nmsgid_plural "sample.votes"\n'
        f'msgstr[0] "{single}"\nmsgstr[1] "{plural}"\n'
    )


# ---- which language ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("en_US", "en"),
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("fr_CA", "fr"),
        ("FR-ca", "fr"),
        ("de", "en"),
        ("frr", "en"),
        ("", "en"),
        ("-fr", "en"),
        ("../fr", "en"),
        ("\ud800", "en"),
        ("fr" * 10_000, "en"),
    ],
)
def test_a_reader_gets_french_or_english(locale: str, language: str) -> None:
    assert language_of(locale) == language


# ---- sentences ---------------------------------------------------------------------------------


def test_a_key_is_a_sentence_in_each_language() -> None:
    assert catalogue("en").sentence("core.home.title") == "Your panel"
    assert catalogue("fr").sentence("core.home.title") == "Votre espace"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("count", [None, 0, 1, 2])
def test_a_key_that_a_language_lacks_is_an_error_and_no_empty_line(
    language: str, count: int | None
) -> None:
    with pytest.raises(MissingMessage, match=f"{language}: core.no.such.key"):
        catalogue(language).sentence("core.no.such.key", count)


def test_the_head_of_a_file_is_no_sentence() -> None:
    with pytest.raises(MissingMessage):
        catalogue("en").sentence("no.such.key")


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 0, "many"),
        ("en", 1, "one"),
        ("en", 2, "many"),
        ("en", 1_000_000, "many"),
        ("fr", 0, "one"),
        ("fr", 1, "one"),
        ("fr", 2, "many"),
    ],
)
def test_what_counts_agrees_with_the_number(
    tmp_path: Path, language: str, count: int, said: str
) -> None:
    words = read(write_area(tmp_path, language, many("one", "many")))

    assert words.sentence("sample.votes", count) == said


def test_nothing_is_singular_in_french_and_plural_in_english() -> None:
    said = [catalogue(language).sentence("forums.length.hours", 0) for language in ("en", "fr")]

    assert said == ["{n} hours", "{n} heure"]


def test_a_sentence_that_does_not_count_takes_a_number_too(tmp_path: Path) -> None:
    words = read(write_area(tmp_path, "en", one("{n} people crossed")))

    assert words.sentence("sample.bridge", 7) == "{n} people crossed"


# ---- compiled or not ---------------------------------------------------------------------------


def test_without_a_compiled_file_the_written_one_is_read(tmp_path: Path) -> None:
    words = read(write_area(tmp_path, "fr", one("Le pont est levé")))

    assert words.sentence("sample.bridge") == "Le pont est levé"


def test_a_compiled_file_that_is_newer_is_read(tmp_path: Path) -> None:
    po = write_area(tmp_path, "en", one("Compiled"))
    mo = po.with_suffix(".mo")
    mo.write_bytes(compile_po(po))
    write_area(tmp_path, "en", one("Written"))
    os.utime(po, ns=(1_000_000_000, 1_000_000_000))
    os.utime(mo, ns=(1_000_000_001, 1_000_000_001))

    assert read(po).sentence("sample.bridge") == "Compiled"


def test_a_sentence_that_was_changed_is_read_before_it_is_compiled_again(tmp_path: Path) -> None:
    po = write_area(tmp_path, "en", one("Compiled"))
    mo = po.with_suffix(".mo")
    mo.write_bytes(compile_po(po))
    write_area(tmp_path, "en", one("Written"))
    os.utime(mo, ns=(1_000_000_000, 1_000_000_000))
    os.utime(po, ns=(1_000_000_001, 1_000_000_001))

    assert read(po).sentence("sample.bridge") == "Written"


def test_compiled_and_written_say_the_same_with_their_plurals(tmp_path: Path) -> None:
    po = write_area(tmp_path, "fr", one("Le pont") + "\n" + many("{n} voix", "{n} des voix"))
    written = read(po)
    po.with_suffix(".mo").write_bytes(compile_po(po))
    compiled = read(po)

    for key, count in (("sample.bridge", None), ("sample.votes", 1), ("sample.votes", 2)):
        assert compiled.sentence(key, count) == written.sentence(key, count)


def test_a_sentence_that_nobody_has_translated_yet_is_missing(tmp_path: Path) -> None:
    words = read(write_area(tmp_path, "fr", one("")))

    with pytest.raises(MissingMessage):
        words.sentence("sample.bridge")


def test_a_sentence_marked_as_doubtful_is_missing(tmp_path: Path) -> None:
    words = read(write_area(tmp_path, "fr", "#, fuzzy\n" + one("Le pont, peut-être")))

    with pytest.raises(MissingMessage):
        words.sentence("sample.bridge")
