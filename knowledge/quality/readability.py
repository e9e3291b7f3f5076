"""How hard a Dutch text is to read: the Flesch-Douma formula, with a hint on what to change.

W.H. Douma fitted Flesch's reading ease to Dutch (De leesbaarheid van landbouwbladen, 1960):
206.835 - 0.93 x words per sentence - 77 x syllables per word. On Flesch's scale 60 to 70 is `standard`
and lower is harder. No formula measures B1 itself; that 60 and more stands for B1 is a choice of ours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pyphen import Pyphen

from knowledge.quality.plain_text import sentences, words

THRESHOLD = 60
"""The lowest value that passes as B1."""
SHORTEST = 30
"""Words; below this one long word decides everything, so that a shorter text gets no verdict."""
LONGEST_SENTENCE = 20
"""Words; the hint names longer sentences."""

_HARD = 5
"""Syllables; the hint names words that have as many."""
_NAMED = 4
_ORDINARY = 2
"""Syllables of a word that the editor cannot choose: a term of the glossary, a name, an address."""
_SENTENCE_WEIGHT, _SYLLABLE_WEIGHT, _BASE = 0.93, 77, 206.835
_VOWELS = re.compile(r"[aeiouyáàâéèêíîóôúû]+|[äëïöü][aeiou]*")
"""A group of vowels is a syllable; a diaeresis begins a new one."""

type Level = Literal["B1", "te moeilijk", "te kort om te meten"]


@dataclass(frozen=True)
class Readability:
    """The value on the Flesch-Douma scale (about 0 to 100, higher is easier), its level, and Dutch advice."""

    value: int
    level: Level
    hint: str

    @property
    def passes(self) -> bool:
        """Whether the text may be published as it is."""
        return self.level != "te moeilijk"


class Known:
    """Terms and names that count as one ordinary word: the glossary explains them, or they are names."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        for name in names:
            if parts := tuple(words(name.casefold())):
                self._by_first.setdefault(parts[0], set()).add(parts)

    def length(self, folded: list[str], position: int) -> int:
        """Return how many words of a case-folded sentence are a known name together; 0 when none is."""
        named = self._by_first.get(folded[position], ())
        return max((len(n) for n in named if tuple(folded[position : position + len(n)]) == n), default=0)


@dataclass(frozen=True)
class _Word:
    text: str
    syllables: int


NOTHING_KNOWN = Known()


def score(text: str, known: Known = NOTHING_KNOWN) -> Readability:
    """Measure Markdown in Dutch; ``known`` are the terms that the editor cannot replace."""
    read = [(sentence, _read(words(sentence), known)) for sentence in sentences(text)]
    lengths = [len(found) for _, found in read if found]
    total = sum(lengths)
    if not total:
        return Readability(0, "te kort om te meten", "")
    syllables = sum(word.syllables for _, found in read for word in found)
    value = round(_BASE - _SENTENCE_WEIGHT * total / len(lengths) - _SYLLABLE_WEIGHT * syllables / total)
    return Readability(value, _level(value, total), _hint(read))


def _level(value: int, total: int) -> Level:
    if total < SHORTEST:
        return "te kort om te meten"
    return "B1" if value >= THRESHOLD else "te moeilijk"


def _read(sentence: list[str], known: Known) -> list[_Word]:
    """Count the syllables of each word; what is known counts as one word."""
    found, position, folded = [], 0, [word.casefold() for word in sentence]
    while position < len(sentence):
        length = known.length(folded, position)
        text = " ".join(sentence[position : position + (length or 1)])
        found.append(_Word(text, _ORDINARY if length else syllables_of(text)))
        position += length or 1
    return found


@lru_cache(maxsize=20_000)
def syllables_of(word: str) -> int:
    """Count the syllables of a word.

    Hyphenation never splits off one letter (`o-ver`), groups of vowels miss `radi-o`: neither counts too
    many, so the larger of the two is nearest.
    """
    if not word.replace("-", "").replace("'", "").replace("’", "").isalpha():
        return _ORDINARY
    parts = [part for part in re.split(r"[-'’]", word.lower()) if part]
    return sum(max(1, len(_hyphens().positions(p)) + 1, len(_VOWELS.findall(p))) for p in parts)


@cache
def _hyphens() -> Pyphen:
    return Pyphen(lang="nl_NL")


def _hint(read: list[tuple[str, list[_Word]]]) -> str:
    """Name the longest sentence when it is too long, and the hardest words."""
    sentence, found = max(read, key=lambda each: len(each[1]))
    parts = []
    if len(found) > LONGEST_SENTENCE:
        beginning = " ".join(sentence.split()[:6])
        parts.append(f"Maak de zin '{beginning} …' korter: die heeft {len(found)} woorden.")
    hard = {word.text.lower(): word.syllables for _, each in read for word in each if word.syllables >= _HARD}
    if hard:
        named = sorted(hard, key=lambda text: (-hard[text], text))[:_NAMED]
        parts.append(f"Moeilijke woorden: {', '.join(named)}.")
    return " ".join(parts)
