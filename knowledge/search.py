"""The search: from a question in somebody's own words to the article that answers it, or to honest doubt."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

import numpy as np

from knowledge.areas import Areas
from knowledge.choice import Choice, choose
from knowledge.models import Article
from knowledge.ranking import Document, Ranking, lemmas

# The numbers come from `python -m knowledge.calibration`; docs/adr/0002-search-engine.md tells how.
TOPIC_BOOST = 1.3
"""Factor for subjects of the topic that the model recognised; no filter, for the model can be wrong."""
BESIDE_LITERAL = 0.5
"""Factor for all other subjects when somebody types a phrasing to the letter."""

_ELSEWHERE = "elders"


@dataclass(frozen=True)
class Thresholds:
    """Where doubt begins and ends, as scores from 0 to 1."""

    possible: float
    """Below this score a subject is not mentioned at all."""
    sure: float
    """From this score, and with the lead below, the answer is given without asking back."""
    lead: float
    """How far the best subject must be ahead of the second; it prevents more mistakes than a high score."""


ALONE = Thresholds(possible=0.36, sure=0.65, lead=0.125)
AGREED = Thresholds(possible=0.2, sure=0.45, lead=0.125)
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


class SearchIndex:
    """An index over articles that are served; to be made anew when they change."""

    def __init__(self, articles: Sequence[Article], areas: Areas) -> None:
        """Build the index; about half a minute for ten thousand articles."""
        self._areas = areas
        ordered = sorted(articles, key=lambda article: (article.subject, article.id))
        self._subjects = [list(group) for _, group in groupby(ordered, key=lambda article: article.subject)]
        self._topics = np.array([versions[0].topic for versions in self._subjects])
        self._choices: dict[str | None, list[Choice | None]] = {}
        self._literal: defaultdict[str, set[int]] = defaultdict(set)
        if self._subjects:
            self._ranking = Ranking([self._document(number) for number in range(len(self._subjects))])

    def search(
        self, text: str, *, topic: str | None = None, gemeente: str | None = None, limit: int = 5
    ) -> SearchResult:
        """Find at most ``limit`` subjects for a text; without a gemeente, for the one that the text names."""
        ranked = self.rank(text, topic=topic, gemeente=gemeente, limit=max(limit, 2))
        limits = limits_for(ranked, topic)
        hits = [hit for hit in ranked[:limit] if hit.score >= limits.possible]
        return SearchResult(judge(ranked, limits), hits)

    def rank(
        self, text: str, *, topic: str | None = None, gemeente: str | None = None, limit: int = 5
    ) -> list[Hit]:
        """Return the best subjects as ``search`` does, however low their scores."""
        gemeente = gemeente or self._areas.find(text)
        choices = self._chosen(gemeente)
        scores = self._scores(text, gemeente, topic)
        scores[[choice is None for choice in choices]] = 0
        best = np.argsort(-scores, kind="stable")[:limit]
        return [
            Hit(choice.article, float(scores[number]), choice.needs_gemeente)
            for number in best
            if (choice := choices[number]) and scores[number] > 0
        ]

    def browse(self, topic: str, *, gemeente: str | None = None) -> list[Article]:
        """List one article a subject of a topic, those that differ between gemeenten first: most asked."""
        chosen = zip(self._subjects, self._chosen(gemeente), strict=True)
        about = [
            (len(versions), each.article) for versions, each in chosen if each and versions[0].topic == topic
        ]
        return [article for _, article in sorted(about, key=lambda pair: (-pair[0], pair[1].id))]

    def _document(self, number: int) -> Document:
        """Collect the texts on a subject without places, for the area is decided apart."""
        phrasings, details = [], []
        for article in self._subjects[number]:
            own = article.area if self._areas.is_gemeente(article.area) else None
            asked = [article.title, *(question.text for question in article.questions)]
            for text in asked:
                self._literal[_spelling(text)].add(number)
            phrasings += [self._areas.without_places(text, own) for text in (*asked, article.short_answer)]
            details.append(article.details)
        return Document("\n".join(phrasings), "\n".join(details))

    def _scores(self, text: str, gemeente: str | None, topic: str | None) -> Any:
        """Score every subject; a text that is nothing but a place scores 0 everywhere."""
        said = self._areas.without_places(text, gemeente)
        if not self._subjects or not _spelling(said):
            return np.zeros(len(self._subjects))
        scores = self._ranking.scores(said) * np.where(self._topics == topic, TOPIC_BOOST, 1)
        literal = list(self._literal.get(_spelling(text), ()))
        if literal:
            # Who types a phrasing as the editor wrote it means that subject, whatever looks like it.
            scores *= BESIDE_LITERAL
            scores[literal] = 1
        return np.minimum(scores, 1)

    def _chosen(self, gemeente: str | None) -> list[Choice | None]:
        """Return the article of every subject for a gemeente, remembered from the first time it is asked."""
        key = gemeente if gemeente is None or self._areas.is_gemeente(gemeente) else _ELSEWHERE
        if key not in self._choices:
            self._choices[key] = [choose(versions, key, self._areas) for versions in self._subjects]
        return self._choices[key]


def _spelling(text: str) -> str:
    """Write a phrasing without the differences that change no meaning: capitals, signs, endings."""
    return " ".join(lemmas(text))


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
