"""The public knowledge store: articles, gemeenten and walk-in hours."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query, Response

from assistant.schemas import Source
from channels.conversations.schemas import Slug
from channels.conversations.text import CleanText
from channels.errors import BadFieldError, UnknownArticleError
from channels.services import TheServices
from channels.web.openapi import refusals
from channels.web.schemas import (
    ArticleOut,
    ArticlesOut,
    ArticleSummary,
    ContactMomentOut,
    ContactMomentsOut,
    GemeentenOut,
    GemeenteOut,
)
from handoff.calendar import contact_moments_ics
from handoff.models import ContactMoment
from handoff.service import contact_moments
from kit import clock
from knowledge.areas import Areas
from knowledge.library import Library
from knowledge.models import Article
from knowledge.topics import TOPICS

router = APIRouter(prefix="/v1", tags=["knowledge"])

Gemeente = Annotated[Slug | None, Query(description="A slug of /v1/gemeenten.")]
Topic = Annotated[Slug | None, Query(description="One of the topics, such as werken-aan-huis.")]
Question = Annotated[CleanText | None, Query(alias="q", description="A question in plain words.")]


@router.get("/articles", response_model_exclude_none=True, responses=refusals(400))
async def list_articles(
    services: TheServices, question: Question = None, gemeente: Gemeente = None, topic: Topic = None
) -> ArticlesOut:
    """List the valid articles, of a topic or for a gemeente; with a question the best answers first."""
    library = services.library
    _check_gemeente(library.areas, gemeente)
    if topic and topic not in TOPICS:
        raise BadFieldError("topic", "is geen bestaand onderwerp")
    found = _search(library, question, gemeente, topic) if question else _browse(library, gemeente)
    shown = [article for article in found if topic in (None, article.topic)]
    return ArticlesOut(articles=[ArticleSummary(**_summary(library.areas, article)) for article in shown])


@router.get("/articles/{article_id}", response_model_exclude_none=True, responses=refusals(404))
async def read_article(article_id: str, services: TheServices) -> ArticleOut:
    """Read a whole article with its sources."""
    article = services.library.articles.get(article_id)
    if article is None:
        raise UnknownArticleError
    return ArticleOut(
        **_summary(services.library.areas, article),
        details=article.details or "",
        sources=_sources(article),
        certainty=article.certainty,
        owner=article.owner,
        upl=article.upl,
    )


@router.get("/gemeenten", response_model_exclude_none=True)
async def list_gemeenten(services: TheServices) -> GemeentenOut:
    """List the gemeenten that Voordeur knows, those of its region first."""
    areas = services.library.areas
    shown = [
        GemeenteOut(slug=slug, name=item.name, in_region=areas.in_region(slug), kernen=list(item.kernen))
        for slug, item in areas.gemeenten().items()
    ]
    return GemeentenOut(region=areas.region_name, gemeenten=shown)


@router.get("/contact-moments", response_model_exclude_none=True, responses=refusals(400))
async def list_contact_moments(services: TheServices, gemeente: Gemeente = None) -> ContactMomentsOut:
    """List the walk-in hours that hold today."""
    areas = services.library.areas
    _check_gemeente(areas, gemeente)
    async with services.database.reading() as session:
        moments = await contact_moments(session, gemeente)
    return ContactMomentsOut(contact_moments=[_moment(areas, moment) for moment in moments])


@router.get(
    "/contact-moments.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}, **refusals(400)},
)
async def download_contact_moments(services: TheServices, gemeente: Gemeente = None) -> Response:
    """Download the walk-in hours for a calendar."""
    _check_gemeente(services.library.areas, gemeente)
    async with services.database.reading() as session:
        calendar = contact_moments_ics(await contact_moments(session, gemeente))
    name = {"Content-Disposition": 'attachment; filename="spreekuren.ics"'}
    return Response(calendar, media_type="text/calendar; charset=utf-8", headers=name)


def _check_gemeente(areas: Areas, gemeente: str | None) -> None:
    if gemeente and gemeente not in areas.gemeenten():
        raise BadFieldError("gemeente", "is geen bekende gemeente; zie /v1/gemeenten")


def _search(library: Library, question: str, gemeente: str | None, topic: str | None) -> Iterable[Article]:
    return [hit.article for hit in library.index.search(question, topic=topic, gemeente=gemeente).hits]


def _browse(library: Library, gemeente: str | None) -> Iterable[Article]:
    articles = library.articles.values()
    return [item for item in articles if gemeente is None or library.areas.covers(item.area, gemeente)]


def _summary(areas: Areas, article: Article) -> dict[str, object]:
    names = ("id", "title", "topic", "subject", "area", "short_answer", "checked_on", "valid_until")
    shown = {name: getattr(article, name) for name in names}
    return shown | {"audience": list(article.audience), "area_name": areas.name(article.area)}


def _sources(article: Article) -> list[Source]:
    return [
        Source(
            title=source.title,
            url=source.url,
            date=None if source.date == "onbekend" else source.date,
            checked_on=article.checked_on,
        )
        for source in article.sources
    ]


def _moment(areas: Areas, moment: ContactMoment) -> ContactMomentOut:
    names = ("id", "gemeente", "title", "starts", "ends", "place", "appointment_needed", "example")
    return ContactMomentOut(
        **{name: getattr(moment, name) for name in (*names, "valid_from", "valid_until")},
        gemeente_name=areas.name(moment.gemeente),
        weekday=clock.dutch_weekday(moment.weekday),
    )
