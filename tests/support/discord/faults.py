"""What can go wrong between the bot and Discord, asked for by tests."""

import re
from dataclasses import dataclass, field
from typing import Any

VIA = {"Via": "1.1 google"}
CLOUDFLARE_PAGE = "<!DOCTYPE html><title>Error 1015</title>You are being rate limited"


@dataclass
class Fault:
    """Answers of a kind, given ``times`` to requests that fit, before or after the effect."""

    method: str
    path: str
    status: int = 500
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    after_effect: bool = False
    cut: bool = False

    def fits(self, method: str, path: str) -> bool:
        return (
            self.times > 0 and method == self.method and re.fullmatch(self.path, path) is not None
        )


def refusal(method: str, path: str, status: int, code: int, times: int = 1) -> Fault:
    return Fault(method, path, status, {"code": code, "message": "no"}, times=times)


def too_many(method: str, path: str, scope: str, seconds: float = 0.05, times: int = 1) -> Fault:
    """A 429 of one of Discord's own kinds: ``user`` (the bucket), ``global`` or ``shared``."""
    body = {"message": "slow down", "retry_after": seconds, "global": scope == "global"}
    headers = VIA | {"X-RateLimit-Scope": scope, "Retry-After": str(seconds)}
    return Fault(method, path, 429, body, headers, times)


def cloudflare(method: str, path: str, times: int = 1) -> Fault:
    """A 429 from in front of Discord: a page, and no mark of Discord's own."""
    return Fault(method, path, 429, CLOUDFLARE_PAGE, {"Retry-After": "60"}, times)


def cut(method: str, path: str, *, after_effect: bool = False, times: int = 1) -> Fault:
    """A connection that ends without an answer."""
    return Fault(method, path, times=times, cut=True, after_effect=after_effect)
