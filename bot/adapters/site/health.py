"""Health: is the process alive, can it work, and how is it doing.

``/readyz`` tells the public yes or no; numbers are for this machine, or for who holds the token.
Nothing is counted per gesture: a counter that moves when somebody asks would tell when.
"""

from __future__ import annotations

import asyncio
import hmac
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.adapters.site.guard import from_this_machine
from bot.adapters.site.shown import Backlog, Pulse

if TYPE_CHECKING:
    from prometheus_client import Metric

_BUCKETS: Final = (0.005, 0.025, 0.1, 0.5, 2.5)
_DATABASE_SECONDS: Final = 2.0
_STUCK_SECONDS: Final = 300.0


@dataclass(slots=True)
class Tally:
    """Counts answers and how long they took, by route."""

    answers: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    buckets: dict[str, list[int]] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self.answers[route, method, f"{status // 100}xx"] += 1
        row = self.buckets.setdefault(route, [0] * (len(_BUCKETS) + 1))
        row[bisect_left(_BUCKETS, seconds)] += 1
        self.seconds[route] += seconds  # type: ignore[assignment]  # a Counter adds floats too

    def metrics(self) -> Iterator[Metric]:
        """Write the counts as Prometheus reads them."""
        from prometheus_client.core import (  # noqa: PLC0415  (only where metrics are read)
            CounterMetricFamily,
            HistogramMetricFamily,
        )

        counter = CounterMetricFamily(
            "commonground_http_answers",
            "Answers of the public pages.",
            labels=("route", "method", "status"),
        )
        for labels, count in sorted(self.answers.items()):
            counter.add_metric(labels, count)
        yield counter
        histogram = HistogramMetricFamily(
            "commonground_http_seconds", "How long answers took.", labels=("route",)
        )
        for route, row in sorted(self.buckets.items()):
            total, cumulated = 0, []
            for bound, count in zip((*map(str, _BUCKETS), "+Inf"), row, strict=True):
                total += count
                cumulated.append((bound, float(total)))
            histogram.add_metric((route,), cumulated, sum_value=self.seconds[route])
        yield histogram


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The three health pages."""

    pulse: Pulse
    tally: Tally
    version: str
    token: str | None = field(default=None, repr=False)

    def routes(self) -> list[web.RouteDef]:
        """List the pages."""
        return [
            web.get("/healthz", self.alive),
            web.get("/readyz", self.ready),
            web.get("/metrics", self.metrics),
        ]

    async def alive(self, _: web.Request) -> web.Response:
        """Say that the process answers."""
        return web.json_response({"status": "ok"})

    async def ready(self, request: web.Request) -> web.Response:
        """Say whether the database answers and the outbox moves."""
        backlog = await self._backlog()
        database = backlog is not None
        moving = backlog is not None and backlog.oldest_seconds < _STUCK_SECONDS
        said: dict[str, Any] = {
            "status": "ok" if database and moving else "not ready",
            "database": "ok" if database else "does not answer",
            "outbox": "ok" if moving else "stuck" if database else "unknown",
        }
        if backlog is not None and self._trusted(request):
            said["waiting"] = backlog.waiting
            said["buried"] = backlog.buried
            said["oldest_seconds"] = round(backlog.oldest_seconds, 3)
        return web.json_response(said, status=200 if database and moving else 503)

    async def metrics(self, request: web.Request) -> web.Response:
        """Write all numbers for Prometheus; to strangers the page does not exist."""
        if not self._trusted(request):
            raise web.HTTPNotFound
        backlog = await self._backlog()
        return web.Response(
            body=self._exposition(backlog),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )

    async def _backlog(self) -> Backlog | None:
        try:
            async with asyncio.timeout(_DATABASE_SECONDS):
                return await self.pulse.backlog()
        except asyncio.CancelledError:
            raise
        except Exception:  # noqa: BLE001  (whatever it is, the answer is "not ready")
            return None

    def _trusted(self, request: web.Request) -> bool:
        """Whether numbers may be shown: to this machine itself, or to who holds the token."""
        if self.token is not None:
            given = request.headers.get("Authorization", "").encode()
            if hmac.compare_digest(given, f"Bearer {self.token}".encode()):
                return True
        return from_this_machine(request)

    def _exposition(self, backlog: Backlog | None) -> bytes:
        from prometheus_client import CollectorRegistry, ProcessCollector  # noqa: PLC0415
        from prometheus_client.core import (  # noqa: PLC0415
            GaugeMetricFamily,
            InfoMetricFamily,
        )
        from prometheus_client.exposition import generate_latest  # noqa: PLC0415

        registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=registry)
        tally, version = self.tally, self.version

        class Ours:
            """What we count ourselves."""

            def collect(self) -> Iterator[Metric]:
                """Give everything at once."""
                yield InfoMetricFamily(
                    "commonground_build", "What runs.", value={"version": version}
                )
                yield GaugeMetricFamily(
                    "commonground_database_up",
                    "Whether the database answers.",
                    backlog is not None,
                )
                if backlog is not None:
                    for name, about, value in (
                        (
                            "waiting",
                            "Jobs that have fallen due and are not begun.",
                            backlog.waiting,
                        ),
                        ("buried", "Jobs given up; see the doctor.", backlog.buried),
                        ("oldest_seconds", "How long one is overdue.", backlog.oldest_seconds),
                    ):
                        yield GaugeMetricFamily(f"commonground_outbox_{name}", about, value)
                yield from tally.metrics()

        registry.register(Ours())
        return generate_latest(registry)
