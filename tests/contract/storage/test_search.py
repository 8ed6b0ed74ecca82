"""Search, on both engines: the same words find the same things in the same order."""

from __future__ import annotations

import pytest

from bot.core.ports import Tx
from bot.storage.engine import Database
from bot.storage.search import Hit, Search
from bot.storage.sql import sql

KIND, HERE, ELSEWHERE = "questions", "riverbend", "elsewhere"
ANSWERED = {
    "cameras": "How many officers wear a body camera at night?",
    "recordings": "Who reviews the recordings of body cameras, and how often?",
    "park": "Why was Maple Park closed on Saturday?",
    "taser": "When may an officer draw a taser?",
    "parc": "Pourquoi le parc a-t-il été fermé samedi?",
    "ecole": "Y a-t-il des policières dans les écoles?",
}
_STEMS = sql("SELECT stem, things FROM search_stem WHERE stem <> '*' ORDER BY stem")
_NEAR = sql("SELECT COUNT(*) AS n FROM search_near")


@pytest.fixture
async def search(store: Database) -> Search:
    found = Search(store)
    for thing, words in ANSWERED.items():
        await _put(found, thing, words)
    return found


async def _put(search: Search, thing: str, words: str, community: str = HERE) -> None:
    async def unit(tx: Tx) -> None:
        await search.put(tx, KIND, community, thing, title=words, gist=words[:20], text=words)

    await search.store.write(unit)


async def _remove(search: Search, thing: str) -> bool:
    return await search.store.write(lambda tx: search.remove(tx, KIND, HERE, thing))


async def _found(search: Search, words: str, community: str = HERE) -> list[str]:
    return [hit.thing for hit in await search.find(KIND, community, words)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("body camera night", "cameras"),
        ("reviewing a recording", "recordings"),
        ("tasers", "taser"),
        ("TASERS!!!", "taser"),
        ("ecoles", "ecole"),
        ("policier école", "ecole"),
        ("maple", "park"),
    ],
)
async def test_other_forms_of_the_words_find_it(search: Search, words: str, first: str) -> None:
    assert (await _found(search, words))[0] == first


@pytest.mark.parametrize("words", ["tazer", "tasr", "tasser", "atser"])
async def test_a_slip_of_the_finger_finds_it(search: Search, words: str) -> None:
    assert await _found(search, words) == ["taser"]


async def test_the_beginning_of_a_word_finds_it(search: Search) -> None:
    assert "recordings" in await _found(search, "revi")


async def test_one_language_finds_the_other(search: Search) -> None:
    assert set(await _found(search, "parc fermé")) == {"park", "parc"}


async def test_among_equals_the_newest_comes_first(search: Search) -> None:
    await _put(search, "new", ANSWERED["park"])

    assert (await _found(search, "maple park"))[:2] == ["new", "park"]

    await _put(search, "park", ANSWERED["park"])
    assert (await _found(search, "maple park"))[:2] == ["park", "new"]


async def test_what_fits_better_comes_before_what_is_newer(search: Search) -> None:
    await _put(search, "newer", "Is there a park with a pond?")

    assert (await _found(search, "maple park saturday"))[0] == "park"


async def _newer(search: Search, many: int, *texts: str) -> None:
    async def unit(tx: Tx) -> None:
        for n in range(many):
            words = texts[n % len(texts)]
            thing = f"newer {n}"
            await search.put(tx, KIND, HERE, thing, title=words, gist=words, text=words)

    await search.store.write(unit)


async def test_of_a_common_word_the_newest_are_found(search: Search) -> None:
    await _newer(search, 150, "Police at the corner", "La police est au coin")

    assert await _found(search, "police") == [f"newer {n}" for n in range(149, 139, -1)]
    assert await _found(search, "policiers") == [f"newer {n}" for n in range(149, 139, -1)]


async def test_things_with_all_common_words_come_before_newer_ones_with_some(
    search: Search,
) -> None:
    for thing in ("first", "second"):
        await _put(
            search, thing, "Police, caméras, nuit et plaintes: police camera night complaint"
        )
    await _newer(search, 180, "police camera", "camera night", "night complaint", "police")

    assert (await _found(search, "police camera night complaint"))[:2] == ["second", "first"]
    assert (await _found(search, "plaintes caméra nuit police"))[:2] == ["second", "first"]


async def test_a_thing_with_three_of_four_words_comes_before_newer_ones_with_one(
    search: Search,
) -> None:
    await _put(search, "three", "A complaint about a camera at night")
    await _newer(search, 200, "police here", "a camera there", "in the night", "a complaint")

    assert (await _found(search, "police camera night complaint"))[0] == "three"


async def test_a_rare_word_finds_the_oldest_behind_all_that_is_common(search: Search) -> None:
    await _put(search, "old", "Do officers carry naloxone?")
    await _newer(search, 200, "Do officers carry a radio?", "Do officers walk?")

    assert (await _found(search, "do officers carry naloxone"))[0] == "old"
    assert (await _found(search, "officers carry nalxone"))[0] == "old"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("ECOLES", "ecole"),
        ("école", "ecole"),
        ("écloe", "ecole"),
        ("shcool", "ecole"),
        ("polcières dans les ecoles", "ecole"),
        ("constabel with a taser", "taser"),
        ("PARC FERME SAMEDI", "parc"),
        ("parc fermé samdi", "parc"),
        ("recordigns reviewed", "recordings"),
        ("bodi camreas at nigth", "cameras"),
    ],
)
async def test_accents_and_slips_in_either_language_find_it(
    search: Search, words: str, first: str
) -> None:
    assert (await _found(search, words))[0] == first


async def test_a_rare_word_is_not_forgotten_beside_many_that_share_the_others(
    search: Search,
) -> None:
    await _put(search, "old", "A ladder, a helmet and naloxone")
    fillers = [f"Something else about {word}" for word in ("dogs", "drones", "parks", "schools")]
    await _newer(search, 300, "A radio, a ladder and a helmet", *fillers)

    assert (await _found(search, "radio ladder helmet naloxone"))[0] == "old"


async def test_as_many_are_found_as_are_asked_for(search: Search) -> None:
    await _newer(search, 120, "Police at the corner")

    hits = await search.find(KIND, HERE, "police", at_most=50)

    assert [hit.thing for hit in hits] == [f"newer {n}" for n in range(119, 69, -1)]


async def test_a_slip_in_one_of_many_words_for_a_thing_finds_them_all(search: Search) -> None:
    right = await _found(search, "police")

    assert await _found(search, "polcie") == right
    assert await _found(search, "constabel") == right
    assert await _found(search, "polcier") == right
    assert "taser" in right


async def test_nine_words_and_more_find_what_eight_find(search: Search) -> None:
    asked = "who reviews recordings of body cameras and how often each single month please"

    assert (await _found(search, asked))[0] == "recordings"


async def test_another_community_is_never_met(search: Search) -> None:
    await _put(search, "theirs", "When may an officer draw a taser?", ELSEWHERE)

    assert await _found(search, "taser", ELSEWHERE) == ["theirs"]
    assert await _found(search, "taser") == ["taser"]
    assert await _found(search, "maple", ELSEWHERE) == []


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "the and of",
        "xyzzy",
        '" OR 1=1',
        "a* AND (b",
        "'; --",
        "AND (x OR y) NOT",
        "\u202e",
        "%_",
    ],
)
async def test_odd_words_find_nothing_and_break_nothing(search: Search, words: str) -> None:
    assert await _found(search, words) == []


async def test_three_thousand_characters_are_searched(search: Search) -> None:
    words = "why did nobody say so before about taser " * 70

    assert (await _found(search, words))[0] == "taser"


async def test_what_is_removed_is_not_found_and_leaves_no_word(search: Search) -> None:
    assert await _remove(search, "taser")
    assert not await _remove(search, "taser")

    assert await _found(search, "taser") == []
    stems = {
        row["stem"]: row["things"] for row in await search.store.read(lambda tx: tx.all(_STEMS))
    }
    assert "taser" not in stems
    assert all(things > 0 for things in stems.values())


async def test_when_all_is_removed_nothing_is_left(search: Search) -> None:
    for thing in ANSWERED:
        await _remove(search, thing)
    while not await search.store.write(search.tidy):
        pass

    assert await search.store.read(lambda tx: tx.all(_STEMS)) == []
    near = await search.store.read(lambda tx: tx.one(_NEAR))
    assert near is not None
    assert near["n"] == 0


async def test_a_unit_that_fails_leaves_the_index_as_it_was(search: Search) -> None:
    async def unit(tx: Tx) -> None:
        await search.put(tx, KIND, HERE, "lost", title="", gist="", text="unlucky words")
        raise KeyError

    with pytest.raises(KeyError):
        await search.store.write(unit)

    assert await _found(search, "unlucky") == []


async def test_only_what_is_close_is_offered(search: Search) -> None:
    near = await search.similar(KIND, HERE, "Do officers wear body cameras at night?")
    far = await search.similar(KIND, HERE, "Where can I buy a kite on a sunny afternoon?")

    assert [hit.thing for hit in near][:1] == ["cameras"]
    assert far == []


async def test_a_hit_does_not_show_its_words_in_logs(search: Search) -> None:
    hit = (await search.find(KIND, HERE, "taser"))[0]

    assert isinstance(hit, Hit)
    assert "taser" not in repr(hit).replace("thing='taser'", "")
