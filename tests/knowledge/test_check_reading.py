"""Reading answers to a check: what was asked, and what comes along in the same sentence."""

import pytest
from check_builders import check, criterion, talk

from knowledge.checks.schemas import UNKNOWN, Value

HOME = "werken-aan-huis"
PLACE = "locatie"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ik ben kapper in Huizen, kamer van 4 bij 5 in een huis van 120 m2, geen personeel, "
            "klanten komen aan huis",
            {
                "gemeente": "huizen",
                "trade": "kapper",
                "work-area": 20,
                "home-area": 120,
                "staff": 0,
                "customers": True,
            },
        ),
        (
            "Ik wil in Naarden een praktijk van 15 m2 als pedicure, mijn woning is 90 m2 en ik werk alleen",
            {"gemeente": "gooise-meren", "trade": "pedicure", "staff": 0, "work-area": 15, "home-area": 90},
        ),
        (
            "boekhouder in een huurwoning in Hilversum",
            {"gemeente": "hilversum", "trade": "boekhouder", "home": "huur"},
        ),
        ("120 m2 huis, 20 m2 kamer", {"home-area": 120, "work-area": 20}),
        ("huis 120 m2 kamer 20 m2", {"home-area": 120, "work-area": 20}),
        (
            "het huis is 120 vierkante meter en de kamer 20 vierkante meter",
            {"home-area": 120, "work-area": 20},
        ),
        ("een derde van mijn huis van 120 m2", {"share": 33.33, "home-area": 120}),
        ("ik heb 2 medewerkers en geen reclamebord", {"staff": 2, "sign": False}),
        ("er komen geen klanten aan huis", {"customers": False}),
        ("klanten komen niet aan huis", {"customers": False}),
        ("ik ga naar klanten toe", {"customers": False}),
        ("klanten parkeren op straat", {"street-parking": True}),
        ("bed and breakfast met 2 kamers en 4 bedden", {"special": "bed-and-breakfast", "bb-beds": 4}),
        (
            "gastouder voor vijf kinderen in Weesp",
            {"trade": "gastouder", "special": "gastouder", "children": 5},
        ),
        ("ik heb toestemming van de verhuurder", {"consent": True}),
        ("geen toestemming van de verhuurder", {"consent": False}),
        ("ik ga verbouwen", {"rebuild": True}),
        ("ik ga niet verbouwen", {"rebuild": False}),
        ("milieucategorie 2", {"category": "categorie-2"}),
        ("goedemiddag", {}),
        ("", {}),
    ],
)
def test_one_sentence_can_fill_several_answers(text: str, expected: dict[str, Value]) -> None:
    found = check(HOME).read(text)
    assert {key: found.get(key) for key in expected} == expected
    if not expected:
        assert found == {}


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("gemeente", "Hilversum", "hilversum"),
        ("gemeente", "1271 AB", "huizen"),
        ("gemeente", "in Bussum", "gooise-meren"),
        ("gemeente", "Kortenhoef", "wijdemeren"),
        ("gemeente", "blaricom", "blaricum"),
        ("trade", "ik ben kapster", "kapper"),
        ("trade", "boekhouden doe ik, als boekhouder", "boekhouder"),
        ("trade", "ik ben klokkenmaker", "klokkenmaker"),
        ("special", "nee", "geen"),
        ("special", "B&B", "bed-and-breakfast"),
        ("special", "ik ben gastouder", "gastouder"),
        ("work-kind", "ambacht", "ambacht"),
        ("work-kind", "zorg of therapie", "zorg"),
        ("work-kind", "Iets anders, zoals opslag of machines", "anders"),
        ("runner", "ja", "bewoner"),
        ("runner", "ja ik woon er zelf", "bewoner"),
        ("runner", "nee, iemand anders", "ander"),
        ("home-area", "120", 120),
        ("home-area", "ongeveer 120", 120),
        ("home-area", "honderdtwintig", 120),
        ("work-area", "een kamer van 4 bij 5", 20),
        ("work-area", "20-25 m2", 25),
        ("work-area", "3,5 x 4", 14),
        ("work-area", "0 m2", 0),
        ("work-area", "-5", -5),
        ("staff", "0", 0),
        ("staff", "geen", 0),
        ("staff", "niemand", 0),
        ("staff", "alleen ik", 0),
        ("staff", "eentje", 1),
        ("staff", "twee", 2),
        ("staff", "een medewerker", 1),
        ("staff", "3 parttimers", 3),
        ("customers", "ja", True),
        ("customers", "nee hoor", False),
        ("customers", "klopt", True),
        ("customers", "geen", False),
        ("nuisance", "nee", ("geen",)),
        ("nuisance", "geluid en stank", ("geluid", "stank")),
        ("nuisance", "een beetje lawaai", ("geluid",)),
        ("nuisance", "nee, geen overlast", ("geen",)),
        ("category", "categorie 3.2", "categorie-3"),
        ("home", "huur", "huur"),
        ("home", "ik huur van een corporatie", "huur"),
        ("home", "koophuis", "koop"),
        ("home", "appartement", "vve"),
        ("consent", "nog niet gevraagd", False),
        ("bb-rooms", "2 kamers", 2),
        ("bb-beds", "vijf", 5),
        ("bb-nights", "drie nachten", 3),
        ("bb-breakfast", "met ontbijt", True),
        ("children", "6", 6),
        ("share", "33%", 33),
        ("share", "de helft", 50),
    ],
)
def test_the_asked_question_is_answered(asked: str, text: str, expected: Value) -> None:
    assert check(HOME).read(text, asked)[asked] == expected


@pytest.mark.parametrize(
    ("asked", "text", "trade"),
    [
        ("work-area", "de garage, 20 m2", None),
        ("work-area", "20 m2, ik ben kapper", "kapper"),
        ("gemeente", "Huizen, kapsalon", "kapper"),
        (None, "mag ik thuis een kapsalon beginnen?", "kapper"),
    ],
)
def test_a_room_is_not_taken_for_a_trade(asked: str | None, text: str, trade: str | None) -> None:
    assert check(HOME).read(text, asked).get("trade") == trade


@pytest.mark.parametrize("question", [question.id for question in check(HOME).all_questions()])
@pytest.mark.parametrize("text", ["weet ik niet", "geen idee", "?"])
def test_not_knowing_is_an_answer_to_every_question(question: str, text: str) -> None:
    assert check(HOME).read(text, question) == {question: UNKNOWN}


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("trade", "mag dat eigenlijk wel?"),
        ("trade", "wat bedoel je"),
        ("trade", "ja"),
        ("customers", "hangt ervan af"),
        ("home-area", "groot"),
        ("home-area", "drie medewerkers"),
        ("work-kind", "mijn tante heeft vroeger ook eens zoiets gedaan, maar dat was in een heel ander land"),
        ("runner", "20 m2"),
        ("gemeente", "op de hoek"),
    ],
)
def test_what_is_no_answer_stays_unanswered(asked: str, text: str) -> None:
    assert asked not in check(HOME).read(text, asked)


def test_a_share_of_the_home_answers_the_question_for_the_work_room() -> None:
    assert check(HOME).read("een derde", "work-area") == {"share": 33.33}


def test_a_share_becomes_square_metres_once_the_home_is_known() -> None:
    answers = talk(HOME, ["utrecht", "boekhouder", "ja", "120 m2", "een derde"])
    outcome = check(HOME).judge(answers)
    assert criterion(outcome, "oppervlakte").answer == "33,3 procent"
    assert {"work-area", "share"}.isdisjoint(q.id for q in check(HOME).questions(answers))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("geen personeel", {"staff": 0}),
        ("nee, geen personeel", {"staff": 0, "customers": False}),
        ("ja, en ik heb 2 medewerkers", {"staff": 2, "customers": True}),
    ],
)
def test_an_answer_by_the_way_is_no_answer_to_the_question(text: str, expected: dict[str, Value]) -> None:
    assert check(HOME).read(text, "customers") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "yogastudio in een nieuwe wijk van 300 m2, huur 3000 euro per maand",
            {"function": "sport", "place": "gebiedsontwikkeling", "area": 300, "rent": 3000},
        ),
        (
            "kapsalon in een aanloopstraat in Bussum",
            {"function": "persoonlijk", "place": "aanloopstraat", "gemeente": "gooise-meren"},
        ),
        ("meubelmaker, 5 meter hoog en 200 m2", {"function": "maak", "height": 5, "area": 200}),
        (
            "kantoor boven een grote winkel, 150 euro per m2",
            {"function": "kantoor", "place": "boven-winkel-groot", "rent-m2": 150},
        ),
        ("10 minuten lopen", {"parking-walk": 10}),
    ],
)
def test_the_locatiecheck_reads_sentences_too(text: str, expected: dict[str, Value]) -> None:
    assert check(PLACE).read(text) == expected
