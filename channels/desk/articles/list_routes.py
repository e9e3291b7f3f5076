"""The list of articles, with filters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response

from channels.conversations.text import clean
from channels.desk.articles import words
from channels.desk.articles.frame import PATH, show
from channels.desk.articles.helpfulness import Votes, votes
from channels.desk.guard import TheVisit, Visit
from channels.desk.pages import DeskRoute
from knowledge.curation.listing import NEVER, NEW, Row, listing
from knowledge.topics import TOPICS

ROWS = 50
LONGEST_QUERY = 200
DAYS = {"30": "binnen 30 dagen", "90": "binnen 90 dagen", "365": "binnen een jaar"}

_NONE = Votes()

type Key = Callable[[Row, Mapping[str, Votes]], Any]
SORTS: dict[str, tuple[str, Key]] = {
    "titel": ("titel", lambda row, _: row.title.casefold()),
    "gebied": ("gebied", lambda row, _: (row.area, row.title.casefold())),
    "geldig": ("laatste dag, eerst wat het eerst afloopt", lambda row, _: row.valid_until),
    "nazien": ("nazien, eerst wat het langst wacht", lambda row, _: row.review_on),
    "nut": ("duimen omlaag, de meeste eerst", lambda row, seen: -seen.get(row.id, _NONE).unhelpful),
}

router = APIRouter(route_class=DeskRoute)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; what does not exist is no filter."""

    query: str = ""
    topic: str = ""
    area: str = ""
    status: str = ""
    expires: str = ""
    review: bool = False
    low: bool = False
    sort: str = "titel"
    page: int = 1

    def link(self, page: int) -> str:
        """Return the address of another page of the same list."""
        asked = {
            "q": self.query,
            "topic": self.topic,
            "area": self.area,
            "status": self.status,
            "expires": self.expires,
            "review": "1" if self.review else "",
            "low": "1" if self.low else "",
            "sort": self.sort,
            "page": str(page),
        }
        return f"{PATH}?{urlencode({name: value for name, value in asked.items() if value})}"


async def _filters(
    q: Annotated[str, Query()] = "",
    topic: Annotated[str, Query()] = "",
    area: Annotated[str, Query()] = "",
    status: Annotated[str, Query()] = "",
    expires: Annotated[str, Query()] = "",
    review: Annotated[str, Query()] = "",
    low: Annotated[str, Query()] = "",
    sort: Annotated[str, Query()] = "",
    page: Annotated[str, Query()] = "",
) -> Filters:
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Filters(
        query=clean(q)[:LONGEST_QUERY],
        topic=topic if topic in TOPICS else "",
        area=clean(area)[:LONGEST_QUERY],
        status=status if status in words.STATUSES else "",
        expires=expires if expires in DAYS else "",
        review=bool(review),
        low=bool(low),
        sort=sort if sort in SORTS else "titel",
        page=max(number, 1),
    )


@router.get("/articles")
async def list_articles(visit: TheVisit, filters: Annotated[Filters, Depends(_filters)]) -> Response:
    """List the articles that pass the filters, also those that are not served, and new drafts."""
    seen, rows = await _rows(visit, filters)
    last = max(1, -(-len(rows) // ROWS))
    number = min(filters.page, last)
    start = (number - 1) * ROWS
    context = {
        "rows": rows[start : start + ROWS],
        "first": start + 1,
        "total": len(rows),
        "votes": seen,
        "no_votes": _NONE,
        "filters": filters,
        "previous": filters.link(number - 1) if number > 1 else None,
        "next": filters.link(number + 1) if number < last else None,
        "days": DAYS,
        "never": NEVER,
        "sorts": SORTS,
    }
    return await show(visit, "articles.html", context)


async def _rows(visit: Visit, filters: Filters) -> tuple[dict[str, Votes], Sequence[Row]]:
    async with visit.services.database.reading() as session:
        seen = await votes(session)
        rows = await listing(
            session,
            topic=filters.topic or None,
            area=filters.area or None,
            status=filters.status or None,
            expires_within_days=int(filters.expires) if filters.expires else None,
            review_due=filters.review,
            query=filters.query,
        )
    wanted = [
        row
        for row in rows
        if (not filters.low or seen.get(row.id, _NONE).low)
        and (visit.entry.sees_drafts or row.status != NEW)  # a draft is not for everybody
    ]
    by = SORTS[filters.sort][1]
    return seen, sorted(wanted, key=lambda row: by(row, seen))
