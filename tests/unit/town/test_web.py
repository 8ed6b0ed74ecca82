"""The page without any script: links, forms, and whole pages in answer."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from bot.core.actions import Action, act
from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.gestures import Called
from bot.core.people import Role
from bot.core.routes import Command, Responds
from bot.core.text import say
from tests.support.lending_shelf import OFFER
from tests.support.reading import read
from tests.unit.town.conftest import Browser

SCRIPT = "<script>alert(1)</script>"


async def test_a_newcomer_meets_everyone_and_learns_what_to_try(browser: Browser) -> None:
    english, french = await browser.reads("/town"), await browser.reads("/town?lang=fr")

    for neighbour in browser.town.world.people.values():
        assert neighbour.name in english
        assert f"/town/{neighbour.user}?lang=en" in english
    assert "Try first" in english
    assert 'lang="fr"' in french
    assert "À essayer d&#39;abord" in french


async def test_what_is_typed_appears_once_the_page_comes_back(browser: Browser) -> None:
    answer = await browser.sends("/town/maya/say?lang=en&at=posts", {"line": f"Hi {SCRIPT}"})

    assert answer.status == 303
    page = await browser.reads(answer.headers["Location"])
    assert "Hi &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert SCRIPT not in page


async def test_a_private_reply_is_in_nobody_elses_page(browser: Browser) -> None:
    await browser.sends("/town/maya/say", {"line": "/look secret ladder"})

    assert "secret ladder" in await browser.reads("/town/maya")
    assert "secret ladder" not in await browser.reads("/town/theo")


async def test_a_private_reply_can_be_dismissed_by_its_reader_alone(browser: Browser) -> None:
    await browser.sends("/town/maya/say", {"line": "/look secret ladder"})
    entry = browser.town.world.on_screen("maya")[-1].id

    await browser.sends("/town/theo/dismiss", {"entry": entry})
    assert "secret ladder" in await browser.reads("/town/maya")

    await browser.sends("/town/maya/dismiss", {"entry": entry})
    assert "secret ladder" not in await browser.reads("/town/maya")


async def test_a_public_card_cannot_be_dismissed(browser: Browser) -> None:
    await browser.sends("/town/maya/say", {"line": "/show all ladder"})
    entry = browser.town.channel("general").entries[0].id

    await browser.sends("/town/maya/dismiss", {"entry": entry})

    assert "ladder" in await browser.reads("/town/maya")


async def test_staff_channels_are_for_staff(browser: Browser) -> None:
    assert "#liaisons" not in await browser.reads("/town/maya?at=liaisons")
    assert "#liaisons" in await browser.reads("/town/amina?at=liaisons")
    await browser.sends("/town/maya/say?at=liaisons", {"line": "let me in"})
    assert browser.town.channel("liaisons").entries == ()


async def test_a_form_is_filled_mended_and_sent(browser: Browser) -> None:
    await browser.sends("/town/maya/say?at=posts", {"line": "/offer"})
    page = await browser.reads("/town/maya?at=posts")
    form = browser.town.someone("maya")._open().id
    assert f'value="{form}"' in page
    assert "<dialog" in page

    await browser.sends(
        "/town/maya/submit?at=posts", {"form": form, "what": f"L{SCRIPT}", "why": "no"}
    )
    page = await browser.reads("/town/maya?at=posts")
    assert "L&lt;script&gt;" in page
    assert "at least 3 characters" in page
    assert 'role="alert"' in page

    await browser.sends(
        "/town/maya/submit?at=posts",
        {"form": form, "what": "L", "why": "Too tall", "size": "large", "agree": "yes"},
    )
    assert "<dialog" not in await browser.reads("/town/maya?at=posts")
    assert browser.shelf.things == ["Too tall"]


async def test_a_form_can_be_closed(browser: Browser) -> None:
    await browser.sends("/town/maya/say", {"line": "/offer"})

    await browser.sends("/town/maya/close")

    assert "<dialog" not in await browser.reads("/town/maya")


async def test_a_dangerous_button_asks_on_the_page(browser: Browser) -> None:
    browser.shelf.things.append("ladder")
    await browser.sends("/town/maya/say", {"line": "/show all ladder"})
    entry = browser.town.channel("general").entries[0]
    token = browser.town.inner.inbound.signer.token("riverbend", _burn())

    await browser.sends("/town/maya/press", {"entry": entry.id, "token": token})

    assert "Are you sure?" in await browser.reads("/town/maya")
    assert browser.shelf.things == ["ladder"]

    await browser.sends("/town/maya/press", {"entry": entry.id, "token": token, "sure": "yes"})

    assert browser.shelf.things == []


async def test_a_button_of_a_channel_one_cannot_see_does_nothing(browser: Browser) -> None:
    amina = browser.town.someone("amina", Role.LIAISON).goes_to("queue")
    browser.shelf.things.append("ladder")
    await amina.says("/show all ladder")
    entry = browser.town.channel("queue").entries[0]
    token = browser.town.inner.inbound.signer.token("riverbend", _burn())

    await browser.sends("/town/maya/press", {"entry": entry.id, "token": token, "sure": "yes"})

    assert browser.shelf.things == ["ladder"]


async def test_a_picture_is_shown_to_those_who_see_its_card(browser: Browser) -> None:
    maya = browser.town.someone("maya")
    await maya.says("/look ladder")
    entry = browser.town.world.on_screen("maya")[-1].id

    shown = await browser.client.get(f"/town/maya/picture/{entry}/4.png")
    hidden = await browser.client.get(f"/town/theo/picture/{entry}/4.png")
    none = await browser.client.get(f"/town/maya/picture/{entry}/1.png")

    assert (shown.status, shown.content_type) == (200, "image/png")
    assert (hidden.status, none.status) == (404, 404)


async def test_what_follows_a_command_is_completed(browser: Browser) -> None:
    browser.shelf.things += ["ladder", "lamp", "rope \ud800"]

    async def completes(line: str) -> object:
        answer = await browser.client.get("/town/maya/suggest", params={"line": line})
        return await answer.json()

    assert await completes("/look la") == ["ladder", "lamp"]
    assert await completes("/look rope") == ["rope ?"]
    assert await completes("/look ") == []
    assert await completes("/nosuch la") == []
    assert await completes("good morning") == []


async def test_the_menu_of_a_message_works_on_the_page(browser: Browser) -> None:
    await browser.sends("/town/maya/say", {"line": "Is the bridge open?"})
    entry = browser.town.channel("general").entries[0].id

    await browser.sends("/town/theo/point", {"entry": entry, "menu": "ask"})
    await browser.sends("/town/theo/point", {"entry": entry, "menu": "nosuch"})
    await browser.sends("/town/theo/point", {"entry": "nosuch", "menu": "ask"})

    (card,) = browser.town.someone("theo").private
    assert "Is the bridge open?" in read(card)


async def test_the_people_named_in_a_card_are_called_by_name(browser: Browser) -> None:
    maya = browser.town.someone("maya").person
    stranger = replace(maya, user="<i>nobody</i>")
    for person in (maya, stranger):
        card = Card(title=say("core.incident.body", number=person))
        browser.town.world.add(browser.town.world.place("general"), card)

    page = await browser.reads("/town/theo")

    assert '<bdi class="person">Maya Tremblay</bdi>' in page
    assert '<bdi class="person">&lt;i&gt;nobody&lt;/i&gt;</bdi>' in page


async def test_a_thread_opens_at_the_side(browser: Browser) -> None:
    await browser.sends("/town/maya/say", {"line": "/show all ladder"})
    entry = browser.town.channel("general").entries[0]
    browser.town.world.branch(entry, say("core.done"))

    page = await browser.reads(f"/town/theo?side={entry.id}")
    assert 'class="chat with-thread"' in page

    await browser.sends(
        f"/town/theo/say?side={entry.id}", {"line": "I have one", "in-thread": "yes"}
    )
    assert browser.town.channel("general").threads[0].text == "I have one"


async def test_the_panel_is_drawn_when_it_is_opened(browser: Browser) -> None:
    browser.shelf.things.append("ladder")

    assert "this number: 1" in await browser.reads("/town/maya?at=home")


async def test_the_clock_moves_and_stops_where_something_falls_due(browser: Browser) -> None:
    start = browser.town.clock.now()
    browser.timers.due.append(start + timedelta(minutes=7))

    await browser.sends("/town/maya/clock", {"step": "next"})
    assert browser.town.clock.now() == start + timedelta(minutes=7)

    await browser.sends("/town/maya/clock", {"step": "day"})
    assert browser.town.clock.now() == start + timedelta(days=1, minutes=7)

    await browser.sends("/town/maya/clock", {"step": "century"})
    assert browser.town.clock.now() == start + timedelta(days=1, minutes=7)


async def test_the_conversation_can_be_cleared(browser: Browser) -> None:
    await browser.sends("/town/maya/say", {"line": "good morning"})

    await browser.sends("/town/maya/again")

    assert "good morning" not in await browser.reads("/town/maya")


async def test_news_are_told_as_they_happen(browser: Browser) -> None:
    stream = await browser.client.get("/town/news")
    first = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 30)

    await browser.sends("/town/maya/say", {"line": "good morning"})
    second = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 30)

    assert stream.content_type == "text/event-stream"
    assert first != second
    assert second == f"data: {browser.town.world.stamp}\n\n".encode()
    stream.close()


async def test_new_messages_elsewhere_are_counted_until_one_looks(browser: Browser) -> None:
    await browser.sends("/town/maya/say?at=posts", {"line": "good morning"})

    assert "1 new message" in await browser.reads("/town/theo")
    await browser.reads("/town/theo?at=posts")
    assert "1 new message" not in await browser.reads("/town/theo")


async def test_a_long_conversation_shows_its_newest_part(browser: Browser) -> None:
    for number in range(90):
        await browser.town.someone("maya").says(f"line-{number}-")

    page = await browser.reads("/town/theo")

    assert page.count('class="line') == 80
    assert "line-89-" in page
    assert "Older messages are not shown here." in page


async def test_commands_are_offered_to_those_who_may_call_them(browser: Browser) -> None:
    assert 'data-name="staff"' in await browser.reads("/town/claire")
    maya = await browser.reads("/town/maya")
    assert 'data-name="staff"' not in maya
    assert 'data-name="show all"' in maya


@pytest.mark.parametrize(
    "path",
    [
        "/town/nobody",
        "/town/maya/picture/x/y.png",
        f"/town/maya/picture/x/{'9' * 5_000}.png",
        "/town/static/x",
    ],
)
async def test_what_is_not_there_is_not_found(browser: Browser, path: str) -> None:
    assert (await browser.client.get(path)).status == 404


@pytest.mark.parametrize(
    "query", ["at=nowhere", "at=" + quote("<b>"), "side=zz&at=posts", "lang=xx", "at=%00"]
)
async def test_an_odd_address_still_shows_a_page(browser: Browser, query: str) -> None:
    assert "<b>" not in (await browser.reads(f"/town/maya?{query}")).split("</head>")[0]


async def test_an_error_of_ours_is_said_and_nothing_is_lost(browser: Browser) -> None:
    async def late(_: Called) -> Form:
        return OFFER  # from a route that cannot open a form

    browser.town.inner.inbound.dispatcher.routes.command(
        Command(name="late", about=say("core.done"), responds=Responds.PRIVATELY, handle=late)
    )

    answer = await browser.sends("/town/maya/say", {"line": "/late"})

    assert answer.status == 303
    assert 'name this number: <bdi class="theirs">42</bdi>' in await browser.reads("/town/maya")


def _burn() -> Action:
    return act("shelf.burn", 0)
