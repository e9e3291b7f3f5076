"""Whether links lead somewhere: to an article that is there, to a term that is there, over https."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from knowledge.errors import Problem
from knowledge.quality.pages import TEXT_FIELDS, Page

_ARTICLE = re.compile(r"/kennis/([a-z0-9-]+)$")
GLOSSARY = "begrippen"


@dataclass(frozen=True)
class Targets:
    """What a link may lead to: articles that are shown, other pages, terms of the glossary."""

    articles: frozenset[str]
    pages: frozenset[str]
    terms: frozenset[str]


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


@lru_cache(maxsize=10_000)
def links_in(text: str) -> tuple[str, ...]:
    """Return the targets of the links in Markdown."""
    parts = (part for token in _parser().parse(text) for part in token.children or [])
    return tuple(str(part.attrs.get("href", "")) for part in parts if part.type == "link_open")


def broken_links(page: Page, targets: Targets) -> Iterator[Problem]:
    """Report links to an article or a term that is not there."""
    for field in TEXT_FIELDS:
        for target in links_in(page.texts[field]):
            if message := _broken(target, targets):
                yield page.problem(field, message, target)


def _broken(target: str, targets: Targets) -> str | None:
    parts = urlsplit(target)
    found = _ARTICLE.match(parts.path)
    if parts.scheme or found is None:
        return None
    if found[1] == GLOSSARY:
        unknown = parts.fragment and parts.fragment not in targets.terms
        return f"het begrip '{parts.fragment}' staat niet in glossary.yaml" if unknown else None
    if found[1] in targets.articles | targets.pages:
        return None
    return f"het artikel '{found[1]}' bestaat niet of wordt niet getoond"


def insecure_links(page: Page) -> Iterator[Problem]:
    """Report links in the text that do not use https."""
    for field in TEXT_FIELDS:
        for target in links_in(page.texts[field]):
            if target.startswith("http://"):
                yield page.problem(field, f"gebruik https:// voor {target}", target)


def insecure_sources(page: Page) -> Iterator[Problem]:
    """Remark on sources that do not use https: some old pages have nothing else."""
    for source in page.article.sources:
        if source.url and source.url.startswith("http://"):
            yield page.problem("sources", f"bestaat deze bron ook met https? {source.url}", source.url)
