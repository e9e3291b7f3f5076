"""Every shared fact is used in an article or a check, or left out with a reason; every plan is covered."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML

from kit.settings import ROOT
from knowledge.files import read_content

_CONTENT = ROOT / "knowledge" / "content"
_CHECKS = {"werken-aan-huis", "locatie", "financiering"}
_USES = {"articles", "rules", "directory"}

FACTS = {
    "coaching": 27,
    "contact": 24,
    "financiering": 47,
    "omgevingsplan": 50,
    "overig": 52,
    "subsidies": 55,
    "werken-aan-huis": 50,
}
"""How many facts each file holds: a fact that is added must find its place."""

PLANS = {
    "regional_actions": [*range(1, 14)],
    "utrecht_tasks": [*range(1, 9)],
    "groningen_instruments": [*range(1, 14)],
    "city_deal_chapters": [
        *(f"1.{section}" for section in range(1, 6)),
        *(f"2.{threshold}" for threshold in range(1, 14)),
        "3",
        "4",
    ],
}


def read(name: str) -> Any:
    yaml = YAML(typ="safe")
    return yaml.load((_CONTENT / "facts" / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def published() -> frozenset[str]:
    return frozenset(
        article.id for article in read_content(_CONTENT).articles if article.status == "published"
    )


def mistakes(entry: Any, articles: frozenset[str]) -> list[str]:
    """Tell what is wrong with one entry of a list of facts."""
    if not isinstance(entry, Mapping) or not entry:
        return ["leeg"]
    found = [f"onbekend veld {field}" for field in sorted(set(entry) - _USES - {"left_out"})]
    if "left_out" in entry:
        return found + _mistakes_in_reason(entry)
    if not any(entry.get(use) for use in _USES):
        found.append("nergens gebruikt")
    found += [
        f"onbekend artikel {article}" for article in entry.get("articles", []) if article not in articles
    ]
    found += [f"onbekende check {check}" for check in entry.get("rules", []) if check not in _CHECKS]
    return found


def _mistakes_in_reason(entry: Mapping[str, Any]) -> list[str]:
    both = ["gebruikt en weggelaten"] if _USES & set(entry) else []
    reason = entry["left_out"]
    return both if isinstance(reason, str) and len(reason.split()) >= 4 else [*both, "geen reden"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"articles": ["bopa"]}, []),
        ({"rules": ["locatie"]}, []),
        ({"directory": True}, []),
        ({"left_out": "Oud cijfer zonder nut voor ondernemers."}, []),
        ({}, ["leeg"]),
        (None, ["leeg"]),
        ({"articles": []}, ["nergens gebruikt"]),
        ({"directory": False}, ["nergens gebruikt"]),
        ({"articles": ["bopa", "bestaat-niet"]}, ["onbekend artikel bestaat-niet"]),
        ({"rules": ["parkeren"]}, ["onbekende check parkeren"]),
        ({"article": ["bopa"]}, ["onbekend veld article", "nergens gebruikt"]),
        ({"left_out": "oud"}, ["geen reden"]),
        ({"left_out": True}, ["geen reden"]),
        ({"left_out": "Oud cijfer zonder nut.", "articles": ["bopa"]}, ["gebruikt en weggelaten"]),
    ],
)
def test_an_entry_needs_a_use_that_exists_or_a_reason(entry: Any, expected: Sequence[str]) -> None:
    assert mistakes(entry, frozenset({"bopa"})) == expected


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_is_used_or_left_out_with_a_reason(name: str) -> None:
    wrong = {fact: found for fact, entry in read(name).items() if (found := mistakes(entry, published()))}
    assert wrong == {}


@pytest.mark.parametrize(("name", "total"), FACTS.items())
def test_no_fact_is_forgotten(name: str, total: int) -> None:
    assert len(read(name)) == total


def test_a_fact_stands_in_one_list_only() -> None:
    facts = [fact for name in FACTS for fact in read(name)]
    assert len(facts) == len(set(facts)) == 305


def test_there_is_no_list_that_nobody_checks() -> None:
    lists = {path.stem for path in (_CONTENT / "facts").iterdir()}
    assert lists == {*FACTS, "plans"}


@pytest.mark.parametrize(("plan", "numbers"), PLANS.items())
def test_every_part_of_a_plan_can_be_asked_about(plan: str, numbers: list[int] | list[str]) -> None:
    parts = read("plans")[plan]
    assert [part["number"] for part in parts] == numbers
    wrong = {}
    for part in parts:
        entry = {field: value for field, value in part.items() if field not in {"number", "title"}}
        if found := mistakes(entry, published()):
            wrong[part["title"]] = found
    assert wrong == {}
