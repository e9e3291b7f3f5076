"""`python -m benchmarks.listeners`: a thousand widgets at one gateway, idle and with 50 messages a second."""

import argparse
import asyncio
import random
import resource
import statistics
import sys
import time

from benchmarks.listeners.gateway import Gateway, gateway
from benchmarks.listeners.widgets import Poster, Widget
from benchmarks.speed.processes import cpu, memory

POSTERS = 20
IDLE_SECONDS = 20.0


def main() -> None:
    """Measure and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--widgets", type=int, default=1000)
    arguments.add_argument("--rate", type=float, default=50.0, help="messages a second")
    arguments.add_argument("--seconds", type=float, default=30.0)
    given = arguments.parse_args()
    _allow_files(given.widgets + 200)
    with gateway() as running:
        for name, value in asyncio.run(_measure(running, given.widgets, given.rate, given.seconds)):
            sys.stdout.write(f"| {name} | {value} |\n")


async def _measure(running: Gateway, widgets: int, rate: float, seconds: float) -> list[tuple[str, str]]:
    people = await _conversations(running, widgets)
    running.give_all_to_a_person()
    before = memory(running.pid)
    began = time.monotonic()
    reading = [await person.connect() for person in people]
    connected = time.monotonic() - began
    await asyncio.sleep(3)
    held, used = memory(running.pid), cpu(running.pid)
    await asyncio.sleep(IDLE_SECONDS)
    idle = (cpu(running.pid) - used) / IDLE_SECONDS
    used = cpu(running.pid)
    stored = await _say(running, people, rate, seconds)
    busy = (cpu(running.pid) - used) / seconds
    await asyncio.sleep(2)
    arrived = [delay for person in people for delay in person.delays]
    rows = [
        ("widgets connected", f"{widgets} in {connected:.1f} s"),
        ("gateway without a widget", f"{before:.0f} MB"),
        ("memory for each idle widget", f"{(held - before) * 1024 / widgets:.0f} KB"),
        ("processor, idle", f"{idle:.1%} of a core"),
        (f"messages in {seconds:.0f} s", f"{len(stored)} sent, {len(arrived)} arrived"),
        ("until stored", _times(stored)),
        ("until it arrived at the widget", _times(arrived)),
        ("processor, with messages", f"{busy:.1%} of a core"),
        ("memory afterwards", f"{memory(running.pid):.0f} MB"),
        ("streams that broke", str(sum(person.broken for person in people))),
    ]
    for task in reading:
        task.cancel()
    return rows


async def _conversations(running: Gateway, number: int) -> list[Widget]:
    starting = Poster(running.port)
    return [Widget(running.port, *await starting.start_conversation()) for _ in range(number)]


async def _say(running: Gateway, people: list[Widget], rate: float, seconds: float) -> list[float]:
    """Post at a fixed rate, whether or not the gateway keeps up."""
    chance = random.Random(1)  # noqa: S311  who speaks next, the same each time
    free: asyncio.Queue[Poster] = asyncio.Queue()
    for _ in range(POSTERS):
        free.put_nowait(Poster(running.port))

    async def post(person: Widget) -> float:
        poster = await free.get()
        taken = await poster.say(person)
        free.put_nowait(poster)
        return taken

    began, posting = time.monotonic(), []
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        posting.append(asyncio.create_task(post(chance.choice(people))))
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
