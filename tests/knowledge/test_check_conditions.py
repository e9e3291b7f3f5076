"""Conditions: met, not met, not known, not asked yet; and two that no answer can meet together."""

from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.checks.conditions import Condition, all_hold, applies, contradictory, holds
from knowledge.checks.schemas import UNKNOWN, Met, Value


def condition(operator: str, value: Any, unit: str | None = None, question: str = "vraag") -> Condition:
    return Condition.model_validate(
        {"question": question, "operator": operator, "value": value} | ({"unit": unit} if unit else {})
    )


@pytest.mark.parametrize(
    ("operator", "limit", "answer", "met"),
    [
        ("is", True, True, Met.YES),
        ("is", True, False, Met.NO),
        ("is", "a", "a", Met.YES),
        ("is-not", "a", "b", Met.YES),
        ("is-not", "a", "a", Met.NO),
        ("one-of", ["a", "b"], "b", Met.YES),
        ("one-of", ["a", "b"], "c", Met.NO),
        ("one-of", ["a"], ("a", "c"), Met.YES),
        ("none-of", ["a"], ("b", "c"), Met.YES),
        ("none-of", ["a"], ("a", "c"), Met.NO),
        ("at-most", 30, 30, Met.YES),
        ("at-most", 30, 30.1, Met.NO),
        ("at-least", 30, 30, Met.YES),
        ("at-least", 30, 29.9, Met.NO),
    ],
)
def test_a_condition_compares_the_answer(operator: str, limit: Any, answer: Value, met: Met) -> None:
    unit = "m2" if operator.startswith("at-") else None
    one = condition(operator, limit, unit)
    assert holds(one, {"vraag": answer}) is met
    assert holds(one, {"vraag": UNKNOWN}) is Met.UNKNOWN
    assert holds(one, {"andere": answer}) is Met.OPEN


@pytest.mark.parametrize(
    "fields",
    [
        {"operator": "less-than", "value": 3},
        {"operator": "at-most", "value": 3},
        {"operator": "at-most", "value": "drie", "unit": "m2"},
        {"operator": "at-most", "value": True, "unit": "m2"},
        {"operator": "at-most", "value": 3, "unit": "voet"},
        {"operator": "one-of", "value": "a"},
        {"operator": "is", "value": ["a"]},
    ],
)
def test_a_condition_that_cannot_be_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate({"question": "vraag", **fields})


@pytest.mark.parametrize(
    ("answers", "met"),
    [
        ({"a": True, "b": True}, Met.YES),
        ({"a": True, "b": False}, Met.NO),
        ({"b": False}, Met.NO),
        ({"a": UNKNOWN, "b": False}, Met.NO),
        ({"a": UNKNOWN}, Met.OPEN),
        ({"a": UNKNOWN, "b": True}, Met.UNKNOWN),
        ({}, Met.OPEN),
    ],
)
def test_all_conditions_have_to_be_met(answers: dict[str, Value], met: Met) -> None:
    both = [condition("is", True, question="a"), condition("is", True, question="b")]
    assert all_hold(both, answers) is met
    assert all_hold([], answers) is Met.YES


@pytest.mark.parametrize(
    ("operator", "limit", "met"),
    [
        ("none-of", ["bijzonder"], Met.YES),
        ("is-not", "bijzonder", Met.YES),
        ("one-of", ["bijzonder"], Met.UNKNOWN),
        ("is", "bijzonder", Met.UNKNOWN),
    ],
)
def test_who_does_not_know_is_treated_as_everybody_else(operator: str, limit: Any, met: Met) -> None:
    assert applies([condition(operator, limit)], {"vraag": UNKNOWN}) is met


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (("at-least", 50, "m2"), ("at-most", 30, "m2"), True),
        (("at-least", 30, "m2"), ("at-most", 30, "m2"), False),
        (("at-least", 50, "m2"), ("at-least", 30, "m2"), False),
        (("is", True), ("is", False), True),
        (("is", True), ("is-not", True), True),
        (("is", True), ("is", True), False),
        (("one-of", ["a", "b"]), ("one-of", ["c"]), True),
        (("one-of", ["a", "b"]), ("one-of", ["b"]), False),
        (("one-of", ["a"]), ("none-of", ["a", "b"]), True),
        (("one-of", ["a", "c"]), ("none-of", ["a", "b"]), False),
        (("is", "a"), ("one-of", ["b"]), True),
        (("is-not", "a"), ("none-of", ["b"]), False),
    ],
)
def test_contradicting_conditions_are_found_in_either_order(
    one: tuple[Any, ...], other: tuple[Any, ...], contradict: bool
) -> None:
    pair = [condition(*one), condition(*other)]
    assert bool(contradictory(pair)) is contradict
    assert bool(contradictory(reversed(pair))) is contradict


def test_conditions_on_two_questions_never_contradict() -> None:
    pair = [condition("at-least", 50, "m2", "huis"), condition("at-most", 30, "m2", "kamer")]
    assert contradictory(pair) is None
