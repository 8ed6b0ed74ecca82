"""The tightest limits of all platforms, checked where a card or form is built.

Sources: Discord's component and interaction reference (Components V2: 4,000 characters of text
in all, custom_id 100, select 25 options, modal 1-5 components, label 45); Slack's Block Kit
reference (section 3,000, button text 75, modal title 24, action_id 255). Each number below is
the smaller of the two, less the room that a renderer needs for marks and labels.
"""

from __future__ import annotations

from typing import Final

CARD_TITLE: Final = 150
CARD_TEXT: Final = 3_200
QUOTE: Final = 3_000
CARD_BLOCKS: Final = 12
FACTS: Final = 10
BUTTONS: Final = 5
BUTTON_LABEL: Final = 75
LINK: Final = 512
TOKEN: Final = 96
CHOICES: Final = 3
CHOICE_OPTIONS: Final = 25
OPTION_LABEL: Final = 75
OPTION_VALUE: Final = 75
ALT_TEXT: Final = 1_000
FORM_TITLE: Final = 24
FORM_FIELDS: Final = 5
FIELD_LABEL: Final = 45
FIELD_HINT: Final = 100
WORDS: Final = 3_000
PICK_OPTIONS: Final = 10
EVENT_NAME: Final = 100
COMMAND_NAME: Final = 32
