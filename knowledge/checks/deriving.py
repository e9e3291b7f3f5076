"""What follows from the answers: sums, tables, and answers that make a question needless."""

from collections.abc import Iterator, Mapping

from knowledge.checks.conditions import all_hold
from knowledge.checks.rules import RatioFile, RulesFile, TableFile
from knowledge.checks.schemas import UNKNOWN, Answers, Met, Value

SECTOR = "sector"
"""The sector of the trade that was named; conditions may ask for it."""


class Deriving:
    """Completes answers with what follows from them."""

    def __init__(self, rules: RulesFile, sectors: Mapping[str, str]) -> None:
        """Prepare for a rule file; `sectors` are the sectors by the name of a trade."""
        self._rules = rules
        self._sectors = sectors
        self._trade = next((question.id for question in rules.questions if question.kind == "trade"), None)

    def complete(self, answers: Answers) -> dict[str, Value]:
        """Return the answers with all that follows from them; what was measured goes before an estimate."""
        facts = dict(answers)
        if self._trade and self._trade in facts:
            facts[SECTOR] = self._sectors.get(str(facts[self._trade]), UNKNOWN)
        for implication in self._rules.implications:
            if all_hold(implication.when, facts) is Met.YES:
                facts = {**implication.then, **facts}
        for ratio in self._rules.ratios:
            facts |= _ratio(ratio, facts)
        return facts | {table.id: cell for table in self._rules.tables if (cell := _cell(table, facts))}

    def inputs(self, name: str) -> Iterator[str]:
        """Give what a fact is made of: other facts or the answers to questions."""
        if name == SECTOR and self._trade:
            yield self._trade
        for ratio in self._rules.ratios:
            if ratio.id == name:
                yield from (ratio.part, ratio.whole)
        for table in self._rules.tables:
            if table.id == name:
                yield from (table.rows, table.columns)
        for implication in self._rules.implications:
            if name in implication.then:
                yield from (condition.question for condition in implication.when)


def _ratio(ratio: RatioFile, facts: Answers) -> dict[str, Value]:
    """Compute a ratio from its two parts, or the one part from the other and the ratio."""
    part, whole, known = facts.get(ratio.part), facts.get(ratio.whole), facts.get(ratio.id)
    if not isinstance(whole, int | float) or not whole:
        return {}
    if isinstance(part, int | float):
        return {ratio.id: part / whole * ratio.times}
    return {ratio.part: known * whole / ratio.times} if isinstance(known, int | float) else {}


def _cell(table: TableFile, facts: Answers) -> str | None:
    row, column = facts.get(table.rows), facts.get(table.columns)
    if UNKNOWN in (row, column):
        return UNKNOWN
    return table.cells[str(row)][str(column)] if row and column else None
