"""The content pack sends people only to what is there."""

import re

import pytest
import yaml

from tests.conftest import ROOT
from tests.support.town import Town

SHOWN = ("explainers.yaml", "faq.yaml", "notices.yaml", "crisis_resources.yaml", "oversight.yaml")
WORD = re.compile(r"(?<![\w/:.])/[a-z]{2,}")
BLANK = re.compile(r"\{[a-z_]+\}")
COMMAND = re.compile(r"(?<![\w/:.])/([a-z]{2,}(?: [a-z]+)?)(?![\w/])")


def test_what_people_read_of_the_pack_is_there_in_english_and_in_french() -> None:
    content = ROOT / "config" / "content"
    pages = yaml.safe_load((content / "faq.yaml").read_text("utf-8"))["items"]
    hints = yaml.safe_load((content / "answer_templates.yaml").read_text("utf-8"))["coach"]

    for page in pages:
        assert page["q_fr"] not in {"", page["q"]}
        assert set(BLANK.findall(page["a_fr"])) == set(BLANK.findall(page["a"])), page["id"]
        assert set(WORD.findall(page["a_fr"])) == set(WORD.findall(page["a"])), page["id"]
        assert len(page["a_fr"]) <= 1_200
    assert all(hint["hint_fr"] not in {"", hint["hint"]} for hint in hints)


@pytest.mark.parametrize("name", SHOWN)
async def test_every_command_that_the_texts_name_exists(town: Town, name: str) -> None:
    text = (ROOT / "config" / "content" / name).read_text("utf-8")
    loaded = str(yaml.safe_load(text))
    commands = set(town.app.routes.commands)
    named = set(COMMAND.findall(loaded))

    missing = {n for n in named if n not in commands and n.split()[0] not in commands}

    assert missing == set()
    assert name in {"crisis_resources.yaml", "oversight.yaml"} or named
