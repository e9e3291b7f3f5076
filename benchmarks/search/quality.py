"""The figures of an engine on questions: right first, right in the first three, MRR, wrong and yet sure."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import mean, quantiles

from benchmarks.search.engines import Engine, Found
from benchmarks.search.pairs import Pair

HEADER = "| {} | questions | hit@1 | hit@3 | MRR | sure | wrong and sure | p50 | p95 |\n" + "|---" * 9 + "|"


@dataclass(frozen=True)
class Answered:
    """A question with what an engine found, and the seconds that took."""

    pair: Pair
    found: Found
    seconds: float

    @cached_property
    def rank(self) -> int | None:
        """The place of the first right article, from 1; nothing when it is not there."""
        places = (place for place, key in enumerate(self.found.articles, 1) if key in self.pair.articles)
        return next(places, None)

    @property
    def wrong_and_sure(self) -> bool:
        """Whether somebody got a wrong answer without being asked what they meant."""
        return bool(self.found.sure) and self.rank != 1


def ask(engine: Engine, pairs: Sequence[Pair]) -> list[Answered]:
    """Ask every question once, after a few that warm up."""
    for pair in pairs[:20]:
        engine(pair)
    answered = []
    for pair in pairs:
        began = time.perf_counter()
        found = engine(pair)
        answered.append(Answered(pair, found, time.perf_counter() - began))
    return answered


def row(name: str, answered: Sequence[Answered]) -> str:
    """Write the figures of some questions as a row under ``HEADER``."""

    def share(counts: Callable[[Answered], bool]) -> str:
        return f"{mean(counts(one) for one in answered):.1%}"

    doubts = any(one.found.sure is not None for one in answered)
    reciprocal = mean(1 / one.rank if one.rank else 0 for one in answered)
    cuts = quantiles([one.seconds * 1000 for one in answered], n=20)
    cells = [
        str(len(answered)),
        share(lambda one: one.rank == 1),
        share(lambda one: one.rank is not None and one.rank <= 3),
        f"{reciprocal:.3f}",
        share(lambda one: bool(one.found.sure)) if doubts else "-",
        share(lambda one: one.wrong_and_sure) if doubts else "-",
        *(f"{cuts[number]:.1f} ms" for number in (9, 18)),
    ]
    return f"| {name} | {' | '.join(cells)} |"
