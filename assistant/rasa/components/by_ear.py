"""Writes words as they sound in Dutch, so that one spelt by ear is the same word as one spelt by the book.

There are such keys for English and German in the package registries, none for Dutch; this one follows what
people who learnt Dutch late, or type in a hurry, confuse. It is for recognising only, never for showing.
"""

import re
import unicodedata
from itertools import pairwise
from typing import Text

SOUNDS = tuple(
    (re.compile(spelt), heard)
    for spelt, heard in (
        ("ch", "g"),
        ("ph", "f"),
        ("th", "t"),
        ("qu?", "kw"),
        ("ck", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("x", "ks"),
        ("ij", "ei"),
        ("y(?=[aeou])", "j"),
        ("y", "i"),
        ("[ao]uw?", "ou"),
        ("ie", "i"),
        (r"dt?\b", "t"),
        (r"b\b", "p"),
        ("z", "s"),
        ("v", "f"),
        (r"(.)\1+", r"\1"),
        (r"en\b", "e"),
    )
)
"""In this order: what is spelt in more than one way, and the one way in which it is written here."""

WORD = re.compile(r"\w+")


def by_ear(text: Text) -> Text:
    """Return a text in lower case, without accents, as it sounds."""
    parted = unicodedata.normalize("NFD", text.lower())
    text = "".join(letter for letter in parted if not unicodedata.combining(letter))
    for spelt, heard in SOUNDS:
        text = spelt.sub(heard, text)
    return text


def words_by_ear(text: Text) -> Text:
    """Return every word as it sounds, and every two words that stand together as one.

    Two words as one are the compound that they were meant to be: `bedrijfs pand` and `bedrijfspand`.
    """
    words = WORD.findall(by_ear(text))
    return " ".join([*words, *map("".join, pairwise(words))])
