"""A content folder with one good article, and the financieringswijzer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from funding_builders import CONTENT, wijzer_of
from knowledge_builders import make_folder, put

from knowledge.checks.funding import FundingCheck


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A complete content folder with the article ``microkrediet``."""
    folder = make_folder(tmp_path / "content")
    put(folder)
    return folder


@pytest.fixture(scope="module")
def wijzer() -> Iterator[FundingCheck]:
    """The real financieringswijzer on a day in November 2026."""
    with time_machine.travel("2026-11-21T12:00:00+01:00", tick=False):
        yield wijzer_of(CONTENT, "gooi-en-vechtstreek")
