"""What the search found, and how sure it is of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.models import Article


@dataclass(frozen=True)
class Thresholds:
    """Where doubt begins and ends, as scores from 0 to 1."""

    possible: float
    """Below this score a subject is not mentioned at all."""
    sure: float
    """From this score, and with the lead below, the answer is given without asking back."""
    lead: float
    """How far the best subject must be ahead of the second; it prevents more mistakes than a high score."""


# Chosen from `python -m knowledge.search.calibration` and half of the development set; see docs/adr/0002.
ALONE = Thresholds(possible=0.38, sure=0.65, lead=0.125)
AGREED = Thresholds(possible=0.3, sure=0.38, lead=0.125)
"""When the best subject is of the topic that the model recognised: two independent readers agree."""


class Verdict(StrEnum):
    """How sure the search is."""

    SURE = "sure"
    """The first hit answers the question."""
    BETWEEN = "between"
    """One of the first two or three hits may be meant: ask which."""
    NOTHING = "nothing"
    """There is no answer here: a person helps."""


@dataclass(frozen=True)
class Hit:
    """An article with its score from 0 to 1; the answer may change once the gemeente is known."""

    article: Article
    score: float
    needs_gemeente: bool


@dataclass(frozen=True)
class SearchResult:
    """The hits, best first, one a subject, and how sure the search is of the first."""

    verdict: Verdict
    hits: list[Hit]


def limits_for(ranked: Sequence[Hit], topic: str | None) -> Thresholds:
    """Return the thresholds that hold: milder ones when model and search agree on the topic."""
    return AGREED if ranked and ranked[0].article.topic == topic else ALONE


def judge(ranked: Sequence[Hit], limits: Thresholds) -> Verdict:
    """Decide how sure the search is from the scores of the best two."""
    best, second = [*(hit.score for hit in ranked[:2]), 0.0, 0.0][:2]
    if best < limits.possible:
        return Verdict.NOTHING
    sure = best >= limits.sure and best - second >= limits.lead
    return Verdict.SURE if sure else Verdict.BETWEEN
