"""The search: from a question in somebody's own words to the article that answers it, or to honest doubt."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kit.masking import without_masks
from knowledge.areas import Areas
from knowledge.choice import Choice, choose
from knowledge.models import Article
from knowledge.search.features import Document
from knowledge.search.likeness import COMPARED, likeness
from knowledge.search.prior import Prior
from knowledge.search.ranking import Ranking
from knowledge.search.synonyms import Synonyms
from knowledge.search.verdict import POSSIBLE, Hit, SearchResult, Verdict, judge, judge_following
from knowledge.search.words import DUTCH, lemmas

__all__ = ["Hit", "SearchIndex", "SearchResult", "Verdict"]

UNREAD = Prior()
FOLLOWED = 5
"""Subjects that a next question may mean."""
BESIDE_LITERAL = 0.5
"""Factor for all other subjects when somebody types a phrasing to the letter."""

_ELSEWHERE = "elders"
_PERSONS = {"ik", "u", "je", "jij", "we", "wij", "mij", "me", "mijn", "uw", "jouw", "ons", "onze"}
_MEANS_NOTHING = {
    DUTCH: frozenset({*_PERSONS, "en", "dan"}),
    "en": frozenset({"i", "you", "we", "me", "my", "your", "our", "a", "an", "the", "and", "then"}),
}
"""An editor's title says `u` where somebody who asks says `ik`, and a next question begins with `en`."""

type _Subjects = dict[str, list[Article]]


@dataclass(frozen=True)
class _Chosen:
    """The article of every subject, in order, for one gemeente; and which subjects have none there."""

    choices: list[Choice | None]
    nowhere: Any


class SearchIndex:
    """An index over the served articles in one language. It never changes: ``changed`` makes another one."""

    def __init__(
        self,
        articles: Iterable[Article],
        areas: Areas,
        synonyms: Synonyms | None = None,
        language: str = DUTCH,
    ) -> None:
        """Build the index of the articles in one language; some seconds for ten thousand."""
        self._areas, self._language = areas, language
        subjects = self._grouped(articles)
        documents = {name: self._document(versions) for name, versions in subjects.items()}
        literal = self._relearned({}, {}, subjects, subjects)
        self._put(subjects, Ranking(documents, synonyms or Synonyms(), language), literal, {})

    def changed(self, articles: Sequence[Article], removed: Collection[str] = ()) -> "SearchIndex":
        """Return an index in which some articles are new or other, and those with the given ids are gone.

        It scores as one that was built anew; this one stays as it is.
        """
        gone = {*removed, *(article.id for article in articles)}
        homes = {article.id: name for name, versions in self._subjects.items() for article in versions}
        touched = {homes[key] for key in gone & homes.keys()} | self._grouped(articles).keys()
        others = [each for name in touched for each in self._subjects.get(name, ()) if each.id not in gone]
        now = self._grouped([*others, *articles])
        kept = {name: versions for name, versions in self._subjects.items() if name not in touched}
        documents = {name: self._document(versions) for name, versions in now.items()}
        index = object.__new__(SearchIndex)
        index._areas, index._language = self._areas, self._language
        index._put(
            dict(sorted({**kept, **now}.items())),
            self._ranking.changed(documents, touched - now.keys()),
            self._relearned(self._literal, self._subjects, now, touched),
            {key: _without(known.copy(), touched) for key, known in list(self._choices.items())},
        )
        return index

    def search(
        self, text: str, *, prior: Prior = UNREAD, gemeente: str | None = None, limit: int = 5
    ) -> SearchResult:
        """Find at most ``limit`` subjects for a text; without a gemeente, for the one that the text names."""
        ranked = self.rank(text, prior=prior, gemeente=gemeente, limit=max(limit, COMPARED))
        verdict, confidence = judge(ranked, prior)
        return SearchResult(verdict, [hit for hit in ranked[:limit] if hit.score >= POSSIBLE], confidence)

    def rank(
        self, text: str, *, prior: Prior = UNREAD, gemeente: str | None = None, limit: int = 5
    ) -> list[Hit]:
        """Return the best subjects as ``search`` does, however low their scores."""
        text = without_masks(text)
        gemeente = gemeente or self._areas.find(text)
        best = self._best(self._scores(text, gemeente, prior), gemeente, limit)
        said = self._spelling(self._areas.without_places(text, gemeente))
        return [*(self._compared(hit, said) for hit in best[:COMPARED]), *best[COMPARED:]]

    def follow(
        self, about: str, text: str, *, prior: Prior, gemeente: str | None, without: str | None = None
    ) -> SearchResult:
        """Find what a short text means after what was talked about, other than one article by its id.

        A score is the mean of what the text says alone and together: alone it tells what is new, together
        what it is about. Two readings that agree need less of a lead.
        """
        about, text = without_masks(about), without_masks(text)
        gemeente = gemeente or self._areas.find(text)
        together = self._scores(f"{about} {text}", gemeente, prior)
        ranked = self._best((self._scores(text, gemeente, prior) + together) / 2, gemeente, FOLLOWED)
        return judge_following([hit for hit in ranked if hit.article.id != without])

    def _best(self, scores: Any, gemeente: str | None, limit: int) -> list[Hit]:
        """Return the subjects with the best scores that have an article for the gemeente."""
        chosen = self._chosen(gemeente)
        scores[chosen.nowhere] = 0
        best = np.argsort(-scores, kind="stable")[:limit]
        return [
            Hit(choice.article, float(scores[number]), choice.needs_gemeente)
            for number in best
            if (choice := chosen.choices[number]) and scores[number] > 0
        ]

    def _compared(self, hit: Hit, said: str) -> Hit:
        """Tell of a hit how like its nearest phrasing is to what was said."""
        subject = hit.article.subject
        if subject not in self._phrasings:
            asked = self._all_without_places(self._subjects[subject])
            self._phrasings[subject] = [self._spelling(text) for text in asked]
        return replace(hit, likeness=likeness(said, self._phrasings[subject]))

    def browse(self, topic: str, *, gemeente: str | None = None) -> list[Article]:
        """List one article a subject of a topic, those that differ between gemeenten first: most asked."""
        chosen = zip(self._subjects.values(), self._chosen(gemeente).choices, strict=True)
        about = [
            (len(versions), each.article) for versions, each in chosen if each and versions[0].topic == topic
        ]
        return [article for _, article in sorted(about, key=lambda pair: (-pair[0], pair[1].id))]

    def _put(
        self,
        subjects: _Subjects,
        ranking: Ranking,
        literal: dict[str, frozenset[str]],
        choices: dict[str | None, dict[str, Choice | None]],
    ) -> None:
        """Keep the parts, and what follows from them: the number of a subject is its place by name."""
        self._subjects, self._ranking, self._literal, self._choices = subjects, ranking, literal, choices
        self._numbers = {name: number for number, name in enumerate(subjects)}
        topics = [versions[0].topic for versions in subjects.values()]
        self._topics = sorted(set(topics))
        self._topic_places = np.array([self._topics.index(topic) for topic in topics], dtype=int)
        rows = {name: row for row, name in enumerate(ranking.keys)}
        self._rows = np.array([rows[name] for name in subjects], dtype=int)
        self._ready: dict[str | None, _Chosen] = {}
        self._phrasings: dict[str, list[str]] = {}

    def _grouped(self, articles: Iterable[Article]) -> _Subjects:
        """Put the articles in this language together by subject; those in others are found by link."""
        subjects: _Subjects = {}
        for article in sorted(articles, key=lambda article: (article.subject, article.id)):
            if article.language == self._language:
                subjects.setdefault(article.subject, []).append(article)
        return subjects

    def _relearned(
        self,
        literal: Mapping[str, frozenset[str]],
        before: _Subjects,
        now: _Subjects,
        touched: Iterable[str],
    ) -> dict[str, frozenset[str]]:
        """Return which subjects a phrasing means to the letter, after some subjects changed."""
        learned = dict(literal)
        for name in touched:
            for text in map(self._spelling, _all_asked(before.get(name, ()))):
                learned[text] = learned[text] - {name}
        for name in touched:
            for text in map(self._spelling, _all_asked(now.get(name, ()))):
                learned[text] = learned.get(text, frozenset()) | {name}
        return learned

    def _spelling(self, text: str) -> str:
        """Write a phrasing without the differences that change no meaning: capitals, endings, small words."""
        nothing = _MEANS_NOTHING[self._language]
        return " ".join(word for word in lemmas(text, self._language) if word not in nothing)

    def _document(self, versions: Sequence[Article]) -> Document:
        """Collect the texts on a subject without places, for the area is decided apart."""
        answers = [self._without_places(article.short_answer, article) for article in versions]
        details = "\n".join(article.details for article in versions)
        return Document("\n".join(self._all_without_places(versions)), "\n".join(answers), details)

    def _all_without_places(self, versions: Sequence[Article]) -> list[str]:
        return [self._without_places(text, article) for article in versions for text in _asked(article)]

    def _without_places(self, text: str, article: Article) -> str:
        own = article.area if self._areas.is_gemeente(article.area) else None
        return self._areas.without_places(text, own)

    def _scores(self, text: str, gemeente: str | None, prior: Prior) -> Any:
        """Score every subject; a text that is nothing but a place scores 0 everywhere."""
        said = self._areas.without_places(text, gemeente)
        if not self._subjects or not self._spelling(said):
            return np.zeros(len(self._subjects))
        scores = self._ranking.scores(said)[self._rows]
        if prior.read:
            bonuses = np.array([prior.bonus(topic) for topic in self._topics])[self._topic_places]
            scores[scores > 0] += bonuses[scores > 0]
        literal = [self._numbers[name] for name in self._literal.get(self._spelling(text), ())]
        if literal:
            # Who types a phrasing as the editor wrote it means that subject, whatever looks like it.
            scores *= BESIDE_LITERAL
            scores[literal] = 1
        return scores

    def _chosen(self, gemeente: str | None) -> _Chosen:
        """Return the article of every subject for a gemeente, remembered from the first time it is asked."""
        key = gemeente if gemeente is None or self._areas.is_gemeente(gemeente) else _ELSEWHERE
        if key not in self._ready:
            known = self._choices.setdefault(key, {})
            for name in self._subjects.keys() - known.keys():
                known[name] = choose(self._subjects[name], key, self._areas)
            choices = [known[name] for name in self._subjects]
            self._ready[key] = _Chosen(choices, np.array([each is None for each in choices], dtype=bool))
        return self._ready[key]


def _asked(article: Article) -> Iterator[str]:
    yield article.title
    yield from (question.text for question in article.questions)


def _all_asked(articles: Iterable[Article]) -> Iterator[str]:
    return (text for article in articles for text in _asked(article))


def _without[Value](known: dict[str, Value], names: Iterable[str]) -> dict[str, Value]:
    for name in names:
        known.pop(name, None)
    return known
