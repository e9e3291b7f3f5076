"""The stock project is really stock, and is taught what Voordeur is taught."""

import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from benchmarks.evaluation.examples import Example, training_examples
from benchmarks.stock_rasa.measure import Reader
from benchmarks.stock_rasa.project import HERE, Places, write_project
from kit.settings import ROOT
from knowledge.files import Content, read_content

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
DEFAULT = "import rasa.engine.recipes as r; print(r.__path__[0] + '/config_files/default_config.yml')"


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(ROOT / "knowledge" / "content")


def load(path: Path) -> dict[str, object]:
    loaded: dict[str, object] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return loaded


def test_pipeline_and_policies_are_those_that_rasa_gives_a_new_project() -> None:
    found = subprocess.run(
        [PYTHON, "-W", "ignore", "-c", DEFAULT], capture_output=True, text=True, check=True
    )
    default, ours = load(Path(found.stdout.split()[-1])), load(HERE / "config.yml")
    assert (ours["pipeline"], ours["policies"]) == (default["pipeline"], default["policies"])
    assert ours["language"] == "nl"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("loods in hilversum", "loods in [hilversum](gemeente)"),
        ("Oud-Loosdrecht of Loosdrecht", "[Oud-Loosdrecht](gemeente) of [Loosdrecht](gemeente)"),
        ("de verkoop van huizen", "de verkoop van huizen"),
        ("een hal in Huizen", "een hal in [Huizen](gemeente)"),
        ("blaricummer", "blaricummer"),
    ],
)
def test_places_are_annotated(content: Content, text: str, expected: str) -> None:
    assert Places(content).annotated(text) == expected


def test_everything_that_is_learnt_is_in_the_project(content: Content, tmp_path: Path) -> None:
    examples = training_examples(content)
    write_project(tmp_path, content, examples)
    rows = load(tmp_path / "data" / "nlu.yml")["nlu"]
    assert isinstance(rows, list)
    assert sum(row["examples"].count("\n") for row in rows) == len(examples)
    domain = load(tmp_path / "domain.yml")
    assert {row["intent"].split("/")[0] for row in rows} == set(domain["intents"])  # type: ignore[call-overload]
    responses = {f"utter_{row['intent']}" for row in rows if "/" in row["intent"]}
    assert responses <= set(domain["responses"])  # type: ignore[call-overload]


def test_brackets_in_a_sentence_do_not_become_markup(content: Content, tmp_path: Path) -> None:
    write_project(tmp_path, content, [Example("een [hal](gemeente) {te} huur", "werkruimte")])
    rows = load(tmp_path / "data" / "nlu.yml")["nlu"]
    assert isinstance(rows, list)
    assert not set("[](){}") & set(rows[0]["examples"])


def test_what_the_model_says_becomes_an_outcome(content: Content) -> None:
    reader = Reader(content, "gooi-en-vechtstreek")
    said = {
        "intent": "werken-aan-huis",
        "ranking": [["werken-aan-huis", 0.8]],
        "response": "werken-aan-huis/kapper-aan-huis",
        "places": ["bussum"],
    }
    outcome = reader.outcome(said)
    assert (outcome.label, outcome.decided, outcome.gemeente) == ("werken-aan-huis", True, "gooise-meren")
    assert outcome.article and outcome.article.startswith("kapper-aan-huis")


@pytest.mark.parametrize(
    ("intent", "ranking", "label", "decided"),
    [
        ("nlu_fallback", [["nlu_fallback", 0.3], ["starten", 0.2]], "starten", False),
        ("greet", [["greet", 0.9]], "greet", True),
        ("nlu_fallback", [["nlu_fallback", 0.3]], None, False),
    ],
)
def test_no_article_is_given_in_doubt_or_for_an_act(
    content: Content, intent: str, ranking: list[list[object]], label: str | None, decided: bool
) -> None:
    said = {
        "intent": intent,
        "ranking": ranking,
        "response": "starten/kvk-inschrijven",
        "places": ["nergens"],
    }
    outcome = Reader(content, "gooi-en-vechtstreek").outcome(said)
    assert (outcome.label, outcome.decided, outcome.gemeente, outcome.article) == (label, decided, None, None)
