"""What can go wrong between the bot and Slack, asked for by tests."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Fault:
    """Answers of a kind, given ``times`` to calls of a method, before or after the effect."""

    method: str
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    after_effect: bool = False
    cut: bool = False

    def fits(self, method: str) -> bool:
        return self.times > 0 and method == self.method


def refusal(method: str, error: str, times: int = 1) -> Fault:
    return Fault(method, 200, {"ok": False, "error": error}, times=times)


def too_many(method: str, wait: str | None = "1", times: int = 1) -> Fault:
    headers = {} if wait is None else {"Retry-After": wait}
    return Fault(method, 429, {"ok": False, "error": "ratelimited"}, headers, times)


def broken(method: str, times: int = 1, *, after_effect: bool = False) -> Fault:
    """A 500 with a page of HTML, as from in front of Slack."""
    page = "<!DOCTYPE html><title>500</title>"
    return Fault(method, 500, page, times=times, after_effect=after_effect)


def cut(method: str, *, after_effect: bool = False, times: int = 1) -> Fault:
    """A connection that ends without an answer."""
    return Fault(method, times=times, cut=True, after_effect=after_effect)
