"""Several gateways behind a line that breaks: what the tests of live events over a bad connection use."""

import asyncio
import contextlib
import dataclasses
import json
import random
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import httpx
import uvicorn
from channels_builders import ScriptedAssistant, until

from channels.app import create_app
from channels.conversations.service import Conversations
from channels.services import Services, build_services
from kit.settings import Settings


@asynccontextmanager
async def gateway(settings: Settings, assistant: ScriptedAssistant) -> AsyncIterator[tuple[Services, int]]:
    """Run a gateway with a scripted assistant behind a real server; give its services and its port."""
    built = build_services(settings)
    conversations = Conversations(built.database, assistant, built.hub, built.conversations._locks)
    services = dataclasses.replace(built, conversations=conversations)
    app = create_app(settings, services)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve([listening]))
    await until(lambda: server.started)
    try:
        yield services, listening.getsockname()[1]
    finally:
        server.should_exit = True
        await asyncio.wait_for(serving, 20)
        listening.close()


class Line:
    """A line to one of several gateways that is cut after a random number of bytes of an answer."""

    def __init__(self, ports: Sequence[int], chance: random.Random, mean_bytes: float) -> None:
        """Cut after so many bytes on average; nothing is cut once `steady` is set."""
        self._ports = ports
        self._chance = chance
        self._mean = mean_bytes
        self._kept: set[asyncio.Task[None]] = set()
        self.steady = False
        self.cuts = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection to a gateway and back."""
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._chance.choice(self._ports))
        asking = asyncio.create_task(_pump(reader, far_writer))
        self._kept.add(asking)
        asking.add_done_callback(self._kept.discard)
        left = 1e9 if self.steady else self._chance.expovariate(1 / self._mean)
        with contextlib.suppress(ConnectionError):
            while part := await far_reader.read(max(1, min(1024, int(left)))):
                left -= len(part)
                if left < 0 and not self.steady:
                    self.cuts += 1
                    break
                writer.write(part)
                await writer.drain()
        for each in (writer, far_writer):
            each.transport.abort()


@asynccontextmanager
async def line(
    ports: Sequence[int], chance: random.Random, mean_bytes: float
) -> AsyncIterator[tuple[Line, str]]:
    """Open a line that breaks; give it and its address."""
    bad = Line(ports, chance, mean_bytes)
    server = await asyncio.start_server(bad.carry, "127.0.0.1", 0)
    try:
        yield bad, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        server.close_clients()


class Follower:
    """Reads a stream as a page does: whole events only, and again from the last id when it breaks."""

    def __init__(self, address: str, path: str, headers: dict[str, str], last: str = "0") -> None:
        """Begin after an event."""
        self._address, self._path, self._headers, self._last = address, path, headers, last
        self.events: list[tuple[str, str | None, str]] = []
        self.connections = 0

    @property
    def ids(self) -> list[str | None]:
        """The ids of the messages in the order in which they came."""
        return [name for kind, name, _ in self.events if kind == "message"]

    async def follow(self) -> None:
        """Read until cancelled."""
        while True:
            with contextlib.suppress(httpx.HTTPError):
                await self._connect()
            await asyncio.sleep(0.01)

    async def _connect(self) -> None:
        headers = self._headers | {"Last-Event-ID": self._last}
        async with (
            httpx.AsyncClient(base_url=self._address, timeout=30) as client,
            client.stream("GET", self._path, headers=headers) as response,
        ):
            self.connections += 1
            rest = ""
            async for text in response.aiter_text():
                *whole, rest = (rest + text).replace("\r", "").split("\n\n")
                for event in filter(None, map(_parse, whole)):
                    self.events.append(event)
                    self._last = event[1] or self._last


async def insist(address: str, path: str, body: dict[str, str], headers: dict[str, str]) -> dict[str, object]:
    """Send something until an answer comes, as a page does: with the same key each time."""
    while True:
        with contextlib.suppress(httpx.HTTPError, json.JSONDecodeError):
            async with httpx.AsyncClient(base_url=address, timeout=30) as client:
                response = await client.post(path, json=body, headers=headers)
                answer: dict[str, object] = response.json()
                assert response.status_code == 201, answer
                return answer


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while part := await reader.read(4096):
            writer.write(part)
            await writer.drain()


def _parse(part: str) -> tuple[str, str | None, str] | None:
    fields = dict(_fields(part))
    return (fields["event"], fields.get("id"), fields["data"]) if "data" in fields else None


def _fields(part: str) -> Iterator[tuple[str, str]]:
    for each in part.split("\n"):
        name, _, value = each.partition(": ")
        if name:
            yield name, value
