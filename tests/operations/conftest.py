"""Settings of a machine of its own, with a small copy of what a training depends on."""

from pathlib import Path

import pytest

from kit.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path / "var", rasa_python="", redis_url="")
