"""The words of a text, the way the recognition of places looks at them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['’`.][^\W_]+)*")
_SENTENCE_ENDS = ".?!\n"
_STRAY = " \t\"'’`(-"
"""What may stand between the end of a sentence and the next word."""


class Word(NamedTuple):
    """A word, from one position in its text up to another."""

    key: str
    start: int
    end: int
    capital: bool
    """Written like a name: a capital, where no sentence begins that asks for one."""
    named: bool
    """A capital and then small letters (`Laren`, not `KVK`), where no sentence begins."""


@dataclass(frozen=True)
class Mention:
    """A place named in a text, from one position up to another."""

    gemeente: str
    start: int
    end: int


@lru_cache(maxsize=100_000)
def key(text: str) -> str:
    """Write a name the way everybody's spelling of it comes out the same."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def split(text: str) -> list[Word]:
    """Split a text into words, with the position of each."""
    return [_word(text, found) for found in _WORD.finditer(text)]


def joined(words: Sequence[Word], position: int, length: int) -> str:
    """Return the keys of some words in a row as one name."""
    return " ".join(word.key for word in words[position : position + length])


def _word(text: str, found: re.Match[str]) -> Word:
    said = found[0]
    capital = said[0].isupper() and not _opens(text, found.start())
    return Word(key(said), found.start(), found.end(), capital, capital and not said.isupper())


def _opens(text: str, start: int) -> bool:
    """Tell whether a sentence begins at a position."""
    before = text[:start].rstrip(_STRAY)
    return not before or before[-1] in _SENTENCE_ENDS
