"""The right door by the words of a question, and none where a business is asked about."""

from pathlib import Path

import pytest
from knowledge_builders import make_folder

from kit.settings import get_settings
from knowledge.doors import Doors
from knowledge.errors import ContentError
from knowledge.files import read_content, read_frame


@pytest.fixture(scope="module")
def doors() -> Doors:
    return Doors(read_frame(get_settings().content_dir).doors)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Mijn paspoort is verlopen", "balie van uw gemeente"),
        (
            "wanneer halen ze het grofvuil op? wordt het grofvuil bij mij thuis opgehaald",
            "balie van uw gemeente",
        ),
        ("er ligt een losse stoeptegel", "balie van uw gemeente"),
        ("huurtoeslag aanvragen", "Belastingdienst"),
        ("ik ben ontslagen, krijg ik ww", "UWV"),
        ("mijn fiets is gestolen", "politie"),
        ("welke huisarts neemt nog patiënten aan in de buurt", "huisarts"),
        ("mijn huisbaas doet niets aan de schimmel in mijn kamer", "Juridisch Loket"),
        ("uittreksel uit het handelsregister opvragen", "KVK"),
    ],
)
def test_a_residents_question_has_its_door(doors: Doors, text: str, place: str) -> None:
    sentence = doors.sentence_for(text)
    assert sentence and place in sentence


@pytest.mark.parametrize(
    "text",
    [
        "wat voor weer wordt het",
        "met een brits paspoort een bedrijf beginnen",
        "wie haalt het afval van mijn winkel op",
        "ik heb ww en wil voor mezelf beginnen",
        "mijn huisbaas verbiedt een praktijk in mijn kamer",
        "",
    ],
)
def test_other_questions_have_none(doors: Doors, text: str) -> None:
    assert doors.sentence_for(text) is None


def test_a_content_folder_without_doors_knows_none(tmp_path: Path) -> None:
    assert Doors(read_content(make_folder(tmp_path)).doors).sentence_for("mijn paspoort") is None


def test_a_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    (folder / "doors.yaml").write_text("doors:\n  politie:\n    sentence: Bel.\n    phrases: []\n")
    with pytest.raises(ContentError) as error:
        read_content(folder)
    [problem] = error.value.problems
    assert (problem.file, problem.field, problem.line) == ("doors.yaml", "doors.politie.phrases", 4)
