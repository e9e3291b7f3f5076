"""What helps an account manager to answer: what the assistant would say, what checks found, and articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.actions.compose import sources_of
from assistant.schemas import Answer, Reply
from channels.conversations import repository
from channels.conversations.models import Message
from channels.desk.guard import Visit
from channels.desk.view import Finding, findings
from channels.errors import UnknownArticleError
from handoff.models import Ticket
from knowledge.library import Library
from knowledge.models import Article

MOST_ARTICLES = 5


@dataclass(frozen=True)
class Help:
    """Everything that is known for the answer to a question."""

    question: str
    """What the entrepreneur asked last, or a question that the account manager typed instead."""
    replies: Sequence[Reply]
    checks: Sequence[Finding]
    articles: Sequence[Article]


async def find_help(visit: Visit, ticket: Ticket, asked: str = "") -> Help:
    """Look what the assistant would answer now, without that anything of it is kept, and search articles."""
    services, conversation_id = visit.services, ticket.conversation_id or ""
    question = asked or await _last_question(visit, ticket)
    return Help(
        question=question,
        replies=await services.engine.rehearse(conversation_id, question),
        checks=findings(await services.engine.found(conversation_id)),
        articles=_search(services.library, question, ticket),
    )


async def _last_question(visit: Visit, ticket: Ticket) -> str:
    """Return what the entrepreneur typed last; without a conversation the question of the ticket."""
    async with visit.services.database.reading() as session:
        messages = await repository.messages_after(session, ticket.conversation_id or "")
    return next((each.text for each in reversed(messages) if _is_typed(each)), ticket.question)


def _is_typed(message: Message) -> bool:
    return message.sender == "entrepreneur" and message.choice is None


def _search(library: Library, question: str, ticket: Ticket) -> list[Article]:
    hits = library.index_in(ticket.language).search(question, gemeente=ticket.gemeente).hits
    return [hit.article for hit in hits[:MOST_ARTICLES]]


def article_message(visit: Visit, ticket: Ticket, article_id: str) -> tuple[str, dict[str, Any]]:
    """Return the text and the answer, with its sources, of an article as a message of an account manager.

    Raises:
        UnknownArticleError: there is no published, valid article with this id.
    """
    library = visit.services.library
    article = library.articles.get(article_id)
    if article is None:
        raise UnknownArticleError
    text = "\n\n".join((article.short_answer, *_reserves(library, article)))
    answer = Answer(
        kind="article",
        topic=article.topic,
        article_id=article.id,
        gemeente=ticket.gemeente,
        sources=sources_of(article),
        language=article.language if article.language != "nl" else None,
    )
    return text, answer.model_dump(mode="json", by_alias=True, exclude_none=True)


def _reserves(library: Library, article: Article) -> list[str]:
    """Return what must be said with an article, as the assistant says it too."""
    areas, replies = library.areas, library.replies_in(article.language)
    said = []
    if areas.merged(article.area):
        former, now = areas.name(article.area), areas.name(areas.current(article.area))
        said.append(replies.text("former_area", former=former, gemeente=now))
    if article.certainty == "laag":
        said.append(replies.text("uncertain"))
    return said
