"""/en: what there is in English, on pages of its own."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from channels.conversations.text import LONGEST_TEXT, clean, is_visible
from channels.errors import TooManyRequestsError
from channels.rate_limits import Rate
from channels.web.articles import linked_data
from channels.web.articles.asked import MostAsked
from channels.web.articles.labels import ENGLISH
from channels.web.articles.page import ENGLISH_HOME, Reader, TheReader
from channels.web.articles.view import MOST_FOUND
from channels.web.landing.people import helpers
from channels.web.landing.questions import questions
from channels.web.limits import count
from knowledge.models import Article
from knowledge.search.index import Verdict
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
    return _found(reader, "")


@router.post("/search")
async def search(
    reader: TheReader, q: Annotated[str, Form()] = "", gemeente: Annotated[str, Form()] = ""
) -> Response:
    """Search the articles in English; what somebody typed is not kept, and stands in no address."""
    reader = reader.at(gemeente)
    try:
        await count(reader.services, Rate.CLIENT, reader.request)
    except TooManyRequestsError as error:
        return reader.wait(error)
    return _found(reader, clean(q))


def _found(reader: Reader, question: str) -> Response:
    refusal = _refusal(question)
    index, found = reader.library.index_in(ENGLISH), None
    if question and not refusal:
        found = index.search(question, gemeente=reader.place.gemeente, limit=MOST_FOUND)
    return reader.page(
        "english/search.html",
        400 if refusal or reader.place.refused else 200,
        address=f"{ENGLISH_HOME}/search",
        language=ENGLISH,
        question=question,
        refusal=refusal,
        found=found,
        sure=found is not None and found.verdict is Verdict.SURE,
    )


def _refusal(question: str) -> str:
    if len(question) > LONGEST_TEXT:
        return f"Your question is too long. Use at most {LONGEST_TEXT} characters."
    return "Type your question in plain words." if question and not is_visible(question) else ""


def _translated(reader: Reader, articles: list[Article]) -> list[Article]:
    found = (reader.library.translation(article.id, ENGLISH) for article in articles)
    return [article for article in found if article]


def _titles(reader: Reader) -> dict[str, str]:
    return {topic: reader.library.english.title(topic) for topic in TOPICS}
