"""Answers as a person reads them: `40 m²`, `ja`, `€ 10.000`."""

from collections.abc import Iterable

from knowledge.areas import Areas
from knowledge.checks.conditions import Unit
from knowledge.checks.questions import UNITS, QuestionFile
from knowledge.checks.rules import RulesFile
from knowledge.checks.schemas import UNKNOWN, Value

_NOT_KNOWN = "weet ik niet"


class Saying:
    """Writes the answers to the questions of a rule file, and what follows from them."""

    def __init__(self, rules: RulesFile, areas: Areas) -> None:
        self._areas = areas
        self._questions = {question.id: question for question in rules.questions}
        self._units = {ratio.id: ratio.unit for ratio in rules.ratios}
        self._tables = {table.id: table.labels for table in rules.tables}

    def say(self, name: str, value: Value) -> str:
        """Return an answer, or what followed from answers, as a person reads it."""
        if value == UNKNOWN:
            return _NOT_KNOWN
        if name in self._tables:
            return self._tables[name][str(value)]
        question = self._questions.get(name)
        if question is None:
            return number(value, self._units[name]) if name in self._units else str(value)
        return say(question, value, self._areas)


def say(question: QuestionFile, value: Value, areas: Areas) -> str:
    """Return the answer to one question as a person reads it."""
    if value == UNKNOWN:
        return _NOT_KNOWN
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if question.unit:
        return number(value, question.unit)
    if question.kind == "gemeente":
        return areas.name(str(value))
    labels = {option.value: option.label for option in question.options}
    values: Iterable[str] = value if isinstance(value, tuple) else (str(value),)
    return ", ".join(labels.get(one, one) for one in values)


def number(value: Value, unit: Unit) -> str:
    """Return a number with its unit, with a comma for the decimals and at most one of these."""
    amount = round(float(value), 1)  # type: ignore[arg-type]
    digits = f"{amount:,.1f}".removesuffix(".0").translate(str.maketrans(",.", ".,"))
    if unit == "euro":
        return f"€ {digits}"
    one, more = UNITS[unit]
    return f"{unit} {digits}" if unit == "categorie" else f"{digits} {one if amount == 1 else more}"
