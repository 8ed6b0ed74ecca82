"""Every card and form of the forums, as the gallery draws them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec
import yaml

from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.people import PersonRef
from bot.core.when import Doubt, Plan, WhenUnclear
from bot.features.forums.closing import Ending
from bot.features.forums.content import FormatsFile
from bot.features.forums.model import (
    ACCESS,
    AIM,
    EVIDENCE,
    ITEM,
    NAME,
    PLACE,
    PROMISE,
    REASON,
    SUMMARY,
    TITLE,
    Answer,
    Commitment,
    Counts,
    Details,
    Forum,
    Item,
    Kind,
    LookBack,
    News,
    Owner,
    Repeats,
    Seat,
    Side,
    Sight,
    SignUp,
    Speaks,
    State,
)
from bot.features.forums.service import Drafted
from bot.features.forums.signups import Mine
from bot.features.forums.views import desk, forms, mine, news, public
from bot.features.forums.views.lines import Look
from tests.conftest import ROOT

_FILE: Final = ROOT / "config" / "content" / "forum_formats.yaml"
FORMATS: Final = msgspec.convert(yaml.safe_load(_FILE.read_text("utf-8")), FormatsFile).by_id()
LOOK: Final = Look(locale="en", formats=FORMATS, sites={"riverbend": "https://talk.example.org"})
NOW: Final = datetime(2026, 11, 24, 15, tzinfo=UTC)
PLAN: Final = Plan(wall=datetime(2026, 12, 7, 19, 0), zone="America/Toronto")  # noqa: DTZ001  (a wall)
ID: Final = "abcdefghijklmnopqrstuvwxyz"

DETAILS: Final = Details(
    title="Who comes when somebody calls at night?",
    aim="Learn what happens between a call and a car, and say what should be different.",
    off_table="Cases before a court; single officers.",
    plan=PLAN,
    minutes=90,
    place="Library, 3 Bridge Street, room 2",
    format="ask-me",
    capacity=40,
    resident_host="Ruth from the tenants' union",
    police_host="Sgt. Amina Cole",
    facilitator="Noor (mediation centre)",
    speaks=Speaks.BOTH,
    access="Step-free; captions; children welcome. Ask Noor for anything else.",
    repeats=Repeats.MONTHLY_WEEKDAY,
)
FORUM: Final = Forum(
    id=ID,
    community="riverbend",
    number=12,
    details=DETAILS,
    state=State.COLLECTING,
    touched_at=NOW,
    revision=3,
)
HOSTILE: Final = "@everyone <!channel> <@123> [x](javascript:alert(1)) **b** \u202egnp.exe </x>"


def _full(words: str, at_most: int) -> str:
    """Fill a field to its last character."""
    return (words * (at_most // len(words) + 1))[:at_most]


_HOSTILE_DETAILS: Final = Details(
    title=_full(HOSTILE, TITLE),
    aim=_full(HOSTILE, AIM),
    off_table=_full(HOSTILE, AIM),
    plan=PLAN,
    minutes=2_880,
    place=_full(HOSTILE, PLACE),
    format="text-first",
    capacity=100_000,
    resident_host=_full(HOSTILE, NAME),
    police_host=_full(HOSTILE, NAME),
    facilitator=_full(HOSTILE, NAME),
    speaks=Speaks.BOTH,
    access=_full(HOSTILE, ACCESS),
    repeats=Repeats.MONTHLY_WEEKDAY,
)
HOSTILE_FORUM: Final = replace(FORUM, details=_HOSTILE_DETAILS, number=100_000)
_COUNTS: Final = Counts(going=38, waiting=0, maybe=5, declined=2)
_ITEMS: Final = (
    Item(id="i1", side=Side.RESIDENTS, words="What dispatch asks first"),
    Item(id="i2", side=Side.QUESTIONS, words="Why did two cars come to my street?", question="q1"),
    Item(id="i3", side=Side.POLICE, words="What we may not tell on the phone"),
)
_PROMISES: Final = (
    Commitment(
        id="c1",
        forum=ID,
        owner=Owner.POLICE,
        what="Publish the dispatch questions in plain words.",
        due=date(2027, 1, 31),
        evidence="a page on the service's site, linked here",
    ),
    Commitment(
        id="c2",
        forum=ID,
        owner=Owner.RESIDENTS,
        what="Collect ten stories of calls at night, without names.",
        due=date(2027, 2, 15),
        evidence="a post in this community",
    ),
)
_HOSTILE_PROMISES: Final = tuple(
    Commitment(
        id=f"c{n}",
        forum=ID,
        owner=Owner.ORGANIZERS,
        what=_full(HOSTILE, PROMISE),
        due=date(2028, 9, 30),
        evidence=_full(HOSTILE, EVIDENCE),
    )
    for n in range(6)
)
_LOOKS: Final = (
    LookBack(
        days=30,
        words="The page is online. The stories are not collected yet.",
        on=date(2027, 1, 6),
    ),
    LookBack(days=90, words=_full(HOSTILE, SUMMARY), on=date(2027, 3, 7)),
)
_ENDED: Final = datetime(2026, 12, 8, 1, 35, tzinfo=UTC)


def _sight(state: State = State.COLLECTING, **changes: object) -> Sight:
    forum = replace(FORUM, state=state, **changes)  # type: ignore[arg-type]
    held = state in {State.WRAP_UP, State.FOLLOW_UP_30, State.FOLLOW_UP_90, State.DONE}
    return Sight(
        forum=forum,
        counts=_COUNTS,
        items=_ITEMS,
        commitments=_PROMISES if held and not forum.none_agreed else (),
        look_backs=_LOOKS if state is State.DONE else (),
    )


_HOSTILE_SIGHT: Final = Sight(
    forum=HOSTILE_FORUM,
    counts=Counts(going=99_999, waiting=99_999, maybe=99_999),
    items=tuple(
        Item(id=f"i{n}", side=Side.QUESTIONS, words=_full(HOSTILE, 3_000)) for n in range(14)
    ),
)
_HOSTILE_END: Final = Sight(
    forum=replace(
        HOSTILE_FORUM,
        state=State.DONE,
        ended_at=_ENDED,
        summary=_full(HOSTILE, SUMMARY),
        came_residents=99_999,
        came_police=99_999,
    ),
    commitments=_HOSTILE_PROMISES,
    look_backs=_LOOKS,
)
_PERSON: Final = PersonRef(platform="town", user="maya")
_SIGN_UP: Final = SignUp(
    id="s1", forum=ID, person=_PERSON, answer=Answer.GOING, seat=Seat.TAKEN, turn=1
)


def _told(kind: Kind, sight: Sight, *, late: bool = False, number: int = 0) -> news.Told:
    named = (_PERSON,) if kind is Kind.MOVED_UP else ()
    message = News(id="n1", forum=ID, kind=kind, late=late, number=number)
    return news.Told(news=message, sight=sight, look=LOOK, named=named)


def _mine(answer: Answer, seat: Seat, *, opted: bool = False) -> Mine:
    sign_up = replace(_SIGN_UP, answer=answer, seat=seat, named=opted, direct=opted)
    return Mine(forum=FORUM, sign_up=sign_up)


def _desk(state: State, *, now: datetime = NOW) -> Card:
    return desk.desk_card(replace(FORUM, state=state), LOOK, now=now)


_AFTER: Final = _ENDED + timedelta(minutes=1)
_DRAFT: Final = replace(
    FORUM, id="draft", state=State.IDEA, details=replace(DETAILS, plan=None, place="")
)
_OFF: Final = {"reason": "The library is flooded."}
_CLOSED: Final = _sight(State.WRAP_UP, ended_at=_ENDED)
_SUMMED: Final = _sight(State.DONE, ended_at=_ENDED, summary="We spoke about night calls. " * 4)

CARDS: dict[str, Card] = {
    "forum announced": public.forum_card(_sight(State.ANNOUNCED), LOOK),
    "forum collecting": public.forum_card(_sight(), LOOK),
    "forum without limit": public.forum_card(
        _sight(details=replace(DETAILS, capacity=0)), replace(LOOK, sites={})
    ),
    "forum live": public.forum_card(_sight(State.LIVE), LOOK),
    "forum paused": public.forum_card(_sight(State.PAUSED), LOOK),
    "forum postponed": public.forum_card(_sight(State.POSTPONED, **_OFF), LOOK),
    "forum cancelled": public.forum_card(_sight(State.CANCELLED, **_OFF), LOOK),
    "forum wrapped up": public.forum_card(_CLOSED, LOOK),
    "forum none agreed": public.forum_card(
        _sight(State.FOLLOW_UP_30, none_agreed=True, ended_at=_ENDED), LOOK
    ),
    "forum done": public.forum_card(_sight(State.DONE, came_residents=31, came_police=4), LOOK),
    "forum hostile": public.forum_card(_HOSTILE_SIGHT, LOOK),
    "forum hostile cancelled": public.forum_card(
        replace(
            _HOSTILE_SIGHT,
            forum=replace(HOSTILE_FORUM, state=State.CANCELLED, reason=_full(HOSTILE, REASON)),
        ),
        LOOK,
    ),
    "forum hostile done": public.forum_card(_HOSTILE_END, LOOK),
    "agenda": public.agenda_card(_sight()),
    "agenda hostile": public.agenda_card(_HOSTILE_SIGHT),
    "list": public.list_card([_sight()]),
    "list for organizers": public.list_card([_sight()], [_DRAFT, FORUM]),
    "list hostile": public.list_card([_HOSTILE_SIGHT], [replace(HOSTILE_FORUM, id="other")]),
    "list empty": public.list_card([]),
    "pick": public.picker_card("forums.ending", [FORUM]),
    "pick none": public.picker_card("forums.ending", []),
    "said": public.said_card(_sight(), LOOK),
    "said hostile": public.said_card(_HOSTILE_SIGHT, LOOK),
    "said none": public.said_card(None, LOOK),
    "draft": desk.draft_card(Drafted(forum=_DRAFT, trouble=WhenUnclear()), LOOK, now=NOW),
    "draft doubted": desk.draft_card(
        Drafted(forum=replace(FORUM, state=State.IDEA), doubt=Doubt.NEXT_WEEKDAY), LOOK, now=NOW
    ),
    "draft twice": desk.draft_card(
        Drafted(forum=replace(FORUM, state=State.IDEA), doubt=Doubt.TWICE), LOOK, now=NOW
    ),
    "draft hostile": desk.desk_card(replace(HOSTILE_FORUM, state=State.IDEA), LOOK, now=NOW),
    "desk before": _desk(State.COLLECTING),
    "desk at the door": _desk(State.COLLECTING, now=PLAN.at - timedelta(minutes=5)),
    "desk past its time": _desk(State.COLLECTING, now=_AFTER),
    "desk live": _desk(State.LIVE),
    "desk paused": _desk(State.PAUSED),
    "desk postponed": _desk(State.POSTPONED),
    "desk wrap up": _desk(State.WRAP_UP),
    "desk follow up": _desk(State.FOLLOW_UP_30),
    "desk second follow up": _desk(State.FOLLOW_UP_90),
    "desk done": _desk(State.DONE),
    "dropped": desk.dropped_card(),
    "ending": desk.ending_card(Ending(forum=FORUM, commitments=())),
    "ending with promises": desk.ending_card(Ending(forum=FORUM, commitments=_PROMISES)),
    "ending hostile": desk.ending_card(Ending(forum=HOSTILE_FORUM, commitments=_HOSTILE_PROMISES)),
    "mine taken": mine.sign_up_card(_mine(Answer.GOING, Seat.TAKEN), LOOK),
    "mine waiting": mine.sign_up_card(_mine(Answer.GOING, Seat.WAITING), LOOK),
    "mine waiting, all on": mine.sign_up_card(_mine(Answer.GOING, Seat.WAITING, opted=True), LOOK),
    "mine maybe": mine.sign_up_card(_mine(Answer.MAYBE, Seat.NONE), LOOK),
    "mine not": mine.sign_up_card(_mine(Answer.NOT, Seat.NONE), LOOK),
    "mine hostile": mine.sign_up_card(Mine(forum=HOSTILE_FORUM, sign_up=_SIGN_UP), LOOK),
    "here": mine.here_card(FORUM),
    "here hostile": mine.here_card(HOSTILE_FORUM),
    "item added": mine.item_added_card(ID, _ITEMS[0]),
    "item added hostile": mine.item_added_card(
        ID, Item(id=ID, side=Side.RESIDENTS, words=_full(HOSTILE, ITEM))
    ),
    "item gone": mine.item_gone_card(),
    **{
        f"news {kind.value}": news.news_card(_told(kind, _sight()))
        for kind in (Kind.WEEK, Kind.DAY, Kind.HOUR, Kind.START, Kind.CHANGED, Kind.LIVE)
    },
    "news late": news.news_card(_told(Kind.DAY, _sight(), late=True)),
    "news moved up": news.news_card(_told(Kind.MOVED_UP, _sight(), number=2)),
    "news cancelled": news.news_card(_told(Kind.CANCELLED, _sight(State.CANCELLED, **_OFF))),
    "news postponed": news.news_card(_told(Kind.POSTPONED, _sight(State.POSTPONED, **_OFF))),
    "news removed": news.news_card(_told(Kind.REMOVED, _sight())),
    "news removed, then called off": news.news_card(
        _told(Kind.REMOVED, _sight(State.CANCELLED, **_OFF))
    ),
    "news closed": news.news_card(_told(Kind.CLOSED, _CLOSED)),
    "news closed hostile": news.news_card(_told(Kind.CLOSED, _HOSTILE_END)),
    "news summary": news.news_card(_told(Kind.SUMMARY, _SUMMED)),
    "news summary hostile": news.news_card(_told(Kind.SUMMARY, _HOSTILE_END)),
    "news close it": news.news_card(_told(Kind.CLOSE_IT, _sight(State.LIVE))),
    "news closed by now": news.news_card(_told(Kind.CLOSE_IT, _CLOSED)),
    "news sum up": news.news_card(_told(Kind.SUM_UP, _CLOSED)),
    "news check": news.news_card(_told(Kind.CHECK_30, _sight(State.FOLLOW_UP_30))),
    "news check hostile": news.news_card(
        _told(Kind.CHECK_90, replace(_HOSTILE_END, look_backs=()))
    ),
    "news checked": news.news_card(_told(Kind.CHECKED, _SUMMED, number=30)),
    "news checked hostile": news.news_card(_told(Kind.CHECKED, _SUMMED, number=90)),
    "news live hostile": news.news_card(_told(Kind.LIVE, _HOSTILE_SIGHT)),
    "letter": news.letter_card(_told(Kind.DAY, _sight())),
    "letter moved up": news.letter_card(_told(Kind.MOVED_UP, _sight(), number=1)),
    "letter cancelled hostile": news.letter_card(
        _told(
            Kind.CANCELLED,
            replace(
                _HOSTILE_SIGHT,
                forum=replace(HOSTILE_FORUM, state=State.CANCELLED, reason=_full(HOSTILE, REASON)),
            ),
        )
    ),
}

FORMS: dict[str, Form] = {
    "what": forms.what_form(None, zone="America/Argentina/ComodRivadavia", title="Next steps"),
    "what filled": forms.what_form(FORUM, zone="Europe/Paris"),
    "what hostile": forms.what_form(HOSTILE_FORUM, zone="America/Toronto"),
    "where": forms.where_form(FORUM, LOOK),
    "where hostile": forms.where_form(HOSTILE_FORUM, LOOK),
    "more": forms.more_form(FORUM),
    "more hostile": forms.more_form(HOSTILE_FORUM),
    "item": forms.item_form(ID),
    "promise": forms.promise_form(ID),
    "call off": forms.call_off_form(ID, series=False),
    "call off a series": forms.call_off_form(ID, series=True),
    "summary": forms.summary_form(ID),
    "look back": forms.look_back_form(ID, 90),
}
