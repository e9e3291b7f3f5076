"""Ten thousand articles: how long it takes to build the index, to change one article, and to search."""

import gc
import time
from collections.abc import Callable
from statistics import median, quantiles

from benchmarks.search.pairs import read_pairs
from benchmarks.search.store import Store
from knowledge.search.index import SearchIndex

ARTICLES = 10_000
RUNS = 5


def measure(store: Store) -> str:
    """Return the figures; other work on the machine disturbs them, so the best run is given too."""
    articles = list(store.invented(ARTICLES))
    gc.collect()
    gc.freeze()
    built, index = _timed(lambda: store.index(articles))
    changes = []
    for number in range(RUNS):
        again = next(iter(store.invented(number + 1)))
        seconds, index = _timed(lambda index=index, again=again: index.changed([again]))  # type: ignore[misc]
        changes.append(seconds * 1000)
    runs = [_searches(index) for _ in range(RUNS)]
    return "\n".join(
        [
            f"{ARTICLES} articles: built in {built:.1f} s",
            f"one article changed: median {median(changes):.0f} ms, worst {max(changes):.0f} ms",
            f"search, p50: median of {RUNS} runs {median(run[0] for run in runs):.1f} ms",
            f"search, p95: median of {RUNS} runs {median(run[1] for run in runs):.1f} ms, "
            f"best {min(run[1] for run in runs):.1f} ms",
        ]
    )


def _searches(index: SearchIndex) -> tuple[float, float]:
    """Ask the whole development set; return the milliseconds that half and 95% of the searches stay under."""
    taken = []
    for pair in read_pairs():
        seconds, _ = _timed(lambda pair=pair: index.search(pair.question, gemeente=pair.gemeente))  # type: ignore[misc]
        taken.append(seconds * 1000)
    cuts = quantiles(taken, n=20)
    return cuts[9], cuts[18]


def _timed[Result](work: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result
