"""The financieringswijzer: which loans, subsidies and funds fit a situation, and what decides."""

from collections.abc import Iterator, Mapping, Sequence

from kit import clock
from knowledge.areas import Areas
from knowledge.checks.accepting import Accepting
from knowledge.checks.conditions import all_hold
from knowledge.checks.funding_rules import AdviceFile, FundingFile
from knowledge.checks.funding_weighing import GEMEENTE, Places, Weighed, weigh
from knowledge.checks.funding_writing import FundingWriting
from knowledge.checks.reading import Reading
from knowledge.checks.saying import say
from knowledge.checks.schemas import Advice, Answers, Met, Outcome, Question, Value, Verdict
from knowledge.schemas import Vocabulary
from knowledge.topics import TopicKey

_RANK = {"fits": 0, "may-fit": 1, "does-not-fit": 2}


class FundingCheck:
    """The guided check `financiering`; all that it knows stands in its rule files."""

    def __init__(self, rules: FundingFile, areas: Areas, vocabulary: Vocabulary) -> None:
        self._rules = rules
        self._areas = areas
        self._questions = {question.id: question for question in rules.questions}
        self._accepting = Accepting(rules.questions, areas, vocabulary)
        self._reading = Reading(rules.questions, areas, vocabulary)
        self._places = Places(areas, rules.provinces)
        self._writing = FundingWriting(rules, areas)

    @property
    def id(self) -> str:
        """The name in addresses."""
        return "financiering"

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
        """What the wijzer does and what it needs."""
        return self._rules.introduction

    def questions(self, answers: Answers) -> list[Question]:
        """Return the questions whose answer can still change which schemes fit, or what to do."""
        wanted = {name for one in self._weighed(answers) for name in one.decides()}
        wanted |= {name for advice in self._rules.advice for name in self._asked_for(advice, answers)}
        return [
            question.question()
            for question in self._rules.questions
            if question.id in wanted and question.id not in answers
        ]

    def all_questions(self) -> list[Question]:
        """Return every question the wijzer can ever ask."""
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
        question = self._questions.get(question_id)
        return say(question, value, self._areas) if question else str(value)

    def judge(self, answers: Answers) -> Outcome:
        """Weigh every scheme against the answers as things are today."""
        shown = sorted(filter(self._shown, self._weighed(answers)), key=_order)
        verdict = _verdict(shown)
        text = getattr(self._rules.texts, verdict.value)
        return Outcome(
            check=self.id,
            verdict=verdict,
            verdict_label=text.label,
            summary=self._writing.summary(text, shown),
            schemes=tuple(map(self._writing.scheme, shown)),
            steps=tuple(self._advice("step", answers)),
            ask=tuple(self._advice("ask", answers)),
            disclaimer=self._rules.texts.disclaimer,
        )

    def _weighed(self, answers: Answers) -> list[Weighed]:
        today = clock.today()
        return [weigh(scheme, answers, self._places, today) for scheme in self._rules.schemes]

    def _shown(self, one: Weighed) -> bool:
        """Leave out what is no use to read: what ended or is elsewhere counts only for the same purpose."""
        if one.area is Met.NO and not self._places.nearby(one.scheme.areas, one.answers):
            return False
        if one.closed and one.area is not Met.YES:
            return False
        return one.about_purpose() or not (one.closed or one.area is Met.NO)

    def _advice(self, kind: str, answers: Answers) -> Iterator[Advice]:
        for advice in self._rules.advice:
            here = self._places.covered(advice.areas, answers) is Met.YES
            if advice.kind == kind and here and all_hold(advice.when, answers) is Met.YES:
                yield self._writing.advice(advice)

    def _asked_for(self, advice: AdviceFile, answers: Answers) -> Iterator[str]:
        """Give the questions that are asked for the sake of an advice."""
        area = self._places.covered(advice.areas, answers)
        if advice.worth_asking and area is not Met.NO and all_hold(advice.when, answers) is Met.OPEN:
            yield from (GEMEENTE, *(condition.question for condition in advice.when))


def _order(one: Weighed) -> tuple[int, bool, int]:
    """Put the surest first: what fits, what is open, what has the fewest doubts."""
    return _RANK[one.fit], one.state == "unknown", len(one.doubtful) + len(one.scheme.depends_on)


def _verdict(weighed: Sequence[Weighed]) -> Verdict:
    fits = {one.fit for one in weighed}
    if "fits" in fits:
        return Verdict.LIKELY
    return Verdict.UNKNOWN if "may-fit" in fits else Verdict.UNLIKELY
