"""BM25's building blocks: where each feature occurs, in a form of which parts can be replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

ASKED = 0.4
"""What it counts that a feature stands in the phrasings and titles; the rest is that it stands anywhere."""
SATURATION = 1.2
"""BM25's k1: how long it takes before one more mention adds nothing."""
LENGTH = 0.5
"""BM25's b: how much a subject with many phrasings is held back."""
UNSEEN = 0.3
"""What a feature of no document counts beside the rarest known one: an unknown word, or a typing error."""


@dataclass(frozen=True)
class Postings:
    """How often each feature occurs in some documents: a row a document, a column a feature.

    Both counts have the same places: a feature that is only in ``whole`` is a written-out zero in ``asked``.
    """

    asked: csr_array
    whole: csr_array

    @classmethod
    def of(cls, asked: csr_array, others: csr_array) -> "Postings":
        """Put the counts in what is asked beside those in everything."""
        whole = csr_array(asked + others)
        whole.sort_indices()
        data = np.zeros_like(whole.data)
        data[np.searchsorted(_places(whole), _places(asked))] = asked.data
        return cls(_alike(whole, data), whole)

    @cached_property
    def lengths(self) -> tuple[Any, Any]:
        """What is asked about each document, and all of it, in features."""
        return self.asked.sum(axis=1), self.whole.sum(axis=1)

    @cached_property
    def _by_feature(self) -> tuple[csr_array, csr_array]:
        return self.asked.T.tocsr(), self.whole.T.tocsr()

    @cached_property
    def having(self) -> Any:
        """In how many documents each feature occurs; one that nobody is expected to ask counts for half."""
        asked = self.asked.indices[self.asked.data > 0]
        both = (
            np.bincount(indices, minlength=self.whole.shape[1]) for indices in (asked, self.whole.indices)
        )
        return np.add(*both).astype(np.float32) / 2

    def shares(self, means: Sequence[float]) -> csr_array:
        """Return by feature how much of its worth each document gets, from 0 to 1.

        Args:
            means: The mean lengths of all documents that there are; long documents get less.
        """
        if not self.whole.nnz:  # what changed since is often nothing, and turning that round takes as long
            return csr_array(self.whole.shape[::-1], dtype=np.float32)
        asked, whole = map(_saturated, self._by_feature, self.lengths, means)
        return _alike(self._by_feature[1], ASKED * asked + (1 - ASKED) * whole)

    def select(self, rows: Any) -> "Postings":
        """Return the postings of some of the documents."""
        return Postings(self.asked[rows], self.whole[rows])

    def joined(self, others: "Postings") -> "Postings":
        """Return the postings of these documents and then those of others."""
        return Postings(_stacked(self.asked, others.asked), _stacked(self.whole, others.whole))


def rarities(having: Any, documents: int) -> Any:
    """Return BM25's weight of features by the number of documents that have them: high when few do."""
    known = np.log1p((documents - having + 0.5) / (having + 0.5))
    return np.where(having > 0, known, UNSEEN * rarest(documents)).astype(np.float32)


def rarest(documents: int) -> float:
    """Return the weight of a feature that one document has."""
    return float(np.log1p((documents - 0.5) / 1.5))


def _saturated(counts: csr_array, lengths: Any, mean: float) -> Any:
    damping = SATURATION * (1 - LENGTH + LENGTH * lengths / (mean or 1.0))
    return counts.data / (counts.data + damping.astype(np.float32)[counts.indices])


def _places(counts: csr_array) -> Any:
    """Number the places of a matrix that hold a count, in their order."""
    rows = np.repeat(np.arange(counts.shape[0], dtype=np.int64), np.diff(counts.indptr))
    return rows * counts.shape[1] + counts.indices


def _alike(counts: csr_array, data: Any) -> csr_array:
    """Return a matrix with other numbers in the same places."""
    return csr_array((data, counts.indices, counts.indptr), shape=counts.shape)


def _stacked(first: csr_array, second: csr_array) -> csr_array:
    return csr_array(vstack([first, second], format="csr"))
