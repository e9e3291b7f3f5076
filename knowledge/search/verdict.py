"""What the search found, and how likely it is right, calibrated on questions with known answers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.models import Article
from knowledge.search.likeness import COMPARED
from knowledge.search.prior import Prior


@dataclass(frozen=True)
class Logistic:
    """A logistic regression on what is known of a search.

    `python -m benchmarks.search.calibration` fits them all and prints them; docs/adr/0002 tells how.
    """

    intercept: float
    score: float
    lead: float
    topic: float = 0.0
    out_of_scope: float = 0.0
    door: float = 0.0
    likeness: float = 0.0

    def probability(self, ranked: "Sequence[Hit]", prior: Prior) -> float:
        """Return the probability for what came first; nothing found counts as a score of 0."""
        best, second = [*(hit.score for hit in ranked[:2]), 0.0, 0.0][:2]
        topic = prior.log_topic(ranked[0].article.topic) if ranked else 0.0
        read = self.topic * topic + self.out_of_scope * prior.log_out_of_scope() if prior.read else 0.0
        known = read + self.door * prior.door + self.likeness * lead_in_likeness(ranked)
        return 1 / (1 + math.exp(-(self.intercept + self.score * best + self.lead * (best - second) + known)))


def lead_in_likeness(ranked: "Sequence[Hit]") -> float:
    """Return how much more a question is like a phrasing of the first subject than of the next ones."""
    first, *others = [hit.likeness for hit in ranked[:COMPARED]] or [0.0]
    return first - max(others, default=0.0)


# How likely the first article is the right one: when a model read the question, and when none did.
RIGHT_READ = Logistic(
    intercept=-2.74, score=1.18, lead=10.59, topic=0.43, out_of_scope=-0.32, door=-1.38, likeness=6.41
)
RIGHT_UNREAD = Logistic(intercept=-3.46, score=4.29, lead=8.79, door=-2.71, likeness=6.25)
# How likely the question is not for this desk.
ELSEWHERE = Logistic(
    intercept=3.85, score=-3.77, lead=-2.93, topic=-0.29, out_of_scope=1.11, door=1.52, likeness=-1.42
)

SURE = 0.8
"""From this probability the answer is given without asking back."""
FOUND_UNREAD = 0.65
"""The score that is needed besides when no model read the question: nothing tells then what is not ours."""
POSSIBLE = 0.38
"""Below this score a subject is not mentioned at all."""
NOT_OURS = 0.25
"""From this probability a question is out of scope, unless the model clearly takes it for a topic;"""
CLEARLY = 1.25
"""so many times likelier is a topic then. Of the phrasings, many at the border on purpose, 2.3% are refused:
under 3%, with room for typing errors, which these have not.
"""
FOLLOWING_POSSIBLE, FOLLOWING_SURE, FOLLOWING_LEAD = 0.56, 0.61, 0.07
"""The same for a next question that is read alone and together with the last one, as scores (ADR 12)."""


class Verdict(StrEnum):
    """How sure the search is."""

    SURE = "sure"
    """The first hit answers the question."""
    BETWEEN = "between"
    """One of the first two or three hits may be meant: ask which."""
    NOTHING = "nothing"
    """There is no answer here: a person helps."""
    OUT_OF_SCOPE = "out-of-scope"
    """The question is not for this desk."""


@dataclass(frozen=True)
class Hit:
    """An article with its score; the answer may change once the gemeente is known.

    A score is from 0 to 1, and what a likely topic adds: without that a plain question, which many subjects
    nearly match, would have no lead.
    """

    article: Article
    score: float
    needs_gemeente: bool
    likeness: float = 0.0
    """How like its nearest phrasing is to the question, from 0 to 1; only known of the best few."""


@dataclass(frozen=True)
class SearchResult:
    """The hits, best first, one a subject, and how likely the first one is right."""

    verdict: Verdict
    hits: list[Hit]
    confidence: float


def judge(
    ranked: Sequence[Hit], prior: Prior, *, not_ours: float = NOT_OURS, clearly: float = CLEARLY
) -> tuple[Verdict, float]:
    """Decide what to do with the best hits, and tell how likely the first one is right."""
    score, logistic = _WANTED[prior.read]
    right, best = logistic.probability(ranked, prior), ranked[0].score if ranked else 0.0
    # What the model clearly takes for a question of ours is asked back, unless a word of residents is in it.
    doubtful = prior.read and (prior.door or prior.lead <= clearly)
    elsewhere = doubtful and ELSEWHERE.probability(ranked, prior) >= not_ours
    # A word of residents weighs more than an answer that would be sure without it.
    if right >= SURE and best >= score and not (elsewhere and prior.door):
        return Verdict.SURE, right
    if elsewhere:
        return Verdict.OUT_OF_SCOPE, right
    return (Verdict.BETWEEN if best >= POSSIBLE else Verdict.NOTHING), right


def judge_following(ranked: Sequence[Hit]) -> SearchResult:
    """Decide what a next question means; a score stands in for a probability, for few are known."""
    hits = [hit for hit in ranked if hit.score >= FOLLOWING_POSSIBLE]
    best, second = [*(hit.score for hit in ranked[:2]), 0.0, 0.0][:2]
    if not hits:
        return SearchResult(Verdict.NOTHING, hits, best)
    sure = best >= FOLLOWING_SURE and best - second >= FOLLOWING_LEAD
    return SearchResult(Verdict.SURE if sure else Verdict.BETWEEN, hits, best)


# Whether a model read the question, the score that is needed, and how likely the first hit is right.
_WANTED = {True: (POSSIBLE, RIGHT_READ), False: (FOUND_UNREAD, RIGHT_UNREAD)}
