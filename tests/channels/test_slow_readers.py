"""Who reads nothing, vanished, or opens too much: none of them may hold the memory of the gateway."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from channels_builders import Talk, until
from fastapi import FastAPI

from channels.conversations import routes
from channels.operations import sockets
from channels.services import Services

MESSAGE = "x" * 4000
MESSAGES = 300
MOST_BUFFERED = 200_000  # bytes; a server keeps 64 KB and what it was writing


@pytest.fixture
async def served(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[uvicorn.Server]:
    """The gateway on a socket as it opens one itself, with less patience."""
    monkeypatch.setattr(sockets, "UNANSWERED_SECONDS", 2)
    config = uvicorn.Config(app, "127.0.0.1", 0, log_config=None, lifespan="off")
    listening = sockets.listen(config)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    await until(lambda: server.started)
    yield server
    server.should_exit = True
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait_for(serving, 10)
    listening.close()


def connect(server: uvicorn.Server, talk: Talk) -> socket.socket:
    """Ask for the events and read nothing of them."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect(server.servers[0].sockets[0].getsockname())
    headers = "\r\n".join(f"{name}: {value}" for name, value in talk.headers.items())
    reader.sendall(f"GET {talk.path}/events HTTP/1.1\r\nHost: test\r\n{headers}\r\n\r\n".encode())
    return reader


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux ends such a connection")
async def test_who_reads_nothing_is_held_in_little_memory_and_let_go(
    served: uvicorn.Server, talk: Talk, services: Services
) -> None:
    reader = connect(served, talk)
    await until(lambda: services.hub.listeners(talk.id) == 1)
    await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
    most = 0
    for _ in range(MESSAGES):
        await services.conversations.send_as_account_manager(talk.id, "am-1", MESSAGE)
        buffered = [each.transport.get_write_buffer_size() for each in served.server_state.connections]
        most = max(most, *buffered, 0)
    assert 0 < most < MOST_BUFFERED < MESSAGES * len(MESSAGE)
    await until(lambda: services.hub.listeners(talk.id) == 0 and not served.server_state.connections)
    reader.close()


async def test_one_conversation_opens_only_so_many_streams(
    served: uvicorn.Server, talk: Talk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "MOST_STREAMS", 2)
    readers = [connect(served, talk) for _ in range(2)]
    await until(lambda: services.hub.listeners(talk.id) == 2)
    response = await talk.client.get(f"{talk.path}/events", headers=talk.headers)
    assert response.status_code == 429 and int(response.headers["Retry-After"]) > 0
    for reader in readers:
        reader.close()
    await until(lambda: services.hub.listeners(talk.id) == 0)


def test_the_process_may_open_as_many_files_as_the_system_allows() -> None:
    assert sockets.allow_many_connections() >= 1024
    assert sockets.allow_many_connections() == sockets.allow_many_connections()
