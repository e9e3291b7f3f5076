"""One condition of a rule: a question, an operator and a limit; true, false, or not to be told yet."""

from collections.abc import Iterable
from itertools import combinations
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from knowledge.checks.schemas import UNKNOWN, Answers, Met, Value
from knowledge.schemas import FileModel, Slug

Operator = Literal["is", "is-not", "one-of", "none-of", "at-most", "at-least"]
Unit = Literal[
    "m2",
    "percent",
    "euro",
    "euro-per-maand",
    "euro-per-m2",
    "meter",
    "minuten",
    "uren",
    "nachten",
    "personen",
    "kinderen",
    "kamers",
    "bedden",
    "categorie",
]

_MEASURED = {"at-most", "at-least"}
_LISTED = {"one-of", "none-of"}
_NEGATIVE = {"is-not", "none-of"}


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class Condition(FileModel):
    """What has to be so. A measured limit has a unit; a list is for `one-of` and `none-of`."""

    question: Slug
    operator: Operator
    value: Annotated[bool | int | float | str | tuple[str, ...], BeforeValidator(_as_tuple)]
    unit: Unit | None = None

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        if self.operator in _MEASURED and not (number and self.unit):
            raise ValueError(f"{self.operator} vraagt een getal met een eenheid (unit)")
        if (self.operator in _LISTED) != isinstance(self.value, tuple):
            raise ValueError("een lijst hoort bij one-of of none-of, en alleen daarbij")
        return self


def holds(condition: Condition, answers: Answers) -> Met:
    """Tell whether a condition is met by the answers; open as long as its question has none."""
    if condition.question not in answers:
        return Met.OPEN
    answer = answers[condition.question]
    if answer == UNKNOWN:
        return Met.UNKNOWN
    return Met.YES if _compare(condition, answer) else Met.NO


def all_hold(conditions: Iterable[Condition], answers: Answers) -> Met:
    """Tell whether all conditions are met; without any, they are."""
    found = {holds(condition, answers) for condition in conditions}
    return next((met for met in (Met.NO, Met.OPEN, Met.UNKNOWN) if met in found), Met.YES)


def applies(conditions: Iterable[Condition], answers: Answers) -> Met:
    """Tell whether something is about this situation.

    Who does not know whether it is special is treated as everybody else: an unknown answer meets `is-not`.
    """
    return all_hold(
        [
            condition
            for condition in conditions
            if not (condition.operator in _NEGATIVE and answers.get(condition.question) == UNKNOWN)
        ],
        answers,
    )


def contradictory(conditions: Iterable[Condition]) -> tuple[Condition, Condition] | None:
    """Return two conditions that no answer can meet together, such as at least 50 and at most 30."""
    pairs = combinations(conditions, 2)
    return next((pair for pair in pairs if _exclude(*pair) or _exclude(*reversed(pair))), None)


def _exclude(one: Condition, other: Condition) -> bool:
    """Tell whether two conditions exclude each other; both orders have to be tried."""
    if one.question != other.question:
        return False
    match one.operator, other.operator:
        case "at-least", "at-most":
            return float(one.value) > float(other.value)  # type: ignore[arg-type]
        case "is" | "one-of", _:
            options = one.value if isinstance(one.value, tuple) else (one.value,)
            return not any(_compare(other, option) for option in options)
    return False


def _compare(condition: Condition, answer: Value) -> bool:
    limit = condition.value
    match condition.operator:
        case "is":
            return answer == limit
        case "is-not":
            return answer != limit
        case "one-of":
            return bool(_as_set(answer) & _as_set(limit))
        case "none-of":
            return not _as_set(answer) & _as_set(limit)
        case "at-most":
            return float(answer) <= float(limit)  # type: ignore[arg-type]
        case "at-least":
            return float(answer) >= float(limit)  # type: ignore[arg-type]


def _as_set(value: Value) -> set[object]:
    return set(value) if isinstance(value, tuple) else {value}
