"""Weighing one criterion: which rule is about this gemeente and situation, and whether it is met."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.areas import NATIONAL, Areas
from knowledge.checks.conditions import Condition, all_hold, applies, holds
from knowledge.checks.rules import CriterionFile, Otherwise, RuleFile, RulesFile, RuleSource
from knowledge.checks.schemas import UNKNOWN, Advice, Answers, CheckSource, Criterion, Met, Value

type Say = Callable[[str, Value], str]
"""Writes an answer to a question the way a person reads it."""

GEMEENTE = "gemeente"


@dataclass(frozen=True)
class Weighed:
    """A criterion with what was found: whether it is about this case, and the rule that decided."""

    file: CriterionFile
    rule: RuleFile | None
    applies: Met
    met: Met

    @property
    def consequence(self) -> Otherwise | None:
        """What follows when it is not met; nothing while that is not sure."""
        return self.rule.otherwise if self.rule and self.met is Met.NO else None

    @property
    def shown(self) -> bool:
        """Whether it is about this case."""
        return self.applies is Met.YES

    def conditions(self) -> Iterator[Condition]:
        """Give the conditions whose answers can still change what was found."""
        if self.applies is not Met.YES:
            yield from self.file.when
            return
        yield from self.file.harmless
        for rule in self.file.rules if self.rule is None else (self.rule,):
            yield from (*rule.when, *rule.conditions)


def weigh(criterion: CriterionFile, facts: Answers, areas: Areas) -> Weighed:
    """Find the rule for these facts and tell whether it is met."""
    rule = _rule_for(criterion.rules, facts, areas)
    waiting = any(_undecided(each, facts, areas) for each in criterion.rules)
    if waiting and (rule is None or GEMEENTE not in facts):
        return Weighed(criterion, None, applies(criterion.when, facts), Met.OPEN)
    met = _met(criterion, rule if rule and _certain(rule, areas) else None, facts)
    return Weighed(criterion, rule, applies(criterion.when, facts), met)


def local(keys: Iterable[str]) -> bool:
    """Tell whether areas are only a part of the country."""
    return NATIONAL not in keys


def covering(keys: Iterable[str], facts: Answers, areas: Areas) -> list[str]:
    """Return those of the areas that the gemeente of the answers is in."""
    gemeente = facts.get(GEMEENTE, UNKNOWN)
    known = isinstance(gemeente, str) and gemeente != UNKNOWN
    return [key for key in keys if key == NATIONAL or (known and areas.covers(key, str(gemeente)))]


def _rule_for(rules: Iterable[RuleFile], facts: Answers, areas: Areas) -> RuleFile | None:
    """Choose the rule for the smallest area around the gemeente; among equals the first in the file."""
    fitting = [
        (max(map(areas.specificity, keys)), rule)
        for rule in rules
        if (keys := covering(rule.areas, facts, areas)) and all_hold(rule.when, facts) is Met.YES
    ]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def _undecided(rule: RuleFile, facts: Answers, areas: Areas) -> bool:
    """Tell whether answers that are still open decide whether a rule is the one to look at."""
    elsewhere = GEMEENTE in facts and not covering(rule.areas, facts, areas)
    found = {holds(condition, facts) for condition in rule.when}
    if elsewhere or found & {Met.NO, Met.UNKNOWN}:
        return False
    return Met.OPEN in found or (local(rule.areas) and GEMEENTE not in facts)


def _certain(rule: RuleFile, areas: Areas) -> bool:
    """Tell whether a rule is for the whole gemeente; that of a former one is for a part of it only."""
    return any(areas.merged(key) is None for key in rule.areas)


def _met(criterion: CriterionFile, rule: RuleFile | None, facts: Answers) -> Met:
    met = all_hold(rule.conditions, facts) if rule and rule.conditions else Met.UNKNOWN
    if met is Met.NO and rule and rule.otherwise == "ask":
        met = Met.UNKNOWN
    if met not in {Met.UNKNOWN, Met.OPEN} or not criterion.harmless:
        return met
    harmless = all_hold(criterion.harmless, facts)
    return Met.YES if harmless is Met.YES else Met.OPEN if harmless is Met.OPEN else met


class Writing:
    """Writes what was weighed as an entrepreneur reads it."""

    def __init__(self, rules: RulesFile, say: Say) -> None:
        self._rules = rules
        self._say = say

    def criterion(self, weighed: Weighed, facts: Answers) -> Criterion:
        """Return the criterion with its limit, answer, sources and, when unknown, limits elsewhere."""
        file, rule = weighed.file, weighed.rule
        answer = facts.get(file.shows)
        open_ends = weighed.met in {Met.UNKNOWN, Met.OPEN}
        return Criterion(
            id=file.id,
            label=file.label,
            limit=rule.limit if rule else self._rules.texts.not_found,
            answer=None if answer is None else self._say(file.shows, answer),
            met=weighed.met,
            explanation=" ".join(self._explanation(weighed)),
            sources=tuple(map(_source, self._sources(rule))),
            checked_on=self._checked_on(rule),
            elsewhere=tuple(self._elsewhere(file)) if open_ends else (),
        )

    def advice(self, text: str, sources: Iterable[str] = ()) -> Advice:
        """Return a step or a question with the sources behind it, given by their keys."""
        found = tuple(_source(self._rules.sources[key]) for key in sources)
        return Advice(text=text, sources=found, checked_on=self._rules.checked_on)

    def _explanation(self, weighed: Weighed) -> Iterator[str]:
        rule, texts = weighed.rule, self._rules.texts
        known = bool(rule and rule.conditions)
        if weighed.met is Met.YES and not known:
            yield texts.harmless
        elif rule is None:
            yield texts.not_found_explanation
        if rule:
            yield from filter(None, [rule.explanation])
            yield from self._outdated(rule)

    def _outdated(self, rule: RuleFile) -> Iterator[str]:
        old = [source.date for key in rule.sources if (source := self._rules.sources[key]).outdated]
        dated = sorted({day for day in old if day != UNKNOWN})
        if dated:
            yield self._rules.texts.outdated.format(date=" en ".join(dated))
        elif old:
            yield self._rules.texts.outdated_undated

    def _sources(self, rule: RuleFile | None) -> list[RuleSource]:
        keys = rule.sources if rule else self._rules.texts.not_found_sources
        return [self._rules.sources[key] for key in keys]

    def _checked_on(self, rule: RuleFile | None) -> date:
        return (rule.checked_on if rule else None) or self._rules.checked_on

    def _elsewhere(self, file: CriterionFile) -> Iterator[str]:
        for comparison in file.elsewhere:
            source = self._rules.sources[comparison.source]
            yield f"{self._rules.texts.comparison} {comparison.text} ({source.title}, {_date(source.date)})"


def _source(source: RuleSource) -> CheckSource:
    return CheckSource(title=source.title, url=source.url, date=source.date)


def _date(text: str) -> str:
    return "datum onbekend" if text == UNKNOWN else text
