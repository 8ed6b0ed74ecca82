"""Posts in the town: shared by a person, talked about, corrected and taken back everywhere."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core.allowances import Allowances
from bot.core.cards import Card
from bot.core.forms import Corrections, Form
from bot.core.people import Actor, Role
from bot.core.ports import Tx
from bot.core.text import Verbatim, say
from bot.features.posts.model import NotOpen, Usefulness
from bot.features.posts.service import PostDesk
from bot.storage.sql import sql
from tests.support.reading import read
from tests.support.someone import Someone
from tests.support.town import Town, open_town
from tests.unit.posts.samples import explainers

HOSTILE = {
    "nothing": "",
    "blanks": " \n\t ",
    "ten thousand characters": "a" * 10_000,
    "NUL": "before\0after",
    "half a character": "half \ud800",
    "an escape": "\x1b[31mred",
}
INERT = {
    "everyone": "@everyone and @here",
    "a channel": "<!channel> <@U123> <#C1>",
    "a link": "[click](javascript:alert(1)) <https://evil.example|bank>",
    "marks": "**bold** `code` ||hidden||",
    "a command": "</ask:123> <t:0:F>",
}
TITLE = "What de-escalation means"


def organizer(town: Town, name: str = "olga") -> Someone:
    return town.someone(name, Role.ORGANIZER).goes_to("triage")


async def shares(town: Town, who: Someone, title: str = TITLE) -> None:
    """Have an explainer reviewed and published now."""
    await who.says("/post share")
    await who.chooses(title)
    await town.settles()
    await who.presses("posts.approve")
    await who.fills(when="now").sends()
    await town.settles()


async def suggests(town: Town, who: Someone, **answers: str) -> Card | Form | Corrections | None:
    """Suggest something to read."""
    given = {
        "title": "A good read",
        "link": "https://a.example/read",
        "text": "Why it is worth reading.",
        "source": "A local paper",
        **answers,
    }
    await who.says("/post suggest")
    shown = await who.fills(**given).sends()
    await town.settles()
    return shown


def public(town: Town) -> Card:
    return town.channel("posts").cards[-1]


# ---- from the pack to the channel -----------------------------------------------------------


async def test_an_explainer_is_reviewed_published_and_gets_a_thread(town: Town) -> None:
    olga = organizer(town)

    await olga.says("/post share")
    shown = await olga.chooses(TITLE)
    assert isinstance(shown, Card)
    assert town.channel("posts").cards == ()

    await olga.presses("posts.approve", on=shown)
    decided = await olga.fills(when="").sends()
    await town.settles()

    assert isinstance(decided, Card)
    assert decided.title == say("posts.approved.now")
    card = public(town)
    assert card.title == Verbatim(TITLE)
    words = read(card)
    assert "Who speaks: Explainer" in words
    assert "Licence: Apache-2.0" in words
    assert "Let us talk about it: When did someone calm a tense moment for you?" in words
    assert len(town.channel("posts").threads) == 1


async def test_only_organizers_share_and_review(town: Town) -> None:
    maya = town.someone("maya")
    amina = town.someone("amina", Role.LIAISON)
    olga = organizer(town)
    await olga.goes_to("general").says(f"/post share {TITLE}")

    refused = [await maya.says("/post share"), await amina.says("/post list")]
    olga.becomes()
    refused.append(await olga.presses("posts.approve"))

    assert [read(r).splitlines()[1] for r in refused if isinstance(r, Card)] == [
        "This is for people with another role in this community."
    ] * 3
    assert town.channel("posts").cards == ()


async def test_an_explainer_in_hand_is_not_picked_twice(town: Town) -> None:
    olga, omar = organizer(town), organizer(town, "omar")
    await olga.says("/post share")
    await omar.says("/post share")
    await olga.chooses(TITLE)

    second = await omar.chooses(TITLE)

    assert isinstance(second, Card)
    assert "in review or under discussion already" in read(second)


async def test_a_post_waits_for_its_time_in_the_zone_that_was_said(town: Town) -> None:
    olga = organizer(town)
    await olga.says(f"/post share {TITLE}")
    await olga.presses("posts.approve")
    echoed = await olga.fills(when="tomorrow 7 pm America/Vancouver").sends()
    await town.settles()

    assert isinstance(echoed, Card)
    assert "Wednesday, November 25, 2026, 22:00" in read(echoed)
    assert "(time zone America/Vancouver)" in read(echoed)
    await town.clock.move(hours=34)
    assert town.channel("posts").cards == ()
    await town.clock.move(hours=2)
    assert public(town).title == Verbatim(TITLE)


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("someday", "could not read that time"),
        ("tomorrow", "At what time of day?"),
        ("tomorrow at 7", "Morning or evening?"),
        ("03/04/2027 19:00", "the day from the month"),
        ("x" * 101, "at most 100 fit"),
        ("\0", "characters that we cannot keep"),
    ],
)
async def test_a_time_that_cannot_be_read_stays_in_the_form(
    town: Town, when: str, sentence: str
) -> None:
    olga = organizer(town)
    await olga.says(f"/post share {TITLE}")
    await olga.presses("posts.approve")

    await olga.fills(when=when).sends()

    assert sentence in olga.wrong["when"]
    assert olga.typed["when"] == when
    await town.settles()
    assert town.channel("posts").cards == ()


async def test_a_time_that_is_over_is_refused(town: Town) -> None:
    olga = organizer(town)
    await olga.says(f"/post share {TITLE}")
    await olga.presses("posts.approve")

    refused = await olga.fills(when="2026-11-24 08:00").sends()

    assert isinstance(refused, Card)
    assert "already over" in read(refused)


async def test_a_planned_post_can_be_put_back_and_is_then_not_published(town: Town) -> None:
    olga = organizer(town)
    await olga.says(f"/post share {TITLE}")
    await olga.presses("posts.approve")
    await olga.fills(when="tomorrow 19:00").sends()
    await town.settles()

    await olga.presses("posts.unschedule")
    await town.clock.move(days=2)

    assert town.channel("posts").cards == ()
    assert "Status: In review" in read(town.channel("triage").cards[-1])


async def test_a_planned_post_that_is_published_at_once_is_published_once(town: Town) -> None:
    olga = organizer(town)
    await olga.says(f"/post share {TITLE}")
    await olga.presses("posts.approve")
    await olga.fills(when="tomorrow 19:00").sends()
    await town.settles()

    await olga.presses("posts.publish_now")
    await town.clock.move(days=2)

    assert len(town.channel("posts").cards) == 1


async def test_two_organizers_who_decide_at_once_decide_once(town: Town) -> None:
    olga, omar = organizer(town), organizer(town, "omar")
    await olga.says(f"/post share {TITLE}")
    await town.settles()
    await olga.presses("posts.approve")
    await omar.presses("posts.approve")

    both = await asyncio.gather(olga.fills(when="").sends(), omar.fills(when="").sends())
    await town.settles()

    titles = sorted(read(c).splitlines()[0] for c in both if isinstance(c, Card))
    assert titles == ["Approved and published", "That did not go through"]
    assert len(town.channel("posts").cards) == 1


async def test_a_post_is_talked_about_and_then_archived(town: Town) -> None:
    olga = organizer(town)
    await shares(town, olga)
    await town.clock.move(minutes=5)
    assert "Status: Published, open for talk" in read(town.channel("triage").cards[-1])

    await town.clock.move(days=31)

    assert "Status: Archived" in read(town.channel("triage").cards[-1])
    assert "The talk about this post is over" in read(public(town))
    assert not any("rate" in repr(a) for a in public(town).actions)


# ---- suggested by members -------------------------------------------------------------------


async def test_a_suggestion_is_reviewed_with_a_label_and_published(town: Town) -> None:
    maya, olga = town.someone("maya"), organizer(town)

    thanks = await suggests(town, maya)
    assert isinstance(thanks, Card)
    assert thanks.title == say("posts.thanks.title")
    assert "A member suggested this. Who it was is not kept." in read(
        town.channel("triage").cards[-1]
    )
    await olga.presses("posts.take")
    await olga.presses("posts.approve")
    await olga.fills(
        label="community", discuss="What do you think?", licence="CC BY 4.0", when=""
    ).sends()
    await town.settles()

    words = read(public(town))
    assert "Who speaks: Community voice" in words
    assert "Source: A local paper" in words
    assert "Licence: CC BY 4.0" in words
    assert "Why it is worth reading." in words
    assert "What do you think?" in words
    assert "Read the original" in words


async def test_nothing_of_a_member_who_suggests_is_kept(town: Town, tmp_path: Path) -> None:
    zebra = town.someone("zebrafinch")

    await suggests(town, zebra)

    written = _written(tmp_path)
    assert b"A good read" in written
    assert b"zebrafinch" not in written


async def test_a_suggestion_is_refused_with_a_reason_that_reviewers_see(town: Town) -> None:
    maya, olga = town.someone("maya"), organizer(town)
    await suggests(town, maya)

    await olga.presses("posts.reject")
    await olga.fills(why="advert").sends()
    await town.settles()

    assert "Reason: It advertises something" in read(town.channel("triage").cards[-1])
    assert town.channel("posts").cards == ()


@pytest.mark.parametrize("field", ["title", "text", "source", "author"])
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_odd_words_stay_in_the_form(town: Town, field: str, words: str) -> None:
    maya = town.someone("maya")

    shown = await suggests(town, maya, **{field: words})

    if field == "author" and not words.strip():
        assert isinstance(shown, Card)
        return
    assert set(maya.wrong) == {field}
    assert maya.typed[field] == words
    assert town.channel("triage").cards == ()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://user@a.example", "not a link", "file:///etc/passwd"]
)
async def test_a_link_that_hides_where_it_leads_stays_in_the_form(town: Town, link: str) -> None:
    maya = town.someone("maya")

    await suggests(town, maya, link=link)

    assert "begins with https://" in maya.wrong["link"]


@pytest.mark.parametrize("words", INERT.values(), ids=INERT)
async def test_words_that_would_ping_or_link_are_shown_as_words(town: Town, words: str) -> None:
    maya, olga = town.someone("maya"), organizer(town)
    await suggests(town, maya, title=words, text=words, source=words, author=words)
    await olga.presses("posts.take")
    await olga.presses("posts.approve")
    await olga.fills(label="opinion", discuss=words, licence=words, when="").sends()
    await town.settles()

    assert public(town).title == Verbatim(words)
    assert read(public(town)).count(words) >= 6
    assert town.pinged == []


async def test_help_is_offered_before_a_frightening_suggestion_is_stored(town: Town) -> None:
    maya = town.someone("maya")

    shown = await suggests(town, maya, text="I want to kill myself tonight.")

    assert isinstance(shown, Card)
    assert shown.title == say("posts.concern.title")
    assert "Nothing has been sent or stored yet." in read(shown)
    assert town.channel("triage").cards == ()

    again = await maya.presses("posts.suggest_again")
    assert isinstance(again, Form)
    assert [getattr(f, "filled", "") for f in again.fields][2] == "I want to kill myself tonight."
    maya.closes_form()
    await maya.presses("posts.suggest_kept", on=shown)
    await town.settles()
    assert "I want to kill myself tonight." in read(town.channel("triage").cards[-1])


async def test_what_was_kept_for_a_quarter_of_an_hour_is_gone_after_it(town: Town) -> None:
    maya = town.someone("maya")
    shown = await suggests(town, maya, text="I want to kill myself tonight.")
    assert isinstance(shown, Card)
    await town.clock.move(minutes=16)

    late = await maya.presses("posts.suggest_kept", on=shown)

    assert isinstance(late, Card)
    assert "kept for 15 minutes only" in read(late)


# ---- rating ---------------------------------------------------------------------------------


async def test_each_person_rates_once_and_may_change_their_mind(town: Town) -> None:
    await shares(town, organizer(town))
    maya, ben = town.someone("maya").goes_to("posts"), town.someone("ben").goes_to("posts")

    await maya.presses("Useful")
    await maya.presses("Useful")
    await ben.presses("Not useful")
    await town.settles()
    assert "useful 1, partly 0, not useful 1." in read(public(town))

    await ben.presses("Partly useful")
    await town.settles()
    assert "useful 1, partly 1, not useful 0." in read(public(town))


async def test_ratings_of_one_person_on_two_posts_cannot_be_put_together(
    town: Town, tmp_path: Path
) -> None:
    olga = organizer(town)
    await shares(town, olga)
    await shares(town, olga, "Signs that a moment is heating up")
    zebra = town.someone("zebrafinch").goes_to("posts")
    for card in town.channel("posts").cards:
        await zebra.presses("Useful", on=card)
    await town.settles()

    raters = await _column(town, "SELECT rater AS it FROM post_rating")

    assert len(raters) == len(set(raters)) == 2
    written = _written(tmp_path)
    assert b"zebrafinch" not in written


async def test_a_person_reads_and_deletes_their_ratings(town: Town) -> None:
    await shares(town, organizer(town))
    maya, ben = town.someone("maya").goes_to("posts"), town.someone("ben").goes_to("posts")
    await maya.presses("Useful")
    await ben.presses("Useful")
    await maya.says("/mydata export")
    assert "How you rated a post" in read(maya.private[-1])
    assert TITLE in read(maya.private[-1])

    await maya.says("/mydata delete")
    await maya.presses("privacy.delete")
    await town.settles()

    await maya.says("/mydata export")
    await ben.says("/mydata export")
    assert TITLE not in read(maya.private[-1])
    assert TITLE in read(ben.private[-1])
    assert "useful 1, partly 0, not useful 0." in read(public(town))


async def test_who_suggests_without_end_is_asked_to_wait_and_keeps_the_words(town: Town) -> None:
    await town.clock.move(hours=2)
    maya, theo = town.someone("maya"), town.someone("theo")
    for n in range(20):
        await suggests(town, maya, title=f"Reading {n}")

    refused = await suggests(town, maya, title="The twenty-first")
    other = await suggests(town, theo)

    assert isinstance(refused, Card)
    assert "That was a lot at once." in maya.reads(refused)
    assert "The twenty-first" in maya.reads(refused)
    assert isinstance(other, Card)
    assert "That was a lot at once." not in theo.reads(other)
    kept = await _column(town, "SELECT id AS it FROM post WHERE origin = 'member'")
    assert len(kept) == 21


async def test_an_archived_post_is_not_rated_any_more(town: Town) -> None:
    await shares(town, organizer(town))
    maya = town.someone("maya").goes_to("posts")
    [post] = await _column(town, "SELECT id AS it FROM post")
    await town.clock.move(days=31)

    desk = PostDesk(
        store=town.app.store,
        clock=town.app.clock,
        pack=explainers(),
        allowances=Allowances(town.app.clock),
        rating_key=b"k" * 32,
    )
    with pytest.raises(NotOpen):
        await desk.rate(str(post), Usefulness.USEFUL, actor=await _actor(town, maya), key="late")
    assert not maya.sees_button("Useful")


# ---- corrected and taken back ---------------------------------------------------------------


async def test_a_correction_reaches_the_card_and_keeps_what_stood_before(town: Town) -> None:
    maya, olga = town.someone("maya"), organizer(town)
    await suggests(town, maya)
    await olga.presses("posts.take")
    await olga.presses("posts.approve")
    await olga.fills(label="news", discuss="?", when="").sends()
    await town.settles()

    await olga.presses("posts.correct")
    await olga.fills(text="It was a Tuesday.", note="The day was wrong.").sends()
    await town.settles()

    words = read(public(town))
    assert len(town.channel("posts").cards) == 1
    assert "It was a Tuesday." in words
    assert "Why it is worth reading." not in words
    assert "Corrected (version 2): The day was wrong." in words
    maya.goes_to("posts")
    before = await maya.presses("Earlier version")
    assert isinstance(before, Card)
    assert "Why it is worth reading." in read(before)


async def test_a_post_that_is_taken_back_leaves_its_reason_and_nothing_of_its_text(
    town: Town,
) -> None:
    olga = organizer(town)
    await shares(town, olga)
    maya = town.someone("maya").goes_to("posts")

    await olga.says("/post retract")
    await olga.chooses(TITLE)
    await olga.fills(note="The study was withdrawn.").sends()
    await town.settles()

    words = read(public(town))
    assert len(town.channel("posts").cards) == 1
    assert public(town).title == say("posts.retracted.title")
    assert "Why: The study was withdrawn." in words
    assert "bring a tense moment back down" not in words
    assert not maya.sees("bring a tense moment back down")
    assert not maya.sees_button("Useful")


async def test_a_message_deleted_by_hand_comes_back_with_the_next_change(town: Town) -> None:
    olga = organizer(town)
    await shares(town, olga)
    town.channel("posts").delete()

    await olga.presses("posts.correct")
    await olga.fills(note="A word was missing.").sends()
    await town.settles()

    assert "Corrected (version 2): A word was missing." in read(public(town))


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_odd_reasons_stay_in_the_form(town: Town, words: str) -> None:
    olga = organizer(town)
    await shares(town, olga)
    await olga.presses("posts.retract")

    await olga.fills(note=words).sends()

    assert set(olga.wrong) == {"note"}
    assert public(town).title == Verbatim(TITLE)


# ---- found ----------------------------------------------------------------------------------


async def test_plain_words_find_explainers_and_published_posts(town: Town) -> None:
    maya = town.someone("maya")
    await shares(town, organizer(town), "Signs that a moment is heating up")

    async def found(words: str) -> list[tuple[str, str]]:
        things = await town.app.routes.closest(await _actor(town, maya), words, "en")
        return [(t.title.words, "" if t.read is None else t.read.name) for t in things]

    signs = await found("What are the signs that a moment is heating up?")
    listening = await found("How can I show people that I was listening and they were heard?")

    assert signs[0] == ("Signs that a moment is heating up", "posts.read")
    assert listening[0] == (
        "Listening so that people know they were heard",
        "posts.explainer_read",
    )
    assert await found("xyzzy plugh") == []


async def test_the_site_reads_what_is_public_and_nothing_else(town: Town) -> None:
    olga = organizer(town)
    await suggests(town, town.someone("maya"))
    await shares(town, olga)
    shelf = town.app.features.shelf
    waiting = await _column(town, "SELECT id AS it FROM post WHERE state = 'suggested'")

    published = await shelf.published("riverbend")

    assert [s.post.piece.title for s in published] == [TITLE]
    assert await shelf.published("elsewhere") == ()
    assert await shelf.post("riverbend", str(waiting[0])) is None
    assert await shelf.post("elsewhere", published[0].post.id) is None
    assert await shelf.post("riverbend", "no such post") is None


async def test_a_restart_publishes_nothing_twice_and_forgets_no_plan(tmp_path: Path) -> None:
    async with open_town(tmp_path / "data") as town:
        olga = organizer(town)
        await olga.says(f"/post share {TITLE}")
        await olga.presses("posts.approve")
        await olga.fills(when="in 2 hours").sends()
        await town.settles()
        now = town.clock.now()

    async with open_town(tmp_path / "data", at=now) as town:
        await town.clock.move(hours=3)
        assert len(town.channel("posts").cards) == 1


async def _column(town: Town, text: str) -> list[str | bytes]:
    """Look behind the counter: the column ``it`` of a query."""

    async def unit(tx: Tx) -> list[str | bytes]:
        return [row["it"] for row in await tx.all(sql(text))]

    return await town.app.store.read(unit)


def _written(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


async def _actor(town: Town, who: Someone) -> Actor:
    return Actor(person=who.person, community=await town.inner.inbound.community())
