"""The real guided checks of the content, and a small rule file for what can be wrong in one."""

from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.areas import Areas
from knowledge.checks.book import Checks
from knowledge.checks.rules import RulesFile
from knowledge.checks.schemas import Check, Criterion, Outcome, Value
from knowledge.files import Content, read_frame

CONTENT = Path(__file__).parents[2] / "knowledge" / "content"
REGION = ("hilversum", "gooise-meren", "huizen", "laren", "blaricum", "eemnes", "wijdemeren")

_TEXT = {"label": "Uitkomst", "summary": "Dat is het."}
SMALL: dict[str, Any] = {
    "id": "proef",
    "title": "Een proef",
    "topic": "werken-aan-huis",
    "introduction": "Een kleine check.",
    "disclaimer": "U kunt er geen rechten aan ontlenen.",
    "checked_on": "2026-01-10",
    "texts": {
        "not_found": "niet gevonden",
        "not_found_explanation": "Vraag het na.",
        "not_found_sources": ["plan"],
        "harmless": "Geen probleem.",
        "outdated": "Van {date}.",
        "outdated_undated": "Oud.",
        "comparison": "Elders:",
        "decisive": "Door: {names}.",
    },
    "verdicts": dict.fromkeys(("likely", "permit", "unlikely", "unknown"), _TEXT),
    "questions": [
        {"id": "gemeente", "kind": "gemeente", "text": "Waar?", "name": "plaats"},
        {
            "id": "kamer",
            "kind": "number",
            "text": "Hoe groot?",
            "name": "kamer",
            "unit": "m2",
            "maximum": 900,
        },
        {"id": "huur", "kind": "yes-no", "text": "Huurt u?", "name": "huur"},
        {
            "id": "soort",
            "kind": "choice",
            "text": "Welk soort?",
            "name": "soort",
            "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
        },
    ],
    "sources": {"plan": {"title": "Plan", "url": "https://voorbeeld.nl/plan", "date": "2020"}},
    "criteria": [
        {
            "id": "grootte",
            "label": "Grootte",
            "shows": "kamer",
            "ask": "Hoe groot mag het?",
            "rules": [
                {
                    "limit": "30 m²",
                    "conditions": [{"question": "kamer", "operator": "at-most", "value": 30, "unit": "m2"}],
                    "otherwise": "permit",
                    "sources": ["plan"],
                }
            ],
        }
    ],
}


def rules_with(*path: str | int, value: Any) -> dict[str, Any]:
    """Return the small rule file with one field changed."""
    rules = deepcopy(SMALL)
    place: Any = rules
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return rules


def put_rules(folder: Path, rules: dict[str, Any], name: str = "proef") -> Path:
    """Write a rule file into a content folder."""
    path = folder / "checks" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(rules, file)
    return path


@cache
def content() -> Content:
    """Return the areas, vocabulary and rule files that editors keep."""
    return read_frame(CONTENT)


@cache
def checks(region: str = "gooi-en-vechtstreek") -> Checks:
    """Return the real checks."""
    frame = content()
    return Checks(frame.checks, Areas(frame.areas, region), frame.vocabulary)


def check(name: str) -> Check:
    """Return one of the real checks."""
    found = checks().get(name)
    assert found
    return found


def rules_of(name: str) -> RulesFile:
    """Return the rule file of one of the real checks."""
    return next(rules for rules in content().checks.rules if rules.id == name)


def criterion(outcome: Outcome, name: str) -> Criterion:
    """Return one criterion of an outcome."""
    return next(each for each in outcome.criteria if each.id == name)


def open_ids(name: str, answers: dict[str, Value]) -> list[str]:
    """Return the ids of the questions that a check still asks."""
    return [question.id for question in check(name).questions(answers)]


def talk(name: str, replies: Iterable[str]) -> dict[str, Value]:
    """Answer the questions of a check one after the other in words."""
    one, answers = check(name), dict[str, Value]()
    for reply in replies:
        asked = one.questions(answers)
        found = one.read(reply, asked[0].id if asked else None)
        answers = one.accept({**answers, **found})
    return answers
