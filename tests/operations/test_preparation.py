"""What stands in the way of starting is one sentence that says what to do."""

import os
import re
import shutil
import socket
from collections import namedtuple
from pathlib import Path

import pytest
from sqlalchemy import select

from channels.operations import preparation
from channels.operations.errors import OperationsError
from channels.operations.preparation import check_place, check_port, first_logins, prepare
from handoff.models import AccountManager
from kit.database import Database
from kit.settings import ROOT, Settings
from knowledge import convert
from knowledge.areas import Areas
from knowledge.curation.service import Editor, Policy, publish, save_draft
from knowledge.files import read_content
from knowledge.models import Article
from knowledge.service import get_article


@pytest.fixture
def taken_port() -> int:
    """A port on which something listens for as long as the test takes."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_taken_port_is_refused_with_the_setting_to_change(taken_port: int) -> None:
    with pytest.raises(OperationsError, match=rf"Poort {taken_port} .* al in gebruik.*VOORDEUR_PORT"):
        check_port("127.0.0.1", taken_port, "VOORDEUR_PORT")


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(OperationsError, match=r"192\.0\.2\.1 kan niet"):
        check_port("192.0.2.1", 8000, "VOORDEUR_PORT")


def test_a_free_port_is_accepted_and_stays_free(taken_port: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    check_port("127.0.0.1", free, "VOORDEUR_PORT")
    check_port("127.0.0.1", free, "VOORDEUR_PORT")


@pytest.fixture
def prepared(database_url: str, tmp_path: Path) -> Settings:
    """Settings with one article of the real content, and a database that is only migrated."""
    real, folder = ROOT / "knowledge" / "content", tmp_path / "content"
    shutil.copytree(real, folder, ignore=shutil.ignore_patterns("articles"))
    paths = sorted((real / "articles").rglob("*.md"))
    path = next(each for each in paths if "language: en" not in each.read_text())
    copied = folder / "articles" / path.parent.name / path.name
    copied.parent.mkdir(parents=True)
    shutil.copyfile(path, copied)
    return Settings(_env_file=None, data_dir=tmp_path, content_dir=folder, database_url=database_url)


async def start(settings: Settings) -> str:
    """Do what each start does and return what it says."""
    said: list[str] = []
    await prepare(settings, read_content(settings.content_dir), said.append)
    return said[-1]


async def desk_edit(settings: Settings, title: str) -> Article:
    """Publish a change at the desk."""
    database, content = Database(settings.database), read_content(settings.content_dir)
    policy = Policy(Areas(content.areas, settings.region), second_editor=False)
    async with database.transaction() as session:
        [file] = content.articles
        article = await get_article(session, file.id)
        assert article is not None
        changed = convert.to_file(article).model_copy(update={"title": title})
        anna = Editor("1", "Anna")
        draft = await save_draft(session, anna, changed, base_number=article.revision)
        await publish(session, anna, draft.id, policy=policy)
    await database.close()
    return article


async def title_now(settings: Settings, article_id: str) -> str:
    database = Database(settings.database)
    async with database.reading() as session:
        article = await get_article(session, article_id)
    await database.close()
    assert article is not None
    return article.title


async def test_a_desk_edit_survives_every_start(prepared: Settings) -> None:
    assert "1 artikelen nieuw" in await start(prepared)
    article = await desk_edit(prepared, "Van de desk")
    for _ in range(2):
        assert "1 artikelen blijven zoals de desk ze maakte" in await start(prepared)
    assert await title_now(prepared, article.id) == "Van de desk"


async def test_a_conflict_is_told_with_the_place_to_settle_it(prepared: Settings) -> None:
    await start(prepared)
    article = await desk_edit(prepared, "Van de desk")
    [path] = (prepared.content_dir / "articles").rglob("*.md")
    path.write_text(re.sub("(?m)^title: .*$", "title: Uit het bestand", path.read_text()))
    said = await start(prepared)
    assert f"bestand en desk verschillen: {article.id}." in said
    assert "http://127.0.0.1:8000/desk/worklist" in said
    assert await title_now(prepared, article.id) == "Van de desk"


async def test_a_person_that_was_edited_at_the_desk_stays_and_the_difference_is_told(
    prepared: Settings,
) -> None:
    assert "gids:" not in await start(prepared)
    database = Database(prepared.database)
    async with database.transaction() as session:
        person = await session.scalar(select(AccountManager).limit(1))
        assert person
        person.name, person.edited_at_desk = "Van de desk", True
    said = await start(prepared)
    assert (
        f"gids: bestand en desk verschillen: {person.id}. Wat aan de desk is gewijzigd, blijft staan" in said
    )
    assert "http://127.0.0.1:8000/desk/directory" in said
    async with database.reading() as session:
        assert (await session.get_one(AccountManager, person.id)).name == "Van de desk"
    await database.close()


async def test_log_ins_are_made_once(prepared: Settings, cheap_hashing: None) -> None:
    await start(prepared)
    assert len(await first_logins(prepared)) >= 2
    assert await first_logins(prepared) == []


def test_the_data_folder_is_made(settings: Settings) -> None:
    check_place(settings)
    assert settings.data_dir.is_dir()


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings(_env_file=None, data_dir=tmp_path / "file" / "var")
    with pytest.raises(OperationsError, match=r"kan niet worden gemaakt.*VOORDEUR_DATA_DIR"):
        check_place(settings)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_cannot_be_written_is_refused(settings: Settings) -> None:
    settings.data_dir.mkdir(mode=0o500)
    with pytest.raises(OperationsError, match="VOORDEUR_DATA_DIR"):
        check_place(settings)


def test_a_full_disk_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(preparation.shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 50 * 1024**2))
    with pytest.raises(OperationsError, match=r"50 MB vrij.*Maak ten minste 500 MB"):
        check_place(settings)
