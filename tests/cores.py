"""How the tests are spread over the cores when there are several (`make test`)."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

# They share one running Voordeur, which takes nearly a gigabyte: one core runs them all. Groups by a mark
# would say this beside the tests, but have no effect since pytest 9.2 (pytest-xdist issue 1386).
RUNNING = (
    "tests/browser/",
    "tests/channels/test_terminal.py",
    "tests/dialogues/",
    "tests/sentences/test_sentences.py",
)
CHANGING = "tests/browser/"
# A few tests that take long each, the longest first; all other files go by their number of tests.
LONG = (
    "tests/knowledge/test_search.py",
    "tests/assistant/test_pipeline.py",
    "tests/benchmarks/test_stock_rasa.py",
    "tests/handoff/test_at_once.py",
    "tests/knowledge/test_search_quality.py",
    "tests/knowledge/test_search_changed.py",
    "tests/channels/test_cut_connections.py",
    "tests/assistant/test_schema_check.py",
)


class Cores(LoadFileScheduling):
    """Gives the tests of a file to one core, and those of the running Voordeur together to one."""

    def _split_scope(self, nodeid: str) -> str:
        return "running" if nodeid.startswith(RUNNING) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Cores:
    """Answer pytest-xdist; the files go in the order of the tests below, not by their number of tests."""
    config.option.loadscopereorder = False
    return Cores(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse a test of the running Voordeur that nobody put in the list above; put what takes longest first.

    Of the running Voordeur the browser tests come last: they publish articles, and each article changes by a
    hair what the search finds for every sentence.
    """
    names = {item: item.path.relative_to(config.rootpath).as_posix() for item in items}
    numbers = Counter(names.values())

    def place(item: pytest.Item) -> tuple[int, int, bool]:
        name = names[item]
        if name.startswith(RUNNING):
            return (0, 0, name.startswith(CHANGING))
        rank = LONG.index(name) if name in LONG else len(LONG)
        return (1 + rank, -numbers[name], False)

    items.sort(key=place)
    for item, name in names.items():
        if "running" in getattr(item, "fixturenames", ()) and not name.startswith(RUNNING):
            raise pytest.UsageError(f"{name} uses the running Voordeur: add it to {Path(__file__).name}")
