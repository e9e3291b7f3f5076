"""Abbreviations: known to the glossary, and explained where they are used."""

import re
from collections.abc import Collection, Iterator

from knowledge.errors import Problem
from knowledge.quality.links import GLOSSARY, links_in
from knowledge.quality.pages import Page
from knowledge.terms import Terms, is_explained

_ABBREVIATION = re.compile(r"(?<![\w@./:-])(?<!\d )[A-Z](?:&?[A-Z]){1,5}(?![\w@&]|[.:]\w)")
"""Not part of an address, of a postcode, or of the number of a ruling."""
_ADDRESS = re.compile(r"\(?https?://\S+|\S+@\S+")


def written(terms: Terms) -> frozenset[str]:
    """Return every abbreviation in capitals that stands anywhere in the names of the glossary."""
    names = (name for term in terms.glossary for name in (term.term, *term.also))
    return frozenset(found for name in names for found in abbreviations_in(name))


def abbreviations_in(text: str) -> list[str]:
    """Return the words of two to six capitals, in order; not in a web or mail address."""
    return _ABBREVIATION.findall(_ADDRESS.sub(" ", text))


def unknown_abbreviations(page: Page, terms: Terms, allowed: Collection[str]) -> Iterator[Problem]:
    """Report abbreviations that neither the glossary nor the list of well-known ones has."""
    known = {*written(terms), *terms.abbreviations, *allowed}
    for field, text in page.texts.items():
        for found in dict.fromkeys(abbreviations_in(text)):
            if found not in known and not is_explained(found, (), page.text):
                message = f"'{found}' staat niet in glossary.yaml; leg het uit in de tekst of zet het erin"
                yield page.problem(field, message, found)


def unexplained_terms(page: Page, terms: Terms, allowed: Collection[str]) -> Iterator[Problem]:
    """Remark on abbreviations of the glossary that an article in another language leaves unexplained.

    Under a Dutch article its public page lists them with their meaning, and the assistant gives them with
    the details; the glossary says nothing to somebody who does not read Dutch.
    """
    if page.article.language == "nl":
        return
    targets = (target for text in page.texts.values() for target in links_in(text))
    linked = {target.partition("#")[2] for target in targets if GLOSSARY in target}
    for name, term in terms.unexplained(page.text).items():
        if name not in allowed and term.anchor not in linked:
            message = f"leg '{name}' uit of link naar /kennis/{GLOSSARY}#{term.anchor}"
            yield page.problem(page.find(name), message, name)
