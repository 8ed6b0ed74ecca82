"""How a post moves, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from bot.core.errors import MovedOn, TooLong
from bot.features.posts.model import Approval, Label, Post, Rejection, State
from bot.features.posts.piece import BadLink, Piece, check_link
from tests.unit.posts.samples import AT, PLAN, POST, explainer_post, in_state

APPROVAL = Approval(label=Label.NEWS, discuss="What do you make of it?")

MOVES: dict[str, Callable[[Post], Post]] = {
    "take": Post.take,
    "approve": lambda p: p.approve(APPROVAL, AT),
    "schedule": lambda p: p.approve(replace(APPROVAL, when=PLAN), AT),
    "publish": lambda p: p.publish(AT),
    "unschedule": Post.unschedule,
    "reject": lambda p: p.reject(Rejection.ADVERT),
    "begin_talk": Post.begin_talk,
    "archive": Post.archive,
    "correct": lambda p: p.correct(title="T", text="t", note="n"),
    "retract": lambda p: p.retract("n"),
}
ALLOWED = {
    (State.SUGGESTED, "take"): State.REVIEW,
    (State.SUGGESTED, "reject"): State.REJECTED,
    (State.REVIEW, "approve"): State.PUBLISHED,
    (State.REVIEW, "schedule"): State.SCHEDULED,
    (State.REVIEW, "reject"): State.REJECTED,
    (State.SCHEDULED, "publish"): State.PUBLISHED,
    (State.SCHEDULED, "unschedule"): State.REVIEW,
    (State.SCHEDULED, "reject"): State.REJECTED,
    (State.PUBLISHED, "begin_talk"): State.DISCUSSING,
    (State.PUBLISHED, "archive"): State.ARCHIVED,
    (State.DISCUSSING, "archive"): State.ARCHIVED,
    (State.CORRECTED, "archive"): State.ARCHIVED,
    **{
        (s, "correct"): State.CORRECTED
        for s in (State.PUBLISHED, State.DISCUSSING, State.ARCHIVED, State.CORRECTED)
    },
    **{
        (s, "retract"): State.RETRACTED
        for s in (State.PUBLISHED, State.DISCUSSING, State.ARCHIVED, State.CORRECTED)
    },
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", MOVES)
def test_a_post_moves_only_along_its_way(state: State, move: str) -> None:
    before = in_state(state)

    if (state, move) in ALLOWED:
        assert MOVES[move](before).state is ALLOWED[state, move]
    else:
        with pytest.raises(MovedOn):
            MOVES[move](before)


def test_an_approval_gives_label_question_and_licence() -> None:
    decided = replace(APPROVAL, text="Shorter.", licence="CC BY 4.0")

    approved = in_state(State.REVIEW).approve(decided, AT)

    assert approved == replace(
        in_state(State.REVIEW),
        state=State.PUBLISHED,
        label=Label.NEWS,
        published_at=AT,
        piece=replace(POST.piece, discuss=APPROVAL.discuss, text="Shorter.", licence="CC BY 4.0"),
    )


def test_more_than_three_hundred_characters_of_others_are_refused() -> None:
    with pytest.raises(TooLong) as refusal:
        in_state(State.REVIEW).approve(replace(APPROVAL, text="x" * 301), AT)
    with pytest.raises(TooLong):
        POST.correct(title="T", text="x" * 301, note="n")

    assert refusal.value.facts == {"at_most": 300, "length": 301}


def test_an_explainer_may_be_shown_whole_but_must_fit_one_card() -> None:
    post = explainer_post("signs")

    assert len(post.piece.text) > 300
    with pytest.raises(TooLong):
        post.correct(title="T", text="x" * 1_900, note="n" * 500).correct(
            title="T", text="x" * 1_901, note="n"
        )


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://a.example/",
        "//a.example/",
        "a.example",
        "https://",
        "https:///x",
        "https://user@a.example/",
        "https://police.example@evil.example/",
        "https://a.example/with blank",
        "https://a.example/\u202ex",
        "https://a.example/\x00",
        "https://[broken/",
        "https://a.example/" + "x" * 500,
    ],
)
def test_a_link_that_is_no_plain_address_is_refused(link: str) -> None:
    with pytest.raises(BadLink):
        check_link(link)
    with pytest.raises(BadLink):
        Piece(title="T", text="t", link=link)


@given(st.text(max_size=60))
def test_no_link_makes_the_check_fail_in_another_way(link: str) -> None:
    try:
        check_link(link)
    except BadLink:
        return
    assert not link or link.lower().startswith(("http://", "https://"))
