"""One condition of a rule: a question, an operator and a limit; true, false, or not to be told yet."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from knowledge.checks.schemas import UNKNOWN, Answers, Met, Value
from knowledge.schemas import FileModel, Slug

Operator = Literal["is", "is-not", "one-of", "none-of", "at-most", "at-least"]
Unit = Literal["m2", "percent", "euro", "personen", "uren", "kinderen", "categorie"]

_MEASURED = {"at-most", "at-least"}
_LISTED = {"one-of", "none-of"}


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
