"""How near an unseen sentence is to one that is learnt.

The measure is the normalised indel similarity (rapidfuzz `ratio`, 0 to 100) of the two sentences in lower
case, without punctuation and with their words in alphabetical order: another order, a typing error or one
small word more makes no difference to speak of, other words do. From NEAR on it is the same sentence.
"""

import re
from collections.abc import Iterable, Iterator

import numpy as np
from rapidfuzz import fuzz, process

NEAR = 90
"""Found by reading pairs: at 90 and above they say the same in the same words, below they are paraphrases."""
_NOT_WORDS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return a sentence without what makes no difference: capitals, punctuation, double spaces."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def near_duplicates(unseen: Iterable[str], learnt: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """Yield every unseen sentence that is too near to a learnt one, with that one and how near it is."""
    asked, known = list(unseen), sorted({plain(text) for text in learnt})
    scores = process.cdist(
        [_sorted(plain(text)) for text in asked],
        [_sorted(text) for text in known],
        scorer=fuzz.ratio,
        score_cutoff=NEAR,
        dtype=np.uint8,
        workers=-1,
    )
    for text, row in zip(asked, scores, strict=True):
        if row.max() >= NEAR and plain(text):
            yield text, known[row.argmax()], int(row.max())


def _sorted(text: str) -> str:
    return " ".join(sorted(text.split()))
