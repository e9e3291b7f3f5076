"""Which questions ask about the same: by the words they share, and by pieces of words.

The vector of a question depends on nothing but its text, so a question keeps its group whatever comes in
later, and only new questions have to be placed.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array, hstack
from sklearn.feature_extraction.text import HashingVectorizer

from knowledge.search.words import lemma, pieces, words

ALIKE = 0.5
"""Mean likeness, from 0 to 1, of a question to those of a group from which it belongs to them."""

# Besides small words also what nearly every question here has.
_EVERYWHERE = """
aan aanvragen al als bedrijf ben bij bent dan dat de deze die dit doe doen een en er ga gaan graag hallo heb
hebben heeft het hoe hoeveel hoi ik in is je kan krijg krijgen kun kunnen kunt maar mag me met mij mijn moet
moeten na naar niet nog nu of om ondernemer ons onze ook op over te tot u uit uw van vanaf voor vraag waar
waarom wanneer wat we wel welk welke wie wij wil willen worden wordt zaak zal ze zelf zich zij zijn zo zou
"""
_SMALL = frozenset(_EVERYWHERE.split())


def place(new: Sequence[str], known: Sequence[str], labels: Sequence[int], first: int) -> list[int]:
    """Return a label for each new question: that of the nearest group of known ones, or a new one.

    ``labels`` are those of the known questions; new labels count on from ``first``.
    """
    if not new:
        return []
    rows = _vectors([*known, *new])
    alike = csr_array(rows[len(known) :] @ rows.T)
    given = np.array([*labels, *[0] * len(new)], dtype=int)
    for number in range(len(new)):
        end = len(known) + number
        found = _nearest(alike[[number]].toarray()[0][:end], given[:end])
        if found is None:
            found, first = first, first + 1
        given[end] = found
    return [int(label) for label in given[len(known) :]]


def _nearest(alike: Any, given: Any) -> int | None:
    """Return the label of the group with the highest mean likeness, if that is high enough."""
    if not len(given):
        return None
    groups, members = np.unique(given, return_inverse=True)
    means = np.bincount(members, alike) / np.bincount(members)
    best = int(np.argmax(means))
    return int(groups[best]) if means[best] >= ALIKE else None


def _vectors(texts: Sequence[str]) -> Any:
    """Return a row of length 1 for each text, half of it words and half of it pieces of them."""
    said = [_said(text) for text in texts]
    return csr_array(hstack([_BY_LEMMA.transform(said), _BY_PIECE.transform(said)], format="csr")) * 0.5**0.5


def _said(text: str) -> str:
    """Leave out what every question has; of a question that has nothing else, nothing."""
    all_words = words(text)
    return " ".join(word for word in all_words if word not in _SMALL) or " ".join(all_words)


def _lemmas(text: str) -> list[str]:
    return [lemma(word) for word in text.split()]


def _pieces(text: str) -> list[str]:
    return [piece for word in text.split() for piece in pieces(word)]


_BY_LEMMA = HashingVectorizer(analyzer=_lemmas, alternate_sign=False)
_BY_PIECE = HashingVectorizer(analyzer=_pieces, alternate_sign=False)
