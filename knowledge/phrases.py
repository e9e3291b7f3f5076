"""Phrases by which editors recognise what somebody says; no model decides, so it works while Rasa is down.

The words of a phrase follow each other, with at most two other words between two of them. A ``/`` parts words
of which one is enough, a ``*`` stands for the rest of a word, and `` + `` parts pieces that stand in one
sentence in any order. Capitals, accents and signs make no difference; a long word that is mistyped is read
as the one it looks like.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from knowledge.search.spelling import Spelling
from knowledge.search.words import is_known

MOST_BETWEEN = 2
"""Other words between two words of a phrase: `niet meer leven` is also `niet meer verder wil leven`."""
TOGETHER = " + "
LIKE_ENOUGH = 85
"""Of 100, for a mistyped word: `deurwarder` is a `deurwaarder`, `beklag` is no `beslag`."""

_BETWEEN = rf"(?: \w+){{0,{MOST_BETWEEN}}} "
_SENTENCE_ENDS = re.compile(r"[.!?;:\n]+")
_WORD = re.compile(r"\w+")
_LEFT_OUT = "|"


class Phrases:
    """A list of phrases, and exceptions: what is said with the same words and means something else."""

    def __init__(self, phrases: Iterable[str], exceptions: Iterable[str] = ()) -> None:
        """Prepare the phrases."""
        pieces = [phrase.split(TOGETHER) for phrase in phrases]
        self._rows = _any_of(tuple(piece for piece, *others in pieces if not others))
        self._together = [list(map(_pattern, each)) for each in pieces if len(each) > 1]
        self._exceptions = [_pattern(phrase) for phrase in exceptions]
        self._known = {word for phrase in (*phrases, *exceptions) for word in _known(phrase)}
        self._spelling = Spelling(self._known)

    def heard_in(self, text: str) -> bool:
        """Tell whether a text holds one of the phrases."""
        whole = self._plain(text)
        if self._rows and self._rows.search(whole):
            return True
        parts = [part for part in _SENTENCE_ENDS.split(text) if part]
        sentences = [self._plain(part) for part in parts] if len(parts) > 1 else [whole]
        return any(
            all(piece.search(sentence) for piece in pieces)
            for pieces in self._together
            for sentence in sentences
        )

    def _plain(self, text: str) -> str:
        """Return the bare words, without what is an exception."""
        plain = " ".join(self._meant(word) for word in _words(text))
        for exception in self._exceptions:
            plain = exception.sub(_LEFT_OUT, plain)
        return plain

    def _meant(self, word: str) -> str:
        """Read a word that does not exist as the word of the phrases that it looks like most."""
        if word in self._known or is_known(word):
            return word
        likeness, meant = max(self._spelling.like(word), default=(0.0, word))
        return meant if likeness >= LIKE_ENOUGH else word


# Hundreds of phrases are read again whenever something of the content changed; most stay what they are.
@cache
def _pattern(piece: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_in_a_row(piece)}\b")


@cache
def _any_of(pieces: tuple[str, ...]) -> re.Pattern[str] | None:
    """Put many pieces in one pattern: looking for each apart takes several times as long."""
    return re.compile(rf"\b(?:{'|'.join(map(_in_a_row, pieces))})\b") if pieces else None


def _in_a_row(piece: str) -> str:
    return _BETWEEN.join(map(_one_of, piece.split()))


def _one_of(words: str) -> str:
    """Return the pattern of words between slashes; what a hyphen or an apostrophe joins stays together."""
    return f"(?:{'|'.join(map(_word, words.split('/')))})"


def _word(word: str) -> str:
    rest = r"\w*" if word.endswith("*") else ""
    return " ".join(_words(word)) + rest


@cache
def _known(phrase: str) -> tuple[str, ...]:
    return tuple(_words(phrase))


def _words(text: str) -> Iterator[str]:
    """Give the words without accents, in every alphabet."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    yield from _WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))
