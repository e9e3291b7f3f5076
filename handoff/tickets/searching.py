"""Finding tickets by words. Nothing here commits.

PostgreSQL looks Dutch word stems up in an index (GIN). SQLite reads the texts with LIKE: one machine has some
ten thousand tickets, and LIKE finds parts of words, which FTS5 does not.
"""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import Ticket, TicketEvent
from handoff.status import EventKind
from handoff.tickets.models import TicketText

# Names, addresses and references are words in no language: they are kept as they are beside the stems.
_DUTCH: ColumnElement[str] = literal_column("'dutch'")
_AS_IS: ColumnElement[str] = literal_column("'simple'")
_MOST_WORDS = 12
_FEW = 1000
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

    Few tickets are looked up by number. Of words that many tickets hold a list soon has enough by going
    through the tickets in its order, and PostgreSQL cannot tell beforehand which of the two it will be.
    """
    if _REFERENCE.fullmatch(words.strip()):
        return Ticket.reference == words.strip().upper()
    texts = select(TicketText.ticket_id).where(_matches(session, words))
    few = (await session.scalars(texts.limit(_FEW + 1))).all()
    return Ticket.id.in_(few if len(few) <= _FEW else texts)


def _matches(session: AsyncSession, words: str) -> ColumnElement[bool]:
    if _has_stems(session):
        in_dutch = func.websearch_to_tsquery(_DUTCH, words)
        return TicketText.document.op("@@")(in_dutch.op("||")(func.websearch_to_tsquery(_AS_IS, words)))
    wanted = words.lower().split()[:_MOST_WORDS]
    return and_(*(TicketText.document.contains(word, autoescape=True) for word in wanted))


def _document(session: AsyncSession, text: str, names: str) -> Any:
    """Return what is stored, which on PostgreSQL the database itself makes of the words."""
    if _has_stems(session):
        return func.to_tsvector(_DUTCH, text).op("||")(func.to_tsvector(_AS_IS, names))
    return f"{names} {text}".lower()


def _texts(ticket: Ticket) -> Iterable[str]:
    yield from (ticket.question, ticket.summary)
    yield from (line["text"] for line in ticket.transcript)


def _names(ticket: Ticket) -> Iterable[str]:
    return filter(None, (ticket.reference, ticket.name, ticket.email, ticket.phone))


def _has_stems(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"
