"""The store as one process sees it: loaded, and loaded again when something changed."""

import os
from pathlib import Path

import pytest
import time_machine
from knowledge_builders import put

from kit.database import Database
from kit.settings import Settings
from knowledge.errors import ContentError, KnowledgeError
from knowledge.files import read_content
from knowledge.library import Library
from knowledge.search import Verdict
from knowledge.service import import_content


async def load(database: Database, folder: Path) -> None:
    async with database.transaction() as session:
        await import_content(session, read_content(folder))


@pytest.fixture
async def library(database: Database, folder: Path) -> Library:
    library = Library(database, Settings(content_dir=folder, region="gooi"))
    with time_machine.travel("2026-11-21 12:00 +01:00"):
        await load(database, folder)
        await library.load()
    return library


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel("2026-11-21 12:00 +01:00") as today:
        yield today


async def test_a_loaded_library_knows_everything(library: Library) -> None:
    assert list(library.articles) == ["microkrediet"]
    assert library.areas.region_name == "Gooi en Vechtstreek"
    assert library.replies.text("greet", name="u") == "Goedendag u!"
    assert library.vocabulary.trades[0].name == "kapper"
    assert library.index.search("microkrediet aanvragen").verdict is Verdict.SURE
    assert library.articles["microkrediet"].sources[0].title == "Microkrediet"


async def test_a_refresh_without_changes_does_nothing(library: Library) -> None:
    index = library.index
    assert await library.refresh() is False
    assert library.index is index


async def test_a_refresh_after_an_import_shows_the_new_articles(
    library: Library, database: Database, folder: Path
) -> None:
    put(folder, id="terras", questions=["mag ik een terras zetten"])
    await load(database, folder)
    assert await library.refresh() is True
    assert library.index.search("mag ik een terras zetten").hits[0].article.id == "terras"
    assert await library.refresh() is False


async def test_a_refresh_after_the_last_day_drops_the_article(library: Library) -> None:
    with time_machine.travel("2027-01-10 23:59 +01:00"):
        await library.refresh()
        assert "microkrediet" in library.articles
    with time_machine.travel("2027-01-11 00:01 +01:00"):
        assert await library.refresh() is True
        assert library.articles == {}
        assert library.index.search("microkrediet aanvragen").verdict is Verdict.NOTHING


async def test_a_refresh_reads_changed_replies(library: Library, folder: Path) -> None:
    path = folder / "replies.yaml"
    path.write_text("greet: Hallo {name}!\n", encoding="utf-8")
    os.utime(path, (1, 1))
    assert await library.refresh() is True
    assert library.replies.text("greet", name="u") == "Hallo u!"


async def test_a_mistake_in_a_file_leaves_what_was_loaded(library: Library, folder: Path) -> None:
    path = folder / "replies.yaml"
    path.write_text("greet: [\n", encoding="utf-8")
    os.utime(path, (1, 1))
    with pytest.raises(ContentError):
        await library.refresh()
    assert library.replies.text("greet", name="u") == "Goedendag u!"


async def test_an_unknown_region_is_refused(database: Database, folder: Path) -> None:
    with pytest.raises(KnowledgeError, match="atlantis"):
        await Library(database, Settings(content_dir=folder, region="atlantis")).load()


async def test_a_library_without_import_is_empty(database: Database, folder: Path) -> None:
    library = Library(database, Settings(content_dir=folder, region="gooi"))
    await library.load()
    assert library.articles == {}
