"""A model is trained again when, and only when, something it learns from has changed."""

import os
import shutil
from pathlib import Path

import pytest

from channels.operations import rasa_files
from channels.operations.errors import OperationsError
from channels.operations.rasa_files import (
    Model,
    fingerprint,
    rasa_environment,
    rasa_python,
    trained_model,
    wanted_model,
)
from channels.operations.training import train
from kit.settings import ROOT, Settings


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of everything a training depends on."""
    for name in ("nlu", "rasa"):
        shutil.copytree(ROOT / "assistant" / name, tmp_path / name)
    shutil.copytree(ROOT / "knowledge" / "content", tmp_path / "content")
    monkeypatch.setattr(rasa_files, "NLU_DIR", tmp_path / "nlu")
    monkeypatch.setattr(rasa_files, "RASA_DIR", tmp_path / "rasa")
    return tmp_path


@pytest.fixture
def copied(inputs: Path) -> Settings:
    return Settings(_env_file=None, data_dir=inputs / "var", content_dir=inputs / "content")


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def put(model: Model) -> None:
    """Put an empty file where a model would be."""
    model.file.parent.mkdir(parents=True, exist_ok=True)
    model.file.touch()
    model.pipeline.mkdir(parents=True, exist_ok=True)


def test_the_same_inputs_have_the_same_fingerprint(copied: Settings) -> None:
    assert fingerprint(copied) == fingerprint(copied)


@pytest.mark.parametrize(
    "name",
    [
        "nlu/acts/greet.yml",
        "nlu/topics/subsidies.yml",
        "rasa/config.yml",
        "rasa/domain/intents.yml",
        "rasa/rules/acts.yml",
        "rasa/requirements.txt",
        "content/areas.yaml",
        "content/vocabulary/trades.yaml",
    ],
)
def test_a_changed_input_changes_it(inputs: Path, copied: Settings, name: str) -> None:
    before = fingerprint(copied)
    append(inputs / name, "\n# changed\n")
    assert fingerprint(copied) != before


def test_a_new_file_and_another_spacy_model_change_it(inputs: Path, copied: Settings) -> None:
    before = fingerprint(copied)
    other = copied.model_copy(update={"spacy_model": "nl_core_news_sm"})
    assert fingerprint(other) != before
    (inputs / "nlu" / "acts" / "new.yml").write_text('version: "3.1"\n')
    assert fingerprint(copied) != before


def test_the_phrasings_of_an_article_change_it_and_its_text_does_not(inputs: Path, copied: Settings) -> None:
    before = fingerprint(copied)
    article = next((inputs / "content" / "articles").rglob("*.md"))
    append(article, "\nNog een zin.\n")
    assert fingerprint(copied) == before
    article.write_text(article.read_text(encoding="utf-8").replace("title:", "title: Nieuw,", 1))
    assert fingerprint(copied) != before


def test_the_replies_may_change_without_training(inputs: Path, copied: Settings) -> None:
    before = fingerprint(copied)
    append(inputs / "content" / "replies.yaml", "\n# changed\n")
    assert fingerprint(copied) == before


async def test_a_model_that_is_there_is_not_trained_again(copied: Settings) -> None:
    put(wanted_model(copied))
    assert not await train(copied, lambda _text: None)


def test_while_the_inputs_change_the_newest_model_serves(inputs: Path, copied: Settings) -> None:
    older, newer = Model(copied.data_dir, "older"), Model(copied.data_dir, "newer")
    for age, model in enumerate((newer, older)):
        put(model)
        os.utime(model.file, times=(1_700_000_000 - age, 1_700_000_000 - age))
    assert trained_model(copied).name == "newer"
    put(wanted_model(copied))
    assert trained_model(copied) == wanted_model(copied)


def test_without_any_model_it_is_said_how_to_make_one(copied: Settings) -> None:
    with pytest.raises(OperationsError, match="voordeur train"):
        trained_model(copied)


async def test_without_rasa_training_says_what_to_do(copied: Settings) -> None:
    missing = copied.model_copy(update={"rasa_python": "/nowhere/python"})
    with pytest.raises(OperationsError, match="make run"):
        await train(missing, lambda _text: None)


async def test_a_training_that_fails_shows_the_last_lines(copied: Settings, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'the disk is on fire'\nexit 3\n")
    python.chmod(0o755)
    failing = copied.model_copy(update={"rasa_python": str(python)})
    with pytest.raises(OperationsError, match="the disk is on fire"):
        await train(failing, lambda _text: None)


def test_rasa_gets_our_address_and_secret(settings: Settings) -> None:
    environment = rasa_environment(settings, wanted_model(settings))
    assert environment["VOORDEUR_ACTIONS_URL"] == "http://127.0.0.1:8000/internal/actions"
    assert environment["VOORDEUR_INTERNAL_TOKEN"] == settings.internal_secret != ""
    assert environment["VOORDEUR_SPACY_PIPELINE"] == str(wanted_model(settings).pipeline)
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"


def test_a_missing_environment_says_what_to_do(settings: Settings) -> None:
    with pytest.raises(OperationsError, match="make run"):
        rasa_python(settings.model_copy(update={"rasa_python": "/nowhere/python"}))
