"""The store as one process sees it: loaded, and loaded again when something changed."""

import os
from pathlib import Path
from typing import Any

import pytest
import time_machine
from curation_builders import BRAM, offered, published
from knowledge_builders import put

from kit.database import Database
from kit.settings import Settings
from knowledge.curation import service
from knowledge.errors import ContentError, KnowledgeError
from knowledge.files import read_content
from knowledge.library import Library
from knowledge.search.index import Verdict
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


async def publish(database: Database, base: int | None, **fields: Any) -> None:
    async with database.transaction() as session:
        await published(session, base=base, **fields)


async def test_every_process_answers_with_what_was_just_published(
    library: Library, database: Database, folder: Path
) -> None:
    other_process = Database(str(database.engine.url.render_as_string(hide_password=False)))
    try:
        other = Library(other_process, Settings(content_dir=folder, region="gooi"))
        await other.load()
        await publish(database, None, id="terras", questions=["mag ik een terras zetten"])
        await publish(database, 1, questions=["hoe kom ik aan geld voor een bakfiets"])
        for each in (library, other):
            assert await each.refresh() is True
            assert each.index.search("mag ik een terras zetten").hits[0].article.id == "terras"
            assert each.index.search("geld voor een bakfiets").hits[0].article.id == "microkrediet"
            assert await each.refresh() is False
    finally:
        await other_process.close()


async def test_a_refresh_reads_only_what_changed(library: Library, database: Database) -> None:
    kept = library.articles["microkrediet"]
    await publish(database, None, id="terras", questions=["mag ik een terras zetten"])
    await library.refresh()
    assert library.articles["microkrediet"] is kept
    assert list(library.articles) == ["microkrediet", "terras"]


async def test_what_is_withdrawn_is_gone_at_the_next_refresh(library: Library, database: Database) -> None:
    async with database.transaction() as session:
        await service.withdraw(session, BRAM, "microkrediet", "")
    await library.refresh()
    assert library.articles == {}
    assert library.index.search("microkrediet aanvragen").hits == []


async def test_a_draft_is_seen_by_nobody(library: Library, database: Database) -> None:
    async with database.transaction() as session:
        await offered(session, id="terras", questions=["mag ik een terras zetten"])
    assert await library.refresh() is False


async def test_a_new_day_brings_what_becomes_valid(library: Library, database: Database) -> None:
    await publish(
        database,
        None,
        id="straks",
        questions=["straks"],
        valid_from="2026-12-01",
        valid_until="2027-12-01",
    )
    await library.refresh()
    assert "straks" not in library.articles
    with time_machine.travel("2026-12-01 00:01 +01:00"):
        assert await library.refresh() is True
        assert "straks" in library.articles
        assert library.index.search("straks").hits[0].article.id == "straks"


async def test_a_merge_on_a_new_day_is_seen(database: Database, folder: Path) -> None:
    areas = (folder / "areas.yaml").read_text(encoding="utf-8")
    merge = "{from: wijdemeren, into: hilversum, on: 2027-01-01, certainty: hoog, source: %s}"
    source = "{title: Besluit, url: 'https://voorbeeld.nl/', date: 2026}"
    text = f"{areas}merges: [{merge % source}]\n"
    (folder / "areas.yaml").write_text(text, encoding="utf-8")
    library = Library(database, Settings(content_dir=folder, region="gooi"))
    await library.load()
    assert library.areas.current("wijdemeren") == "wijdemeren"
    with time_machine.travel("2027-01-01 00:01 +01:00"):
        assert await library.refresh() is True
        assert library.areas.current("wijdemeren") == "hilversum"


async def test_a_translation_is_found_by_its_original_and_not_by_searching(
    library: Library, database: Database
) -> None:
    await publish(
        database,
        None,
        id="microcredit",
        language="en",
        translation_of="microkrediet",
        title="Microcredit",
        questions=["microcredit for my company"],
    )
    await library.refresh()
    found = library.translation("microkrediet", "en")
    assert found is not None and found.id == "microcredit"
    assert library.translation("microcredit", "en") is None
    hits = library.index.search("microcredit for my company").hits
    assert "microcredit" not in [hit.article.id for hit in hits]
