"""Texts as vectors: pieces of words forgive typing errors and compounds, lemmas forgive grammar."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import simplemma
from scipy.sparse import csr_array, diags_array, hstack
from sklearn import config_context
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

CHARACTERS = 0.7
WORDS = 0.3
"""Shares of the two kinds of features in a cosine; figures in docs/adr/0002-search-engine.md."""

_COMMON = 0.1
"""Features in more than this share of the texts say nothing and cost most of the time."""
_FEW = 50
"""In so few texts a feature is never too common: a small store needs all it has."""
_BUCKETS = 2**20
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=50_000)
def _lemma(word: str) -> str:
    return str(simplemma.lemmatize(word, lang="nl")).lower()


def lemmas(text: str) -> list[str]:
    """Return the dictionary forms of the words in a text."""
    return [_lemma(word) for word in _WORD.findall(text.lower())]


class Features:
    """TF-IDF vectors, learned from all phrasings.

    Hashing gives words that no editor ever wrote a place too: they match nothing and so lower the cosine.
    A fixed vocabulary would forget them and call `verzekering voor mijn vliegtuig` equal to `verzekering`.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Learn how common each feature is."""
        self._parts = [
            _Part(CHARACTERS, texts, analyzer="char_wb", ngram_range=(3, 5)),
            _Part(WORDS, texts, tokenizer=lemmas, token_pattern=None),
        ]

    def vectors(self, texts: Sequence[str]) -> csr_array:
        """Return one row a text, of length 1 at most."""
        return csr_array(hstack([part.vectors(texts) for part in self._parts], format="csr"))


class _Part:
    """One kind of features, weighed so that the squares of the lengths of all kinds add up to 1."""

    def __init__(self, share: float, texts: Sequence[str], **options: Any) -> None:
        self._weight = np.float32(share**0.5)
        hashing = HashingVectorizer(
            n_features=_BUCKETS, alternate_sign=False, norm=None, dtype=np.float32, **options
        )
        self._count: Callable[[Sequence[str]], Any] = hashing.transform
        counts = self._count(texts)
        self._tfidf = TfidfTransformer(sublinear_tf=True).fit(counts)
        self._telling = _telling(counts, len(texts))

    def vectors(self, texts: Sequence[str]) -> csr_array:
        """Return the vectors; common features count in the length and match nothing."""
        # Looking over our own numbers and options again takes sklearn longer than the work for one question.
        with config_context(assume_finite=True, skip_parameter_validation=True):
            vectors = csr_array(self._tfidf.transform(self._count(texts)))
        vectors.data *= self._telling[vectors.indices] * self._weight
        vectors.eliminate_zeros()
        return vectors


def _telling(counts: Any, texts: int) -> Any:
    """Return 1 for features that are rare enough to tell something, 0 for the others."""
    found_in = np.bincount(counts.indices, minlength=_BUCKETS)
    return (found_in <= max(_FEW, _COMMON * texts)).astype(np.float32)


def unit_rows(vectors: csr_array) -> csr_array:
    """Scale every row to length 1."""
    lengths = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return csr_array(diags_array((1 / lengths).astype(np.float32)) @ vectors)
