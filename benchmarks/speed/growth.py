"""What growth costs a turn: more articles, and a long conversation.

What is compared is measured in rounds, one after the other in each: whatever else the machine does then
disturbs all alike. A figure is the median of the rounds.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

import httpx

from benchmarks.search.store import Store
from benchmarks.speed.people import TURNS as SENTENCES
from benchmarks.speed.people import Say, crowd
from benchmarks.speed.processes import cpu
from benchmarks.speed.systems import Running
from channels.operations.errors import OperationsError
from kit.database import Database
from knowledge import convert
from knowledge.curation.importing import import_articles
from knowledge.schemas import ArticleFile

ARTICLES = (100, 1_000, 10_000)
ROUNDS, TURNS, PEOPLE, WARM_UP = 9, 20, 2, 10
LONG, PART, CONVERSATIONS = 200, 50, 3
"""Turns of a long conversation, those of its beginning and end that are compared, and how many are held."""
SERVED_WITHIN = 600.0  # seconds until the gateway answers with new articles, on a machine that is busy

HEAD = "| what grows | p95 | times the first | CPU a turn | times the first |\n|---|---|---|---|---|"


@dataclass(frozen=True)
class Round:
    """Seconds of every turn, and the processor seconds of all processes meanwhile."""

    turns: list[float]
    used: float

    @property
    def p95(self) -> float:
        """Seconds that 95% of the turns stay under."""
        return quantiles(self.turns, n=20, method="inclusive")[18]

    @property
    def cpu(self) -> float:
        """Processor seconds a turn."""
        return self.used / len(self.turns)


async def rows(systems: Sequence[tuple[Running, str]], share: float = 1.0) -> AsyncIterator[str]:
    """Measure and give the table; each running Voordeur gets one of the numbers of articles.

    `share` is the part of the usual rounds and conversations that is held.
    """
    store = Store.shipped()
    for (running, database_url), number in zip(systems, ARTICLES, strict=True):
        await _fill(running, database_url, [convert.to_file(each) for each in store.invented(number)])
        await crowd(running.address, running.opening, PEOPLE, WARM_UP)
    rounds = [[await _round(running) for running, _ in systems] for _ in range(_times(ROUNDS, share))]
    for row in table([f"{number:,} articles" for number in ARTICLES], rounds):
        yield row
    talks = [await _long(systems[0][0]) for _ in range(_times(CONVERSATIONS, share))]
    for row in table([f"turns 1 to {PART}", f"turns {LONG - PART + 1} to {LONG} of a conversation"], talks):
        yield row


def table(names: Sequence[str], rounds: Sequence[Sequence[Round]]) -> Iterator[str]:
    """Write a row for each of what every round measured; the first is what the others are compared to."""
    each = [
        (median(one.p95 for one in taken), median(one.cpu for one in taken))
        for taken in zip(*rounds, strict=True)
    ]
    for name, (p95, used) in zip(names, each, strict=True):
        yield (
            f"| {name} | {p95 * 1000:.0f} ms | {p95 / each[0][0]:.2f} "
            f"| {used * 1000:.1f} ms | {used / each[0][1]:.2f} |"
        )


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


async def _round(running: Running) -> Round:
    before = _used(running)
    talk = await crowd(running.address, running.opening, PEOPLE, TURNS)
    return Round(talk.turns, _used(running) - before)


async def _long(running: Running) -> tuple[Round, Round]:
    """Hold a long conversation; return the beginning of another, and its end: a turn of each in turns."""
    async with httpx.AsyncClient(base_url=running.address, timeout=60) as client:
        begun, long = await running.opening(client), await running.opening(client)
        for turn in range(LONG - PART):
            await long(SENTENCES[turn % len(SENTENCES)])
        pairs = [
            (await _turn(running, begun, turn), await _turn(running, long, turn)) for turn in range(PART)
        ]
    first, last = zip(*pairs, strict=True)
    return _together(first), _together(last)


async def _turn(running: Running, say: Say, turn: int) -> Round:
    before, began = _used(running), time.perf_counter()
    await say(SENTENCES[turn % len(SENTENCES)])
    return Round([time.perf_counter() - began], _used(running) - before)


def _together(turns: Sequence[Round]) -> Round:
    return Round([seconds for each in turns for seconds in each.turns], sum(each.used for each in turns))


def _used(running: Running) -> float:
    return sum(map(cpu, running.processes.values()))


def _times(number: int, share: float) -> int:
    return max(1, round(number * share))
