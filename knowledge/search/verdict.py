"""What the search found, and how likely it is right, calibrated on questions with known answers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.models import Article
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

    def probability(self, ranked: "Sequence[Hit]", prior: Prior) -> float:
        """Return the probability for what came first; nothing found counts as a score of 0."""
        best, second = [*(hit.score for hit in ranked[:2]), 0.0, 0.0][:2]
        topic = prior.log_topic(ranked[0].article.topic) if ranked else 0.0
        read = self.topic * topic + self.out_of_scope * prior.log_out_of_scope() if prior.read else 0.0
        known = read + self.door * prior.door
        return 1 / (1 + math.exp(-(self.intercept + self.score * best + self.lead * (best - second) + known)))


# How likely the first article is the right one: when a model read the question, and when none did.
RIGHT_READ = Logistic(intercept=-2.97, score=1.46, lead=11.5, topic=0.44, out_of_scope=-0.31, door=-1.48)
RIGHT_UNREAD = Logistic(intercept=-3.69, score=4.48, lead=9.71, door=-2.7)
# How likely the question is not for this desk.
ELSEWHERE = Logistic(intercept=3.92, score=-3.85, lead=-3.11, topic=-0.29, out_of_scope=1.11, door=1.57)

SURE = 0.75
"""From this probability the answer is given without asking back."""
SURE_UNREAD = 0.8
"""The same when no model read the question, so that nothing tells what is not for this desk;"""
FOUND_UNREAD = 0.65
"""and the score that is needed then besides."""
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
    likely, score, logistic = _WANTED[prior.read]
    right, best = logistic.probability(ranked, prior), ranked[0].score if ranked else 0.0
    # What the model clearly takes for a question of ours is asked back, unless a word of residents is in it.
    doubtful = prior.read and (prior.door or prior.lead <= clearly)
    elsewhere = doubtful and ELSEWHERE.probability(ranked, prior) >= not_ours
    # A word of residents weighs more than an answer that would be sure without it.
    if right >= likely and best >= score and not (elsewhere and prior.door):
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


# Whether a model read the question, what is needed to be sure, and how likely the first hit is right.
_WANTED = {True: (SURE, POSSIBLE, RIGHT_READ), False: (SURE_UNREAD, FOUND_UNREAD, RIGHT_UNREAD)}
