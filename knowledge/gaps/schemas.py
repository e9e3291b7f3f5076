"""What goes into the gaps and how editors see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.gaps.models import GapGroup, GapQuestion, Reason


@dataclass(frozen=True)
class Gap:
    """A question that got no answer, or one that did not help."""

    text: str
    reason: Reason
    topic: str | None = None
    gemeente: str | None = None
    article_id: str | None = None


@dataclass(frozen=True)
class Filters:
    """Which questions count; nothing is no filter. ``settled`` asks for the groups with an outcome."""

    reason: str | None = None
    topic: str | None = None
    gemeente: str | None = None
    since: date | None = None
    settled: bool = False

    def passes(self, question: GapQuestion) -> bool:
        """Tell whether a question counts."""
        return (
            (self.reason is None or question.reason == self.reason)
            and (self.topic is None or question.topic == self.topic)
            and (self.gemeente is None or question.gemeente == self.gemeente)
            and (self.since is None or question.asked_on >= self.since)
        )


@dataclass(frozen=True)
class GroupView:
    """A group with those of its questions that count; there is at least one."""

    group: GapGroup
    questions: Sequence[GapQuestion]

    @property
    def example(self) -> str:
        """The question that was asked most often in the same words; among equals the newest."""
        texts = [question.text for question in self.questions]
        return max(texts, key=lambda text: texts.count(text))

    @property
    def first_on(self) -> date:
        """The day of the oldest question."""
        return min(question.asked_on for question in self.questions)

    @property
    def last_on(self) -> date:
        """The day of the newest question."""
        return max(question.asked_on for question in self.questions)

    @property
    def reasons(self) -> list[Reason]:
        """Why they are gaps, the most frequent first."""
        return _by_frequency([question.reason for question in self.questions])

    @property
    def topics(self) -> list[str]:
        """Their topics, the most frequent first."""
        return _by_frequency([question.topic for question in self.questions if question.topic])

    @property
    def gemeenten(self) -> list[str]:
        """The gemeenten they came from, the most frequent first."""
        return _by_frequency([question.gemeente for question in self.questions if question.gemeente])


def _by_frequency[Item: str](items: list[Item]) -> list[Item]:
    return sorted(dict.fromkeys(items), key=items.count, reverse=True)
