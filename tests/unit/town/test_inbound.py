"""What people do in the town reaches the bot: commands, forms, buttons."""

from bot.core.cards import Card
from bot.core.forms import Corrections
from bot.core.people import Role
from bot.core.text import Verbatim
from tests.support.lending_shelf import OFFER, Shelf, thing_card
from tests.support.offered import ODD, OFFERED
from tests.support.reading import read
from tests.support.town import Town


async def test_a_command_opens_its_form(town: Town) -> None:
    maya = town.someone("maya")

    shown = await maya.says("/offer")

    assert shown == maya.form == OFFER


async def test_a_form_that_is_sent_answers_where_it_was_opened(town: Town, shelf: Shelf) -> None:
    maya = town.someone("maya").goes_to("forums")
    await maya.says("/offer")

    await maya.fills(**OFFERED).sends()

    assert town.channel("forums").cards == (thing_card("Too tall for me"),)
    assert shelf.things == ["Too tall for me"]
    assert not maya.has_form


async def test_a_form_with_a_mistake_stays_open_with_every_word(town: Town, shelf: Shelf) -> None:
    maya = town.someone("maya", locale="fr")
    await maya.says("/offer")

    shown = await maya.fills(what="Ladder", why="no").sends()

    assert isinstance(shown, Corrections)
    assert maya.typed == {
        "what": "Ladder", "why": "no", "size": "small", "days": (), "agree": ""
    }  # fmt: skip
    assert maya.wrong == {
        "why": "Veuillez écrire quelque chose ici (au moins 3 caractères).",
        "agree": "Veuillez remplir ce champ.",
    }
    assert shelf.things == []

    await maya.fills(why="Far too tall", agree=True).sends()

    assert shelf.things == ["Far too tall"]


async def test_a_form_sent_twice_counts_once(town: Town, shelf: Shelf) -> None:
    maya = town.someone("maya")
    await maya.says("/offer")
    filled = maya.fills(**OFFERED)
    form = maya._open()
    await filled.sends()

    again = await town.inner.inbound.submits("maya", form.id, {"why": "again"}, "en")

    assert again is None
    assert shelf.things == ["Too tall for me"]


async def test_a_press_draws_the_card_anew_for_everyone(town: Town) -> None:
    amina = town.someone("amina", Role.LIAISON)
    await town.someone("maya").says("/show all ladder")

    await amina.presses("Keep it")

    assert town.channel("general").cards == (thing_card("taken", taken=True),)


async def test_who_may_not_press_is_told_so_alone(town: Town) -> None:
    theo, maya = town.someone("theo"), town.someone("maya")
    await maya.says("/show all ladder")

    await theo.presses("shelf.take")

    assert "another role" in read(theo.private[-1])
    assert maya.private == ()
    assert town.channel("general").cards == (thing_card("ladder"),)


async def test_a_role_that_ended_ends_at_the_next_press(town: Town) -> None:
    amina = town.someone("amina", Role.LIAISON)
    await amina.says("/show all ladder")

    await amina.becomes().presses("shelf.take")

    assert town.channel("general").cards == (thing_card("ladder"),)


async def test_a_dangerous_button_asks_first(town: Town, shelf: Shelf) -> None:
    maya = town.someone("maya")
    shelf.things.append("ladder")
    await maya.says("/show all ladder")

    await maya.presses("No", sure=False)

    assert maya.asked == "Are you sure?"
    assert shelf.things == ["ladder"]

    await maya.presses("No")

    assert shelf.things == []


async def test_a_choice_acts_with_what_was_chosen(town: Town) -> None:
    maya = town.someone("maya")
    await maya.says("/look ladder")

    await maya.chooses("Theo", of="shelf.lend")

    assert maya.private[-1] == Card(title=Verbatim("lent to theo"))


async def test_a_form_opened_from_a_card_updates_that_card(town: Town) -> None:
    maya = town.someone("maya")
    await maya.says("/look ladder")

    await maya.presses("Fix it")
    await maya.fills().sends()

    assert maya.private == (Card(title=Verbatim("2026-12-01")),)


async def test_a_forged_button_is_refused_and_does_nothing(town: Town, shelf: Shelf) -> None:
    maya = town.someone("maya")
    shelf.things.append("ladder")
    await maya.says("/show all ladder")
    entry = town.channel("general").entries[0]

    for token in ("", "v1~shelf.burn~0~AAAAAAAAAAAAAA", ODD, "x" * 10_000):
        await town.inner.inbound.presses("maya", entry, token, "en")

    assert all("no longer works" in read(card) for card in maya.private)
    assert len(maya.private) == 4
    assert shelf.things == ["ladder"]


async def test_a_private_reply_is_seen_by_nobody_else(town: Town) -> None:
    maya, theo = town.someone("maya"), town.someone("theo", Role.ORGANIZER)

    await maya.says("/look ladder")

    assert maya.sees("ladder")
    assert not theo.sees("ladder")
