"""What came of one gesture, as its author sees it."""

from dataclasses import dataclass
from typing import Any

from tests.support.slack.world import Message, Shown, View

Json = dict[str, Any]


@dataclass
class Seen:
    """How a gesture was acknowledged, and what was shown to its author because of it.

    What the bot shows by itself meanwhile, as the outbox does, is no effect of the gesture.
    """

    ack: Json
    effects: list[Shown]
    body: Json

    @property
    def shown(self) -> Shown:
        assert self.effects, f"nothing was shown: {self.ack}"
        return self.effects[-1]

    @property
    def form(self) -> View:
        """The form that opened, whatever else appeared in the channel meanwhile."""
        views = [one for one in self.effects if isinstance(one, View)]
        assert views, f"no form opened: {self.ack}"
        assert "submit" in views[-1].body, f"no form opened: {views[-1].text}"
        return views[-1]

    @property
    def message(self) -> Message:
        found = [one for one in self.effects if isinstance(one, Message)]
        assert found, f"no message was shown: {self.ack}"
        return found[-1]

    @property
    def text(self) -> str:
        return self.shown.text

    @property
    def private(self) -> bool:
        return isinstance(self.shown, View) or self.message.only_for is not None

    @property
    def errors(self) -> dict[str, str]:
        assert self.ack.get("response_action") == "errors", self.ack
        return dict(self.ack["errors"])
