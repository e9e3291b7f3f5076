"""Mistakes that are made on purpose: each kind, repeatable, and never in what is too short."""

import json
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from assistant.rasa.noise import FEWEST_WORDS, KINDS, NEXT_TO, spoil, vocabulary
from kit.settings import ROOT

RASA = ROOT / "assistant" / "rasa"
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
SENTENCE = "mijn bedrijfspand wordt verhuurd aan een koppel"
KNOWN = {"bedrijf", "pand", "winkel"}


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        ("dt", "wat wordt er gezegd", {"wat word er gezegd", "wat wordt er gezegt"}),
        ("dt", "hoe word ik baas", {"hoe wordt ik baas"}),
        ("ear", "de chef op", {"de gef op", "de khef op"}),
        ("split", "een leeg bedrijfspand", {"een leeg bedrijfs pand"}),
        ("halve", "ik koppel op", {"ik kopel op"}),
        ("halve", "de lokalen zijn op", {"de lokkalen zijn op", "de lokallen zijn op"}),
    ],
)
def test_a_kind_makes_its_own_mistake(kind: str, sentence: str, expected: set[str]) -> None:
    assert spoil(sentence, "a", KNOWN, [kind]) in expected


def test_a_forgotten_space_joins_two_words() -> None:
    spoilt = spoil(SENTENCE, "a", KNOWN, ["join"])
    assert spoilt is not None
    assert len(spoilt.split()) == len(SENTENCE.split()) - 1
    assert spoilt.replace(" ", "") == SENTENCE.replace(" ", "")


def test_a_slip_hits_a_key_beside_the_right_one() -> None:
    spoilt = spoil("een grote loods", "a", KNOWN, ["slip"])
    assert spoilt is not None
    wrong = [(a, b) for a, b in zip("een grote loods", spoilt, strict=True) if a != b]
    assert len(wrong) == 1
    assert wrong[0][1] in NEXT_TO[wrong[0][0]]


@pytest.mark.parametrize("letter", "qwertyuiopasdfghjklzxcvbnm")
def test_a_key_lies_beside_its_neighbours_from_both_sides(letter: str) -> None:
    assert letter not in NEXT_TO[letter]
    assert 2 <= len(NEXT_TO[letter]) <= 6


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", "ja", "stop maar", "😀 😀 😀", "a b c", "' - ?", "1234 5678 90"])
def test_what_cannot_be_spoilt_is_left_alone(kind: str, text: str) -> None:
    spoilt = spoil(text, "a", KNOWN, [kind])
    assert spoilt is None or len(text.split()) >= FEWEST_WORDS


def test_the_same_seed_spoils_the_same_way_and_another_seed_otherwise() -> None:
    assert spoil(SENTENCE, "a", KNOWN) == spoil(SENTENCE, "a", KNOWN)
    assert len({spoil(SENTENCE, seed, KNOWN) for seed in "abcdefgh"}) > 4


def test_the_vocabulary_is_every_word_in_lower_case() -> None:
    assert vocabulary(["Een Pand", "een winkel"]) == {"een", "pand", "winkel"}


def test_the_build_step_writes_the_same_noise_twice_in_the_python_of_rasa(tmp_path: Path) -> None:
    nlu = tmp_path / "nlu"
    nlu.mkdir()
    sentences = "".join(f"- ik zoek hal nummer {n} in het dorp\n" for n in range(40))
    rows = {"version": "3.1", "nlu": [{"intent": "werkruimte", "examples": sentences}]}
    (nlu / "zinnen.yml").write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "phrasings.yml").write_text(json.dumps({"version": "3.1", "nlu": []}), encoding="utf-8")
    written = []
    for name in ("first.yml", "second.yml"):
        command = [PYTHON, RASA / "build_noise.py", nlu, tmp_path / "phrasings.yml", tmp_path / name]
        subprocess.run(command, check=True, capture_output=True)
        written.append((tmp_path / name).read_text(encoding="utf-8"))
    [row] = YAML(typ="safe").load(written[0])["nlu"]
    assert written[0] == written[1]
    assert row["intent"] == "werkruimte"
    spoilt = row["examples"].splitlines()
    assert len(spoilt) == 40
    assert not set(spoilt) & set(sentences.splitlines())
