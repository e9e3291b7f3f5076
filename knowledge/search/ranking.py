"""BM25 over the texts on each subject, in parts that can be replaced while the rest stays as it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from knowledge.search.features import Document, Features
from knowledge.search.postings import Postings, rarest, rarities
from knowledge.search.spelling import Spelling, corrected
from knowledge.search.synonyms import Synonyms
from knowledge.search.words import DUTCH, is_known, lemma, words

# Chosen by leaving one phrasing out at a time and on half of the development set; docs/adr/0002 tells how.
_SHARES = (0.5, 0.35, 0.15)
"""What pieces, lemmas and groups of synonyms count in a score."""
_LEAST = (2.0, 0.5, 0.5)
"""How many rare features a question counts at least for; otherwise one of nothing but small words (`en nu
dan`) would be found whole in many documents."""
_LEMMAS = 1
"""The place of the lemmas among the three."""
_FRESH = 0.1
"""Share of documents that may have changed before all are put together again."""


@dataclass(frozen=True)
class _Segment:
    """Some documents with their counts, a row each."""

    keys: tuple[str, ...]
    postings: tuple[Postings, ...]
    lemmas: frozenset[str]

    @cached_property
    def spelling(self) -> Spelling:
        return Spelling(self.lemmas)

    def select(self, rows: Any) -> "_Segment":
        keys = tuple(self.keys[row] for row in rows)
        return _Segment(keys, tuple(each.select(rows) for each in self.postings), self.lemmas)

    def joined(self, other: "_Segment") -> "_Segment":
        postings = tuple(mine.joined(its) for mine, its in zip(self.postings, other.postings, strict=True))
        return _Segment(self.keys + other.keys, postings, self.lemmas | other.lemmas)

    def without(self, keys: Collection[str]) -> "_Segment":
        return self.select([row for row, key in enumerate(self.keys) if key not in keys])


class Ranking:
    """Scores documents for a question: which share of what it says is found in them, from 0 to 1.

    Most documents are in one large part. What changed since is in a small one, and their former rows in
    the large part no longer count; so the numbers are those of a ranking that was made anew.
    """

    def __init__(self, documents: Mapping[str, Document], synonyms: Synonyms, language: str = DUTCH) -> None:
        """Count the features of all documents, each under a key of its own."""
        self._synonyms, self._language = synonyms, language
        self._features = Features(synonyms, language)
        self._put(self._segment(documents), frozenset(), self._segment({}))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the documents, in the order of the scores."""
        kept = (key for key in self._base.keys if key not in self._stale)
        return (*kept, *self._fresh.keys)

    def changed(self, documents: Mapping[str, Document], removed: Collection[str] = ()) -> "Ranking":
        """Return a ranking in which some documents are new, other, or gone; this one stays as it is."""
        gone = {*documents, *removed}
        stale = self._stale | gone.intersection(self._base.keys)
        fresh = self._fresh.without(gone).joined(self._segment(documents))
        base = self._base
        if len(stale) + len(fresh.keys) > _FRESH * len(base.keys):
            base, stale, fresh = base.without(stale).joined(fresh), frozenset(), self._segment({})
        other = object.__new__(Ranking)
        other._synonyms, other._features = self._synonyms, self._features
        other._language = self._language
        other._put(base, stale, fresh)
        return other

    def scores(self, text: str) -> Any:
        """Return a score for each document, in the order of ``keys``; the text must hold a word."""
        said = words(text, self._language)
        asked = self._features.of_question(said, [self._meant(word) for word in said])
        kinds = [kind for kind, features in enumerate(asked) if len(features)]
        scores = sum(_SHARES[kind] * self._kind_scores(kind, asked[kind]) for kind in kinds)
        return scores / sum(_SHARES[kind] for kind in kinds)

    def _kind_scores(self, kind: int, features: Any) -> Any:
        """Return the scores by one kind of features alone."""
        rarity = rarities(self._having(kind, features), self._size)
        says = max(float(rarity.sum()), _LEAST[kind] * rarest(self._size))
        base, fresh = (rarity @ shares[features] for shares in self._found[kind])
        return np.concatenate([base[self._alive], fresh]) / says

    def _having(self, kind: int, features: Any) -> Any:
        """Return in how many documents each of the features occurs."""
        base, gone, fresh = (part.postings[kind].having[features] for part in self._parts)
        return base - gone + fresh

    def _shares(self, kind: int) -> tuple[Any, Any]:
        """Return what both parts hold of each feature; that depends on the mean lengths of all documents."""
        base, gone, fresh = (part.postings[kind] for part in self._parts)
        sums = ([float(lengths.sum()) for lengths in part.lengths] for part in (base, gone, fresh))
        means = [(first - second + third) / self._size for first, second, third in zip(*sums, strict=True)]
        return base.shares(means), fresh.shares(means)

    def _meant(self, word: str) -> str:
        """Return a word, or the one of the store that it was probably meant to be."""
        if self._in_use(word) or is_known(word, self._language) or self._synonyms.knows(word):
            return word
        return corrected(word, (self._base.spelling, self._fresh.spelling), self._in_use)

    def _in_use(self, word: str) -> bool:
        """Tell whether a document has a form of this word."""
        return bool(self._having(_LEMMAS, self._features.column(lemma(word, self._language)))[0] > 0)

    def _segment(self, documents: Mapping[str, Document]) -> _Segment:
        counted = self._features.count(list(documents.values()))
        return _Segment(tuple(documents), counted.postings, counted.lemmas)

    def _put(self, base: _Segment, stale: frozenset[str], fresh: _Segment) -> None:
        self._base, self._stale, self._fresh = base, stale, fresh
        gone = base.select([row for row, key in enumerate(base.keys) if key in stale])
        self._parts = (base, gone, fresh)
        self._alive = np.array([key not in stale for key in base.keys], dtype=bool)
        self._size = max(int(self._alive.sum()) + len(fresh.keys), 1)
        self._found = [self._shares(kind) for kind in range(len(_SHARES))]
