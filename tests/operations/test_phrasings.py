"""Rasa learns what the desk published too, and nothing is trained again when files and desk say the same."""

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import time_machine
from ruamel.yaml import YAML
from sqlalchemy.ext.asyncio import AsyncSession

from channels.operations import rasa_files, training
from channels.operations.errors import OperationsError
from channels.operations.phrasings import phrasings_fingerprint, phrasings_folder
from kit import clock
from kit.database import Database
from kit.settings import ROOT, Settings
from knowledge import convert
from knowledge.areas import Areas
from knowledge.curation import service
from knowledge.curation.lifecycle import withdraw_expired
from knowledge.curation.service import Editor, Policy
from knowledge.files import Content, read_content
from knowledge.gaps.models import GapLesson
from knowledge.service import get_article, import_content

ARTICLE = """---
id: {id}
title: {title}
topic: contact
area: landelijk
audience: [zzp]
questions:
  - "  waar kan ik
    [terecht]  "
  - {question}
sources: [{{title: Gids, document: Blad 1, date: 2026}}]
checked_on: 2026-11-01
valid_from: 2026-01-01
valid_until: 2027-06-01
owner: redactie-ruimte
certainty: hoog
status: {status}
{more}---
Bel de gemeente.
"""


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel("2026-11-21 12:00 +01:00") as today:
        yield today


def put(folder: Path, name: str, status: str = "published", question: str = "vraag", more: str = "") -> None:
    path = folder / "articles" / "contact" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = ARTICLE.format(id=name, title=f"Over {name}", status=status, question=question, more=more)
    path.write_text(text.replace("terecht", name))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "knowledge" / "content" / "vocabulary", folder / "vocabulary")
    (folder / "areas.yaml").write_text(
        "gemeenten: {laren: {name: Laren}}\nregions: {gooi: {name: Gooi, gemeenten: [laren]}}\n"
    )
    (folder / "replies.yaml").write_text("greet: Hallo\n")
    put(folder, "loket", question="een")
    put(folder, "bank", question="twee")
    put(folder, "later", status="draft", question="drie")
    put(folder, "desk", question="four", more="language: en\ntranslation_of: loket\n")
    return folder


@pytest.fixture
def files_only(folder: Path, tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path, content_dir=folder, region="gooi", database_url="")


@pytest.fixture
def settings(files_only: Settings, database_url: str) -> Settings:
    return Settings(
        _env_file=None,
        data_dir=files_only.data_dir,
        content_dir=files_only.content_dir,
        region="gooi",
        database_url=database_url,
    )


@pytest.fixture
async def session(settings: Settings) -> AsyncIterator[AsyncSession]:
    """A transaction on a database that holds what the files say, committed by the test."""
    database = Database(settings.database)
    async with database.transaction() as session:
        await import_content(session, content(settings))
    async with database.reading() as session:
        yield session
    await database.close()


def content(settings: Settings) -> Content:
    return read_content(settings.content_dir)


def learnt(settings: Settings, tmp_path: Path) -> str:
    """Return what the script of Rasa's side makes of it; it needs nothing but a YAML reader."""
    output = tmp_path / "phrasings.yml"
    script = ROOT / "assistant" / "rasa" / "build_phrasings.py"
    with phrasings_folder(settings) as folder:
        subprocess.run([sys.executable, script, folder, output], check=True, capture_output=True)
    return output.read_text(encoding="utf-8")


async def publish(session: AsyncSession, settings: Settings, **fields: object) -> None:
    article = await get_article(session, "loket")
    assert article is not None
    anna = Editor("1", "Anna")
    file = convert.to_file(article).model_copy(update=fields)
    draft = await service.save_draft(session, anna, file, base_number=article.revision)
    policy = Policy(Areas(content(settings).areas, "gooi"), second_editor=False)
    await service.publish(session, anna, draft.id, policy=policy)
    await session.commit()


async def test_database_and_files_that_say_the_same_need_no_training(
    settings: Settings, files_only: Settings, session: AsyncSession, tmp_path: Path
) -> None:
    assert phrasings_fingerprint(settings) == phrasings_fingerprint(files_only)
    assert learnt(settings, tmp_path) == learnt(files_only, tmp_path)
    assert rasa_files.fingerprint(settings) == rasa_files.fingerprint(files_only)


async def test_what_the_desk_published_is_learnt(
    settings: Settings, session: AsyncSession, tmp_path: Path
) -> None:
    before = phrasings_fingerprint(settings)
    await publish(session, settings, questions=("een geheel nieuwe vraag",))
    assert phrasings_fingerprint(settings) != before
    assert "- een geheel nieuwe vraag" in learnt(settings, tmp_path)


async def test_what_is_no_phrasing_needs_no_training(settings: Settings, session: AsyncSession) -> None:
    before = phrasings_fingerprint(settings)
    await publish(session, settings, short_answer="Anders.")
    assert phrasings_fingerprint(settings) == before


async def test_translations_are_learnt_and_drafts_are_not(
    settings: Settings, session: AsyncSession, tmp_path: Path
) -> None:
    text = learnt(settings, tmp_path)
    assert "loket" in text and "bank" in text
    assert "desk" in text and "later" not in text


def test_without_import_the_files_are_used(settings: Settings, files_only: Settings, folder: Path) -> None:
    assert phrasings_fingerprint(settings) == phrasings_fingerprint(files_only)
    with phrasings_folder(settings) as used:
        assert used == folder.resolve()


def test_a_database_that_does_not_answer_is_as_none(files_only: Settings, folder: Path) -> None:
    url = "postgresql+psycopg://voordeur@127.0.0.1:9/voordeur"
    away = Settings(_env_file=None, data_dir=files_only.data_dir, content_dir=folder, database_url=url)
    assert phrasings_fingerprint(away) == phrasings_fingerprint(files_only)


def test_the_temporary_folder_is_gone_afterwards(settings: Settings, session: AsyncSession) -> None:
    with phrasings_folder(settings) as used:
        assert sorted(path.name for path in used.rglob("*.md")) == ["bank.md", "desk.md", "loket.md"]
    assert not used.exists()


@pytest.mark.parametrize("text", ["", "---\nid: [\n---\n", "---\nid: a\n---\n", "\xff\xfe"])
def test_a_file_that_cannot_be_read_is_one_sentence(files_only: Settings, folder: Path, text: str) -> None:
    (folder / "articles" / "contact" / "fout.md").write_bytes(text.encode("latin-1"))
    with pytest.raises(OperationsError, match=r"fout\.md.*knowledge check"):
        phrasings_fingerprint(files_only)


async def test_what_editors_call_out_of_scope_is_learnt_as_such(
    settings: Settings, session: AsyncSession
) -> None:
    model = rasa_files.wanted_model(settings)
    model.lessons.parent.mkdir(parents=True, exist_ok=True)
    training.write_lessons(settings, model)
    assert not model.lessons.exists()
    session.add(GapLesson(text="paspoort [snel]\nverlengen", allowed_by="Anna", allowed_on=clock.today()))
    await session.commit()
    assert rasa_files.wanted_model(settings) != model  # so that it is trained
    training.write_lessons(settings, model)
    learnt = YAML(typ="safe").load(model.lessons)["nlu"]
    assert learnt == [{"intent": "out_of_scope", "examples": "- paspoort snel verlengen\n"}]


async def test_what_only_expired_is_learnt_as_before_until_an_editor_withdraws_it(
    settings: Settings, session: AsyncSession, tmp_path: Path
) -> None:
    await import_content(session, content(settings))
    await session.commit()
    before, text = phrasings_fingerprint(settings), learnt(settings, tmp_path)
    with time_machine.travel("2027-06-02 12:00 +02:00"):
        assert await withdraw_expired(session, clock.today()) == ["bank", "desk", "loket"]
        await session.commit()
        assert phrasings_fingerprint(settings) == before
        assert learnt(settings, tmp_path) == text
        await service.withdraw(session, Editor("1", "Anna"), "bank", "komt niet terug")
        await session.commit()
    assert phrasings_fingerprint(settings) != before
    assert "twee" not in learnt(settings, tmp_path)
