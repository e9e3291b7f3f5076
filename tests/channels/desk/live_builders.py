"""Streams of the desk in the tests: somebody who is logged in at a real server, and what comes in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from desk_builders import Browser

Event = tuple[str, str | None, str]


class Stream:
    """The events of an open connection, one by one: kind, id and data."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def next(self) -> Event:
        """Return the next event; EOFError when the server closed the stream."""
        kind, name, data = "", None, []
        async with asyncio.timeout(30):
            async for line in self._lines:
                field, _, value = line.partition(": ")
                if field == "event":
                    kind = value
                elif field == "id":
                    name = value
                elif field == "data" or line == "data:":
                    data.append(value)
                elif not line and data:
                    return kind, name, "\n".join(data)
        raise EOFError

    async def kinds(self, number: int) -> list[str]:
        """Return the kinds of the next so many events."""
        return [(await self.next())[0] for _ in range(number)]


@asynccontextmanager
async def streaming(browser: Browser, path: str, last: str | int | None = None) -> AsyncIterator[Stream]:
    """Open a stream as the page does."""
    headers = {"X-Background": "1"} | ({"Last-Event-ID": str(last)} if last is not None else {})
    async with browser.client.stream("GET", path, headers=headers) as response:
        assert response.status_code == 200, response.status_code
        yield Stream(response)
