"""What the language model made of a question before anything was searched."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

WEIGHT = 0.035
"""What it adds to a score that a topic is e times likelier; chosen on half of the development set."""
_REACH = 4.0
"""Topics further behind the likeliest than e to this power all count the same: the model can be wrong."""
_LEAST = 0.001
"""No probability counts as smaller; the model is not that sure of anything."""


@dataclass(frozen=True)
class Prior:
    """How likely the model finds each topic, and that the question is not for this desk; from 0 to 1.

    Without topics nobody read the question: every topic is as likely, and nothing is out of scope.
    """

    topics: Mapping[str, float] = field(default_factory=dict)
    out_of_scope: float = 0.0
    door: bool = False
    """Whether it holds words of residents or of another organisation: knowledge/content/doors.yaml."""

    @classmethod
    def known(cls, topic: str | None) -> "Prior":
        """Return the prior of somebody who knows the topic; None is not to know it."""
        return cls({topic: 1.0}) if topic else cls()

    @property
    def read(self) -> bool:
        """Whether a model read the question."""
        return bool(self.topics) or self.out_of_scope > 0

    @property
    def lead(self) -> float:
        """How many times likelier the likeliest topic is than that the question is not for this desk."""
        return max(self.topics.values(), default=0.0) / max(self.out_of_scope, _LEAST)

    def bonus(self, topic: str) -> float:
        """Return what is added to the scores of subjects with a topic, from 0 to WEIGHT times _REACH."""
        likely = self.topics.get(topic, 0.0)
        if likely <= 0:
            return 0.0
        return WEIGHT * max(0.0, _REACH + math.log(likely / max(self.topics.values())))

    def log_topic(self, topic: str) -> float:
        """Return the logarithm of how likely a topic is."""
        return math.log(self.topics.get(topic, 0.0) + _LEAST)

    def log_out_of_scope(self) -> float:
        """Return the logarithm of how likely it is that the question is not for this desk."""
        return math.log(self.out_of_scope + _LEAST)
