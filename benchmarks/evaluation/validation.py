"""Cross-validation on the training sentences: every sentence judged by a classifier that never saw it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedKFold

from benchmarks.evaluation.examples import Example
from benchmarks.evaluation.light import LightClassifier, Words

FOLDS = 3
SEED = 20261127

type Spoiling = Callable[[str], str | None]
"""Return a sentence with mistakes in it, or None when there is nothing to spoil."""


@dataclass(frozen=True)
class Judged:
    """A sentence with its right intent and the probability of every intent that a classifier gave it."""

    example: Example
    probabilities: dict[str, float]

    @property
    def likeliest(self) -> str:
        """The intent that would be chosen."""
        return max(self.probabilities, key=lambda name: self.probabilities[name])

    @property
    def confidence(self) -> float:
        """How likely that one is, from 0 to 1."""
        return max(self.probabilities.values())

    @property
    def right(self) -> bool:
        """Whether that is the intent it has."""
        return self.likeliest == self.example.intent


def folds(examples: Sequence[Example]) -> Iterator[tuple[list[Example], list[Example]]]:
    """Split into what is learnt and what is asked, the same way every time."""
    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for learnt, asked in parts.split(np.zeros(len(examples)), [example.intent for example in examples]):
        yield [examples[place] for place in learnt], [examples[place] for place in asked]


def cross_validate(examples: Sequence[Example], words: Mapping[str, Words]) -> Iterator[Judged]:
    """Judge every sentence by the classifier of the folds that it is not in."""
    for learnt, asked in folds(examples):
        model = fitted(learnt, words)
        rows = model.probabilities([example.text for example in asked])
        for example, row in zip(asked, rows, strict=True):
            yield Judged(example, dict(zip(model.intents, map(float, row), strict=True)))


def fitted(examples: Sequence[Example], words: Mapping[str, Words]) -> LightClassifier:
    """Return a classifier that learnt these sentences."""
    texts = [example.text for example in examples]
    return LightClassifier(words).fit(texts, [example.intent for example in examples])
