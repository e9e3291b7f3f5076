"""The doctor: what is not well is named, with what to do about it."""

import shutil
from pathlib import Path

import pytest

from channels.operations.doctor import Finding, examine
from channels.operations.migrations import migrate
from channels.operations.rasa_files import wanted_model
from kit.settings import ROOT, Settings


async def findings(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding async for finding in examine(settings)}


@pytest.fixture
def bare(tmp_path: Path) -> Settings:
    """A machine on which nothing was done yet; on these ports nobody listens."""
    return Settings(
        _env_file=None,
        data_dir=tmp_path,
        rasa_python="/nowhere/python",
        rasa_url="http://127.0.0.1:9",
        port=9,
    )


async def test_on_a_bare_machine_everything_missing_has_an_advice(bare: Settings) -> None:
    found = await findings(bare)
    unwell = {what for what, finding in found.items() if not finding.well}
    assert unwell == {"Omgeving van Rasa", "Database", "Taalmodel", "gateway", "Rasa"}
    assert all(found[what].advice for what in unwell)


async def test_looking_changes_nothing(bare: Settings, tmp_path: Path) -> None:
    await findings(bare)
    assert list(tmp_path.iterdir()) == []


async def test_a_migrated_database_without_content_says_to_import(bare: Settings) -> None:
    migrate(bare.database)
    database = (await findings(bare))["Database"]
    assert not database.well and "knowledge import" in database.advice


async def test_a_trained_model_is_seen(bare: Settings) -> None:
    model = wanted_model(bare)
    model.file.parent.mkdir(parents=True)
    model.file.touch()
    assert not (await findings(bare))["Taalmodel"].well  # a training that was broken off
    model.pipeline.mkdir(parents=True)
    assert (await findings(bare))["Taalmodel"].well


async def test_wrong_content_is_told_with_the_file(bare: Settings, tmp_path: Path) -> None:
    shutil.copytree(bare.content_dir, tmp_path / "content")
    (tmp_path / "content" / "areas.yaml").write_text("gemeenten: [hilversum]\n")
    settings = bare.model_copy(update={"content_dir": tmp_path / "content"})
    content = (await findings(settings))["Inhoud"]
    assert not content.well and "areas.yaml" in content.advice


async def test_a_redis_that_is_away_is_told_and_one_that_answers_is_well(
    bare: Settings, redis_url: str
) -> None:
    away = bare.model_copy(update={"redis_url": "redis://127.0.0.1:9/0"})
    assert not (await findings(away))["Redis"].well
    there = bare.model_copy(update={"redis_url": redis_url})
    assert (await findings(there))["Redis"].well


async def test_the_content_of_the_repository_is_well(bare: Settings) -> None:
    assert bare.content_dir == ROOT / "knowledge" / "content"
    content = (await findings(bare))["Inhoud"]
    assert content.well and "artikelen" in content.detail


async def test_a_messenger_that_is_set_up_half_is_named_with_what_is_missing(bare: Settings) -> None:
    found = await findings(bare)
    assert (found["WhatsApp"].detail, found["Telegram"].detail) == ("niet ingesteld", "niet ingesteld")
    half = bare.model_copy(update={"whatsapp_token": "t", "whatsapp_phone_id": "1", "telegram_token": "t"})
    found = await findings(half)
    assert "VOORDEUR_WHATSAPP_APP_SECRET, VOORDEUR_WHATSAPP_VERIFY_TOKEN" in found["WhatsApp"].advice
    assert "https" in found["Telegram"].advice
