"""The desk of the editors, on each kind of database."""

import sys
from pathlib import Path

import pytest

from kit.settings import Settings

# What the tests of the desk share.
sys.path.append(str(Path(__file__).parents[1]))


@pytest.fixture
def settings(settings: Settings, database_url: str) -> Settings:
    return Settings(**settings.model_dump() | {"database_url": database_url, "_env_file": None})
