"""Speed in one run: Voordeur's whole stack and stock Rasa hold the same conversations.

Usage: python -m benchmarks.speed [--stock-part 0.025] [--turns 1] [--skip-stock] [--skip-training]
       [--skip-growth]

Prints the tables of docs/speed.md.
"""

import argparse
import asyncio
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from benchmarks.evaluation.curves import part_of
from benchmarks.evaluation.examples import training_examples
from benchmarks.speed import growth
from benchmarks.speed.figures import HEAD, TURNS, Figures, measure
from benchmarks.speed.systems import Running, stock, trained_stock, voordeur
from channels.operations.training import train
from kit.settings import Settings, get_settings
from knowledge.files import read_content

PARTS = {
    "stock": "stock Rasa",
    "training": "training Voordeur's model anew",
    "growth": "more articles and a long conversation",
}
console = Console(highlight=False, soft_wrap=True)


class Speed:
    """One run with the options of the command line."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Read what both systems learn."""
        self.options, self.settings = options, get_settings()
        self.content = read_content(self.settings.content_dir)
        self.examples = training_examples(self.content)
        self.turns = {people: max(1, round(number * options.turns)) for people, number in TURNS.items()}
        self.trainings: list[str] = []
        self.measured: dict[str, Figures] = {}

    def run(self) -> None:
        """Measure what is not skipped, and print each table as soon as it is there."""
        asyncio.run(train(self.settings, console.print))
        console.print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n\n{HEAD}")
        self._turns()
        self._compared()
        if not self.options.skip_training:
            self.trainings.insert(0, asyncio.run(_training(self.settings, len(self.examples))))
        console.print("\n".join(("", "| training | sentences | seconds |", "|---|---|---|", *self.trainings)))
        if not self.options.skip_growth:
            self._growth()

    def _turns(self) -> None:
        project = None if self.options.skip_stock else self._stock_project()
        with ExitStack() as stack:
            systems = {"Voordeur": stack.enter_context(voordeur(self.settings))[0]}
            if project:
                systems["stock Rasa"] = stack.enter_context(stock(self.settings, project))
            self.measured = asyncio.run(measure(systems, self.turns))
        for system, figures in self.measured.items():
            for level in figures.levels:
                console.print(level.row(system))

    def _stock_project(self) -> Path:
        examples = part_of(self.examples, self.options.stock_part)
        project, seconds = trained_stock(self.settings, self.content, examples)
        self.trainings.append(f"| stock Rasa | {len(examples):,} | {seconds:.0f} |")
        return project

    def _compared(self) -> None:
        console.print("\n| system | start | memory (PSS) |\n|---|---|---|")
        for system, each in self.measured.items():
            parts = ", ".join(f"{name} {size:.0f}" for name, size in each.memory.items())
            total = sum(each.memory.values())
            console.print(f"| {system} | {each.start:.0f} s | {total:.0f} MB ({parts}) |")
        if len(self.measured) == len(("Voordeur", "stock Rasa")):
            ours, theirs = self.measured.values()
            console.print("\n| people | turns a second | p95 | CPU a turn |\n|---|---|---|---|")
            for mine, its in zip(ours.levels, theirs.levels, strict=True):
                ratios = (mine.rate / its.rate, mine.p95 / its.p95, mine.cpu / its.cpu)
                console.print(f"| {mine.people} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |")
            console.print("Voordeur's figure divided by that of stock Rasa.")

    def _growth(self) -> None:
        async def show(systems: Sequence[tuple[Running, str]]) -> None:
            async for row in growth.rows(systems, self.options.turns):
                console.print(row)

        console.print(f"\n{growth.HEAD}")
        with ExitStack() as stack:
            asyncio.run(show([stack.enter_context(voordeur(self.settings)) for _ in growth.ARTICLES]))


async def _training(settings: Settings, sentences: int) -> str:
    """Train Voordeur's model in a folder of its own; return the row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        began, used = time.monotonic(), _used()
        await train(settings.model_copy(update={"data_dir": Path(folder)}), lambda _: None)
        seconds = time.monotonic() - began
    return f"| Voordeur | {sentences:,} | {seconds:.0f} (processor {_used() - used:.0f}) |"


def _used() -> float:
    """Return the processor seconds of all processes that were started here and have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    for name, what in PARTS.items():
        parser.add_argument(f"--skip-{name}", action="store_true", help=f"leave out {what}")
    parser.add_argument("--stock-part", type=float, default=0.025, help="share of the sentences it learns")
    parser.add_argument("--turns", type=float, default=1.0, help="so many times the usual number of turns")
    Speed(parser.parse_args()).run()


if __name__ == "__main__":
    main()
