"""Finding tickets by words. Nothing here commits.

PostgreSQL looks Dutch word stems up in an index (GIN). SQLite reads the texts with LIKE: one machine has some
ten thousand tickets, and LIKE finds parts of words, which FTS5 does not.
"""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    and_,
    any_,
    func,
    insert,
    literal,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import Ticket, TicketEvent
from handoff.status import EventKind
from handoff.tickets.models import TicketText

# Names, addresses and references are words in no language: they are kept as they are beside the stems.
_DUTCH: ColumnElement[str] = literal_column("'dutch'")
_AS_IS: ColumnElement[str] = literal_column("'simple'")
_MOST_WORDS = 12
_MOST_LOOKED_UP = 20_000
"""Tickets that are expected. Of a word in more of 200,000 tickets a list has its page after some 500."""
_EXPECTATION = text(
    "EXPLAIN (FORMAT JSON) SELECT ticket_id FROM ticket_texts WHERE document @@"
    " (websearch_to_tsquery('dutch', :words) || websearch_to_tsquery('simple', :words))"
)
_REFERENCE = re.compile(r"VD-[A-Z0-9]{10}", re.I)
_SPOKEN = {EventKind.NOTE, EventKind.REPLY}


async def keep_words(session: AsyncSession, ticket: Ticket, event: TicketEvent) -> None:
    """Let a ticket be found by what an event adds to it; the first event adds the ticket itself."""
    if event.kind is EventKind.OPENED:
        document = _document(session, " ".join(_texts(ticket)), " ".join(_names(ticket)))
        await session.execute(insert(TicketText).values(ticket_id=ticket.id, document=document))
    elif event.kind in _SPOKEN and event.note:
        more = TicketText.document.op("||")(_document(session, f" {event.note}", ""))
        added = update(TicketText).where(TicketText.ticket_id == ticket.id).values(document=more)
        await session.execute(added.execution_options(synchronize_session=False))


async def found_by(session: AsyncSession, words: str) -> ColumnElement[bool]:
    """Return the condition on a ticket that it holds these words, or that they are its reference.

    PostgreSQL first looks up which tickets those are, unless it expects very many: a list soon has enough of
    them by going through the tickets in its order, and reading the words of each.
    """
    if _REFERENCE.fullmatch(words.strip()):
        return Ticket.reference == words.strip().upper()
    texts = select(TicketText.ticket_id).where(_matches(session, words))
    if not _has_stems(session) or await _expected(session, words) > _MOST_LOOKED_UP:
        return Ticket.id.in_(texts)
    found = await session.scalar(select(func.array_agg(texts.subquery().c.ticket_id)))
    return Ticket.id == any_(literal(found or [], ARRAY(Integer)))


async def _expected(session: AsyncSession, words: str) -> int:
    """Return how many tickets PostgreSQL expects to hold words, by the statistics that it keeps of texts."""
    [plan] = await session.scalar(_EXPECTATION, {"words": words})
    return int(plan["Plan"]["Plan Rows"])


def _matches(session: AsyncSession, words: str) -> ColumnElement[bool]:
    if _has_stems(session):
        in_dutch = func.websearch_to_tsquery(_DUTCH, words)
        return TicketText.document.op("@@")(in_dutch.op("||")(func.websearch_to_tsquery(_AS_IS, words)))
    wanted = words.lower().split()[:_MOST_WORDS]
    return and_(*(TicketText.document.contains(word, autoescape=True) for word in wanted))


def _document(session: AsyncSession, said: str, names: str) -> Any:
    """Return what is stored, which on PostgreSQL the database itself makes of the words."""
    if _has_stems(session):
        return func.to_tsvector(_DUTCH, said).op("||")(func.to_tsvector(_AS_IS, names))
    return f"{names} {said}".lower()


def _texts(ticket: Ticket) -> Iterable[str]:
    yield from (ticket.question, ticket.summary)
    yield from (line["text"] for line in ticket.transcript)


def _names(ticket: Ticket) -> Iterable[str]:
    return filter(None, (ticket.reference, ticket.name, ticket.email, ticket.phone))


def _has_stems(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"
