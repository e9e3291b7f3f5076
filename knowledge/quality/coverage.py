"""What is answered per topic and gemeente, what is answered with `unknown`, and what is missing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.areas import Areas
from knowledge.schemas import ArticleFile
from knowledge.topics import TOPICS

_NOT_FOUND = re.compile(
    r"\bniets? (?:[\w-]+ ){0,4}gevonden|\bgeen [^.]{0,80}\bgevonden"
    r"|\bkennen wij (?:[\w-]+ ){0,3}(?:niet|geen)|\bwij kennen (?:[\w-]+ ){0,3}(?:niet|geen)"
    r"|\bniets? in onze bron",
    re.IGNORECASE,
)
"""How an article says that we looked and did not find it."""


@dataclass(frozen=True)
class Cell:
    """The subjects of one topic for one gemeente; every subject stands in at most one of the four."""

    own: tuple[str, ...] = ()
    """Answered for the gemeente itself."""
    general: tuple[str, ...] = ()
    """Answered only for a group, the region, a province or the country."""
    unknown: tuple[str, ...] = ()
    """An article says that we did not find it."""
    missing: tuple[str, ...] = ()
    """Another gemeente of the region has an article, this one has nothing."""


@dataclass(frozen=True)
class Coverage:
    """A table: ``cells[topic][gemeente]``, in the order of ``TOPICS`` and of ``gemeenten``."""

    gemeenten: dict[str, str]
    """The name of each gemeente by its slug; those of the region first, then others with own articles."""
    cells: dict[str, dict[str, Cell]]

    def as_data(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        cells = {
            topic: {
                slug: {name: list(found) for name, found in vars(cell).items()} for slug, cell in row.items()
            }
            for topic, row in self.cells.items()
        }
        return {"gemeenten": self.gemeenten, "topics": cells}


def says_unknown(article: ArticleFile) -> bool:
    """Tell whether the answer is that we did not find it: a low certainty, and words to that effect."""
    return article.certainty == "laag" and bool(_NOT_FOUND.search(article.short_answer))


def coverage(articles: Iterable[ArticleFile], areas: Areas, today: date) -> Coverage:
    """Divide the subjects that are served on a day; translations say nothing that is not there already.

    Outside the region nothing is missing: of other gemeenten only some examples are in the content.
    """
    served = [
        article
        for article in articles
        if article.status == "published" and article.language == "nl"
        if article.valid_from <= today <= article.valid_until
    ]
    gemeenten = {slug: areas.name(slug) for slug in (*areas.region_gemeenten, *_others(served, areas))}
    by_topic = {topic: [article for article in served if article.topic == topic] for topic in TOPICS}
    return Coverage(
        gemeenten,
        {topic: {slug: _cell(about, areas, slug) for slug in gemeenten} for topic, about in by_topic.items()},
    )


def _others(served: Iterable[ArticleFile], areas: Areas) -> list[str]:
    """Return the gemeenten outside the region that have articles of their own."""
    own = {areas.current(article.area) for article in served if areas.is_gemeente(article.area)}
    return sorted(own - set(areas.region_gemeenten))


def _cell(about: Sequence[ArticleFile], areas: Areas, gemeente: str) -> Cell:
    """Put every subject of a topic where it belongs for one gemeente."""
    best: dict[str, ArticleFile] = {}
    for article in sorted(about, key=lambda one: areas.specificity(one.area)):
        if areas.covers(article.area, gemeente):
            best[article.subject] = article
    unknown = {subject for subject, article in best.items() if says_unknown(article)}
    own = {subject for subject, article in best.items() if areas.is_gemeente(article.area)} - unknown
    missing = _elsewhere(about, areas, gemeente) - set(best) if areas.in_region(gemeente) else set[str]()
    general = set(best) - own - unknown
    return Cell(*(tuple(sorted(found)) for found in (own, general, unknown, missing)))


def _elsewhere(about: Iterable[ArticleFile], areas: Areas, gemeente: str) -> set[str]:
    """Return the subjects of other gemeenten, without those of one place such as `stadsfonds-hilversum`."""
    subjects = {
        article.subject
        for article in about
        if areas.is_gemeente(article.area) and areas.in_region(article.area)
    }
    return {s for s in subjects if areas.find(s.replace("-", " ")) in {None, gemeente}}
