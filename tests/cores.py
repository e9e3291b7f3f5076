"""How the tests are spread over the cores when there are several (`make test`)."""

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


class Cores(LoadFileScheduling):
    """Gives the tests of a file to one core, and those of the running Voordeur together to one."""

    def _split_scope(self, nodeid: str) -> str:
        return "running" if nodeid.startswith(RUNNING) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Cores:
    """Answer pytest-xdist."""
    return Cores(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse a test of the running Voordeur that nobody put in the list above; put the browser tests last.

    Those publish articles, and each article changes by a hair what the search finds for every sentence.
    """
    items.sort(key=lambda item: item.nodeid.startswith(CHANGING))
    for item in items:
        name = item.path.relative_to(config.rootpath).as_posix()
        if "running" in getattr(item, "fixturenames", ()) and not name.startswith(RUNNING):
            raise pytest.UsageError(f"{name} uses the running Voordeur: add it to {Path(__file__).name}")
