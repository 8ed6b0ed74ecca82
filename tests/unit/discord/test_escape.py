"""Words of people are inert on Discord, at a cost that grows with their length alone."""

import re
import time

import pytest
from hypothesis import given, strategies as st

from bot.adapters.discord.escape import escape, in_code, one_line, visible

LIVE = re.compile(
    r"(?<!\\)<(?:@[!&]?|#|/|t:|id:|a?:)[^>]*>|@(?:everyone|here)|(?<!\\)\]\(|(?<!\\)https?://"
    r"|(?<!\\)(?:\*\*|__|~~|\|\||`)",
)
PUMPS = [
    "[a](",
    "<@",
    "**",
    "`",
    "||",
    "@everyone",
    "https://",
    "\\",
    "\n# ",
    "-# ",
    "1. ",
    "<t:",
    " ",
]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**bold** _it_ ~~no~~ ||spoiler||", r"\*\*bold\*\* \_it\_ \~\~no\~\~ \|\|spoiler\|\|"),
        ("<@1> <@!1> <@&2> <#3>", r"\<@1\> \<@!1\> \<@&2\> \<\#3\>"),
        ("</ask:4> <t:5:R> <id:customize>", r"\</ask\:4\> \<t\:5\:R\> \<id\:customize\>"),
        ("[x](javascript:alert)", r"\[x\](javascript\:alert)"),
        ("https://example.org", r"https\://example.org"),
        (
            "# title\n-# small\n> quote\n- item\n1. one",
            "\\# title\n\\-\\# small\n\\> quote\n\\- item\n1\\. one",
        ),
        ("@everyone and @here", "@\u200beveryone and @\u200bhere"),
        ("mail me@example.org, half-way, 3.5", "mail me@example.org, half-way, 3.5"),
        ("left\u202eright\u200b\u2066!\x00", "leftright!"),
        ("half \ud800", "half \ufffd"),
        ("family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"),
    ],
)
def test_words_keep_their_look_and_lose_their_effect(typed: str, shown: str) -> None:
    assert escape(typed) == shown


@given(
    st.text(
        alphabet=st.sampled_from("<@#/&!:>[]()*_~|`\\ \nab1-.everyoneht ps\u202e\u200b"),
        max_size=200,
    )
)
def test_nothing_typed_takes_effect(typed: str) -> None:
    assert LIVE.search(escape(typed).replace("\\\\", "")) is None


@given(st.text(max_size=300))
def test_code_ends_where_we_end_it(typed: str) -> None:
    written = in_code(typed)

    assert written == "" or written.strip("`\n").count("`") == 0
    assert "@everyone" not in written


@given(st.text(max_size=300))
def test_a_reader_sees_the_words_as_typed(typed: str) -> None:
    seen = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(typed)).replace("@\u200b", "@")

    assert seen == visible(typed)


@pytest.mark.parametrize("pump", PUMPS)
def test_the_cost_grows_with_the_length_alone(pump: str) -> None:
    def cost(length: int) -> float:
        words = (pump * length)[:length]
        best = 1.0
        for _ in range(3):
            began = time.perf_counter()
            escape(words)
            best = min(best, time.perf_counter() - began)
        return best

    cost(1_000)
    assert cost(4_000) < 0.05
    assert cost(64_000) < 32 * 3 * max(cost(2_000), 0.0005)


def test_a_line_cannot_fake_another_row() -> None:
    assert one_line("a\n**State** answered\n\nb") == "a **State** answered b"
