"""The table of routes: what the stand-in answers, and how it refuses."""

import re
from collections.abc import Callable
from typing import Any


class Refusal(Exception):
    """What Discord answers instead."""

    def __init__(self, status: int, code: int) -> None:
        self.status, self.code = status, code
        super().__init__(f"{status} {code}")


Body = dict[str, Any]
Handle = Callable[..., Any]
_ROUTES: list[tuple[str, re.Pattern[str], str, Handle]] = []


def route(method: str, path: str) -> Callable[[Handle], Handle]:
    def add(handle: Handle) -> Handle:
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))
        _ROUTES.append((method, pattern, path, handle))
        return handle

    return add


def find(method: str, path: str) -> tuple[str, Handle, dict[str, str]]:
    for known, pattern, template, handle in _ROUTES:
        match = pattern.fullmatch(path)
        if known == method and match is not None:
            return template, handle, match.groupdict()
    raise Refusal(404, 0)
