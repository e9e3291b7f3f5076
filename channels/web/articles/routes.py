"""The public pages of the knowledge base under /kennis: linkable, printable, without script."""

import asyncio
import logging
import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Request, Response

from channels.services import Services, TheServices
from channels.web.articles import linked_data, searching, sitemap, view
from channels.web.articles.asked import MostAsked
from channels.web.articles.cache import cached
from channels.web.articles.page import Reader, TheReader
from channels.web.articles.view import HOME
from kit import clock
from knowledge import service
from knowledge.choice import ended
from knowledge.errors import ContentError
from knowledge.glossary import read_glossary
from knowledge.models import Article
from knowledge.schemas import SLUG
from knowledge.topics import TOPICS
from knowledge.upl import product_addresses

logger = logging.getLogger(__name__)

_LONGEST_ID = 120
_READ = ["GET", "HEAD"]

router = APIRouter(include_in_schema=False)
pages = APIRouter(prefix=HOME)


@pages.api_route("", methods=_READ)
async def start(reader: TheReader) -> Response:
    """Show the topics, what is asked most, and where to search."""
    asked: MostAsked = reader.request.app.state.most_asked
    counted = view.most_asked(reader.library, await asked.ids(), reader.place)
    most = counted or view.beginnings(reader.library, reader.place)
    return reader.kept(
        "articles/home.html",
        HOME,
        articles=most,
        counted=bool(counted),
        data=linked_data.script(linked_data.list_node(most, "Kennisbank", HOME, reader.base)),
    )


@pages.api_route("/onderwerp/{topic}", methods=_READ)
async def show_topic(reader: TheReader, topic: str) -> Response:
    """List what there is to know about a topic."""
    if topic not in TOPICS:
        return _not_found(reader)
    articles = view.listing(reader.library, topic, reader.place)
    address = f"{HOME}/onderwerp/{topic}"
    data = linked_data.script(linked_data.list_node(articles, TOPICS[topic].title, address, reader.base))
    return reader.kept("articles/topic.html", address, topic=TOPICS[topic], articles=articles, data=data)


@pages.api_route("/zoeken", methods=_READ)
async def show_search(reader: TheReader) -> Response:
    """Show the search form."""
    return searching.IN_DUTCH.show(reader)


@pages.post("/zoeken")
async def search(
    reader: TheReader, q: Annotated[str, Form()] = "", gemeente: Annotated[str, Form()] = ""
) -> Response:
    """Search the articles; what somebody typed is not kept, and stands in no address."""
    return await searching.IN_DUTCH.asked(reader, q, gemeente)


@pages.api_route("/begrippen", methods=_READ)
async def show_glossary(reader: TheReader) -> Response:
    """Explain the words of laws and offices."""
    terms = await _or_nothing(read_glossary, reader.services) or ()
    articles = reader.library.articles
    return reader.kept(
        "articles/glossary.html",
        f"{HOME}/begrippen",
        terms=terms,
        articles={term.article: articles[term.article] for term in terms if term.article in articles},
        data=linked_data.script(linked_data.glossary_node(terms, reader.base)),
    )


@pages.api_route("/{article_id}", methods=_READ)
async def show_article(reader: TheReader, article_id: str) -> Response:
    """Show an article with everything that tells how far to trust it."""
    article = reader.library.articles.get(article_id)
    if article is None:
        return await _gone_or_not_found(reader, article_id)
    shown = view.article_page(reader.library, article, reader.place)
    nodes = linked_data.article_nodes(
        article,
        reader.library.areas,
        reader.base,
        products=await _or_nothing(product_addresses, reader.services) or {},
        translation=shown.translation,
    )
    return reader.kept(
        "articles/article.html",
        view.path(article),
        language=article.language,
        changed_on=article.checked_on,
        shown=shown,
        article=article,
        data=linked_data.script(*nodes),
    )


@pages.api_route("/{path:path}", methods=_READ)
async def find_nothing(reader: TheReader, path: str) -> Response:
    """Say on a page, not in JSON, that there is nothing here; it comes after all other pages."""
    return _not_found(reader)


@router.api_route("/sitemap.xml", methods=_READ)
async def show_sitemap(request: Request, services: TheServices) -> Response:
    """List all public pages for search engines."""
    library = services.library
    checks = [check.id for check in library.checks.all()]
    body = sitemap.sitemap(
        library.articles.values(), checks, library.areas.region_gemeenten, services.settings.base_url
    )
    return cached(request, Response(body, media_type="application/xml"))


@router.api_route("/robots.txt", methods=_READ)
async def show_robots(request: Request, services: TheServices) -> Response:
    """Tell robots what is not for them."""
    body = sitemap.robots(services.settings.base_url)
    return cached(request, Response(body, media_type="text/plain"))


router.include_router(pages)


def add_article_pages(app: FastAPI, services: Services) -> None:
    """Serve the public pages."""
    app.state.most_asked = MostAsked(services.database)
    app.include_router(router)


async def _gone_or_not_found(reader: Reader, article_id: str) -> Response:
    """Keep the link of an article that is withdrawn or past its date working: say so, and what holds now."""
    if not re.fullmatch(SLUG, article_id) or len(article_id) > _LONGEST_ID:
        return _not_found(reader)
    async with reader.services.database.reading() as session:
        gone = await service.get_article(session, article_id)
    merge = ended(gone, reader.library.areas) if gone else None
    if gone is None or not (_was_public(gone) or (merge and gone.status == "published")):
        return _not_found(reader)
    present = view.present_article(reader.library, gone, reader.place)
    return reader.page(
        "articles/withdrawn.html", 410, address=view.path(gone), gone=gone, present=present, merge=merge
    )


def _was_public(article: Article) -> bool:
    """Tell an article that ended from one that was never there: a draft, or one for later."""
    expired = article.status == "published" and article.valid_until < clock.today()
    return article.status == "withdrawn" or expired


def _not_found(reader: Reader) -> Response:
    return reader.page("articles/not_found.html", 404)


async def _or_nothing[Content: Collection[object]](
    read: Callable[[Path], Content], services: Services
) -> Content | None:
    """Read a content file; a mistake in it is for the editor, the reader gets the page without it."""
    try:
        return await asyncio.to_thread(read, services.settings.content_dir)
    except ContentError as error:
        logger.warning("a content file cannot be read: %s", error)
        return None
