"""What can be wrong between the parts of a rule file: unknown names, units, and limits that contradict."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from knowledge.areas import NATIONAL, REGIONAL
from knowledge.checks.conditions import Condition, Unit, contradictory
from knowledge.checks.deriving import SECTOR
from knowledge.checks.rules import CriterionFile, RuleFile, RulesFile
from knowledge.schemas import AreasFile

type Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """Something that is wrong at a place in the file."""

    path: Path
    message: str


def mistakes(rules: RulesFile, name: str, areas: AreasFile | None) -> Iterator[Mistake]:
    """Give everything that is wrong; `name` is that of the file, without its ending."""
    if rules.id != name:
        yield Mistake(("id",), "is niet gelijk aan de bestandsnaam")
    yield from _Names(rules).mistakes()
    yield from _Conditions(rules).mistakes()
    if areas:
        yield from _Places(rules, areas).mistakes()


def _rules(rules: RulesFile) -> Iterator[tuple[Path, CriterionFile, RuleFile]]:
    for number, criterion in enumerate(rules.criteria):
        for place, rule in enumerate(criterion.rules):
            yield ("criteria", number, "rules", place), criterion, rule


class _Names:
    """Names that exist twice, or not at all."""

    def __init__(self, rules: RulesFile) -> None:
        self._rules = rules
        self._questions = {question.id: question for question in rules.questions}
        self._facts = {
            *self._questions,
            *(each.id for each in rules.ratios),
            *(each.id for each in rules.tables),
        }

    def mistakes(self) -> Iterator[Mistake]:
        """Give every name that is wrong."""
        yield from _twice("questions", [question.id for question in self._rules.questions])
        yield from _twice("criteria", [criterion.id for criterion in self._rules.criteria])
        yield from self._sources()
        for number, criterion in enumerate(self._rules.criteria):
            yield from self._known(self._facts, criterion.shows, "criteria", number, "shows")
        for number, question in enumerate(self._rules.questions):
            for other in filter(None, (question.at_most, question.share_of)):
                yield from self._known(self._questions, other, "questions", number)
        for number, ratio in enumerate(self._rules.ratios):
            for other in (ratio.part, ratio.whole):
                yield from self._known(self._questions, other, "ratios", number)
        yield from self._tables()

    def _sources(self) -> Iterator[Mistake]:
        known = self._rules.sources
        for path, _, rule in _rules(self._rules):
            for key in rule.sources:
                yield from self._known(known, key, *path, "sources")
        for number, criterion in enumerate(self._rules.criteria):
            for place, comparison in enumerate(criterion.elsewhere):
                yield from self._known(known, comparison.source, "criteria", number, "elsewhere", place)
        for number, step in enumerate(self._rules.steps):
            for key in step.sources:
                yield from self._known(known, key, "steps", number, "sources")
        for key in self._rules.texts.not_found_sources:
            yield from self._known(known, key, "texts", "not_found_sources")

    def _tables(self) -> Iterator[Mistake]:
        """A table has a known value for every pair of answers."""
        for number, table in enumerate(self._rules.tables):
            rows, columns = (self._questions.get(name) for name in (table.rows, table.columns))
            for row in rows.values if rows else ():
                for column in columns.values if columns else ():
                    cell = table.cells.get(row, {}).get(column)
                    if cell not in table.labels:
                        message = f"bij {row} en {column} staat geen waarde die labels noemt"
                        yield Mistake(("tables", number, "cells"), message)

    def _known(self, names: Iterable[str], name: str, *path: str | int) -> Iterator[Mistake]:
        if name not in names:
            yield Mistake(path, f"{name} bestaat niet")


def _twice(field: str, names: Iterable[str]) -> Iterator[Mistake]:
    seen: Counter[str] = Counter()
    for number, name in enumerate(names):
        seen[name] += 1
        if seen[name] == 2:
            yield Mistake((field, number, "id"), f"{name} komt twee keer voor")


class _Conditions:
    """Conditions that do not fit their question, or that no answer can meet."""

    def __init__(self, rules: RulesFile) -> None:
        self._rules = rules
        self._questions = {question.id: question for question in rules.questions}
        self._units: dict[str, Unit] = {ratio.id: ratio.unit for ratio in rules.ratios}
        self._labels = {table.id: table.labels for table in rules.tables}

    def mistakes(self) -> Iterator[Mistake]:
        """Give every condition that is wrong."""
        for path, conditions in self._all():
            for place, condition in enumerate(conditions):
                yield from self._misfit(condition, (*path, place))
            if pair := contradictory(conditions):
                yield Mistake((*path, conditions.index(pair[1])), _opposed(pair[0]))
        for number, implication in enumerate(self._rules.implications):
            for name, value in implication.then.items():
                if name not in self._questions or not self._questions[name].fits(value):
                    message = f"{value} is geen antwoord op een vraag {name}"
                    yield Mistake(("implications", number, "then"), message)

    def _all(self) -> Iterator[tuple[Path, tuple[Condition, ...]]]:
        for number, criterion in enumerate(self._rules.criteria):
            yield ("criteria", number, "when"), criterion.when
            yield ("criteria", number, "harmless"), criterion.harmless
        for path, _, rule in _rules(self._rules):
            yield (*path, "when"), rule.when
            yield (*path, "conditions"), rule.conditions
        for number, implication in enumerate(self._rules.implications):
            yield ("implications", number, "when"), implication.when
        for number, step in enumerate(self._rules.steps):
            yield ("steps", number, "when"), step.when

    def _misfit(self, condition: Condition, path: Path) -> Iterator[Mistake]:
        name = condition.question
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        question = self._questions.get(name)
        if question is None and name not in {*self._units, *self._labels, SECTOR}:
            yield Mistake(path, f"de vraag {name} bestaat niet")
            return
        for value in values:
            if (question and not question.fits(value)) or value not in self._labels.get(name, values):
                yield Mistake(path, f"{value} is geen antwoord op {name}")
        unit = question.unit if question else self._units.get(name)
        if condition.unit and condition.unit != unit:
            yield Mistake(path, f"{name} heeft een andere eenheid")


class _Places:
    """Areas that do not exist, and limits for one place that contradict."""

    def __init__(self, rules: RulesFile, areas: AreasFile) -> None:
        self._rules = rules
        self._groups = {**areas.regions, **areas.groups}
        self._gemeenten = frozenset(areas.gemeenten)

    def mistakes(self) -> Iterator[Mistake]:
        """Give every area that is unknown, and every rule that contradicts an earlier one."""
        known = {NATIONAL, REGIONAL, *self._groups, *self._gemeenten}
        listed = [(path, rule.areas) for path, _, rule in _rules(self._rules)]
        steps = [(("steps", number), step.areas) for number, step in enumerate(self._rules.steps)]
        for path, areas in (*listed, *steps):
            for area in areas:
                if area not in known:
                    yield Mistake((*path, "areas"), f"{area} staat niet in areas.yaml")
        yield from self._contradictions()

    def _contradictions(self) -> Iterator[Mistake]:
        """Within a criterion only one rule is used, so only rules of different criteria can contradict."""
        for (_, criterion, rule), (path, other, second) in combinations(_rules(self._rules), 2):
            if criterion is other or not self._together(rule, second):
                continue
            situation = (*criterion.when, *other.when, *rule.when, *second.when)
            pair = contradictory((*rule.conditions, *second.conditions))
            if pair and not contradictory(situation):
                yield Mistake((*path, "conditions"), _opposed(pair[0]))

    def _together(self, one: RuleFile, other: RuleFile) -> bool:
        return bool(self._members(one.areas) & self._members(other.areas))

    def _members(self, areas: Iterable[str]) -> frozenset[str]:
        if NATIONAL in areas or REGIONAL in areas:
            return self._gemeenten
        groups = {slug for area in areas if area in self._groups for slug in self._groups[area].gemeenten}
        return frozenset(areas) | groups


def _opposed(condition: Condition) -> str:
    return f"de grenzen bij {condition.question} spreken elkaar tegen: geen antwoord past"
