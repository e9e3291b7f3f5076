"""The locatiecheck: the table and the measures of the handreiking of June 2026."""

from collections.abc import Mapping

import pytest
from check_builders import check, criterion, open_ids, talk

from knowledge.checks.schemas import UNKNOWN, Met, Value, Verdict

PLACE = "locatie"
PLACES = (
    "boven-winkel-klein",
    "boven-winkel-groot",
    "aanloopstraat",
    "gebiedsontwikkeling",
    "industrieel-pand",
)
TABLE = {
    "kantoor": (2, 3, 1, 3, 2),
    "makers": (1, 1, 1, 1, 2),
    "maak": (0, 0, 1, 1, 1),
    "sport": (1, 2, 2, 3, 2),
    "persoonlijk": (2, 2, 3, 3, 2),
    "maatschappelijk": (0, 1, 2, 2, 2),
}
WORDS = {0: "meestal niet passend", 1: "beperkt passend", 2: "regelmatig passend", 3: "vaak passend"}
GOOD: dict[str, dict[str, Value]] = {
    "kantoor": {"area": 200, "rent-m2": 200, "entrance": True, "transport": True, "parking-walk": 5},
    "makers": {"space": "atelier", "area": 40, "rent-m2": 100, "loading": True, "daylight": True},
    "maak": {"area": 200, "rent-m2": 120, "height": 4, "loading": True},
    "sport": {"area": 400, "rent-m2": 100, "hall": True, "noise-homes": "geen"},
    "persoonlijk": {"area": 80, "rent-m2": 180, "street-entrance": True},
    "maatschappelijk": {"area": 200, "rent-m2": 100, "accessible": True, "evening": False},
}
CELLS = [
    (function, place, score)
    for function, scores in TABLE.items()
    for place, score in zip(PLACES, scores, strict=True)
]


def answers(function: str, place: str, **changes: Value) -> dict[str, Value]:
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    return {
        "gemeente": "hilversum",
        "function": function,
        "place": place,
        "plan": True,
        **GOOD[function],
        **named,
    }


@pytest.mark.parametrize(("function", "place", "score"), CELLS)
def test_every_cell_of_the_table_decides_as_it_says(function: str, place: str, score: int) -> None:
    outcome = check(PLACE).judge(answers(function, place))
    match = criterion(outcome, "match")
    assert match.answer == WORDS[score]
    assert match.met is {0: Met.NO, 3: Met.YES}.get(score, Met.UNKNOWN)
    assert outcome.verdict is {0: Verdict.UNLIKELY, 3: Verdict.LIKELY}.get(score, Verdict.UNKNOWN)
    assert "niet helemaal zeker" in match.explanation
    assert [source.date for source in match.sources] == ["2026-06"]


@pytest.mark.parametrize(("function", "place", "score"), CELLS)
def test_what_is_not_in_the_omgevingsplan_needs_a_permit(function: str, place: str, score: int) -> None:
    outcome = check(PLACE).judge(answers(function, place, plan=False))
    assert outcome.verdict is (Verdict.UNLIKELY if score == 0 else Verdict.PERMIT)
    if score:
        assert any("BOPA" in step.text for step in outcome.steps)
        assert any("vooroverleg" in step.text for step in outcome.steps)


@pytest.mark.parametrize("function", ["kantoor", "makers", "maak", "maatschappelijk"])
def test_the_shopping_core_does_not_fit_most_work(function: str) -> None:
    assert check(PLACE).judge(answers(function, "kernwinkelgebied")).verdict is Verdict.UNLIKELY


@pytest.mark.parametrize("function", ["sport", "persoonlijk"])
def test_where_the_source_says_nothing_of_the_shopping_core_it_is_unknown(function: str) -> None:
    outcome = check(PLACE).judge(answers(function, "kernwinkelgebied"))
    assert outcome.verdict is Verdict.UNKNOWN
    assert criterion(outcome, "match").answer == "staat niet in de tabel"


@pytest.mark.parametrize(
    ("function", "low", "high"),
    [
        ("kantoor", 100, 1000),
        ("maak", 100, 500),
        ("sport", 200, 1500),
        ("persoonlijk", 50, 200),
        ("maatschappelijk", 150, 1000),
    ],
)
def test_a_size_outside_the_band_is_something_to_ask(function: str, low: int, high: int) -> None:
    for area, met in ((low, Met.YES), (high, Met.YES), (low - 1, Met.UNKNOWN), (high + 1, Met.UNKNOWN)):
        outcome = check(PLACE).judge(answers(function, "gebiedsontwikkeling", area=area))
        assert criterion(outcome, "grootte").met is met, area


@pytest.mark.parametrize(("space", "low", "high"), [("atelier", 20, 80), ("werkplaats", 50, 300)])
def test_makers_have_a_band_for_each_kind_of_space(space: str, low: int, high: int) -> None:
    for area, met in ((low, Met.YES), (high, Met.YES), (low - 1, Met.UNKNOWN), (high + 1, Met.UNKNOWN)):
        outcome = check(PLACE).judge(answers("makers", "industrieel-pand", space=space, area=area))
        assert criterion(outcome, "grootte").met is met, area


@pytest.mark.parametrize(
    ("function", "highest"),
    [
        ("kantoor", 250),
        ("makers", 150),
        ("maak", 150),
        ("sport", 150),
        ("persoonlijk", 200),
        ("maatschappelijk", 150),
    ],
)
def test_a_rent_above_the_band_is_something_to_ask(function: str, highest: int) -> None:
    for rent, met in ((highest, Met.YES), (highest + 1, Met.UNKNOWN), (1, Met.YES)):
        outcome = check(PLACE).judge(answers(function, "gebiedsontwikkeling", rent_m2=rent))
        assert criterion(outcome, "huur").met is met, rent


def test_the_rent_of_a_square_metre_follows_from_the_rent_of_a_month() -> None:
    given: dict[str, Value] = {"function": "sport", "area": 300, "rent": 3000}
    assert criterion(check(PLACE).judge(given), "huur").answer == "120 euro per m² per jaar"
    assert "rent-m2" not in open_ids(PLACE, given)
    assert "rent-m2" in open_ids(PLACE, {"function": "sport", "area": 300, "rent": UNKNOWN})


@pytest.mark.parametrize(
    ("function", "changes", "name", "met", "verdict"),
    [
        ("maak", {"height": 3.9}, "hoogte", Met.UNKNOWN, Verdict.UNKNOWN),
        ("maak", {"loading": False}, "laden-lossen", Met.NO, Verdict.UNLIKELY),
        ("makers", {"loading": False}, "laden-lossen", Met.UNKNOWN, Verdict.UNKNOWN),
        ("makers", {"daylight": False}, "daglicht", Met.UNKNOWN, Verdict.UNKNOWN),
        ("sport", {"hall": False}, "zaal", Met.UNKNOWN, Verdict.UNKNOWN),
        ("sport", {"noise_homes": "zonder-maatregelen"}, "geluid", Met.NO, Verdict.UNLIKELY),
        ("sport", {"noise_homes": "met-maatregelen"}, "geluid", Met.YES, Verdict.LIKELY),
        ("persoonlijk", {"street_entrance": False}, "straatingang", Met.NO, Verdict.UNLIKELY),
        ("kantoor", {"entrance": False}, "ingang", Met.UNKNOWN, Verdict.UNKNOWN),
        ("kantoor", {"transport": False}, "openbaar-vervoer", Met.UNKNOWN, Verdict.UNKNOWN),
        ("kantoor", {"parking_walk": 10}, "parkeren", Met.YES, Verdict.LIKELY),
        ("kantoor", {"parking_walk": 11}, "parkeren", Met.UNKNOWN, Verdict.UNKNOWN),
        ("maatschappelijk", {"accessible": False}, "toegang", Met.NO, Verdict.UNKNOWN),
        ("maatschappelijk", {"evening": True}, "avondhoreca", Met.UNKNOWN, Verdict.UNKNOWN),
    ],
)
def test_wishes_for_the_space_are_weighed(
    function: str, changes: Mapping[str, Value], name: str, met: Met, verdict: Verdict
) -> None:
    outcome = check(PLACE).judge(answers(function, "gebiedsontwikkeling", **changes))
    assert criterion(outcome, name).met is met
    assert outcome.verdict is verdict


@pytest.mark.parametrize(
    ("gemeente", "words"),
    [
        ("hilversum", "vooronderzoek"),
        ("gooise-meren", "conceptaanvraag via"),
        ("huizen", "op afspraak"),
        ("wijdemeren", "31 maart 2015"),
    ],
)
def test_the_steps_of_a_gemeente_are_for_that_gemeente_only(gemeente: str, words: str) -> None:
    here = check(PLACE).judge(answers("sport", "aanloopstraat") | {"gemeente": gemeente})
    elsewhere = check(PLACE).judge(answers("sport", "aanloopstraat") | {"gemeente": "laren"})
    assert any(words in step.text for step in here.steps)
    assert not any(words in step.text for step in elsewhere.steps)


@pytest.mark.parametrize(
    ("function", "asked"),
    [
        ("kantoor", {"entrance", "transport", "parking-walk"}),
        ("makers", {"space", "loading", "daylight"}),
        ("maak", {"height", "loading"}),
        ("sport", {"hall", "noise-homes"}),
        ("persoonlijk", {"street-entrance"}),
        ("maatschappelijk", {"accessible", "evening"}),
    ],
)
def test_only_the_questions_for_the_kind_of_work_are_asked(function: str, asked: set[str]) -> None:
    always = {"gemeente", "place", "area", "rent", "plan"}
    assert set(open_ids(PLACE, {"function": function})) == always | asked


def test_not_knowing_anything_ends_in_unknown_with_a_person() -> None:
    given = talk(PLACE, ["weet ik niet"] * 30)
    outcome = check(PLACE).judge(given)
    assert open_ids(PLACE, given) == []
    assert outcome.verdict is Verdict.UNKNOWN
    assert any("accountmanager" in step.text for step in outcome.steps)
    assert outcome.ask


@pytest.mark.parametrize("function", list(GOOD))
def test_not_knowing_all_about_a_known_kind_of_work_is_unknown_too(function: str) -> None:
    given: dict[str, Value] = {question.id: UNKNOWN for question in check(PLACE).all_questions()}
    outcome = check(PLACE).judge({**given, "function": function})
    assert outcome.verdict is Verdict.UNKNOWN
    assert any("accountmanager" in step.text for step in outcome.steps)
