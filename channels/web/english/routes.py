"""/en: what there is in English, on pages of its own."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from channels.web.articles import linked_data, searching
from channels.web.articles.asked import MostAsked
from channels.web.articles.labels import ENGLISH
from channels.web.articles.page import ENGLISH_HOME, Reader, TheReader
from channels.web.landing.people import helpers
from channels.web.landing.questions import questions
from knowledge.models import Article
from knowledge.topics import TOPICS

_READ = ["GET", "HEAD"]

router = APIRouter(prefix=ENGLISH_HOME, include_in_schema=False)


@router.api_route("", methods=_READ)
async def start(reader: TheReader) -> Response:
    """Show where to ask, the questions that are put forward, the topics, and who can help."""
    asked: MostAsked = reader.request.app.state.most_asked
    here = await asked.ids(reader.place.gemeente) if reader.place.gemeente else []
    articles = _translated(reader, questions(reader.library, here, await asked.ids(), reader.place))
    async with reader.services.database.reading() as session:
        help_ = await helpers(session, reader.library.areas, reader.place.gemeente)
    data = linked_data.list_node(articles, "Doing business", ENGLISH_HOME, reader.base)
    return reader.kept(
        "english/start.html",
        ENGLISH_HOME,
        language=ENGLISH,
        articles=articles,
        titles=_titles(reader),
        help=help_,
        data=linked_data.script(data | {"inLanguage": ENGLISH}),
    )


@router.api_route("/topic/{topic}", methods=_READ)
async def show_topic(reader: TheReader, topic: str) -> Response:
    """List what there is in English about a topic."""
    if topic not in TOPICS:
        return reader.page("articles/not_found.html", 404)
    return reader.kept(
        "english/topic.html",
        f"{ENGLISH_HOME}/topic/{topic}",
        language=ENGLISH,
        title=_titles(reader)[topic],
        articles=reader.library.index_in(ENGLISH).browse(topic, gemeente=reader.place.gemeente),
    )


@router.api_route("/search", methods=_READ)
async def show_search(reader: TheReader) -> Response:
    """Show the search form."""
    return searching.IN_ENGLISH.show(reader)


@router.post("/search")
async def search(
    reader: TheReader, q: Annotated[str, Form()] = "", gemeente: Annotated[str, Form()] = ""
) -> Response:
    """Search the articles in English; what somebody typed is not kept, and stands in no address."""
    return await searching.IN_ENGLISH.asked(reader, q, gemeente)


def _translated(reader: Reader, articles: list[Article]) -> list[Article]:
    found = (reader.library.translation(article.id, ENGLISH) for article in articles)
    return [article for article in found if article]


def _titles(reader: Reader) -> dict[str, str]:
    return {topic: reader.library.english.title(topic) for topic in TOPICS}
