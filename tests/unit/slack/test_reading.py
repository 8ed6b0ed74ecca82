"""The body of a request is read as the library would read it, and far more quickly."""

from urllib.parse import parse_qsl, urlencode

import orjson
import pytest
from hypothesis import given, strategies as st

from bot.adapters.slack.web import Unreadable, read

FORM = "application/x-www-form-urlencoded"


@given(st.text())
def test_what_a_person_wrote_in_a_form_is_read_as_it_was_written(words: str) -> None:
    sent = {"type": "view_submission", "words": words}
    raw = urlencode({"payload": orjson.dumps(sent)}).encode()

    assert read(raw, FORM) == sent


@given(
    st.lists(
        st.sampled_from(
            [
                "%",
                "%4",
                "41",
                "%41",
                "=",
                "&",
                "+",
                "a",
                "\n",
                "\r",
                "0",
                "%zz",
                "%C3%A9",
                "é",
                "%0",
                "{}",
                "%7B%7D",
            ]
        )
    )
)
def test_an_odd_form_is_read_as_the_library_reads_it(parts: list[str]) -> None:
    raw = f"payload={''.join(parts)}".encode()
    payload = dict(parse_qsl(raw.decode(), keep_blank_values=True, errors="replace"))["payload"]

    try:
        wanted = orjson.loads(payload)
    except ValueError:
        wanted = None

    if isinstance(wanted, dict):
        assert read(raw, FORM) == wanted
    else:
        with pytest.raises(Unreadable):
            read(raw, FORM)
