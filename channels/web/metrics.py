"""Counts for Prometheus. Labels come from our own code only: no ids, no texts, no persons."""

import time
from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels.conversations.models import Message as StoredMessage
from handoff.outbox.models import State
from handoff.tickets.figures import Kept

_KNOWN_CHANNELS = {"web", "terminal", "whatsapp", "telegram"}
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one gateway."""

    def __init__(self) -> None:
        """Begin at zero, in a registry of our own: two gateways in one process do not mix."""
        self.registry = CollectorRegistry()
        self._requests = self._counter("requests", "HTTP requests", "method", "route", "status")
        self._started = self._counter("conversations", "Conversations started", "channel")
        self._replies = self._counter("replies", "Replies of the assistant", "kind", "topic")
        self._feedback = self._counter("feedback", "Judgements of entrepreneurs", "helpful")
        self._promises = self._gauge(
            "promises", "Promises on tickets of the last 30 days", "promise", "outcome"
        )
        self._waiting = self._gauge("outbox_waiting", "Entries of the outbox that wait", "kind")
        self._dead = self._gauge("outbox_dead", "Entries of the outbox that nobody tries any more", "kind")
        self._seconds = Histogram(
            "voordeur_request_seconds",
            "Time until a response begins",
            ("route",),
            registry=self.registry,
            buckets=_SECONDS,
        )

    def show_outbox(self, counts: Mapping[tuple[str, State], int]) -> None:
        """Show how much waits to be delivered and how much is dead, by kind; what is not named is nothing."""
        for gauge, state in ((self._waiting, State.WAITING), (self._dead, State.DEAD)):
            gauge.clear()
            for (kind, stands), count in counts.items():
                if stands is state:
                    gauge.labels(kind).set(count)

    def show_promises(self, kept: Mapping[str, Kept]) -> None:
        """Show how many promises of each kind were kept and broken."""
        for promise, each in kept.items():
            self._promises.labels(promise, "kept").set(each.kept)
            self._promises.labels(promise, "broken").set(each.broken)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request; route is the template, so that no id gets in."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_start(self, channel: str) -> None:
        """Count a new conversation."""
        self._started.labels(channel if channel in _KNOWN_CHANNELS else "other").inc()

    def count_replies(self, messages: Iterable[StoredMessage]) -> None:
        """Count replies by what kind of answer they are."""
        for message in messages:
            answer = message.answer or {}
            self._replies.labels(answer.get("kind", "none"), answer.get("topic") or "none").inc()

    def count_feedback(self, helpful: bool) -> None:
        """Count a judgement."""
        self._feedback.labels("yes" if helpful else "no").inc()

    def text(self) -> bytes:
        """Return all counts in Prometheus' text format."""
        return generate_latest(self.registry)

    def _gauge(self, name: str, description: str, *labels: str) -> Gauge:
        return Gauge(f"voordeur_{name}", description, labels, registry=self.registry)

    def _counter(self, name: str, description: str, *labels: str) -> Counter:
        return Counter(f"voordeur_{name}", description, labels, registry=self.registry)


class CountRequests:
    """Middleware that counts requests and measures the time until the response begins."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Wrap an application."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "other")
                seconds = time.perf_counter() - began
                self._metrics.count_request(scope["method"], route, message["status"], seconds)
            await send(message)

        await self._app(scope, receive, send_and_count)
