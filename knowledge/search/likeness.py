"""How much a question is like one phrasing as a whole.

The ranking knows a subject by all its phrasings together, and those of many subjects hold every word of a
plain question somewhere. Which of them somebody once put in nearly the same words, it does not see.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

COMPARED = 4
"""Subjects of which the phrasings are looked at one by one: the best that the ranking found."""
FEWEST_WORDS = 2


def likeness(text: str, phrasings: Sequence[str]) -> float:
    """Return how like the nearest phrasing is, from 0 to 1, in any order of the words (rapidfuzz).

    One word alone is like whatever is short, and means nothing by that.
    """
    if len(text.split()) < FEWEST_WORDS:
        return 0.0
    nearest = process.extractOne(text, phrasings, scorer=fuzz.token_sort_ratio)
    return float(nearest[1]) / 100 if nearest else 0.0
