"""BM25 over the texts on each subject: pieces of words forgive typing errors, lemmas forgive grammar."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import simplemma
from scipy.sparse import csr_array
from sklearn import config_context
from sklearn.feature_extraction.text import HashingVectorizer

# Chosen by leaving one phrasing out at a time; the figures are in docs/adr/0002-search-engine.md.
CHARACTERS = 0.7
WORDS = 0.3
"""Shares of the two kinds of features in a score."""
DETAILS = 0.3
"""What a word in the details counts beside one in a phrasing, a title or a short answer."""
SATURATION = 1.2
"""BM25's k1: how long it takes before one more mention adds nothing."""
LENGTH = 0.4
"""BM25's b: how much a subject with many phrasings is held back."""
UNSEEN = 0.3
"""What a feature of no document counts beside the rarest known one: an unknown word, or a typing error."""

_BUCKETS = 2**20
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Document:
    """The texts on one subject: what people ask about it, and the details of the answer."""

    phrasings: str
    details: str


@lru_cache(maxsize=50_000)
def _lemma(word: str) -> str:
    return str(simplemma.lemmatize(word, lang="nl")).lower()


def lemmas(text: str) -> list[str]:
    """Return the dictionary forms of the words in a text."""
    return [_lemma(word) for word in _WORD.findall(text.lower())]


class Ranking:
    """Scores documents for a question: which share of what it says is found in them, from 0 to 1."""

    def __init__(self, documents: Sequence[Document]) -> None:
        """Count the features of all documents."""
        self._parts = [
            (CHARACTERS, _Part(documents, least=2.0, analyzer="char_wb", ngram_range=(3, 4))),
            (WORDS, _Part(documents, least=0.5, tokenizer=lemmas, token_pattern=None)),
        ]

    def scores(self, text: str) -> Any:
        """Return a score for each document, in their order."""
        # Looking over our own options and numbers again takes sklearn longer than the work itself.
        with config_context(assume_finite=True, skip_parameter_validation=True):
            return sum(share * part.scores(text) for share, part in self._parts)


class _Part:
    """BM25 for one kind of features.

    Hashing gives words that no editor ever wrote a place too: they match nothing and so lower the score.
    A fixed vocabulary would forget them and call `verzekering voor mijn vliegtuig` equal to `verzekering`.
    """

    def __init__(self, documents: Sequence[Document], least: float, **options: Any) -> None:
        """Count the features.

        A question says at least as much as ``least`` rare features; otherwise one of nothing but small words
        (`en nu dan`) would be found whole in many documents.
        """
        self._count = HashingVectorizer(
            n_features=_BUCKETS, alternate_sign=False, norm=None, dtype=np.float32, **options
        ).transform
        phrasings = self._count([document.phrasings for document in documents])
        details = self._count([document.details for document in documents])
        counts = csr_array(phrasings + details * np.float32(DETAILS))
        self._rarity = _rarity(counts)
        self._least = least * float(self._rarity.max())
        self._weights: csr_array = _saturated(counts, self._rarity).T.tocsr()

    def scores(self, text: str) -> Any:
        """Return the score of each document by these features alone."""
        asked = csr_array(self._count([text]))
        asked.data[:] = 1
        says = max(float(self._rarity[asked.indices].sum()), self._least)
        return (asked @ self._weights).toarray()[0] / says


def _rarity(counts: csr_array) -> Any:
    """Return BM25's weight of each feature: high when few documents have it."""
    documents = counts.shape[0]
    having = np.bincount(counts.indices, minlength=_BUCKETS)
    rarity = np.log1p((documents - having + 0.5) / (having + 0.5))
    rarity[having == 0] = UNSEEN * np.log1p((documents - 0.5) / 1.5)
    return rarity.astype(np.float32)


def _saturated(counts: csr_array, rarity: Any) -> csr_array:
    """Weigh every count so that it approaches, and never passes, the rarity of its feature."""
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    damping = SATURATION * (1 - LENGTH + LENGTH * lengths / lengths.mean())
    per_count = np.repeat(damping, np.diff(counts.indptr)).astype(np.float32)
    weights = counts.copy()
    weights.data = counts.data / (counts.data + per_count) * rarity[counts.indices]
    return weights
