"""Typing errors: the word of the store that an unknown word was probably meant to be."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz, process

_LENGTH = 5
"""Letters; a shorter word with one wrong letter can be too many other words."""
_LIKENESS = 80
"""Of 100: one wrong, missing or swapped letter in a word of some length."""
_CANDIDATES = 10


class Spelling:
    """Words to choose from, by their first letter: hardly anybody mistypes that one."""

    def __init__(self, words: Iterable[str]) -> None:
        """Put the words in their places."""
        self._words: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= _LENGTH - 1:
                self._words[word[0]].append(word)

    def like(self, word: str) -> list[tuple[float, str]]:
        """Return the words that look most like this one, each with its likeness of 100 at most."""
        if len(word) < _LENGTH:
            return []
        choices = self._words.get(word[0], ())
        found = process.extract(word, choices, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=_CANDIDATES)
        return [(likeness, candidate) for candidate, likeness, _ in found]


def corrected(word: str, spellings: Sequence[Spelling], in_use: Callable[[str], bool]) -> str:
    """Return the most likely meant word that is in use, or the word itself when none looks like it."""
    found = [pair for spelling in spellings for pair in spelling.like(word) if in_use(pair[1])]
    return max(found, default=(0.0, word))[1]
