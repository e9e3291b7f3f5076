"""The page of one question, as the entrepreneur sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.follow.links import HOME, reference_of
from channels.follow.words import NOTICES, SCORES, STATUSES, WORDS
from channels.web.articles.page import Reader
from channels.web.attachments import attachment_link
from handoff import service as handoff
from handoff.models import Ticket, TicketEvent
from handoff.ratings import LONGEST_REMARK, rating_of
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from handoff.tickets.attachments import sent_with
from handoff.tickets.merging import merged_into, whole_history
from handoff.tickets.returning import staying
from kit import clock

LONGEST_MESSAGE = 5_000
# Otherwise the clock stands still: we wait for the entrepreneur, or nobody waits any more.
_RUNNING = {TicketStatus.NEW, TicketStatus.IN_PROGRESS}
# No other site, nor a page of ours, gets to see the link that opens this one.
_PRIVATE = {"Referrer-Policy": "no-referrer"}


@dataclass(frozen=True)
class Message:
    """One message as the page shows it."""

    author: str
    at: str
    text: str
    own: bool


@dataclass(frozen=True)
class Refusal:
    """Which form was refused, why, as a key of `WORDS`, and what was typed in it."""

    form: str
    why: str
    typed: str = ""
    score: int = 0


async def ticket_of(session: AsyncSession, reader: Reader, token: str) -> Ticket:
    """Return the ticket of a link, or the one of the same person into which it was merged.

    Raises:
        LinkError: the link is not ours or has expired.
        TicketError: the ticket is gone.
    """
    ticket = await handoff.ticket_by_reference(session, reference_of(reader.services.settings, token))
    stays = await staying(session, ticket)
    return stays if _of_same_person(stays, ticket) else ticket


async def show_question(
    reader: Reader, token: str, notice: str = "", refusal: Refusal | None = None
) -> Response:
    """Show a question; a refusal makes it status 400.

    Raises:
        LinkError, TicketError: as ``ticket_of``.
    """
    async with reader.services.database.reading() as session:
        ticket = await ticket_of(session, reader, token)
        doubles = [each for each in await merged_into(session, ticket) if _of_same_person(each, ticket)]
        events = await whole_history(session, ticket, doubles)
        rating = await rating_of(session, ticket)
        files = await sent_with(session, ticket)
    language = language_of(ticket)
    w = WORDS[language]
    response = reader.at(ticket.gemeente or "").page(
        "follow/question.html",
        400 if refusal else 200,
        address=HOME,
        language=language,
        w=w,
        token=token,
        ticket=ticket,
        stands=STATUSES[language][ticket.status],
        asked=clock.written_moment(ticket.created_at, language),
        due=clock.written_moment(ticket.due_at, language) if ticket.status in _RUNNING else "",
        messages=list(_messages(events, language)),
        files=[
            (each.name, attachment_link(reader.services.settings, each.id))
            for sent in files.values()
            for each in sent
        ],
        closed=ticket.status is TicketStatus.CLOSED,
        rating=rating,
        scores=SCORES[language],
        notice=w[notice] if notice in NOTICES else "",
        refusal=refusal or Refusal("", ""),
        refused=w[refusal.why].format(longest=LONGEST_MESSAGE, longest_remark=LONGEST_REMARK)
        if refusal
        else "",
        longest=LONGEST_MESSAGE,
        longest_remark=LONGEST_REMARK,
        days=reader.services.settings.follow_days,
    )
    return private(response)


def _of_same_person(one: Ticket, other: Ticket) -> bool:
    """Tell whether two tickets have the same address: questions of two people can be merged too."""
    return (one.email or "").casefold() == (other.email or "").casefold()


def language_of(ticket: Ticket) -> str:
    """Return the language of the page: English for whoever did not write Dutch."""
    return "nl" if ticket.language == "nl" else "en"


def private(response: Response) -> Response:
    """Keep a page with a link in its address to its reader."""
    response.headers.update(_PRIVATE)
    return response


def _messages(events: Iterable[TicketEvent], language: str) -> Iterable[Message]:
    """Give what was said, without notes and whatever else is for the desk alone."""
    w = WORDS[language]
    for event in events:
        own = event.actor == ENTREPRENEUR
        if event.kind is EventKind.REPLY:
            yield Message(w["you"] if own else event.actor, _at(event.at, language), event.note or "", own)
        elif event.kind is EventKind.APPOINTMENT:
            said = f"{w['appointment']}: {event.note}"
            yield Message(event.actor, _at(event.at, language), said, own)


def _at(moment: datetime, language: str) -> str:
    return clock.written_moment(moment, language)
