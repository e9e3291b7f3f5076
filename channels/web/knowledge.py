"""The public knowledge store: articles, gemeenten and walk-in hours."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from assistant.schemas import Source
from channels.conversations.schemas import Slug
from channels.conversations.text import CleanText
from channels.errors import BadFieldError, UnknownArticleError
from channels.services import Services, TheServices
from channels.web.articles.labels import DUTCH
from channels.web.articles.view import path, translation
from channels.web.limits import CLIENT
from channels.web.openapi import refusals
from channels.web.schemas import (
    ArticleOut,
    ArticlesOut,
    ArticleSummary,
    ContactMomentOut,
    ContactMomentsOut,
    GemeentenOut,
    GemeenteOut,
    MergePlannedOut,
)
from handoff.calendar import contact_moments_ics
from handoff.closed_days import all_closed_days
from handoff.models import ContactMoment
from handoff.service import contact_moments
from kit import clock
from knowledge.areas import Areas
from knowledge.choice import holding
from knowledge.library import Library
from knowledge.models import Article
from knowledge.search.prior import Prior
from knowledge.topics import TOPICS

router = APIRouter(prefix="/v1", tags=["knowledge"], dependencies=[CLIENT], responses=refusals(429))

Gemeente = Annotated[Slug | None, Query(description="A slug of /v1/gemeenten, or of one that merged since.")]
Language = Annotated[Literal["nl", "en"], Query(description="The language of the articles.")]
Topic = Annotated[Slug | None, Query(description="One of the topics, such as werken-aan-huis.")]
Question = Annotated[CleanText | None, Query(alias="q", description="A question in plain words.")]


@router.get("/articles", response_model_exclude_none=True, responses=refusals(400))
async def list_articles(
    services: TheServices,
    question: Question = None,
    gemeente: Gemeente = None,
    topic: Topic = None,
    language: Language = "nl",
) -> ArticlesOut:
    """List the valid articles, of a topic or for a gemeente; with a question the best answers first."""
    library = services.library
    gemeente = present_gemeente(library.areas, gemeente)
    if topic and topic not in TOPICS:
        raise BadFieldError("topic", "is geen bestaand onderwerp")
    found = _search(library, question, gemeente, topic, language) if question else _browse(library, gemeente)
    shown = [each for each in found if topic in (None, each.topic) and each.language == language]
    return ArticlesOut(articles=[ArticleSummary(**_summary(services, article)) for article in shown])


@router.get("/articles/{article_id}", response_model_exclude_none=True, responses=refusals(404))
async def read_article(article_id: str, services: TheServices) -> ArticleOut:
    """Read a whole article with its sources."""
    article = services.library.articles.get(article_id)
    if article is None:
        raise UnknownArticleError
    return ArticleOut(
        **_summary(services, article),
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
        GemeenteOut(
            slug=slug,
            name=item.name,
            in_region=areas.in_region(slug),
            kernen=list(item.kernen),
            merge_planned=_merge_planned(areas, slug),
        )
        for slug, item in areas.gemeenten().items()
    ]
    return GemeentenOut(region=areas.region_name, gemeenten=shown)


@router.get("/contact-moments", response_model_exclude_none=True, responses=refusals(400))
async def list_contact_moments(services: TheServices, gemeente: Gemeente = None) -> ContactMomentsOut:
    """List the walk-in hours that hold today."""
    areas = services.library.areas
    moments = await _contact_moments(services, gemeente)
    return ContactMomentsOut(contact_moments=[moment_out(areas, moment) for moment in moments])


@router.get(
    "/contact-moments.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}, **refusals(400)},
)
async def download_contact_moments(services: TheServices, gemeente: Gemeente = None) -> Response:
    """Download the walk-in hours for a calendar."""
    async with services.database.reading() as session:
        closed = await all_closed_days(session)
    calendar = contact_moments_ics(await _contact_moments(services, gemeente), closed)
    name = {"Content-Disposition": 'attachment; filename="spreekuren.ics"'}
    return Response(calendar, media_type="text/calendar; charset=utf-8", headers=name)


def present_gemeente(areas: Areas, gemeente: str | None) -> str | None:
    """Return the gemeente that is meant: of one that merged since, the one it is part of now.

    Raises:
        BadFieldError: there is no such gemeente.
    """
    if gemeente is None:
        return None
    if not areas.is_gemeente(gemeente):
        raise BadFieldError("gemeente", "is geen bekende gemeente; zie /v1/gemeenten")
    return areas.current(gemeente)


def _merge_planned(areas: Areas, slug: str) -> MergePlannedOut | None:
    merge = areas.merge_planned(slug)
    if merge is None:
        return None
    return MergePlannedOut(into=merge.into, on=merge.on, certainty=merge.certainty, confirmed=merge.confirmed)


async def _contact_moments(services: Services, gemeente: str | None) -> Sequence[ContactMoment]:
    areas = services.library.areas
    present = present_gemeente(areas, gemeente)
    aliases = areas.aliases(present) if present else ()
    async with services.database.reading() as session:
        return await contact_moments(session, present, aliases)


def _search(
    library: Library, question: str, gemeente: str | None, topic: str | None, language: str
) -> list[Article]:
    """Search in the language of the question; a Dutch one finds the translations of its answers as well."""
    prior = Prior.known(topic)
    found = [
        hit.article
        for hit in library.index_in(language).search(question, prior=prior, gemeente=gemeente).hits
    ]
    if language == DUTCH or found:
        return found
    dutch = library.index.search(question, prior=prior, gemeente=gemeente).hits
    return [each for hit in dutch if (each := translation(library, hit.article))]


def _browse(library: Library, gemeente: str | None) -> Iterable[Article]:
    articles = library.articles.values()
    return articles if gemeente is None else holding(articles, gemeente, library.areas)


def _summary(services: Services, article: Article) -> dict[str, object]:
    names = (
        "id",
        "title",
        "topic",
        "subject",
        "area",
        "short_answer",
        "checked_on",
        "valid_until",
        "language",
    )
    shown = {name: getattr(article, name) for name in names}
    return shown | {
        "audience": list(article.audience),
        "area_name": services.library.areas.name(article.area),
        "url": services.settings.base_url + path(article),
    }


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


def moment_out(areas: Areas, moment: ContactMoment) -> ContactMomentOut:
    """Show a walk-in hour under the gemeente that it belongs to now."""
    gemeente = areas.current(moment.gemeente)
    names = ("id", "title", "starts", "ends", "place", "appointment_needed", "example")
    return ContactMomentOut(
        **{name: getattr(moment, name) for name in (*names, "valid_from", "valid_until")},
        gemeente=gemeente,
        gemeente_name=areas.name(gemeente),
        weekday=clock.dutch_weekday(moment.weekday),
    )
