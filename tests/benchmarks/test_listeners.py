"""What the benchmark of a thousand widgets sees and computes; that it runs is seen by running it."""

import asyncio
import time
from typing import cast

from benchmarks.listeners.__main__ import _times
from benchmarks.listeners.widgets import Poster, Widget

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


async def test_a_widget_times_its_messages_from_posting_to_arrival_and_notices_a_break() -> None:
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        sent = time.monotonic_ns() - 250_000_000
        writer.write(HEAD + f'event: message\r\ndata: {{"text":"at {sent}"}}\r\n\r\n: ping\r\n\r\n'.encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    widget = Widget(server.sockets[0].getsockname()[1], "gesprek", "geheim")
    await asyncio.wait_for(await widget.connect(), 10)
    server.close()
    assert widget.broken and len(widget.delays) == 1 and 0.25 <= widget.delays[0] < 10
    assert b"/v1/conversations/gesprek/events?own=true" in asked[0] and b"Bearer geheim" in asked[0]


async def test_a_widget_times_an_answer_from_when_its_question_was_due() -> None:
    widget = Widget(0, "gesprek", "geheim", asked=time.monotonic() - 0.5)
    reader = asyncio.StreamReader()
    for sender in ("entrepreneur", "assistant", "assistant"):
        reader.feed_data(f'data: {{"sender":"{sender}","text":"Hallo"}}\n'.encode())
    reader.feed_eof()
    await widget._read(reader, cast(asyncio.StreamWriter, None))
    assert len(widget.delays) == 1 and 0.5 <= widget.delays[0] < 10 and widget.asked is None


async def test_a_poster_keeps_its_connection_and_reads_each_answer() -> None:
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while await reader.readline():
            await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(2)
            body = b'{"id": "een", "token": "geheim"}'
            writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    poster = Poster(server.sockets[0].getsockname()[1])
    assert [await poster.start_conversation() for _ in range(2)] == [("een", "geheim")] * 2
    assert connections == 1
    server.close()


def test_times_are_percentiles_in_milliseconds() -> None:
    assert _times([number / 1000 for number in range(1, 201)]) == "p50 100 ms, p95 191 ms, longest 200 ms"
    assert _times([0.1]) == "too few"
