"""A thousand widgets in as little code as can be, so that what is measured is the gateway."""

import asyncio
import json
import re
import time
from dataclasses import dataclass, field

_SAID = re.compile(rb'"text":"at (\d+)"')
_ANSWER = b'"sender":"assistant"'


@dataclass
class Widget:
    """One open stream of one conversation, and how long its messages took to come in, in seconds."""

    port: int
    conversation_id: str
    token: str
    delays: list[float] = field(default_factory=list)
    asked: float | None = None
    """When a question was due whose answer did not come in yet, by the monotonic clock."""
    broken: bool = False

    async def connect(self) -> asyncio.Task[None]:
        """Open the stream, and go on reading in a task."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=4096)
        path = f"/v1/conversations/{self.conversation_id}/events?own=true"
        writer.write(_head("GET", path, self.token, "Last-Event-ID: 1") + b"\r\n")
        assert b" 200 " in await reader.readline()
        return asyncio.create_task(self._read(reader, writer))

    async def _read(self, reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            for sent in _SAID.findall(line):
                self.delays.append((time.monotonic_ns() - int(sent)) / 1e9)
            if self.asked is not None and _ANSWER in line:
                self.delays.append(time.monotonic() - self.asked)
                self.asked = None
        self.broken = True


@dataclass
class Poster:
    """A connection that stays open, over which messages are posted one after another."""

    port: int
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def start_conversation(self) -> tuple[str, str]:
        """Begin a conversation; return its id and token."""
        answer = await self._post("/v1/conversations", "", {})
        return answer["id"], answer["token"]

    async def say(self, widget: Widget, text: str) -> None:
        """Post a text in a conversation, and wait for what the gateway says to that."""
        path = f"/v1/conversations/{widget.conversation_id}/messages"
        await self._post(path, widget.token, {"text": text})

    async def _post(self, path: str, token: str, body: dict[str, str]) -> dict[str, str]:
        # The gateway closes what is not used for some seconds.
        if self.reader is None or self.writer is None or self.reader.at_eof():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        content = json.dumps(body).encode()
        kind = f"Content-Type: application/json\r\nContent-Length: {len(content)}"
        self.writer.write(_head("POST", path, token, kind) + b"\r\n" + content)
        head = await self.reader.readuntil(b"\r\n\r\n")
        assert b" 201 " in head.split(b"\r\n")[0], head
        length = re.search(rb"content-length: (\d+)", head.lower())
        assert length
        answer: dict[str, str] = json.loads(await self.reader.readexactly(int(length[1])))
        return answer


def _head(method: str, path: str, token: str, *more: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: voordeur.test", f"Authorization: Bearer {token}", *more]
    return ("\r\n".join(lines) + "\r\n").encode()
