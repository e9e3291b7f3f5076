"""Rule files of the financieringswijzer: what is refused, with a Dutch reason and the line."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from funding_builders import MAIN, SCHEME, condition, read, without, write


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel("2026-11-21T12:00:00+01:00", tick=False):
        yield


def _question(**fields: Any) -> dict[str, Any]:
    return {
        **MAIN,
        "questions": [*MAIN["questions"], {"id": "extra", "name": "extra", "text": "?", **fields}],
    }


def test_a_good_file_has_its_schemes_from_the_folder(folder: Path) -> None:
    write(folder, SCHEME)
    rules, problems = read(folder)
    assert not problems
    assert rules
    assert [scheme.id for scheme in rules.schemes] == ["fonds"]


@pytest.mark.parametrize(
    ("scheme", "reason"),
    [
        pytest.param({"state": "ended"}, "einddatum nodig", id="ended without an end"),
        pytest.param({"state": "ended", "ended_on": "2027"}, "in de toekomst", id="ended next year"),
        pytest.param({"state": "ended", "ended_on": "2026-11-22"}, "in de toekomst", id="ended tomorrow"),
        pytest.param({"state": "ended", "ended_on": "2026-13"}, "schrijf JJJJ", id="ended in month 13"),
        pytest.param({"ended_on": "2020"}, "alleen bij een gestopte", id="open with an end"),
        pytest.param({"until": "2026-01-09"}, "in het verleden", id="open until before the check"),
        pytest.param({"known_until": "2025-12-31"}, "in het verleden", id="figures of before the check"),
        pytest.param({"state": "unknown", "until": "2027-01-01"}, "alleen bij een open", id="unknown until"),
        pytest.param({"until": "2027-02-30"}, "geen bestaande datum", id="a day that is not there"),
        pytest.param({"state": "misschien"}, "kies uit", id="unknown state"),
        pytest.param({"sources": []}, "lijst mag niet leeg", id="no source"),
        pytest.param({"papers": []}, "lijst mag niet leeg", id="no papers"),
        pytest.param({"checked_on": "2026-11-22"}, "in de toekomst", id="checked tomorrow"),
        pytest.param({"areas": ["nergens"]}, "nergens staat niet in areas.yaml", id="unknown area"),
        pytest.param(
            {"requires": [condition("amount", "at-least", 50), condition("amount", "at-most", 30)]},
            "spreken elkaar tegen",
            id="at least 50 and at most 30",
        ),
        pytest.param(
            {"requires": [condition("purpose", "is", "start"), condition("purpose", "is", "gevel")]},
            "spreken elkaar tegen",
            id="two purposes at once",
        ),
        pytest.param(
            {"requires": [condition("leeftijd", "is", True)]}, "leeftijd bestaat niet", id="question"
        ),
        pytest.param(
            {"requires": [condition("purpose", "is", "feest")]}, "feest is geen antwoord", id="option"
        ),
        pytest.param(
            {"requires": [condition("staff", "is", "ja")]}, "ja is geen antwoord", id="yes as a word"
        ),
        pytest.param({"requires": [condition("amount", "ongeveer", 5)]}, "kies uit", id="unknown operator"),
        pytest.param(
            {"requires": [condition("amount", "at-most", 5, unit="pond")]}, "kies uit", id="unknown unit"
        ),
        pytest.param({"requires": [condition("amount", "at-most", 5, unit="m2")]}, "andere eenheid", id="m2"),
        pytest.param(
            {
                "requires": [
                    condition(
                        "staff", "is", True, **{"or": [{"question": "x", "operator": "is", "value": 1}]}
                    )
                ]
            },
            "de vraag x bestaat niet",
            id="unknown question in an alternative",
        ),
        pytest.param(
            {"requires": [without(condition("staff", "is", True), "because")]}, "ontbreekt", id="no reason"
        ),
    ],
)
def test_a_wrong_scheme_is_refused(folder: Path, scheme: dict[str, Any], reason: str) -> None:
    write(folder, {**SCHEME, **scheme})
    rules, problems = read(folder)
    assert rules is None
    assert [problem.file for problem in problems] == ["checks/financiering/a.yaml"]
    assert reason in problems[0].message


@pytest.mark.parametrize(
    "field", ["for_whom", "gives", "apply", "papers", "sources", "checked_on", "areas", "name"]
)
def test_a_scheme_without_something_to_show_is_refused(folder: Path, field: str) -> None:
    write(folder, without(SCHEME, field))
    rules, problems = read(folder)
    assert rules is None
    assert [(problem.message, field in problem.field) for problem in problems] == [("ontbreekt", True)]


@pytest.mark.parametrize(
    ("main", "reason"),
    [
        pytest.param({**MAIN, "provinces": ["nergens"]}, "nergens staat niet in areas.yaml", id="province"),
        pytest.param(
            {**MAIN, "advice": [{"kind": "step", "text": "Doe.", "areas": ["nergens"]}]},
            "nergens",
            id="advice area",
        ),
        pytest.param(
            {
                **MAIN,
                "advice": [
                    {"kind": "ask", "text": "?", "when": [without(condition("x", "is", 1), "because")]}
                ],
            },
            "de vraag x bestaat niet",
            id="advice on an unknown question",
        ),
        pytest.param(
            _question(kind="choice"), "opties horen bij een keuzevraag", id="choice without options"
        ),
        pytest.param(_question(kind="number"), "een eenheid (unit) hoort", id="number without a unit"),
        pytest.param(
            {**MAIN, "questions": [*MAIN["questions"], MAIN["questions"][0]]},
            "komt twee keer voor",
            id="twice",
        ),
        pytest.param(
            {**MAIN, "texts": {**MAIN["texts"], "ended": "Gestopt in {jaar}."}},
            "alleen {year}",
            id="wrong name",
        ),
        pytest.param(
            {**MAIN, "texts": {**MAIN["texts"], "until": "tot {"}}, "alleen {date}", id="open brace"
        ),
    ],
)
def test_a_wrong_main_file_is_refused(folder: Path, main: dict[str, Any], reason: str) -> None:
    write(folder, SCHEME, main=main)
    rules, problems = read(folder)
    assert rules is None
    assert [problem.file for problem in problems] == ["checks/financiering.yaml"]
    assert reason in problems[0].message


def test_a_mistake_is_told_with_its_line(folder: Path) -> None:
    write(folder, SCHEME, {**SCHEME, "id": "ander", "requires": [condition("leeftijd", "is", True)]})
    _, (problem,) = read(folder)
    lines = (folder / problem.file).read_text(encoding="utf-8").split("\n")
    assert "because" in "".join(lines[problem.line - 1 : problem.line + 4])
    assert lines[problem.line - 1].lstrip().startswith("-")


def test_the_same_scheme_twice_is_refused(folder: Path) -> None:
    write(folder, SCHEME, SCHEME)
    rules, problems = read(folder)
    assert rules is None
    assert "fonds komt twee keer voor" in problems[0].message


def test_a_file_that_was_right_stays_readable_when_its_end_date_passes(folder: Path) -> None:
    write(folder, {**SCHEME, "until": "2026-11-20"})
    rules, problems = read(folder)
    assert rules
    assert not problems
