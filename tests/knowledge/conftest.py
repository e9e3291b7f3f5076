"""A content folder with one good article."""

from pathlib import Path

import pytest
from knowledge_builders import make_folder, put


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A complete content folder with the article ``microkrediet``."""
    folder = make_folder(tmp_path / "content")
    put(folder)
    return folder
