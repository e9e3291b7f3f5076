"""The store in the database: import whole or not at all, export and back, and what is served when."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from knowledge_builders import make_folder, put
from sqlalchemy.ext.asyncio import AsyncSession

from kit.database import Database
from knowledge.errors import ContentError
from knowledge.files import read_content
from knowledge.service import (
    ImportReport,
    content_version,
    export_content,
    get_article,
    import_content,
    served_articles,
)

TODAY = date(2026, 11, 21)


async def load(session: AsyncSession, folder: Path) -> ImportReport:
    return await import_content(session, read_content(folder))


async def test_an_import_tells_what_it_did(folder: Path, session: AsyncSession) -> None:
    put(folder, id="oud", questions=["oud"])
    assert await load(session, folder) == ImportReport(added=2)
    assert await load(session, folder) == ImportReport(unchanged=2)
    put(folder, id="nieuw", questions=["nieuw"])
    put(folder, title="Een andere titel")
    (folder / "articles/financiering/oud.md").unlink()
    assert await load(session, folder) == ImportReport(added=1, changed=1, removed=1)
    assert await load(session, folder) == ImportReport(unchanged=3)


async def test_an_imported_article_has_all_fields(folder: Path, database: Database) -> None:
    async with database.transaction() as session:
        await load(session, folder)
    async with database.reading() as session:
        article = await get_article(session, "microkrediet")
    assert article is not None
    assert article.subject == "microkrediet"
    assert article.audience == ["starter"]
    assert [question.text for question in article.questions] == [
        "kan ik een klein bedrag lenen voor mijn zaak",
        "microkrediet aanvragen",
    ]
    assert (article.sources[0].url, article.sources[0].date) == ("https://voorbeeld.nl/krediet", "2024-05")
    assert article.valid_until == date(2027, 1, 10)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Anders"},
        {"questions": ["microkrediet aanvragen"]},
        {"questions": ["microkrediet aanvragen", "kan ik een klein bedrag lenen voor mijn zaak"]},
        {"sources": [{"title": "Microkrediet", "url": "https://voorbeeld.nl/krediet", "date": "2025"}]},
        {"valid_until": "2027-01-11"},
        {"audience": ["zzp", "starter"]},
        {"upl": "microkrediet"},
        {"status": "draft"},
    ],
)
async def test_every_change_is_seen(folder: Path, database: Database, fields: dict[str, Any]) -> None:
    async with database.transaction() as session:
        await load(session, folder)
        before = await content_version(session)
    put(folder, **fields)
    async with database.transaction() as session:
        assert await load(session, folder) == ImportReport(changed=1)
        assert await content_version(session) != before
    async with database.transaction() as session:
        assert await load(session, folder) == ImportReport(unchanged=1)


async def test_an_article_without_file_is_withdrawn_and_kept(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    (folder / "articles/financiering/microkrediet.md").unlink()
    await load(session, folder)
    article = await get_article(session, "microkrediet")
    assert article is not None
    assert article.status == "withdrawn"
    assert await served_articles(session, TODAY) == []


async def test_a_withdrawn_article_comes_back_with_its_file(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    path = folder / "articles/financiering/microkrediet.md"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    await load(session, folder)
    path.write_text(text, encoding="utf-8")
    assert await load(session, folder) == ImportReport(changed=1)
    assert len(await served_articles(session, TODAY)) == 1


async def test_the_version_follows_the_content_only(folder: Path, session: AsyncSession) -> None:
    assert await content_version(session) == 0
    await load(session, folder)
    first = await content_version(session)
    await load(session, folder)
    assert await content_version(session) == first == 1


async def test_nothing_is_imported_from_a_folder_with_a_mistake(folder: Path, database: Database) -> None:
    put(folder, id="slecht", questions=["slecht"], sources=[])
    with pytest.raises(ContentError):
        async with database.transaction() as session:
            await load(session, folder)
    async with database.reading() as session:
        assert await get_article(session, "microkrediet") is None
        assert await content_version(session) == 0


async def test_an_import_that_fails_later_leaves_nothing(folder: Path, database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as session:
            await load(session, folder)
            raise RuntimeError
    async with database.reading() as session:
        assert await get_article(session, "microkrediet") is None


@pytest.mark.parametrize(
    ("fields", "served"),
    [
        ({"valid_until": "2026-11-21"}, True),
        ({"valid_until": "2026-11-20"}, False),
        ({"valid_from": "2026-11-21"}, True),
        ({"valid_from": "2026-11-22"}, False),
        ({"status": "draft"}, False),
        ({"status": "withdrawn"}, False),
        ({}, True),
    ],
)
async def test_only_published_and_valid_articles_are_served(
    folder: Path, session: AsyncSession, fields: dict[str, Any], served: bool
) -> None:
    put(folder, **fields)
    await load(session, folder)
    assert bool(await served_articles(session, TODAY)) is served


@time_machine.travel("2026-11-21 12:00 +01:00")
async def test_export_and_import_change_nothing(folder: Path, tmp_path: Path, session: AsyncSession) -> None:
    put(folder, "Kort: *ja* # nee.\n", id="lastig", title="Met \"tekens\": # & 'meer'", **DIFFICULT)
    put(folder, id="weg", questions=["weg"])
    await load(session, folder)
    (folder / "articles/financiering/weg.md").unlink()
    await load(session, folder)
    assert await export_content(session, tmp_path / "export", folder) == 3
    before = await content_version(session)
    assert await load(session, tmp_path / "export") == ImportReport(unchanged=3)
    assert await content_version(session) == before


DIFFICULT: dict[str, Any] = {
    "questions": ["yes", "123", "- streepje: dubbel", "ëen 'aanhaling'", "lang " * 60],
    "sources": [
        {"title": "nee", "document": "Nota: 'werk'", "date": "2013"},
        {"title": "Bron", "url": "https://voorbeeld.nl/a?b=c#d", "date": "2013-05-31"},
        {"title": "Bron", "document": "Brief", "date": "onbekend"},
    ],
    "upl": "krediet",
    "area": "duo",
    "subject": "anders",
}


async def test_export_over_the_content_moves_an_article_with_its_topic(
    folder: Path, session: AsyncSession
) -> None:
    await load(session, folder)
    article = await get_article(session, "microkrediet")
    assert article is not None
    article.topic = "starten"
    await export_content(session, folder, folder)
    assert [path.parent.name for path in (folder / "articles").rglob("*.md")] == ["starten"]
    assert read_content(folder).articles[0].topic == "starten"


async def test_export_into_an_empty_store_writes_the_frame(tmp_path: Path, session: AsyncSession) -> None:
    frame = make_folder(tmp_path / "frame")
    assert await export_content(session, tmp_path / "export", frame) == 0
    assert read_content(tmp_path / "export").articles == ()
