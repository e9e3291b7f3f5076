"""`voordeur knowledge check`: every rule for the content, each mistake with file, line and field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from knowledge.errors import Problem
from knowledge.files import Content
from knowledge.glossary import GLOSSARY_FILE, TermFile, read_glossary
from knowledge.quality import claims, jargon, links, names
from knowledge.quality.exceptions import EXCEPTIONS_FILE, Exceptions, read_exceptions
from knowledge.quality.links import Targets
from knowledge.quality.pages import Page
from knowledge.quality.readability import THRESHOLD, Known, Readability, score
from knowledge.schemas import AreasFile, SchemeFile
from knowledge.terms import Terms
from knowledge.upl import product_addresses

_OTHER_PAGES = frozenset({"zoeken"})
"""Addresses below /kennis/ that are neither an article nor the glossary."""


@dataclass(frozen=True)
class Report:
    """Mistakes, which keep content from being published, and remarks, which an editor should look at."""

    errors: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


@dataclass(frozen=True)
class Rules:
    """What an article is held against."""

    exceptions: Exceptions
    terms: Terms
    targets: Targets
    known: Known
    products: frozenset[str]
    today: date

    def errors(self, page: Page) -> Iterator[Problem]:
        """Yield what must be repaired; a withdrawn article is nobody's concern."""
        if page.article.status == "withdrawn":
            return
        allowed = self.exceptions
        yield from claims.unsourced_figures(page, allowed)
        yield from claims.unsaid_age(page, allowed, self.today)
        yield from claims.impossible_dates(page)
        yield from links.broken_links(page, self.targets)
        yield from links.insecure_links(page)
        yield from names.private_persons(page, allowed.names)
        yield from jargon.unknown_abbreviations(page, self.terms, allowed.abbreviations)
        yield from self._unknown_product(page)
        yield from self._too_hard(page)

    def remarks(self, page: Page) -> Iterator[Problem]:
        """Yield what an editor should look at."""
        if page.article.status == "withdrawn":
            return
        yield from claims.overdue(page, self.today)
        yield from links.insecure_sources(page)
        yield from jargon.unexplained_terms(page, self.terms, self.exceptions.abbreviations)

    def _unknown_product(self, page: Page) -> Iterator[Problem]:
        product = page.article.upl
        if product is not None and self.products and product not in self.products:
            yield page.problem("upl", f"'{product}' staat niet in vocabulary/upl.yaml")

    def _too_hard(self, page: Page) -> Iterator[Problem]:
        if page.article.id in self.exceptions.readability:
            return
        read = self.readability(page)
        if not read.passes:
            message = f"leest te moeilijk voor B1: {read.value}, nodig is {THRESHOLD}. {read.hint}"
            yield page.problem("short_answer", message.strip())

    def readability(self, page: Page) -> Readability:
        """Measure the whole text; the formula is for Dutch, so that a translation always passes."""
        if page.article.language != "nl":
            return Readability(0, "te kort om te meten", "")
        return score(page.text, self.known)


def check(folder: Path, content: Content, today: date) -> Report:
    """Hold the content of a folder against every rule.

    Raises:
        ContentError: the glossary, the list of products or the list of exceptions cannot be read.
    """
    glossary, exceptions = read_glossary(folder), read_exceptions(folder)
    pages = [Page.read(folder, article) for article in content.articles]
    rules = _rules(folder, content, glossary, exceptions, today)
    errors = chain(
        chain.from_iterable(map(rules.errors, pages)), _lost_explanations(folder, glossary, rules.targets)
    )
    remarks = chain(
        chain.from_iterable(map(rules.remarks, pages)), _needless(pages, rules), _unsourced(folder, glossary)
    )
    return Report(tuple(sorted(errors)), tuple(sorted(remarks)))


def _rules(
    folder: Path, content: Content, glossary: tuple[TermFile, ...], exceptions: Exceptions, today: date
) -> Rules:
    shown = frozenset(article.id for article in content.articles if article.status == "published")
    return Rules(
        exceptions,
        Terms(glossary),
        Targets(shown, _OTHER_PAGES, frozenset(term.anchor for term in glossary)),
        known_words(glossary, content.vocabulary.schemes, content.areas),
        frozenset(product_addresses(folder)),
        today,
    )


def known_words(glossary: Iterable[TermFile], schemes: Iterable[SchemeFile], areas: AreasFile) -> Known:
    """Return what counts as one ordinary word in the measure of readability.

    An editor cannot replace a term that the glossary explains, the name of a scheme or the name of a place.
    """
    terms = [name for term in glossary for name in (term.term, *term.also)]
    places = [
        place.name for each in (areas.gemeenten, areas.regions, areas.groups) for place in each.values()
    ]
    return Known([*terms, *(scheme.name for scheme in schemes), *places])


def _lost_explanations(folder: Path, glossary: Iterable[TermFile], targets: Targets) -> Iterator[Problem]:
    """Report terms of the glossary that lead to an article that is not shown."""
    lost = {term.article for term in glossary if term.article} - targets.articles
    if not lost:
        return
    lines = (folder / GLOSSARY_FILE).read_text(encoding="utf-8-sig").split("\n")
    for number, line in enumerate(lines, 1):
        field, _, value = line.strip().partition(":")
        if field == "article" and (name := value.strip(" '\"")) in lost:
            yield Problem(
                GLOSSARY_FILE, number, "article", f"het artikel '{name}' bestaat niet of wordt niet getoond"
            )


def _unsourced(folder: Path, glossary: Iterable[TermFile]) -> Iterator[Problem]:
    """Remark on terms whose meaning no source carries; the public pages say so at the term."""
    missing = {term.term for term in glossary if term.source is None}
    if not missing:
        return
    lines = (folder / GLOSSARY_FILE).read_text(encoding="utf-8-sig").split("\n")
    for number, line in enumerate(lines, 1):
        field, _, value = line.strip().removeprefix("- ").partition(":")
        if field == "term" and (name := value.strip(" '\"")) in missing:
            yield Problem(GLOSSARY_FILE, number, "source", f"'{name}' heeft nog geen bron")


def _needless(pages: Iterable[Page], rules: Rules) -> Iterator[Problem]:
    """Remark on exceptions of readability that are no longer needed."""
    by_id = {page.article.id: page for page in pages}
    for article_id in rules.exceptions.readability:
        page = by_id.get(article_id)
        if page is None or rules.readability(page).passes:
            yield Problem(
                EXCEPTIONS_FILE, 1, "readability", f"{article_id} heeft geen uitzondering meer nodig"
            )
