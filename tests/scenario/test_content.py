"""The content pack sends people only to what is there."""

import re

import pytest
import yaml

from tests.conftest import ROOT
from tests.support.town import Town

SHOWN = ("explainers.yaml", "faq.yaml", "notices.yaml", "crisis_resources.yaml", "oversight.yaml")
COMMAND = re.compile(r"(?<![\w/:.])/([a-z]{2,}(?: [a-z]+)?)(?![\w/])")


@pytest.mark.parametrize("name", SHOWN)
async def test_every_command_that_the_texts_name_exists(town: Town, name: str) -> None:
    text = (ROOT / "config" / "content" / name).read_text("utf-8")
    loaded = str(yaml.safe_load(text))
    commands = set(town.app.routes.commands)
    named = set(COMMAND.findall(loaded))

    missing = {n for n in named if n not in commands and n.split()[0] not in commands}

    assert missing == set()
    assert name in {"crisis_resources.yaml", "oversight.yaml"} or named
