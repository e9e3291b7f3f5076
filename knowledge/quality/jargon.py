"""Abbreviations: known to the glossary, and explained where they are used."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from knowledge.errors import Problem
from knowledge.glossary import TermFile
from knowledge.quality.links import GLOSSARY, links_in
from knowledge.quality.pages import Page

_ABBREVIATION = re.compile(r"(?<![\w@./:-])(?<!\d )[A-Z](?:&?[A-Z]){1,5}(?![\w@&]|[.:]\w)")
"""Not part of an address, of a postcode, or of the number of a ruling."""
_SHORT = re.compile(r"[A-Z][A-Za-z&]{1,5}")
_VOWEL = re.compile(r"[aeiou]")
_ADDRESS = re.compile(r"\(?https?://\S+|\S+@\S+")
_CLAUSE = r", (?:het|de|een) |\. (?:Dat|Dit) (?:is|zijn)\b"
_EXPLAINS = r"(?:is|zijn|was|betekent|heet|staat voor|wil zeggen|helpt|geeft|gaf|regelt|means|stands for)\b"


@dataclass(frozen=True)
class Terms:
    """The terms of the glossary, by every way of writing them."""

    glossary: tuple[TermFile, ...]

    @cached_property
    def abbreviations(self) -> dict[str, TermFile]:
        """The terms that are short for something, such as BOPA and Bbz."""
        return {
            name: term for term in self.glossary for name in (term.term, *term.also) if _is_abbreviation(name)
        }

    @cached_property
    def written(self) -> frozenset[str]:
        """Every abbreviation in capitals that stands anywhere in the names of the glossary."""
        names = (name for term in self.glossary for name in (term.term, *term.also))
        return frozenset(found for name in names for found in abbreviations_in(name))


def _is_abbreviation(name: str) -> bool:
    """Tell BOPA, S&O and Bbz, which has no vowel, from ordinary words."""
    capitals = sum(letter.isupper() for letter in name)
    return bool(_SHORT.fullmatch(name)) and (capitals >= 2 or not _VOWEL.search(name))


def abbreviations_in(text: str) -> list[str]:
    """Return the words of two to six capitals, in order; not in a web or mail address."""
    return _ABBREVIATION.findall(_ADDRESS.sub(" ", text))


def unknown_abbreviations(page: Page, terms: Terms, allowed: Collection[str]) -> Iterator[Problem]:
    """Report abbreviations that neither the glossary nor the list of well-known ones has."""
    known = {*terms.written, *terms.abbreviations, *allowed}
    for field, text in page.texts.items():
        for found in dict.fromkeys(abbreviations_in(text)):
            if found not in known and not _explained(found, (), page.text):
                message = f"'{found}' staat niet in glossary.yaml; leg het uit in de tekst of zet het erin"
                yield page.problem(field, message, found)


def unexplained_terms(page: Page, terms: Terms, allowed: Collection[str]) -> Iterator[Problem]:
    """Remark on abbreviations of the glossary that the article uses without saying what they mean."""
    targets = (target for text in page.texts.values() for target in links_in(text))
    linked = {target.partition("#")[2] for target in targets if GLOSSARY in target}
    for name, term in terms.abbreviations.items():
        if name in allowed or term.anchor in linked or not _used(name, page.text):
            continue
        if not _explained(name, (term.term, *term.also), page.text):
            message = f"leg '{name}' uit of link naar /kennis/{GLOSSARY}#{term.anchor}"
            yield page.problem(page.find(name), message, name)


def _used(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", text) is not None


def _explained(name: str, others: Iterable[str], text: str) -> bool:
    """Tell whether a text has the long form, brackets beside the name, or a sentence or clause about it."""
    folded = text.casefold()
    if any(" " in other and other.casefold() in folded for other in others):
        return True
    word = rf"(?<!\w){re.escape(name)}(?:-\w+)?\*{{0,2}}"
    before = rf"\w[^.()\n]*\(\*{{0,2}}{word}\)"
    after = rf"{word}(?: \([^)\n]{{6,}}\)|:\*{{0,2}} \w|:? {_EXPLAINS}|{_CLAUSE})"
    return re.search(before, text) is not None or re.search(after, text) is not None
