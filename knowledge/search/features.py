"""Counting what texts consist of: pieces forgive typing errors, lemmas grammar, groups other words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from sklearn import config_context
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer

from knowledge.search.postings import Postings
from knowledge.search.synonyms import Synonyms
from knowledge.search.words import DUTCH, lemma, pieces, words

_DETAILS = np.float32(0.3)
"""What a word in the details counts beside one in a phrasing, a title or a short answer."""
_BUCKETS = {DUTCH: 2**20, "en": 2**17}
"""Columns by language: memory goes with it, and the English articles have few different words."""


@dataclass(frozen=True)
class Document:
    """The texts on one subject: what people ask about it, the short answers, and the details."""

    asked: str
    answer: str
    details: str


@dataclass(frozen=True)
class Counted:
    """Pieces, lemmas and groups in some documents, and the lemmas themselves."""

    postings: tuple[Postings, Postings, Postings]
    lemmas: frozenset[str]


class Features:
    """Turns texts into counts of features, always the same column for the same feature.

    Hashing gives words that no editor ever wrote a place too: they match nothing and so lower the score.
    A fixed vocabulary would forget them and call `verzekering voor mijn vliegtuig` equal to `verzekering`.
    """

    def __init__(self, synonyms: Synonyms, language: str = DUTCH) -> None:
        """Count words of one group of synonyms as one more feature."""
        self._words, self._lemma = partial(words, language=language), partial(lemma, language=language)
        buckets = _BUCKETS[language]
        self._pieces = _hashing(pieces, buckets)
        self._lemmas = _hashing(lambda word: [self._lemma(word)], buckets)
        self._groups = _hashing(synonyms.groups, buckets)
        self._columns: dict[str, Any] = {}

    def count(self, documents: Sequence[Document]) -> "Counted":
        """Count pieces, lemmas and groups.

        Of the details only lemmas: they hold pieces of nearly every word, and slow down all else.
        """
        texts = [getattr(each, name) for name in _TEXTS for each in documents] + [_SOMETHING]
        counter = CountVectorizer(analyzer=self._words, dtype=np.float32)
        asked, answer, details = _parts(counter.fit_transform(texts), len(documents))
        vocabulary = counter.get_feature_names_out()
        by_piece, by_lemma = csr_array(self._pieces(vocabulary)), csr_array(self._lemmas(vocabulary))
        in_asked, in_answer, _ = _parts(self._groups([*texts[: 2 * len(documents)], ""]), len(documents))
        postings = (
            Postings.of(asked @ by_piece, answer @ by_piece),
            Postings.of(asked @ by_lemma, (answer + details * _DETAILS) @ by_lemma),
            Postings.of(in_asked, in_answer),
        )
        return Counted(postings, frozenset(map(self._lemma, vocabulary)))

    def of_question(self, said: Sequence[str], meant: Sequence[str]) -> tuple[Any, Any, Any]:
        """Return the columns of a question: its pieces as they were typed, lemmas and groups as meant."""
        # Looking over our own options and numbers again takes sklearn longer than the work itself.
        with config_context(assume_finite=True, skip_parameter_validation=True):
            return (
                np.unique(self._pieces(said).indices),
                np.unique(self._lemmas(meant).indices),
                np.unique(self._groups([" ".join(meant)]).indices),
            )

    def column(self, form: str) -> Any:
        """Return the column of one lemma."""
        if form not in self._columns:
            self._columns[form] = self._lemmas([form]).indices
        return self._columns[form]


_TEXTS = ("asked", "answer", "details")
_SOMETHING = "iets"
"""Keeps the counters from failing when there are no documents, or none with a single word."""


def _parts(counts: Any, documents: int) -> list[csr_array]:
    """Split counts into those of each of the texts of all documents."""
    rows = csr_array(counts)
    return [rows[documents * part : documents * (part + 1)] for part in range(len(_TEXTS))]


def _hashing(analyzer: Any, buckets: int) -> Any:
    return HashingVectorizer(
        analyzer=analyzer, n_features=buckets, alternate_sign=False, norm=None, dtype=np.float32
    ).transform
