"""Names of places with a typing error, or written as they sound."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.search.words import is_known

_LONG = 6
"""Letters; in shorter names one wrong letter makes another place."""
_SHORT = 5
_REMEMBERED = 50_000
"""Words of which the place they mean is kept."""
_SOUNDS = (
    (re.compile(r"sch(?=e?$)"), "s"),
    (re.compile(r"c(?!h)"), "k"),
    (re.compile(r"ch|gh"), "g"),
    (re.compile(r"ph|v"), "f"),
    (re.compile(r"z"), "s"),
    (re.compile(r"ij|ei"), "y"),
    (re.compile(r"ou|au"), "w"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"dt?$"), "t"),
    (re.compile(r"en$"), "e"),
)


class PlaceTypos:
    """The names that may be mistyped, with their gemeenten, and the words that are no mistakes."""

    def __init__(self, names: Mapping[str, str], unsure: frozenset[str], correct: frozenset[str]) -> None:
        """Prepare names (one word each, letters and digits in small type) with their gemeenten.

        Args:
            unsure: names that are ordinary words too: a wrong letter counts only after `in` or `te`.
            correct: words that mean something else and are written right, such as names of other places.
        """
        self._names = {name: slug for name, slug in names.items() if len(name) >= _SHORT}
        self._sounds = {_sound(name): name for name in self._names}
        self._unsure = unsure
        self._all = _by_first_sound(self._names)
        self._long = _by_first_sound(
            name for name in self._names if len(name) >= _LONG and name not in unsure
        )
        self._correct = correct
        self._meant = lru_cache(_REMEMBERED)(self._find)

    def meant(self, word: str, after_place_word: bool) -> str | None:
        """Return the gemeente that a word means by mistake; after `in` or `te` less sure ones too."""
        if len(word) < _SHORT:
            return None
        return self._meant(word, after_place_word)

    def _find(self, word: str, after_place_word: bool) -> str | None:
        name = self._by_sound(word, after_place_word) or self._by_letter(word, after_place_word)
        if name is None or word in self._correct or is_known(word) or is_known(word, "en"):
            return None
        return self._names[name]

    def _by_sound(self, word: str, after_place_word: bool) -> str | None:
        name = self._sounds.get(_sound(word))
        sure = after_place_word or (len(word) >= _LONG and name not in self._unsure)
        return name if sure else None

    def _by_letter(self, word: str, after_place_word: bool) -> str | None:
        """Find the name that is one letter off; away from `in` and `te` only a long one, in a long word."""
        if not word.isalpha() or (len(word) < _LONG and not after_place_word):
            return None
        choices = (self._all if after_place_word else self._long).get(_sound(word)[0], ())
        best = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=1)
        return best[0] if best else None


def _by_first_sound(names: Iterable[str]) -> dict[str, list[str]]:
    """Group names by the sound that they begin with: hardly anybody mistypes that one."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(_sound(name)[0], []).append(name)
    return found


def _sound(word: str) -> str:
    """Write a word as it sounds, so that spellings of one sound come out the same."""
    for spelling, sound in _SOUNDS:
        word = spelling.sub(sound, word)
    return word
