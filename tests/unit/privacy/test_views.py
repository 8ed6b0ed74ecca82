"""Everything that is held is shown, however much it is, and nothing is cut."""

import pytest

from bot.core.cards import Block, Facts
from bot.core.ports import Held
from bot.core.text import Verbatim, say
from bot.features.privacy.views import PAGE_BLOCKS, held_card, held_pages
from tests.support.gallery.privacy import CARDS, HELD, LABEL
from tests.support.gallery.safety import HOSTILE
from tests.support.reading import read


def _words(pages: tuple[tuple[Block, ...], ...]) -> str:
    rows = [row for page in pages for b in page if isinstance(b, Facts) for row in b.rows]
    return "".join(v.words for _, v in rows if isinstance(v, Verbatim))


@pytest.mark.parametrize("length", [1, 1_499, 1_500, 1_501, 3_000, 10_000])
def test_long_words_are_shown_whole_over_as_many_pages_as_they_need(length: int) -> None:
    words = "".join(chr(97 + n % 26) for n in range(length))
    held = [Held(what=LABEL, values=((LABEL, Verbatim(words)),))]
    assert _words(held_pages(held)) == words
    for number in range(len(held_pages(held))):
        held_card(held, number)  # a card over a limit is an error where it is built


def test_many_things_are_all_shown() -> None:
    held = [Held(what=LABEL, values=((LABEL, Verbatim(f"<{n}>")),)) for n in range(500)]
    pages = held_pages(held)
    assert _words(pages) == "".join(f"<{n}>" for n in range(500))
    assert max(len(page) for page in pages) <= PAGE_BLOCKS


def test_pages_can_be_turned_from_the_first_to_the_last() -> None:
    last = len(held_pages(HELD)) - 1
    labels = [[c.label.key for c in held_card(HELD, n).actions] for n in range(last + 1)]
    assert labels[0] == ["privacy.next", "privacy.delete.begin"]
    assert labels[1] == ["privacy.back", "privacy.next", "privacy.delete.begin"]
    assert labels[last] == ["privacy.back", "privacy.delete.begin"]


def test_a_page_that_is_no_more_shows_the_last() -> None:
    last = len(held_pages(HELD)) - 1
    assert held_card(HELD, 99) == held_card(HELD, last)
    assert held_card(HELD, -1) == held_card(HELD, 0)


def test_nothing_held_is_said_so() -> None:
    assert "Nothing is held about you." in read(held_card([], 0))
    assert held_card([Held(what=LABEL)], 0) != held_card([], 0)


def test_what_fits_one_page_counts_no_pages_and_shows_no_empty_row() -> None:
    held = [Held(what=LABEL, values=((LABEL, Verbatim("kept")), (LABEL, Verbatim(""))))]
    card = held_card(held, 0)
    assert card.title == say("privacy.held.title")
    assert [b.rows for b in card.body if isinstance(b, Facts)] == [((LABEL, Verbatim("kept")),)]


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_screen_fits_every_platform(locale: str) -> None:
    lengths = {name: len(read(card, locale)) for name, card in CARDS.items()}
    assert {name: n for name, n in lengths.items() if n > 3_000} == {}


def test_hostile_words_stay_words() -> None:
    held = [Held(what=LABEL, values=((LABEL, Verbatim(HOSTILE)),))]
    facts = next(b for page in held_pages(held) for b in page if isinstance(b, Facts))
    assert facts.rows == ((LABEL, Verbatim(HOSTILE)),)


def test_what_stays_is_said_with_its_reason() -> None:
    english, french = CARDS["deleted, some stays, en"], CARDS["deleted, some stays, fr"]
    assert read(english.body[0].line) == (  # type: ignore[union-attr]
        "Done. Erased: 1 choice of language, 2 notes that you had left. Kept: Your language "
        "because nothing leads from it to you. Backups expire by December 24, 2026."
    )
    assert "Les copies de sauvegarde expirent le 24 décembre 2026." in read(french, "fr")
    for card in (english, french):
        assert "{" not in read(card)


def test_the_threats_are_told_before_anyone_asks() -> None:
    words = read(CARDS["privacy"])
    for told in (
        "will not see your name. Discord will:",
        "can be ordered to tell",
        "could change it to watch new questions",
        "We keep no link to you unless you ask to be notified",
        "being one of few people here can give you away",
        "do not use this",
        "call 911",
    ):
        assert told in words


def test_a_label_of_a_message_is_not_measured_as_words() -> None:
    held = [Held(what=LABEL, values=((LABEL, say("team.language.en")),))]
    assert len(held_pages(held)) == 1
