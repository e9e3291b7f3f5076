"""Terms of the glossary in a text: which it uses, and which of those it leaves unexplained."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from knowledge.glossary import TermFile

_SHORT = re.compile(r"[A-Z][A-Za-z&]{1,5}")
_VOWEL = re.compile(r"[aeiou]")
_CLAUSE = r", (?:het|de|een) |\. (?:Dat|Dit) (?:is|zijn)\b"
_EXPLAINS = r"(?:is|zijn|was|betekent|heet|staat voor|wil zeggen|helpt|geeft|gaf|regelt|means|stands for)\b"


@dataclass(frozen=True)
class Terms:
    """The terms of the glossary, by every way of writing them."""

    glossary: tuple[TermFile, ...] = ()

    @cached_property
    def abbreviations(self) -> dict[str, TermFile]:
        """The terms that are short for something, such as BOPA and Bbz."""
        return {name: term for term in self.glossary for name in _names(term) if _is_abbreviation(name)}

    def used(self, text: str) -> list[TermFile]:
        """Return the terms that stand in a text under any of their names, in the order of the alphabet."""
        present = {_key(found) for found in self._any.findall(text)} if self.glossary else set()
        return [term for term in self.glossary if present.intersection(map(_key, _names(term)))]

    def unexplained(self, text: str) -> dict[str, TermFile]:
        """Return the abbreviations that a text uses without saying what they mean, with their terms."""
        return {
            name: term
            for name, term in self.abbreviations.items()
            if is_used(name, text) and not is_explained(name, _names(term), text)
        }

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """Find every name at once, the longest first; capitals count only where they make the word."""
        names = sorted({name for term in self.glossary for name in _names(term)}, key=len, reverse=True)
        either = (re.escape(name) if _is_abbreviation(name) else f"(?i:{re.escape(name)})" for name in names)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(either)})(?!\w)")


def _names(term: TermFile) -> tuple[str, ...]:
    return (term.term, *term.also)


def _key(name: str) -> str:
    return name if _is_abbreviation(name) else name.casefold()


def _is_abbreviation(name: str) -> bool:
    """Tell BOPA, S&O and Bbz, which has no vowel, from ordinary words."""
    capitals = sum(letter.isupper() for letter in name)
    return bool(_SHORT.fullmatch(name)) and (capitals >= 2 or not _VOWEL.search(name))


def is_used(name: str, text: str) -> bool:
    """Tell whether a name stands in a text as a word of its own."""
    return name in text and re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", text) is not None


def is_explained(name: str, others: Iterable[str], text: str) -> bool:
    """Tell whether a text has the long form, brackets beside the name, or a sentence or clause about it."""
    folded = text.casefold()
    if any(" " in other and other.casefold() in folded for other in others):
        return True
    word = rf"(?<!\w){re.escape(name)}(?:-\w+)?\*{{0,2}}"
    before = rf"\w[^.()\n]*\(\*{{0,2}}{word}\)"
    after = rf"{word}(?: \([^)\n]{{6,}}\)|:\*{{0,2}} \w|:? {_EXPLAINS}|{_CLAUSE})"
    return re.search(before, text) is not None or re.search(after, text) is not None
