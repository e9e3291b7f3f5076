"""Words as the search sees them: their dictionary form, and their pieces."""

import re
from functools import lru_cache

import simplemma

_WORD = re.compile(r"\w+")
_SIZES = (3, 4)
"""Letters in a piece of a word; two letters say nothing, five already suffer from one typing error."""
_REMEMBERED = 200_000
"""Words of which the forms are kept; a store of ten thousand articles has some fifty thousand."""


DUTCH = "nl"

_COURTESIES = {
    DUTCH: frozenset(
        {"hallo", "hoi", "hey", "hai", "goedemorgen", "goedemiddag", "goedenavond", "goedendag", "hello"}
        | {"geachte", "meneer", "mevrouw", "groet", "groeten", "groetjes", "mvg"}
        | {"bedankt", "dank", "dankjewel", "alvast", "alsjeblieft", "alstublieft", "aub", "svp", "please"}
    ),
    "en": frozenset({"hello", "hi", "hey", "dear", "sir", "madam", "please", "thanks", "thank", "regards"}),
}
"""They stand in some phrasings, for so people write, but never tell what a question is about."""


def words(text: str, language: str = DUTCH) -> list[str]:
    """Return the words of a text in lower case, without those that are only polite."""
    return [word for word in _WORD.findall(text.lower()) if word not in _COURTESIES[language]]


@lru_cache(_REMEMBERED)
def lemma(word: str, language: str = DUTCH) -> str:
    """Return the dictionary form of a word in lower case; of an unknown word the word itself."""
    return str(simplemma.lemmatize(word, lang=language)).lower()


def lemmas(text: str, language: str = DUTCH) -> list[str]:
    """Return the dictionary forms of the words in a text."""
    return [lemma(word, language) for word in words(text, language)]


@lru_cache(_REMEMBERED)
def is_known(word: str, language: str = DUTCH) -> bool:
    """Tell whether a word stands in the dictionary of a language; many compounds do not."""
    return bool(simplemma.is_known(word, lang=language))


def pieces(word: str) -> list[str]:
    """Cut a word into overlapping pieces of a few letters, its beginning and end marked."""
    marked = f" {word} "
    return [
        marked[start : start + size] for size in _SIZES for start in range(max(len(marked) - size + 1, 0))
    ] or [marked]
