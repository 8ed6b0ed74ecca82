"""Words of people are inert on Discord, however many there are."""

import re

import pytest
from hypothesis import given, strategies as st

from bot.adapters.discord.escape import escape, in_code, one_line
from bot.core.text import visible

LIVE = re.compile(
    r"(?<!\\)<(?:@[!&]?|#|/|t:|id:|a?:)[^>]*>|@(?:everyone|here)|(?<!\\)\]\(|(?<!\\)https?://"
    r"|(?<!\\)(?:\*\*|__|~~|\|\||`)",
)


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


@pytest.mark.parametrize(
    ("pump", "shown"),
    [
        ("[a](", r"\[a\]("),
        ("<@", r"\<@"),
        ("**", r"\*\*"),
        ("`", r"\`"),
        ("||", r"\|\|"),
        ("@everyone", "@\u200beveryone"),
        ("https://", r"https\://"),
        ("\\", r"\\"),
        ("\n# ", "\n\\# "),
        ("-# ", r"\-\# "),
        ("1. ", r"1\. "),
        ("<t:", r"\<t\:"),
        (" ", " "),
    ],
)
def test_the_thousandth_is_as_inert_as_the_first(pump: str, shown: str) -> None:
    assert escape(pump * 1_000) == shown * 1_000


def test_a_line_cannot_fake_another_row() -> None:
    assert one_line("a\n**State** answered\n\nb") == "a **State** answered b"
