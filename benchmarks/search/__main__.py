"""How good the search is on the development set, beside two baselines; and how fast with many articles.

Usage: python -m benchmarks.search [--model] [--misses] [--scale]

``--model`` also shows what comes of it with what the trained model makes of the questions. ``--misses`` lists
only the subjects that are missed most, ``--scale`` measures only ten thousand invented articles. Both halves
of the set are shown: thresholds and weights were tuned on the first one.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from benchmarks.reading import read_all
from benchmarks.search.engines import own_engine, postgres_engine, sqlite_engine
from benchmarks.search.pairs import Pair, read_pairs
from benchmarks.search.quality import HEADER, Answered, ask, row
from benchmarks.search.scale import measure
from benchmarks.search.store import Store
from kit.settings import get_settings
from knowledge.search.prior import Prior

console = Console(highlight=False, soft_wrap=True, markup=False)


def main(options: Sequence[str]) -> None:
    """Print the tables."""
    store = Store.shipped()
    if "--scale" in options:
        console.print(measure(store))
        return
    pairs = read_pairs()
    own = _own(store, pairs, with_model="--model" in options)
    if "--misses" in options:
        console.print(_misses(store, own["Voordeur, topic known"]))
        return
    _halves(own)
    _beside(store, pairs, own)
    for name, answered in own.items():
        _topics(name, answered)


def _own(store: Store, pairs: Sequence[Pair], *, with_model: bool) -> dict[str, list[Answered]]:
    """Ask everything without a topic, with the right one, and with the one that the model recognises."""
    index = store.index()
    own = {
        "Voordeur, topic unknown": ask(own_engine(index, lambda pair: Prior()), pairs),
        "Voordeur, topic known": ask(own_engine(index, lambda pair: Prior.known(pair.topic)), pairs),
    }
    if with_model:
        readings = asyncio.run(read_all(get_settings(), [pair.question for pair in pairs]))
        read = {question: reading.understanding for question, reading in readings.items()}
        right = sum(read[pair.question].topic == pair.topic for pair in pairs)
        console.print(f"The model alone recognises the topic of {right / len(pairs):.1%}.\n")
        engine = own_engine(index, lambda pair: read[pair.question].prior)
        own["Voordeur, read by the model"] = ask(engine, pairs)
    return own


def _halves(own: dict[str, list[Answered]]) -> None:
    console.print(HEADER.format("half"))
    for name, answered in own.items():
        for half, tuning in (("tuned on", True), ("held out", False)):
            console.print(row(f"{name}, {half}", [one for one in answered if one.pair.tuning is tuning]))
    console.print()


def _beside(store: Store, pairs: Sequence[Pair], own: dict[str, list[Answered]]) -> None:
    console.print(HEADER.format("engine"))
    console.print(row("SQLite FTS5, BM25", ask(sqlite_engine(store.articles, store.areas), pairs)))
    with postgres_engine(store.articles, store.areas) as engine:
        console.print(row("PostgreSQL `dutch`, ts_rank", ask(engine, pairs)))
    for name, answered in own.items():
        console.print(row(name, answered))
    console.print()


def _topics(name: str, answered: Sequence[Answered]) -> None:
    console.print(HEADER.format(name))
    for topic in sorted({one.pair.topic for one in answered}):
        console.print(row(topic, [one for one in answered if one.pair.topic == topic]))
    console.print()


def _misses(store: Store, answered: Sequence[Answered]) -> str:
    """List the subjects with the most questions of which another article came first."""
    subjects = {article.id: article.subject for article in store.articles}
    missed = Counter(subjects[one.pair.articles[0]] for one in answered if one.rank != 1)
    return "\n".join(f"{count} {subject}" for subject, count in missed.most_common(30))


if __name__ == "__main__":
    main(sys.argv[1:])
