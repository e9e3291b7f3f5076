"""What growth costs a turn: more articles, and a long conversation."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from statistics import quantiles

import httpx

from benchmarks.search.store import Store
from benchmarks.speed.people import Say, crowd
from benchmarks.speed.processes import cpu
from benchmarks.speed.systems import Running
from channels.operations.errors import OperationsError
from kit.database import Database
from knowledge import convert
from knowledge.curation.importing import import_articles
from knowledge.schemas import ArticleFile

ARTICLES = (100, 1_000, 10_000)
TURNS, PEOPLE = 60, 2
LONG = 200
"""Turns of the long conversation."""
SERVED_WITHIN = 600.0  # seconds until the gateway answers with new articles, on a machine that is busy

HEAD = "| what grows | p95 | times the first | CPU a turn | times the first |\n|---|---|---|---|---|"


async def rows(running: Running, database_url: str, articles: Sequence[int] = ARTICLES) -> AsyncIterator[str]:
    """Measure and give the table row by row; the content of the running Voordeur is replaced."""
    store = Store.shipped()
    first: tuple[float, float] | None = None
    for number in articles:
        await _fill(running, database_url, [convert.to_file(each) for each in store.invented(number)])
        figures = await _turns(running)
        first = first or figures
        yield _row(f"{number:,} articles", figures, first)
    parts = await _long(running)
    for name, figures in parts:
        yield _row(name, figures, parts[0][1])


async def _fill(running: Running, database_url: str, files: Sequence[ArticleFile]) -> None:
    """Put articles in place of those that are there, and wait until the gateway answers with them."""
    database = Database(database_url)
    async with database.transaction() as session:
        await import_articles(session, files)
    await database.close()
    until = time.monotonic() + SERVED_WITHIN
    async with httpx.AsyncClient(base_url=running.address, timeout=60) as client:
        while (await client.get(f"/v1/articles/{files[-1].id}")).status_code != httpx.codes.OK:
            if time.monotonic() > until:
                raise OperationsError(f"The gateway does not answer with {len(files)} articles.")
            await asyncio.sleep(1)


async def _turns(running: Running) -> tuple[float, float]:
    """Return the 95th percentile and the processor seconds of a turn."""
    await crowd(running.address, running.opening, PEOPLE, 10)
    before = _used(running)
    talk = await crowd(running.address, running.opening, PEOPLE, TURNS)
    return quantiles(talk.turns, n=20)[18], (_used(running) - before) / len(talk.turns)


async def _long(running: Running) -> list[tuple[str, tuple[float, float]]]:
    """Hold one long conversation; return the figures of its first and of its last quarter."""
    marks: list[float] = []

    async def opening(client: httpx.AsyncClient) -> Say:
        say = await running.opening(client)

        async def marked(text: str) -> None:
            marks.append(_used(running))
            await say(text)

        return marked

    talk = await crowd(running.address, opening, 1, LONG)
    part = max(len(talk.turns) // 4, 2)
    ends = [*marks, _used(running)]
    return [
        (
            f"turns {at + 1} to {at + part} of one conversation",
            (quantiles(talk.turns[at : at + part], n=20)[18], (ends[at + part] - ends[at]) / part),
        )
        for at in (0, len(talk.turns) - part)
    ]


def _used(running: Running) -> float:
    return sum(map(cpu, running.processes.values()))


def _row(name: str, figures: tuple[float, float], first: tuple[float, float]) -> str:
    (p95, used), (p95_first, used_first) = figures, first
    return (
        f"| {name} | {p95 * 1000:.0f} ms | {p95 / p95_first:.2f} "
        f"| {used * 1000:.1f} ms | {used / used_first:.2f} |"
    )
