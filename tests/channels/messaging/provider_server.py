"""A server on loopback that stands for a provider: it checks each call as the real one would."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI


@dataclass
class Provider:
    """What a provider was asked, and how it behaves; each test begins with a new one of the same server."""

    address: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    """The calls that it took."""
    refused: list[str] = field(default_factory=list)
    """Why it refused others: a mistake of ours, unless a test asks for it."""
    answers: list[tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    """What it answers to the next calls instead: status, content and headers."""
    down: bool = False
    deaf_after: bool = False
    """Whether it takes calls and never answers them."""
    reachable: set[str] = field(default_factory=set)
    """To whom a plain message may be sent now."""
    calls: int = 0

    def reset(self) -> None:
        """Forget everything but the address."""
        self.__init__(self.address)  # type: ignore[misc]


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port of loopback, in a thread of its own."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()
