"""Every card and form of the forums, as the gallery draws them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.when import Doubt, WhenUnclear
from bot.features.forums.closing import Ending
from bot.features.forums.model import (
    ITEM,
    REASON,
    Answer,
    Item,
    Kind,
    News,
    Seat,
    Side,
    Sight,
    State,
)
from bot.features.forums.service import Drafted
from bot.features.forums.signups import Mine
from bot.features.forums.views import desk, forms, mine, news, public
from tests.support.gallery.samples.forums import (
    AFTER,
    CLOSED,
    DETAILS,
    DRAFT,
    ENDED,
    FORUM,
    HOSTILE,
    HOSTILE_END,
    HOSTILE_FORUM,
    HOSTILE_PROMISES,
    HOSTILE_SIGHT,
    ID,
    ITEMS,
    LOOK,
    NOW,
    OFF,
    PERSON,
    PLAN,
    PROMISES,
    SIGN_UP,
    SUMMED,
    full,
    sight,
)


def _told(kind: Kind, sight: Sight, *, late: bool = False, number: int = 0) -> news.Told:
    named = (PERSON,) if kind is Kind.MOVED_UP else ()
    message = News(id="n1", forum=ID, kind=kind, late=late, number=number)
    return news.Told(news=message, sight=sight, look=LOOK, named=named)


def _mine(answer: Answer, seat: Seat, *, opted: bool = False) -> Mine:
    sign_up = replace(SIGN_UP, answer=answer, seat=seat, named=opted, direct=opted)
    return Mine(forum=FORUM, sign_up=sign_up)


def _desk(state: State, *, now: datetime = NOW) -> Card:
    return desk.desk_card(replace(FORUM, state=state), LOOK, now=now)


CARDS: dict[str, Card] = {
    "forum announced": public.forum_card(sight(State.ANNOUNCED), LOOK),
    "forum collecting": public.forum_card(sight(), LOOK),
    "forum without limit": public.forum_card(
        sight(details=replace(DETAILS, capacity=0)), replace(LOOK, sites={})
    ),
    "forum live": public.forum_card(sight(State.LIVE), LOOK),
    "forum paused": public.forum_card(sight(State.PAUSED), LOOK),
    "forum postponed": public.forum_card(sight(State.POSTPONED, **OFF), LOOK),
    "forum cancelled": public.forum_card(sight(State.CANCELLED, **OFF), LOOK),
    "forum wrapped up": public.forum_card(CLOSED, LOOK),
    "forum none agreed": public.forum_card(
        sight(State.FOLLOW_UP_30, none_agreed=True, ended_at=ENDED), LOOK
    ),
    "forum done": public.forum_card(sight(State.DONE, came_residents=31, came_police=4), LOOK),
    "forum hostile": public.forum_card(HOSTILE_SIGHT, LOOK),
    "forum hostile cancelled": public.forum_card(
        replace(
            HOSTILE_SIGHT,
            forum=replace(HOSTILE_FORUM, state=State.CANCELLED, reason=full(HOSTILE, REASON)),
        ),
        LOOK,
    ),
    "forum hostile done": public.forum_card(HOSTILE_END, LOOK),
    "agenda": public.agenda_card(sight()),
    "agenda hostile": public.agenda_card(HOSTILE_SIGHT),
    "list": public.list_card([sight()]),
    "list for organizers": public.list_card([sight()], [DRAFT, FORUM]),
    "list hostile": public.list_card([HOSTILE_SIGHT], [replace(HOSTILE_FORUM, id="other")]),
    "list empty": public.list_card([]),
    "pick": public.picker_card("forums.ending", [FORUM]),
    "pick none": public.picker_card("forums.ending", []),
    "said": public.said_card(sight(), LOOK),
    "said hostile": public.said_card(HOSTILE_SIGHT, LOOK),
    "said none": public.said_card(None, LOOK),
    "draft": desk.draft_card(Drafted(forum=DRAFT, trouble=WhenUnclear()), LOOK, now=NOW),
    "draft doubted": desk.draft_card(
        Drafted(forum=replace(FORUM, state=State.IDEA), doubt=Doubt.NEXT_WEEKDAY), LOOK, now=NOW
    ),
    "draft twice": desk.draft_card(
        Drafted(forum=replace(FORUM, state=State.IDEA), doubt=Doubt.TWICE), LOOK, now=NOW
    ),
    "draft hostile": desk.desk_card(replace(HOSTILE_FORUM, state=State.IDEA), LOOK, now=NOW),
    "desk before": _desk(State.COLLECTING),
    "desk at the door": _desk(State.COLLECTING, now=PLAN.at - timedelta(minutes=5)),
    "desk past its time": _desk(State.COLLECTING, now=AFTER),
    "desk live": _desk(State.LIVE),
    "desk paused": _desk(State.PAUSED),
    "desk postponed": _desk(State.POSTPONED),
    "desk wrap up": _desk(State.WRAP_UP),
    "desk follow up": _desk(State.FOLLOW_UP_30),
    "desk second follow up": _desk(State.FOLLOW_UP_90),
    "desk done": _desk(State.DONE),
    "dropped": desk.dropped_card(),
    "ending": desk.ending_card(Ending(forum=FORUM, commitments=())),
    "ending with promises": desk.ending_card(Ending(forum=FORUM, commitments=PROMISES)),
    "ending hostile": desk.ending_card(Ending(forum=HOSTILE_FORUM, commitments=HOSTILE_PROMISES)),
    "mine taken": mine.sign_up_card(_mine(Answer.GOING, Seat.TAKEN), LOOK),
    "mine waiting": mine.sign_up_card(_mine(Answer.GOING, Seat.WAITING), LOOK),
    "mine waiting, all on": mine.sign_up_card(_mine(Answer.GOING, Seat.WAITING, opted=True), LOOK),
    "mine maybe": mine.sign_up_card(_mine(Answer.MAYBE, Seat.NONE), LOOK),
    "mine not": mine.sign_up_card(_mine(Answer.NOT, Seat.NONE), LOOK),
    "mine hostile": mine.sign_up_card(Mine(forum=HOSTILE_FORUM, sign_up=SIGN_UP), LOOK),
    "here": mine.here_card(FORUM),
    "here hostile": mine.here_card(HOSTILE_FORUM),
    "item added": mine.item_added_card(ID, ITEMS[0]),
    "item added hostile": mine.item_added_card(
        ID, Item(id=ID, side=Side.RESIDENTS, words=full(HOSTILE, ITEM))
    ),
    "item gone": mine.item_gone_card(),
    **{
        f"news {kind.value}": news.news_card(_told(kind, sight()))
        for kind in (Kind.WEEK, Kind.DAY, Kind.HOUR, Kind.START, Kind.CHANGED, Kind.LIVE)
    },
    "news late": news.news_card(_told(Kind.DAY, sight(), late=True)),
    "news moved up": news.news_card(_told(Kind.MOVED_UP, sight(), number=2)),
    "news cancelled": news.news_card(_told(Kind.CANCELLED, sight(State.CANCELLED, **OFF))),
    "news postponed": news.news_card(_told(Kind.POSTPONED, sight(State.POSTPONED, **OFF))),
    "news removed": news.news_card(_told(Kind.REMOVED, sight())),
    "news removed, then called off": news.news_card(
        _told(Kind.REMOVED, sight(State.CANCELLED, **OFF))
    ),
    "news closed": news.news_card(_told(Kind.CLOSED, CLOSED)),
    "news closed hostile": news.news_card(_told(Kind.CLOSED, HOSTILE_END)),
    "news summary": news.news_card(_told(Kind.SUMMARY, SUMMED)),
    "news summary hostile": news.news_card(_told(Kind.SUMMARY, HOSTILE_END)),
    "news close it": news.news_card(_told(Kind.CLOSE_IT, sight(State.LIVE))),
    "news closed by now": news.news_card(_told(Kind.CLOSE_IT, CLOSED)),
    "news sum up": news.news_card(_told(Kind.SUM_UP, CLOSED)),
    "news check": news.news_card(_told(Kind.CHECK_30, sight(State.FOLLOW_UP_30))),
    "news check hostile": news.news_card(
        _told(Kind.CHECK_90, replace(HOSTILE_END, look_backs=()))
    ),
    "news checked": news.news_card(_told(Kind.CHECKED, SUMMED, number=30)),
    "news checked hostile": news.news_card(_told(Kind.CHECKED, SUMMED, number=90)),
    "news live hostile": news.news_card(_told(Kind.LIVE, HOSTILE_SIGHT)),
    "letter": news.letter_card(_told(Kind.DAY, sight())),
    "letter moved up": news.letter_card(_told(Kind.MOVED_UP, sight(), number=1)),
    "letter cancelled hostile": news.letter_card(
        _told(
            Kind.CANCELLED,
            replace(
                HOSTILE_SIGHT,
                forum=replace(HOSTILE_FORUM, state=State.CANCELLED, reason=full(HOSTILE, REASON)),
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
