"""Every screen of set-up, the team and the languages, for the gallery."""

from datetime import time

from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.people import Role
from bot.core.places import Purpose
from bot.features.team.forms import channel_form, code_form, role_form, tune_form
from bot.features.team.model import (
    Channel,
    Grant,
    House,
    HouseState,
    Known,
    Stored,
    Tuned,
    Written,
)
from bot.features.team.service import Desk
from bot.features.team.views import (
    channel_card,
    door_card,
    joined_card,
    language_card,
    link_card,
    role_card,
    roster_card,
    setup_card,
)
from tests.support.clock import A_TUESDAY
from tests.support.riverbend import RIVERBEND

HOSTILE = "[x](javascript:alert(1)) @everyone <!channel> <@123> \u202etxt.exe" + "w" * 60
SERVER = House("discord", "123456789012345678")
WORKSPACE = House("slack", "T0123ABCD")

NEW = Known(
    written=Written(community=RIVERBEND),
    stored=Stored(stamp=1, houses=(HouseState(house=SERVER),)),
)
BUSY = Known(
    written=Written(
        community=RIVERBEND,
        channels=(Channel(WORKSPACE, Purpose.POSTS, "C01"),),
        grants=(Grant(WORKSPACE, "S01", Role.ORGANIZER),),
        policy_reviewed=True,
    ),
    stored=Stored(
        stamp=9,
        houses=(HouseState(house=SERVER, finished=True, liaison_administers=True),),
        channels=tuple(Channel(SERVER, p, f"10{n}") for n, p in enumerate(Purpose)),
        grants=tuple(Grant(SERVER, f"20{n}", Role.LIAISON) for n in range(8)),
        tuned=Tuned(
            locale="fr",
            zone="America/Argentina/ComodRivadavia",
            days=frozenset({0, 2}),
            opens=time(8, 30),
            closes=time(16),
        ),
    ),
)
CHANNELS = (*((f"10{n}", f"channel-{n}") for n in range(40)), ("666", HOSTILE))
GROUPS = (*((f"20{n}", f"Group {n}") for n in range(40)), ("777", HOSTILE))
HERE = Desk(known=BUSY, house=SERVER, calm_until=A_TUESDAY, channels=CHANNELS, groups=GROUPS)
BARE = Desk(known=NEW, house=SERVER)

CARDS: dict[str, Card] = {
    "set-up, new": setup_card(BARE),
    "set-up, busy": setup_card(HERE),
    "set-up, a channel": channel_card(HERE, Purpose.TRIAGE),
    "set-up, a channel, no list": channel_card(BARE, Purpose.QUEUE),
    "set-up, a role": role_card(HERE, Role.LIAISON),
    "set-up, a role, no list": role_card(BARE, Role.VERIFIER),
    "set-up, link code": link_card("ABCD-EFGH-JKLM-NPQR"),
    "set-up, no community": door_card(first=True),
    "set-up, no community, code only": door_card(first=False),
    "set-up, joined": joined_card(HOSTILE),
    "team": roster_card(HERE),
    "language": language_card(None),
    "language, French": language_card("fr"),
}
FORMS: dict[str, Form] = {
    "set-up, channel name": channel_form(Purpose.POSTS),
    "set-up, group name": role_form(Role.PANEL),
    "set-up, language zone hours": tune_form(BUSY.community),
    "set-up, link code": code_form(),
}
