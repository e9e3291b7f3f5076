"""A guided check made of a rule file: what it asks, how it understands answers, how it weighs them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.areas import Areas
from knowledge.checks.accepting import Accepting
from knowledge.checks.conditions import applies
from knowledge.checks.deriving import Deriving
from knowledge.checks.reading import Reading
from knowledge.checks.rules import RulesFile
from knowledge.checks.saying import Saying
from knowledge.checks.schemas import Advice, Answers, Met, Outcome, Question, Value, Verdict
from knowledge.checks.weighing import GEMEENTE, Weighed, Writing, covering, local, weigh
from knowledge.schemas import Vocabulary
from knowledge.topics import TopicKey


class GuidedCheck:
    """A check as its rule file describes it."""

    def __init__(self, rules: RulesFile, areas: Areas, vocabulary: Vocabulary) -> None:
        self._rules = rules
        self._areas = areas
        self._accepting = Accepting(rules.questions, areas, vocabulary)
        self._reading = Reading(rules.questions, areas, vocabulary)
        self._deriving = Deriving(rules, {trade.name: trade.sector for trade in vocabulary.trades})
        self._saying = Saying(rules, areas)
        places = [rule.areas for criterion in rules.criteria for rule in criterion.rules]
        self._local = any(map(local, [*places, *(step.areas for step in rules.steps)]))
        self._writing = Writing(rules, self._saying.say)

    @property
    def id(self) -> str:
        """The name in addresses."""
        return self._rules.id

    @property
    def title(self) -> str:
        """The name as people read it."""
        return self._rules.title

    @property
    def topic(self) -> TopicKey:
        """The topic that a hand-off about this check belongs to."""
        return self._rules.topic

    @property
    def introduction(self) -> str:
        """What the check does and what it needs."""
        return self._rules.introduction

    def questions(self, answers: Answers) -> list[Question]:
        """Return what is still to be asked; nothing more once something cannot be allowed."""
        facts = self._deriving.complete(answers)
        weighed = self._weigh(facts)
        if _verdict(weighed) is Verdict.UNLIKELY:
            return []
        wanted = {name for one in weighed for name in self._wanted(one, facts)}
        wanted |= set(self._asked(GEMEENTE, facts)) if self._local else set()
        return [question.question() for question in self._rules.questions if question.id in wanted]

    def all_questions(self) -> list[Question]:
        """Return every question the check can ever ask."""
        return [question.question() for question in self._rules.questions]

    def accept(self, raw: Mapping[str, object]) -> dict[str, Value]:
        """Turn what came in over the wire into answers.

        Raises:
            AnswersError: one or more answers cannot be used.
        """
        return self._accepting.accept(raw)

    def read(self, text: str, asked: str | None = None) -> dict[str, Value]:
        """Find answers in a sentence."""
        return self._reading.read(text, asked)

    def say(self, question_id: str, value: Value) -> str:
        """Return an answer as a person reads it."""
        return self._saying.say(question_id, value)

    def judge(self, answers: Answers) -> Outcome:
        """Weigh the answers given so far."""
        facts = self._deriving.complete(answers)
        weighed = self._weigh(facts)
        verdict = _verdict(weighed)
        shown = [one for one in weighed if one.shown]
        words = self._rules.verdicts[verdict]
        return Outcome(
            check=self.id,
            verdict=verdict,
            verdict_label=words.label,
            summary=" ".join([words.summary, *self._decisive(shown, verdict)]),
            criteria=tuple(self._writing.criterion(one, facts) for one in shown),
            steps=tuple(self._steps(facts, verdict)),
            ask=tuple(
                self._writing.advice(one.file.ask) for one in shown if one.met in {Met.UNKNOWN, Met.NO}
            ),
            disclaimer=self._rules.disclaimer,
        )

    def _weigh(self, facts: Answers) -> list[Weighed]:
        found = (weigh(criterion, facts, self._areas) for criterion in self._rules.criteria)
        return [one for one in found if one.applies is not Met.NO]

    def _wanted(self, one: Weighed, facts: Answers) -> Iterator[str]:
        """Give the questions whose answers can still change what was found for a criterion."""
        if one.shown and one.file.informs:
            yield from self._asked(one.file.shows, facts)
        if one.shown and one.met is not Met.OPEN:
            return
        for condition in one.conditions():
            yield from self._asked(condition.question, facts)

    def _asked(self, name: str, facts: Answers) -> Iterator[str]:
        """Give the questions behind a fact: first those it follows from, and itself when they do not tell."""
        if name in facts:
            return
        behind = [found for each in self._deriving.inputs(name) for found in self._asked(each, facts)]
        yield from behind or [name]

    def _decisive(self, shown: Iterable[Weighed], verdict: Verdict) -> Iterator[str]:
        wanted = {Verdict.UNLIKELY: {"no"}, Verdict.PERMIT: {"permit"}}.get(verdict)
        if wanted:
            names = [one.file.label for one in shown if one.consequence in wanted]
            yield self._rules.texts.decisive.format(names=_listed(names))

    def _ask(self, shown: Iterable[Weighed]) -> Iterator[Advice]:
        for one in shown:
            if one.met in {Met.UNKNOWN, Met.NO}:
                yield self._writing.advice(one.file.ask)

    def _steps(self, facts: Answers, verdict: Verdict) -> Iterator[Advice]:
        for step in self._rules.steps:
            here = covering(step.areas, facts, self._areas)
            if here and verdict in step.verdicts and applies(step.when, facts) is Met.YES:
                yield self._writing.advice(step.text, step.sources)


def _verdict(weighed: Sequence[Weighed]) -> Verdict:
    """Weigh all criteria together: likely only when every one is about this case and met."""
    consequences = {one.consequence for one in weighed if one.shown}
    if "no" in consequences:
        return Verdict.UNLIKELY
    if "permit" in consequences:
        return Verdict.PERMIT
    if all(one.shown and one.met is Met.YES for one in weighed):
        return Verdict.LIKELY
    return Verdict.UNKNOWN


def _listed(names: Sequence[str]) -> str:
    *first, last = [name[:1].lower() + name[1:] for name in names]
    return f"{', '.join(first)} en {last}" if first else last
