"""What is answered for which gemeente, and what is missing."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from channels.desk.articles.door import DraftsVisit
from channels.desk.articles.frame import show
from channels.desk.pages import DeskRoute
from kit import clock
from knowledge import convert
from knowledge.areas import Areas
from knowledge.choice import choose
from knowledge.library import Library
from knowledge.models import Article
from knowledge.quality.coverage import Cell, Coverage, coverage
from knowledge.topics import TOPICS

router = APIRouter(route_class=DeskRoute)


@dataclass(frozen=True)
class Subject:
    """What an article is about, with the article that says it: there, or elsewhere when it is missing."""

    key: str
    article: Article


@router.get("/coverage")
async def show_coverage(
    visit: DraftsVisit, topic: Annotated[str, Query()] = "", gemeente: Annotated[str, Query()] = ""
) -> Response:
    """Show the table, and of one topic in one gemeente every subject."""
    library = visit.services.library
    found = await asyncio.to_thread(_coverage, library)
    chosen = topic in TOPICS and gemeente in found.gemeenten
    cell = found.cells[topic][gemeente] if chosen else Cell()
    context = {
        "coverage": found,
        "chosen": (topic, gemeente) if chosen else None,
        "groups": _groups(cell, library, gemeente),
    }
    return await show(visit, "coverage.html", context)


def _coverage(library: Library) -> Coverage:
    articles = map(convert.to_file, library.articles.values())
    return coverage(articles, library.areas, clock.today())


def _groups(cell: Cell, library: Library, gemeente: str) -> list[tuple[str, str, list[Subject]]]:
    """Return the subjects of a cell in groups, what needs work first."""
    groups = (
        ("missing", "Ontbreekt; een andere gemeente heeft dit wel", cell.missing),
        ("unknown", "Wij zeggen dat wij het niet vonden", cell.unknown),
        ("own", "Eigen antwoord voor deze gemeente", cell.own),
        ("general", "Algemeen antwoord, voor een groter gebied", cell.general),
    )
    return [
        (kind, title, [_subject(key, library, gemeente) for key in keys])
        for kind, title, keys in groups
        if keys
    ]


def _subject(key: str, library: Library, gemeente: str) -> Subject:
    versions = [each for each in library.articles.values() if each.subject == key and each.language == "nl"]
    return Subject(key, _article(versions, library.areas, gemeente))


def _article(versions: list[Article], areas: Areas, gemeente: str) -> Article:
    """Return what holds there; of what is missing the version of another gemeente, as an example."""
    found = choose(versions, gemeente, areas)
    return found.article if found else versions[0]
