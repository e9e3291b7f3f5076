"""Mistakes in the training sentences are told by name before a training begins."""

from pathlib import Path

import pytest

from channels.operations import training
from channels.operations.errors import OperationsError
from channels.operations.rasa_files import NLU_DIR, RASA_DIR
from channels.operations.training_data import FEWEST, mistakes
from kit.settings import Settings

DOMAIN = 'version: "3.1"\nintents:\n  - greet\nentities:\n  - gemeente\n'


def write(folder: Path, intent: str, *examples: str) -> Path:
    lines = "".join(f"      - {text}\n" for text in examples)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{intent}.yml"
    path.write_text(f'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n{lines}')
    return path


@pytest.fixture
def domain(tmp_path: Path) -> Path:
    folder = tmp_path / "domain"
    folder.mkdir()
    (folder / "domain.yml").write_text(DOMAIN)
    return folder


ENOUGH = tuple(f"hallo {number}" for number in range(FEWEST))


def test_the_sentences_of_the_repository_are_well() -> None:
    assert mistakes(NLU_DIR, RASA_DIR / "domain") == []


def test_an_intent_that_the_domain_does_not_know(tmp_path: Path, domain: Path) -> None:
    write(tmp_path / "nlu", "greet", *ENOUGH)
    write(tmp_path / "nlu", "groet", "hoi")
    assert mistakes(tmp_path / "nlu", domain) == ["groet.yml: intent groet staat niet in het domein"]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("ik zit in [Laren](plaats)", "plaats"),
        ('ik zit in [Laren]{"entity": "stad", "value": "laren"}', "stad"),
        ("ik zit in [Laren](gemeente)", None),
        ("ik zit in [Laren](gemeente:laren)", None),
        ("ik zit (in Laren)", None),
    ],
)
def test_an_entity_that_does_not_exist(tmp_path: Path, domain: Path, text: str, entity: str | None) -> None:
    write(tmp_path / "nlu", "greet", *ENOUGH, text)
    wrong = f"greet.yml: entiteit {entity} staat niet in het domein: - {text}"
    assert mistakes(tmp_path / "nlu", domain) == ([wrong] if entity else [])


def test_an_intent_with_too_few_sentences(tmp_path: Path, domain: Path) -> None:
    write(tmp_path / "nlu", "greet", "hoi", "hallo")
    assert mistakes(tmp_path / "nlu", domain) == [f"intent greet heeft er 2, minstens {FEWEST} nodig"]


@pytest.mark.parametrize("text", ["", "nlu: 3\n", "[]\n", "nlu:\n  - intent: x\n", ": : :\n"])
def test_a_file_that_is_none_is_named(tmp_path: Path, domain: Path, text: str) -> None:
    write(tmp_path / "nlu", "greet", *ENOUGH)
    (tmp_path / "nlu" / "kapot.yml").write_text(text)
    assert mistakes(tmp_path / "nlu", domain) == ["kapot.yml: dit is geen bestand met trainingszinnen"]


async def test_nothing_is_trained_on_mistakes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "nlu", "groet", "hoi")
    monkeypatch.setattr(training, "NLU_DIR", tmp_path / "nlu")
    with pytest.raises(OperationsError, match="intent groet staat niet in het domein"):
        await training.train(settings, lambda _: None)
