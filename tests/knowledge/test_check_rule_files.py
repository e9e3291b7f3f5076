"""Rule files with mistakes: refused with file, line and field, and nothing of what was there is lost."""

from pathlib import Path
from typing import Any

import pytest
from check_builders import SMALL, content, put_rules, rules_with
from knowledge_builders import make_folder, put

from kit.database import Database
from kit.settings import Settings
from knowledge.checks.rules import RulesFile
from knowledge.errors import ContentError, Problem
from knowledge.files import read_content, read_frame
from knowledge.library import Library

CONDITION = ("criteria", 0, "rules", 0, "conditions", 0)
RULE = ("criteria", 0, "rules", 0)
SECOND: dict[str, Any] = {
    "id": "ook",
    "label": "Ook grootte",
    "shows": "kamer",
    "ask": "Hoe groot moet het?",
    "rules": [
        {
            "limit": "minstens 50 m²",
            "conditions": [{"question": "kamer", "operator": "at-least", "value": 50, "unit": "m2"}],
            "sources": ["plan"],
        }
    ],
}


def problems(folder: Path, rules: dict[str, Any], name: str = "proef") -> list[Problem]:
    put_rules(folder, rules, name)
    with pytest.raises(ContentError) as refused:
        read_frame(folder)
    return refused.value.problems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "content")


def test_a_good_rule_file_is_read(folder: Path) -> None:
    put_rules(folder, SMALL)
    assert [rules.id for rules in read_frame(folder).checks.rules] == ["proef"]


def test_a_folder_without_rule_files_has_no_checks(folder: Path) -> None:
    put(folder)
    assert read_content(folder).checks.rules == ()


@pytest.mark.parametrize(
    ("path", "value", "field", "message"),
    [
        ((*CONDITION, "operator"), "less-than", "operator", "kies uit"),
        ((*CONDITION, "unit"), "voet", "unit", "kies uit"),
        ((*CONDITION, "unit"), "euro", "conditions.0", "andere eenheid"),
        ((*CONDITION, "unit"), None, "conditions.0", "eenheid"),
        ((*CONDITION, "value"), "dertig", "conditions.0", "getal"),
        ((*CONDITION, "question"), "zolder", "conditions.0", "zolder bestaat niet"),
        ((*CONDITION, "kleur"), "blauw", "kleur", "bestaat niet"),
        ((*RULE, "sources"), None, "sources", "ontbreekt"),
        ((*RULE, "sources"), [], "sources", "niet leeg"),
        ((*RULE, "sources"), ["nergens"], "sources", "nergens bestaat niet"),
        ((*RULE, "areas"), ["atlantis"], "areas", "atlantis staat niet in areas.yaml"),
        ((*RULE, "otherwise"), "maybe", "otherwise", "kies uit"),
        ((*RULE, "limit"), None, "limit", "ontbreekt"),
        (("sources", "plan", "url"), "ftp://plan", "url", "webadres"),
        (("sources", "plan", "date"), "ooit", "date", "JJJJ"),
        (("criteria", 0, "shows"), "zolder", "shows", "zolder bestaat niet"),
        (("criteria", 0, "elsewhere"), [{"text": "20 m²", "source": "x"}], "elsewhere.0", "x bestaat niet"),
        (("verdicts", "likely"), None, "verdicts", "likely"),
        (("id",), "anders", "id", "bestandsnaam"),
        (("topic",), "koken", "topic", "kies uit"),
        (("questions", 1, "unit"), None, "questions.1", "eenheid"),
        (("questions", 1, "at_most"), "zolder", "questions.1", "zolder bestaat niet"),
        (("questions", 1, "minimum"), 5000, "questions.1", "minimum is meer dan maximum"),
        (("questions", 3, "options"), [], "questions.3", "keuzevraag"),
        (("questions", 3, "phrases"), {"c": ["cee"]}, "questions.3", "antwoord dat niet kan: c"),
        (("questions", 2, "id"), "kamer", "questions.2.id", "twee keer"),
        (
            ("ratios",),
            [{"id": "deel", "name": "deel", "part": "kamer", "whole": "huis", "unit": "percent"}],
            "ratios",
            "huis bestaat niet",
        ),
        (
            ("implications",),
            [{"when": [{"question": "huur", "operator": "is", "value": True}], "then": {"soort": "c"}}],
            "then",
            "c is geen antwoord",
        ),
        (("steps",), [{"text": "Doe dit.", "areas": ["atlantis"]}], "areas", "atlantis"),
    ],
)
def test_a_mistake_is_told_with_its_field(
    folder: Path, path: tuple[str | int, ...], value: Any, field: str, message: str
) -> None:
    found = problems(folder, rules_with(*path, value=value))
    assert any(
        problem.file == "checks/proef.yaml" and field in problem.field and message in problem.message
        for problem in found
    ), found


def test_limits_that_contradict_in_one_rule_are_refused(folder: Path) -> None:
    conditions = [
        {"question": "kamer", "operator": "at-least", "value": 50, "unit": "m2"},
        {"question": "kamer", "operator": "at-most", "value": 30, "unit": "m2"},
    ]
    found = problems(folder, rules_with(*RULE, "conditions", value=conditions))
    assert "spreken elkaar tegen" in found[0].message


def test_limits_that_contradict_in_two_criteria_are_refused_at_the_line_of_the_second(folder: Path) -> None:
    rules = rules_with("criteria", value=[*SMALL["criteria"], SECOND])
    found = problems(folder, rules)
    lines = (folder / "checks" / "proef.yaml").read_text(encoding="utf-8").splitlines()
    assert [problem.message for problem in found] == [
        "de grenzen bij kamer spreken elkaar tegen: geen antwoord past"
    ]
    assert "conditions" in lines[found[0].line - 1]
    assert found[0].line > len(lines) // 4


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"areas": ["huizen"]}, {"areas": ["laren"]}),
        (
            {"when": [{"question": "huur", "operator": "is", "value": True}]},
            {"when": [{"question": "huur", "operator": "is", "value": False}]},
        ),
    ],
)
def test_limits_for_other_places_or_situations_may_differ(
    folder: Path, first: dict[str, Any], second: dict[str, Any]
) -> None:
    rules = rules_with("criteria", value=[SMALL["criteria"][0], SECOND])
    rules["criteria"][0]["rules"][0] |= first
    rules["criteria"][1] = {**SECOND, "rules": [{**SECOND["rules"][0], **second}]}
    put_rules(folder, rules)
    assert read_frame(folder).checks.rules


@pytest.mark.parametrize(("first", "second"), [("duo", "laren"), ("regio", "laren"), ("landelijk", "duo")])
def test_limits_contradict_where_areas_overlap(folder: Path, first: str, second: str) -> None:
    rules = rules_with(*RULE, "areas", value=[first])
    rules["criteria"].append({**SECOND, "rules": [{**SECOND["rules"][0], "areas": [second]}]})
    assert "spreken elkaar tegen" in problems(folder, rules)[0].message


def test_a_table_without_a_value_for_every_pair_is_refused(folder: Path) -> None:
    table = {
        "id": "match",
        "name": "match",
        "rows": "soort",
        "columns": "soort",
        "cells": {"a": {"a": "ja", "b": "misschien"}},
        "labels": {"ja": "past"},
    }
    found = problems(folder, rules_with("tables", value=[table]))
    assert [problem.message for problem in found] == [
        "bij a en b staat geen waarde die labels noemt",
        "bij b en a staat geen waarde die labels noemt",
        "bij b en b staat geen waarde die labels noemt",
    ]


def test_broken_yaml_is_told_with_its_line(folder: Path) -> None:
    path = put_rules(folder, SMALL)
    path.write_text("id: proef\n  title: [", encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read_content(folder)
    assert str(refused.value.problems[0]).startswith("checks/proef.yaml:2: YAML: ")


async def test_an_edited_rule_file_is_picked_up_and_a_broken_one_changes_nothing(
    folder: Path, database: Database
) -> None:
    library = Library(database, Settings(content_dir=folder, region="gooi"))
    await library.load()
    assert library.checks.all() == []
    put_rules(folder, SMALL)
    assert await library.refresh()
    assert library.checks.get("proef")
    path = put_rules(folder, rules_with(*CONDITION, "operator", value="less-than"))
    with pytest.raises(ContentError):
        await library.refresh()
    assert library.checks.get("proef")
    path.unlink()
    assert await library.refresh()
    assert library.checks.get("proef") is None


@pytest.mark.parametrize("rules", content().checks.rules, ids=lambda rules: rules.id)
def test_every_trade_and_sector_in_the_rules_is_in_the_vocabulary(rules: RulesFile) -> None:
    trades = {trade.name for trade in content().vocabulary.trades}
    sectors = {trade.sector for trade in content().vocabulary.trades}
    conditions = [
        condition
        for criterion in rules.criteria
        for each in (criterion.when, *(rule.conditions for rule in criterion.rules))
        for condition in each
    ] + [condition for implication in rules.implications for condition in implication.when]
    for condition in conditions:
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        if condition.question in {"trade", "sector"}:
            assert set(values) <= (trades if condition.question == "trade" else sectors)


@pytest.mark.parametrize("rules", content().checks.rules, ids=lambda rules: rules.id)
def test_every_source_of_the_rules_is_used(rules: RulesFile) -> None:
    used = {*rules.texts.not_found_sources}
    for criterion in rules.criteria:
        used |= {key for rule in criterion.rules for key in rule.sources}
        used |= {comparison.source for comparison in criterion.elsewhere}
    used |= {key for step in rules.steps for key in step.sources}
    assert set(rules.sources) - used == set()
