"""What one system did, as rows of the table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from benchmarks.speed.people import Talk, crowd
from benchmarks.speed.processes import cpu, memory
from benchmarks.speed.systems import Running

TURNS = {1: 20, 8: 10, 32: 10}
"""Turns of each person in a round, by how many people talk at once."""
ROUNDS = 3
WARM_UP = 10

HEAD = "| system | people | p50 | p95 | p99 | turns a second | CPU a turn |\n|---|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Level:
    """A number of people at once: their turns, and the processor seconds of each process meanwhile."""

    people: int
    talk: Talk
    used: Mapping[str, float]

    @property
    def rate(self) -> float:
        """Turns a second."""
        return len(self.talk.turns) / self.talk.elapsed

    @property
    def p95(self) -> float:
        """Seconds that 95% of the turns stay under."""
        return quantiles(self.talk.turns, n=100)[94]

    @property
    def cpu(self) -> float:
        """Processor seconds a turn, of all processes."""
        return sum(self.used.values()) / len(self.talk.turns)

    def row(self, system: str) -> str:
        """Write the figures as a row of the table."""
        cuts = quantiles(self.talk.turns, n=100)
        times = " | ".join(f"{cuts[place] * 1000:.0f} ms" for place in (49, 94, 98))
        number = len(self.talk.turns)
        parts = ", ".join(f"{name} {each / number * 1000:.1f}" for name, each in self.used.items())
        return (
            f"| {system} | {self.people} | {times} | {self.rate:.1f} | {self.cpu * 1000:.1f} ms ({parts}) |"
        )


@dataclass(frozen=True)
class Figures:
    """All levels of a system, its seconds to start, and the megabytes of its processes after talking."""

    levels: Sequence[Level]
    start: float
    memory: Mapping[str, float]


async def measure(systems: Mapping[str, Running], turns: Mapping[int, int]) -> dict[str, Figures]:
    """Let people talk with the systems, after a warm-up that does not count.

    In each round one system comes after the other, so that other work on the machine disturbs all alike.
    """
    for running in systems.values():
        await crowd(running.address, running.opening, 2, WARM_UP)
    rounds = [
        {(name, people): await _level(running, people, number) for name, running in systems.items()}
        for people, number in turns.items()
        for _ in range(ROUNDS)
    ]
    return {name: _figures(name, running, rounds, turns) for name, running in systems.items()}


def _figures(
    name: str, running: Running, rounds: Sequence[Mapping[tuple[str, int], Level]], turns: Iterable[int]
) -> Figures:
    levels = [together([each[name, people] for each in rounds if (name, people) in each]) for people in turns]
    return Figures(levels, running.start, {each: memory(pid) for each, pid in running.processes.items()})


def together(rounds: Sequence[Level]) -> Level:
    """Return the rounds of one level as if they were one."""
    talk = Talk(
        [turn for each in rounds for turn in each.talk.turns], sum(each.talk.elapsed for each in rounds)
    )
    used = {name: sum(each.used[name] for each in rounds) for name in rounds[0].used}
    return Level(rounds[0].people, talk, used)


async def _level(running: Running, people: int, turns: int) -> Level:
    before = {name: cpu(pid) for name, pid in running.processes.items()}
    talk = await crowd(running.address, running.opening, people, turns)
    return Level(people, talk, {name: cpu(pid) - before[name] for name, pid in running.processes.items()})
