"""`python -m benchmarks.listeners`: a thousand widgets at one gateway, idle and with 50 messages a second.

A person holds every conversation, so that what is measured is the way between people; with ``--answered`` the
assistant answers, with Rasa and the search. Times count from the moment at which a message was due.
"""

import argparse
import asyncio
import random
import resource
import statistics
import sys
import time
from dataclasses import dataclass

from benchmarks.listeners.gateway import Gateway, answering_gateway, gateway
from benchmarks.listeners.widgets import Poster, Widget
from benchmarks.speed.people import TURNS
from benchmarks.speed.processes import cpu, memory
from kit.settings import get_settings

POSTERS = 200
IDLE_SECONDS = 20.0


@dataclass(frozen=True)
class Load:
    """How many widgets, how many messages a second, for how many seconds."""

    widgets: int
    rate: float
    seconds: float


@dataclass(frozen=True)
class Talk:
    """The seconds until each message was dealt with, and of all of it, and the processor seconds of both."""

    dealt_with: list[float]
    elapsed: float
    gateway: float
    rasa: float


def main() -> None:
    """Measure and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--widgets", type=int, default=1000)
    arguments.add_argument("--rate", type=float, default=50.0, help="messages a second")
    arguments.add_argument("--seconds", type=float, default=30.0)
    arguments.add_argument("--answered", action="store_true", help="the assistant answers, not a person")
    given = arguments.parse_args()
    _allow_files(given.widgets + POSTERS + 200)
    load = Load(given.widgets, given.rate, given.seconds)
    with answering_gateway(get_settings()) if given.answered else gateway() as running:
        sys.stdout.write("| what | figure |\n|---|---|\n")
        for name, value in asyncio.run(_measure(running, load)):
            sys.stdout.write(f"| {name} | {value} |\n")


async def _measure(running: Gateway, load: Load) -> list[tuple[str, str]]:
    people = await _conversations(running, load.widgets)
    if running.rasa is None:
        running.give_all_to_a_person()
    before = memory(running.pid)
    began = time.monotonic()
    reading = [await person.connect() for person in people]
    connected = time.monotonic() - began
    await asyncio.sleep(3)
    held, used = memory(running.pid), cpu(running.pid)
    await asyncio.sleep(IDLE_SECONDS)
    idle = (cpu(running.pid) - used) / IDLE_SECONDS
    talk = await _talk(running, people, load)
    await asyncio.sleep(2)
    rows = [
        ("widgets connected", f"{load.widgets} in {connected:.1f} s"),
        ("gateway without a widget", f"{before:.0f} MB"),
        ("memory for each idle widget", f"{(held - before) * 1024 / load.widgets:.0f} KB"),
        ("processor, idle", f"{idle:.1%} of a core"),
        *_of_talk(talk, [delay for person in people for delay in person.delays], load),
        ("memory afterwards", f"{memory(running.pid):.0f} MB"),
        ("streams that broke", str(sum(person.broken for person in people))),
    ]
    for task in reading:
        task.cancel()
    return rows


def _of_talk(talk: Talk, arrived: list[float], load: Load) -> list[tuple[str, str]]:
    number, shares = len(talk.dealt_with), [f"gateway {talk.gateway / talk.elapsed:.0%}"]
    if talk.rasa:
        shares.append(f"Rasa {talk.rasa / talk.elapsed:.0%}")
    return [
        ("messages", f"{number} at {load.rate:.0f} a second, {len(arrived)} came out of the streams"),
        ("dealt with", f"{number / talk.elapsed:.1f} a second"),
        ("until dealt with", _times(talk.dealt_with)),
        ("until it came out of the stream", _times(arrived)),
        ("processor, with messages", f"{', '.join(shares)} of a core"),
    ]


async def _conversations(running: Gateway, number: int) -> list[Widget]:
    starting = Poster(running.port)
    return [Widget(running.port, *await starting.start_conversation()) for _ in range(number)]


async def _talk(running: Gateway, people: list[Widget], load: Load) -> Talk:
    """Let people say something at a fixed rate, whether or not the gateway keeps up."""
    before, began = _used(running), time.monotonic()
    dealt_with = await _say(running, people, load)
    elapsed = time.monotonic() - began
    mine, its = (now - then for now, then in zip(_used(running), before, strict=True))
    return Talk(dealt_with, elapsed, mine, its)


def _used(running: Gateway) -> tuple[float, float]:
    return cpu(running.pid), cpu(running.rasa) if running.rasa else 0.0


async def _say(running: Gateway, people: list[Widget], load: Load) -> list[float]:
    # Who speaks next, the same each time; nobody again before all others have.
    speaking = random.Random(1).sample(people, len(people))  # noqa: S311
    free: asyncio.Queue[Poster] = asyncio.LifoQueue()
    for _ in range(POSTERS):
        free.put_nowait(Poster(running.port))

    async def post(person: Widget, number: int) -> float:
        due, poster = time.monotonic(), await free.get()
        if running.rasa is None:
            await poster.say(person, f"at {int(due * 1e9)}")
        else:
            person.asked = person.asked or due
            await poster.say(person, TURNS[number % len(TURNS)])
        free.put_nowait(poster)
        return time.monotonic() - due

    began, posting = time.monotonic(), []
    for number in range(int(load.rate * load.seconds)):
        await asyncio.sleep(max(0.0, began + number / load.rate - time.monotonic()))
        posting.append(asyncio.create_task(post(speaking[number % len(speaking)], number)))
    return list(await asyncio.gather(*posting))


def _times(seconds: list[float]) -> str:
    if len(seconds) < 2:
        return "too few"
    cuts = statistics.quantiles(seconds, n=100)
    return f"p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, longest {max(seconds) * 1000:.0f} ms"


def _allow_files(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


if __name__ == "__main__":
    main()
