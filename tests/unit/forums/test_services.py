"""Seats under a rush, gestures that come twice, proposals, and what is held about people."""

from __future__ import annotations

import asyncio
import importlib.resources
import random
import zoneinfo
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.clock import from_micros
from bot.core.errors import DialogueError, MovedOn, NotFound, SeenBefore
from bot.core.people import Role
from bot.core.ports import Erased, Held, Tx
from bot.core.text import Verbatim, say
from bot.delivery.facts import fact
from bot.features.forums.closing import Promise
from bot.features.forums.jobs import begin
from bot.features.forums.model import Answer, Kind, Seat, Side
from bot.features.forums.refusals import AgendaClosed, NothingAgreed, SignUpOver
from bot.features.forums.sheets import What, Where
from bot.storage.sql import sql
from tests.support.gallery.samples.forums import FORMATS
from tests.unit.forums.conftest import CLAIRE, Bench, counted, person

_WAITING = sql("SELECT key FROM job WHERE community = :community AND state = 'waiting'")
_ROWS = sql("""
    SELECT (SELECT COUNT(*) FROM forum_sign_up) AS sign_ups,
           (SELECT COUNT(*) FROM forum_attendance) AS attendance,
           (SELECT COUNT(*) FROM forum_item WHERE person IS NOT NULL) AS signed_items
""")


async def timers(bench: Bench, forum: str) -> set[str]:
    """Return what is planned for a forum."""
    rows = await bench.store.read(lambda tx: tx.all(_WAITING, community="riverbend"))
    mark = f"forum:{forum}:"
    return {r["key"].removeprefix(mark) for r in rows if (r["key"] or "").startswith(mark)}


async def rows(bench: Bench) -> tuple[int, int, int]:
    row = await bench.store.read(lambda tx: tx.one(_ROWS))
    assert row is not None
    return row["sign_ups"], row["attendance"], row["signed_items"]


async def go(bench: Bench, forum: str, name: str, answer: Answer, key: str = "") -> Seat:
    mine = await bench.sign_ups.answer(
        forum, answer, actor=person(name), key=key or f"{name} {answer} {random.random()}"
    )
    return mine.sign_up.seat


async def test_fifty_people_at_once_never_get_more_seats_than_there_are(bench: Bench) -> None:
    forum = await bench.announced(capacity="10")

    seats = await asyncio.gather(*(go(bench, forum.id, f"p{n}", Answer.GOING) for n in range(50)))

    counts = (await bench.board.forum("riverbend", forum.id)).counts
    assert (seats.count(Seat.TAKEN), seats.count(Seat.WAITING)) == (10, 40)
    assert (counts.going, counts.waiting) == (10, 40)
    assert counts == counted(await bench.rows(forum.id))


async def test_a_rush_of_people_who_come_and_go_fills_every_seat_and_no_more(
    bench: Bench,
) -> None:
    forum = await bench.announced(capacity="5")
    dice = random.Random(7)
    answers = [
        (
            f"p{dice.randrange(20)}",
            dice.choice([Answer.GOING, Answer.GOING, Answer.NOT, Answer.MAYBE]),
        )
        for _ in range(120)
    ]

    await asyncio.gather(*(go(bench, forum.id, who, what) for who, what in answers))

    counts = (await bench.board.forum("riverbend", forum.id)).counts
    assert counts.going == 5 or not counts.waiting
    assert counts.going <= 5
    assert counts == counted(await bench.rows(forum.id))


async def test_places_that_are_raised_in_the_rush_are_given_once(bench: Bench) -> None:
    forum = await bench.announced(capacity="3")
    wider = Where(
        place="Library",
        format="ask-me",
        capacity="8",
        resident_host="Ruth",
        police_host="Sgt. Cole",
    )

    await asyncio.gather(
        *(go(bench, forum.id, f"p{n}", Answer.GOING) for n in range(12)),
        bench.desk.edit_where(forum.id, forum.revision, wider, actor=CLAIRE, key="wider"),
    )

    counts = (await bench.board.forum("riverbend", forum.id)).counts
    assert (counts.going, counts.waiting) == (8, 4)
    assert counts == counted(await bench.rows(forum.id))


async def test_whoever_waited_longest_moves_up_first(bench: Bench) -> None:
    forum = await bench.announced(capacity="1")
    for name in ("first", "second", "third"):
        await go(bench, forum.id, name, Answer.GOING)
    await go(bench, forum.id, "second", Answer.NOT)
    await go(bench, forum.id, "second", Answer.GOING)  # back, behind the third

    await go(bench, forum.id, "first", Answer.NOT)

    assert await go(bench, forum.id, "third", Answer.GOING) is Seat.TAKEN
    assert await go(bench, forum.id, "second", Answer.GOING) is Seat.WAITING


async def test_no_seat_is_given_after_the_start(bench: Bench) -> None:
    forum = await bench.announced(capacity="1")
    await go(bench, forum.id, "first", Answer.GOING)
    await go(bench, forum.id, "second", Answer.GOING)
    bench.clock.move(days=14)

    with pytest.raises(SignUpOver):
        await go(bench, forum.id, "first", Answer.NOT)
    await bench.store.write(lambda tx: bench.data.erase(tx, "riverbend", person("first").person))

    counts = (await bench.board.forum("riverbend", forum.id)).counts
    assert (counts.going, counts.waiting) == (0, 1)


async def test_a_seat_that_was_freed_while_postponed_is_given_with_the_new_date(
    bench: Bench,
) -> None:
    forum = await bench.announced(capacity="1")
    await go(bench, forum.id, "first", Answer.GOING)
    await go(bench, forum.id, "second", Answer.GOING)
    off = await bench.desk.call_off(
        forum.id, "No room", postpone=True, end_series=True, actor=CLAIRE, key="off"
    )
    await bench.store.write(lambda tx: bench.data.erase(tx, "riverbend", person("first").person))
    sheet = What(title="Night calls", aim="Learn.", when="14 December 7 pm")
    moved = await bench.desk.edit_what(
        forum.id, off.revision, sheet, actor=CLAIRE, locale="en", key="edit"
    )
    assert (await bench.board.forum("riverbend", forum.id)).counts.waiting == 1

    await bench.desk.announce(forum.id, moved.forum.revision, actor=CLAIRE, key="again")

    counts = (await bench.board.forum("riverbend", forum.id)).counts
    assert (counts.going, counts.waiting) == (1, 0)


async def test_what_was_held_is_listed_apart_from_what_is_ahead(bench: Bench) -> None:
    near = await bench.announced(when="tomorrow at 8 am")
    far = await bench.announced(when="20 January 2027 7 pm")
    bench.clock.move(days=2)
    await bench.closing.close(near.id, none_agreed=True, actor=CLAIRE, key="close")

    assert [s.forum.id for s in await bench.board.over("riverbend")] == [near.id]
    assert [s.forum.id for s in await bench.board.ahead("riverbend")] == [far.id]
    both = await bench.board.ics("riverbend", None, site="https://talk.example.org/")
    assert both.count(b"BEGIN:VEVENT") == 2
    assert f"URL:https://talk.example.org/forums/{far.id}".encode() in both.replace(b"\r\n ", b"")
    with pytest.raises(NotFound):
        await bench.board.ics("riverbend", "nothing")


async def test_every_verb_that_comes_twice_is_done_once(bench: Bench) -> None:
    forum = await bench.announced()
    bench.clock.move(days=13, hours=9)
    promise = Promise(owner="police", what="Publish it.", due="2027-01-31", evidence="a page")
    verbs: tuple[Callable[[str], Awaitable[object]], ...] = (
        lambda key: bench.sign_ups.add_item(forum.id, "Dispatch", actor=CLAIRE, key=key),
        lambda key: bench.desk.start(forum.id, actor=CLAIRE, key=key),
        lambda key: bench.sign_ups.here(forum.id, actor=CLAIRE, key=key),
        lambda key: bench.closing.promise(forum.id, promise, actor=CLAIRE, key=key),
        lambda key: bench.closing.close(forum.id, none_agreed=False, actor=CLAIRE, key=key),
        lambda key: bench.closing.publish(forum.id, "We spoke. " * 5, actor=CLAIRE, key=key),
        lambda key: bench.closing.look_back(forum.id, 30, "It is online.", actor=CLAIRE, key=key),
    )
    for number, verb in enumerate(verbs):
        await verb(f"gesture {number}")
        before = await bench.board.forum("riverbend", forum.id)
        with pytest.raises(SeenBefore):
            await verb(f"gesture {number}")
        assert await bench.board.forum("riverbend", forum.id) == before


async def test_of_two_organizers_who_close_at_once_one_closes(bench: Bench) -> None:
    forum = await bench.announced()
    bench.clock.move(days=14)

    done = await asyncio.gather(
        *(
            bench.closing.close(forum.id, none_agreed=True, actor=CLAIRE, key=f"close {n}")
            for n in range(6)
        ),
        return_exceptions=True,
    )

    refused = [d for d in done if isinstance(d, DialogueError)]
    assert len(done) - len(refused) == 1


async def test_of_two_edits_of_one_version_one_is_refused(bench: Bench) -> None:
    forum = await bench.announced()
    sheets = [
        Where(place=p, format="circle", resident_host="Ruth", police_host="Cole")
        for p in ("Gym", "School")
    ]

    done = await asyncio.gather(
        *(
            bench.desk.edit_where(forum.id, forum.revision, s, actor=CLAIRE, key=s.place)
            for s in sheets
        ),
        return_exceptions=True,
    )

    assert [type(d) for d in done].count(MovedOn) == 1


async def test_what_is_planned_follows_the_plan(bench: Bench) -> None:
    forum = await bench.announced(when="20 January 2027 7 pm")
    assert await timers(bench, forum.id) == {
        "week",
        "day",
        "hour",
        "start",
        "close_it",
        "collect",
    }

    near = await bench.announced(when="tomorrow at 8 am")
    assert await timers(bench, near.id) == {"hour", "start", "close_it"}

    await bench.desk.call_off(
        forum.id, "No room", postpone=False, end_series=True, actor=CLAIRE, key="off"
    )
    assert await timers(bench, forum.id) == set()

    bench.clock.move(days=2)
    await bench.closing.close(near.id, none_agreed=True, actor=CLAIRE, key="close")
    assert await timers(bench, near.id) == {"sum_up", "check_30", "check_90"}


async def test_a_job_that_was_under_way_while_the_plan_changed_does_nothing(
    bench: Bench,
) -> None:
    forum = await bench.announced()
    bench.clock.move(days=6, hours=9)  # the reminder of the week is due now
    old = await bench.store.read(lambda tx: bench.desk.forums.get(tx, "riverbend", forum.id))
    plan = old.details.plan
    assert plan is not None
    moved = replace(old.details, plan=replace(plan, wall=plan.wall + timedelta(days=3)))

    async def move_without_planning_anew(tx: Tx) -> None:
        await bench.desk.forums.swap(tx, old, replace(old, details=moved))

    await bench.store.write(move_without_planning_anew)
    await bench.courier.settle()

    told = await bench.store.read(
        lambda tx: tx.all(sql("SELECT kind FROM forum_news WHERE forum = :forum"), forum=forum.id)
    )
    assert list(told) == []
    assert bench.reported == []


async def test_questions_go_to_the_next_forum_or_wait_for_one(bench: Bench) -> None:
    bench.asked.words_of |= {"q1": "Why two cars?", "q2": "Who watches?"}
    await bench.store.write(
        lambda tx: tx.send(fact("questions.proposed", "riverbend", question="q1"))
    )
    await bench.courier.settle()
    forum = await bench.announced()
    assert [i.words for i in (await bench.board.forum("riverbend", forum.id)).items] == [
        "Why two cars?"
    ]

    for _ in range(2):  # facts are told at least once
        await bench.store.write(
            lambda tx: tx.send(fact("questions.proposed", "riverbend", question="q2"))
        )
    await bench.courier.settle()
    items = (await bench.board.forum("riverbend", forum.id)).items
    assert sorted((i.side, i.words) for i in items) == [
        (Side.QUESTIONS, "Who watches?"),
        (Side.QUESTIONS, "Why two cars?"),
    ]

    del bench.asked.words_of["q1"]  # withdrawn by whoever asked
    assert [i.words for i in (await bench.board.forum("riverbend", forum.id)).items] == [
        "Who watches?"
    ]

    await bench.desk.call_off(
        forum.id, "No room", postpone=False, end_series=True, actor=CLAIRE, key="off"
    )
    other = await bench.announced(when="15 December 6 pm")
    assert len((await bench.board.forum("riverbend", other.id)).items) == 1
    assert bench.reported == []


async def test_announcing_and_closing_are_told_to_other_features(bench: Bench) -> None:
    heard: list[tuple[str, object]] = []
    for name in ("forums.announced", "forums.closed"):

        async def hear(leased: object, name: str = name) -> None:
            heard.append((name, leased.payload["forum"]))  # type: ignore[attr-defined]

        bench.facts.on(name, "test", hear)
    forum = await bench.announced()
    bench.clock.move(days=14)
    await bench.closing.close(forum.id, none_agreed=True, actor=CLAIRE, key="close")

    await bench.courier.settle()

    assert heard == [("forums.announced", forum.id), ("forums.closed", forum.id)]


async def test_a_refused_close_leaves_no_trace(bench: Bench) -> None:
    forum = await bench.announced()
    bench.clock.move(days=14)
    before = await bench.board.forum("riverbend", forum.id)

    with pytest.raises(NothingAgreed):
        await bench.closing.close(forum.id, none_agreed=False, actor=CLAIRE, key="close")

    assert await bench.board.forum("riverbend", forum.id) == before
    await bench.closing.close(forum.id, none_agreed=True, actor=CLAIRE, key="close")


async def test_the_agenda_is_closed_before_it_opens_and_after_the_end(bench: Bench) -> None:
    far = await bench.announced(when="20 January 2027 7 pm")
    with pytest.raises(AgendaClosed):
        await bench.sign_ups.add_item(far.id, "Dispatch", actor=CLAIRE, key="1")

    bench.clock.move(days=44)
    await bench.courier.settle()
    await bench.sign_ups.add_item(far.id, "Dispatch", actor=CLAIRE, key="2")

    bench.clock.move(days=20)
    await bench.closing.close(far.id, none_agreed=True, actor=CLAIRE, key="close")
    with pytest.raises(AgendaClosed):
        await bench.sign_ups.add_item(far.id, "Phones", actor=CLAIRE, key="3")


async def test_a_person_reads_and_erases_everything_about_them(bench: Bench) -> None:
    forum = await bench.announced(capacity="1")
    maya, ben = person("maya"), person("ben", Role.LIAISON)
    await go(bench, forum.id, "maya", Answer.GOING)
    await go(bench, forum.id, "ben", Answer.GOING)
    await bench.sign_ups.add_item(forum.id, "What dispatch asks", actor=maya, key="item")
    title = (say("forums.held.forum"), Verbatim("Night calls"))

    held = await bench.data.export("riverbend", maya.person)

    assert held == [
        Held(
            what=say("forums.held.sign_up"),
            values=(
                title,
                (say("forums.held.answer"), say("forums.mine.taken.title")),
                (say("forums.held.direct"), say("core.no")),
                (say("forums.held.named"), say("core.no")),
            ),
        ),
        Held(
            what=say("forums.held.item"),
            values=((say("forums.held.words"), Verbatim("What dispatch asks")),),
        ),
    ]
    erased = await bench.store.write(lambda tx: bench.data.erase(tx, "riverbend", maya.person))
    assert [e.count for e in erased] == [1, 1]
    assert await bench.data.export("riverbend", maya.person) == []
    assert await rows(bench) == (1, 0, 0)
    sight = await bench.board.forum("riverbend", forum.id)
    assert (sight.counts.going, sight.counts.waiting) == (1, 0)  # ben moved up
    assert [i.words for i in sight.items] == ["What dispatch asks"]
    assert (await bench.data.export("riverbend", ben.person))[0].values[1] == (
        say("forums.held.answer"),
        say("forums.mine.taken.title"),
    )
    again = await bench.store.write(lambda tx: bench.data.erase(tx, "riverbend", maya.person))
    assert list(again) == []


async def test_someone_who_only_signed_up_is_not_told_that_an_item_stays(bench: Bench) -> None:
    forum = await bench.announced()
    await go(bench, forum.id, "maya", Answer.GOING)
    erase = bench.data.erase

    asked = await bench.store.write(lambda tx: erase(tx, "riverbend", person("maya").person))
    nobody = await bench.store.write(lambda tx: erase(tx, "riverbend", person("theo").person))

    assert list(asked) == [Erased(what=say("forums.erased.lists", n=1), count=1)]
    assert list(nobody) == []


async def test_thirty_days_after_a_forum_only_counts_are_left(bench: Bench) -> None:
    forum = await bench.announced()
    await go(bench, forum.id, "maya", Answer.GOING)
    await bench.sign_ups.add_item(forum.id, "Dispatch", actor=person("maya"), key="item")
    bench.clock.move(days=13, hours=9)
    await bench.desk.start(forum.id, actor=CLAIRE, key="start")
    for name, roles in (("maya", ()), ("ben", ()), ("amina", (Role.LIAISON,))):
        await bench.sign_ups.here(forum.id, actor=person(name, *roles), key=f"here {name}")
    await bench.closing.close(forum.id, none_agreed=True, actor=CLAIRE, key="close")

    async def expire(tx: Tx) -> int:
        done = await bench.data.expire(tx, "riverbend", bench.clock.now())
        return sum(e.count for e in done)

    bench.clock.move(days=29)
    assert await bench.store.write(expire) == 0
    assert await rows(bench) == (1, 3, 1)
    bench.clock.move(days=2)

    assert await bench.store.write(expire) == 4
    assert await rows(bench) == (0, 0, 0)
    kept = (await bench.board.forum("riverbend", forum.id)).forum
    assert (kept.signed_up, kept.came_residents, kept.came_police) == (1, 2, 1)
    assert await bench.store.write(expire) == 0
    assert (await bench.board.forum("riverbend", forum.id)).forum == kept


async def test_the_lists_of_a_cancelled_forum_go_too(bench: Bench) -> None:
    forum = await bench.announced()
    await go(bench, forum.id, "maya", Answer.MAYBE)
    await bench.desk.call_off(
        forum.id, "No room", postpone=False, end_series=True, actor=CLAIRE, key="off"
    )
    bench.clock.move(days=31)

    await bench.store.write(lambda tx: bench.data.expire(tx, "riverbend", bench.clock.now()))

    assert await rows(bench) == (0, 0, 0)


async def test_one_community_sees_nothing_of_another(bench: Bench) -> None:
    forum = await bench.announced()
    stranger = replace(person("maya"), community="elsewhere")

    with pytest.raises(NotFound):
        await bench.board.forum("elsewhere", forum.id)
    with pytest.raises(NotFound):
        await bench.sign_ups.answer(forum.id, Answer.GOING, actor=stranger, key="k")
    assert await bench.board.all("elsewhere") == []


async def test_an_outsider_signs_up_for_nothing(bench: Bench) -> None:
    forum = await bench.announced()

    with pytest.raises(DialogueError, match="not_for_you"):
        await bench.sign_ups.answer(
            forum.id, Answer.GOING, actor=replace(person("maya"), outsider=True), key="k"
        )


async def test_plans_outlive_a_restart(bench: Bench) -> None:
    forum = await bench.announced(when="7 November 2027 1:30 Australia/Lord_Howe")

    kept = await bench.store.read(lambda tx: bench.desk.forums.get(tx, "riverbend", forum.id))

    assert kept == forum
    assert kept.details.plan == forum.details.plan
    assert set(FORMATS) > {kept.details.format}
    assert Kind.WEEK.value in await timers(bench, forum.id)


@pytest.fixture
def permanent_summer(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Let Ontario keep summer time for good, from one moment on."""
    before = zoneinfo.TZPATH
    files = tmp_path / "zoneinfo" / "America"
    files.mkdir(parents=True)
    with importlib.resources.files("tzdata.zoneinfo.Etc").joinpath("GMT+4").open("rb") as file:
        (files / "Toronto").write_bytes(file.read())

    def decree() -> None:
        zoneinfo.reset_tzpath([str(tmp_path / "zoneinfo"), *before])
        zoneinfo.ZoneInfo.clear_cache(only_keys=["America/Toronto"])

    yield decree
    zoneinfo.reset_tzpath(before)
    zoneinfo.ZoneInfo.clear_cache(only_keys=["America/Toronto"])


async def test_a_change_of_law_moves_the_instant_and_keeps_the_hour_on_the_wall(
    bench: Bench, permanent_summer: Callable[[], None]
) -> None:
    forum = await bench.announced()
    due = "SELECT turn FROM job WHERE key = :key"

    async def when(kind: Kind) -> datetime:
        key = f"forum:{forum.id}:{kind.value}"
        row = await bench.store.read(lambda tx: tx.one(sql(due), key=key))
        assert row is not None
        return from_micros(row["turn"])

    assert await when(Kind.START) == datetime(2026, 12, 8, 0, tzinfo=UTC)
    permanent_summer()
    await begin(bench.desk)

    moved = (await bench.board.forum("riverbend", forum.id)).forum
    assert moved.details == forum.details
    assert moved.starts_at == await when(Kind.START) == datetime(2026, 12, 7, 23, tzinfo=UTC)
    assert await when(Kind.DAY) == datetime(2026, 12, 6, 23, tzinfo=UTC)
    assert moved.changes == forum.changes + 1
    await begin(bench.desk)
    assert (await bench.board.forum("riverbend", forum.id)).forum == moved


@pytest.mark.parametrize("jump", [1, 60, 3_600, 86_400, -1, -60, -3_600, -86_400])
async def test_a_clock_that_jumps_fires_no_reminder_twice(bench: Bench, jump: int) -> None:
    forum = await bench.announced()
    bench.clock.move(days=13, hours=8)  # an hour before
    await bench.courier.settle()

    bench.clock.move(seconds=jump)
    await bench.courier.settle()
    bench.clock.move(seconds=-jump)
    await bench.courier.settle()
    bench.clock.move(hours=2)
    await bench.courier.settle()

    told = await bench.store.read(
        lambda tx: tx.all(sql("SELECT kind FROM forum_news WHERE forum = :forum"), forum=forum.id)
    )
    kinds = [row["kind"] for row in told]
    assert kinds.count("hour") == 1
    assert kinds.count("start") <= 1
    assert bench.reported == []
