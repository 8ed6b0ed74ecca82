"""Nothing that was said disappears: every version, perspective and question is read whole."""

from __future__ import annotations

from bot.core.people import Role
from tests.support.questions import ANSWER, HEARD, NEXT, Desk
from tests.support.someone import Someone


async def _corrects(desk: Desk, times: int) -> None:
    """Correct the answer, each time in all three parts and at length."""
    for n in range(2, 2 + times):
        await desk.ben.goes_to("questions").presses("questions.read")
        await desk.ben.presses("questions.correct")
        await desk.ben.fills(
            acknowledge=f"Heard {n}.",
            answer=f"Version {n}. " + "All of it is long. " * 70 + f"End {n}.",
            next=f"Next {n}.",
            note=f"Figure {n} was wrong.",
        ).sends()
        await desk.town.settles()


async def _leafs(who: Someone, button: str) -> str:
    """Turn pages until there is no next; return all that was read."""
    read = [who.reads(who.private[-1])]
    for _ in range(20):
        if not who.sees_button("Next page"):
            break
        await who.presses("Next page")
        read.append(who.reads(who.private[-1]))
    assert not who.sees_button("Next page"), button
    return "\n".join(read)


async def test_a_reader_leafs_back_to_the_very_first_version(desk: Desk) -> None:
    await desk.gets_answer()
    await _corrects(desk, times=6)
    theo = desk.town.someone("theo").goes_to("questions")

    await theo.presses("questions.read")
    await theo.presses("questions.history")
    shown = await _leafs(theo, "questions.history")

    assert all(part in shown for part in (HEARD, ANSWER, NEXT))
    for n in range(2, 8):
        assert all(f"{word} {n}." in shown for word in ("Heard", "Version", "End", "Next"))
        assert f"Figure {n} was wrong." in shown


async def test_a_reader_turns_back(desk: Desk) -> None:
    await desk.gets_answer()
    await _corrects(desk, times=1)
    theo = desk.town.someone("theo").goes_to("questions")
    await theo.presses("questions.read")
    await theo.presses("questions.history")
    newest = theo.reads(theo.private[-1])

    await theo.presses("Next page")
    await theo.presses("Back")

    assert theo.reads(theo.private[-1]) == newest


async def test_a_perspective_is_read_whole_with_where_it_comes_from(desk: Desk) -> None:
    await desk.gets_answer()
    for n in range(7):
        pam = desk.town.someone(f"pam{n}", Role.PANEL).goes_to("questions")
        await pam.presses("questions.read")
        await pam.presses("questions.view")
        view = f"View {n}. " + "Families wait too long. " * 32 + f"End of view {n}."
        await pam.fills(label="advocacy", view=view, source=f"Clinic {n}.").sends()
        await desk.town.settles()
    theo = desk.town.someone("theo").goes_to("questions")

    await theo.presses("questions.read")
    await theo.presses("questions.views")
    shown = await _leafs(theo, "questions.views")

    assert all(f"End of view {n}." in shown for n in range(7))
    assert all(f"Clinic {n}." in shown for n in range(7))


async def test_a_long_question_and_a_long_follow_up_are_read_whole(desk: Desk) -> None:
    asked = "Why is it so? " * 200 + "The end of the first."
    receipt = await desk.gets_answer(asked)
    await desk.looks(receipt)
    await desk.maya.presses("questions.again")
    await desk.maya.fills(words="And why so? " * 220 + "The end of the second.").sends()
    await desk.town.clock.move(minutes=16)
    await desk.olga.presses("questions.approve")
    await desk.town.settles()
    await desk.answers()
    theo = desk.town.someone("theo").goes_to("questions")

    await theo.presses("questions.read")
    await theo.presses("questions.whole")
    shown = await _leafs(theo, "questions.whole")

    assert "The end of the first." in shown
    assert "The end of the second." in shown


async def test_who_asked_for_themselves_leafs_through_their_own_answer(desk: Desk) -> None:
    receipt = await desk.gets_answer(public="no")
    await desk.looks(receipt)
    await desk.maya.presses("questions.again")
    await desk.maya.fills(words="And how many were switched off last year?").sends()
    await desk.town.clock.move(minutes=16)
    await desk.olga.presses("questions.approve")
    await desk.town.settles()
    await desk.answers(answer="Eleven were switched off.")
    newest = await desk.looks(receipt)

    await desk.maya.presses("questions.own_history")
    shown = await _leafs(desk.maya, "questions.own_history")

    assert ANSWER not in newest
    assert ANSWER in shown
    assert "Eleven were switched off." in shown


async def test_the_last_perspective_is_taken_back_while_somebody_reads(desk: Desk) -> None:
    await desk.gets_answer()
    pam = desk.town.someone("pam", Role.PANEL).goes_to("questions")
    await pam.presses("questions.read")
    await pam.presses("questions.view")
    await pam.fills(label="advocacy", view="Families wait.", source="Our clinic.").sends()
    await desk.town.settles()
    theo = desk.town.someone("theo").goes_to("questions")
    await theo.presses("questions.read")
    await pam.goes_to(desk.town.channel("questions").threads[0]).presses("questions.unview")
    await desk.town.settles()

    await theo.presses("questions.views")

    assert theo.sees("There is nothing here by that name")


async def test_who_votes_reads_how_they_will_know(desk: Desk) -> None:
    await desk.gets_answer()
    theo = desk.town.someone("theo").goes_to("questions")

    await theo.presses("questions.vote")

    shown = theo.reads(theo.private[-1])
    assert "a vote leaves no address" in shown
    assert "/questions" in shown
    assert theo.sees_button("questions.follow")
