"""What a system made of a sentence, in the same words for Voordeur and for the baselines."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from channels.operations.evaluation import Sentence


@dataclass(frozen=True)
class Outcome:
    """What came of one sentence."""

    label: str | None
    """The likeliest topic or act, also when the system was too unsure to act on it."""
    confidence: float
    """How likely the system itself found that, from 0 to 1."""
    decided: bool
    """Whether it acted on it; otherwise it asked back or said that it did not know."""
    asked_back: bool = False
    gemeente: str | None = None
    article: str | None = None
    """The article that was given outright."""
    offered: Sequence[str] = ()
    """Articles that were offered as a choice."""
    second: bool = False
    """Whether the second need of the message was named or answered."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Outcome":
        """Read one that was kept."""
        return cls(**data)


@dataclass(frozen=True)
class System:
    """A system with what it made of every sentence."""

    name: str
    about: str
    outcomes: Mapping[str, Outcome]
    knows: frozenset[str] = frozenset()
    """What it says besides a topic: `gemeente`, `article`, `second`, `clarification`."""
    seconds: float = 0.0
    """How long the training took."""
    dialogues: Mapping[str, str | None] = field(default_factory=dict)
    """By the name of a dialogue what was wrong in it."""


@dataclass(frozen=True)
class Verdict:
    """A sentence beside what came of it."""

    sentence: Sentence
    outcome: Outcome

    @property
    def label(self) -> bool:
        """Whether the topic or the act is right."""
        return self.outcome.label == self.sentence.label

    @property
    def gemeente(self) -> bool:
        """Whether the gemeente is right, where one is expected."""
        return self.sentence.gemeente is None or self.outcome.gemeente == self.sentence.gemeente

    @property
    def article(self) -> bool:
        """Whether the right article was given outright, where one is expected."""
        return self.sentence.article is None or self.outcome.article == self.sentence.article

    @property
    def other_article(self) -> bool:
        """Whether another article than the expected one was given."""
        return self.sentence.article is not None and bool(self.outcome.article) and not self.article

    @property
    def confident_wrong(self) -> bool:
        """Whether it was acted on, without asking back, and it was wrong."""
        return self.outcome.decided and (not self.label or self.other_article)

    def as_row(self) -> dict[str, Any]:
        """Return everything about it, for the list of misjudged sentences."""
        return {**asdict(self.sentence), "got": asdict(self.outcome)}
