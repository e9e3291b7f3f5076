"""The tickets that pass the filters, a page at a time.

A page begins after the last ticket of the one before (keyset): page 400 costs what page 1 costs, and a ticket
that comes in meanwhile shifts nothing.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from channels.desk.entry import Entry
from channels.desk.inbox.filters import MINE, NOBODY, Filters
from channels.desk.inbox.models import SeenTicket
from channels.desk.repository import visible
from handoff.models import OPEN, Ticket
from handoff.status import TicketStatus
from handoff.tickets.alarms import RUNNING
from handoff.tickets.models import TicketTag
from handoff.tickets.searching import found_by
from kit import clock
from kit.sql import is_one_of
from knowledge.areas import Areas

ROWS = 50


@dataclass(frozen=True)
class Found:
    """A page of tickets, and where the next one begins; empty when this is the last."""

    tickets: Sequence[Ticket]
    after: str = ""


async def find(session: AsyncSession, entry: Entry, filters: Filters, areas: Areas) -> Found:
    """Return a page of the tickets that the user may see and that pass the filters."""
    conditions = _conditions(entry, filters, areas)
    if filters.q:
        conditions.append(await found_by(session, filters.q))
    query = select(Ticket).where(visible(entry), *conditions)
    # The transcripts are by far the largest part, and a list shows none.
    query = query.options(defer(Ticket.transcript, raiseload=True), defer(Ticket.findings, raiseload=True))
    rows = (await session.scalars(_ordered(query, filters).limit(ROWS + 1))).all()
    page = rows[:ROWS]
    return Found(page, _place(page[-1], filters) if len(rows) > ROWS else "")


def _conditions(entry: Entry, filters: Filters, areas: Areas) -> list[ColumnElement[bool]]:
    conditions = [*_of_status(filters), *_of_manager(entry, filters), *_of_days(filters)]
    if filters.gemeente:
        conditions.append(Ticket.gemeente.in_(areas.aliases(filters.gemeente)))
    if filters.topic:
        conditions.append(Ticket.topic == filters.topic)
    if filters.language:
        conditions.append(Ticket.language == filters.language)
    if filters.tag:
        tagged = select(TicketTag.ticket_id).where(TicketTag.tag == filters.tag.lower())
        conditions.append(is_one_of(Ticket.id, tagged))
    if filters.unread:
        seen = (SeenTicket.user_id == entry.user.id) & (SeenTicket.ticket_id == Ticket.id)
        conditions.append(~exists().where(seen, SeenTicket.seen_at >= Ticket.updated_at))
    return conditions


def _of_status(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.status == "open":
        # As the index of open tickets says it, in the same words: else PostgreSQL does not use it.
        conditions.append(OPEN)
    elif filters.status != "alles":
        conditions.append(Ticket.status == TicketStatus(filters.status))
    now = clock.now()
    due = {
        "te-laat": Ticket.due_at < now,
        "bijna": (Ticket.amber_at <= now) & (Ticket.due_at >= now),
        "op-tijd": Ticket.amber_at > now,
    }
    if filters.due:
        conditions += [Ticket.status.in_(RUNNING), due[filters.due]]
    return conditions


def _of_manager(entry: Entry, filters: Filters) -> list[ColumnElement[bool]]:
    if not filters.manager:
        return []
    if filters.manager == NOBODY:
        return [Ticket.account_manager_id.is_(None)]
    wanted = entry.manager_id or "" if filters.manager == MINE else filters.manager
    return [Ticket.account_manager_id == wanted]


def _of_days(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on the day, in local time, on which a ticket came in."""
    conditions: list[ColumnElement[bool]] = []
    if filters.first_day:
        conditions.append(Ticket.created_at >= datetime.combine(filters.first_day, time(), clock.AMSTERDAM))
    if filters.last_day:
        end = filters.last_day + timedelta(days=1)
        conditions.append(Ticket.created_at < datetime.combine(end, time(), clock.AMSTERDAM))
    return conditions


def _ordered(query: Select[Ticket], filters: Filters) -> Select[Ticket]:
    """Put the tickets in order, from where the page before ended."""
    place, sort = _read_place(filters.after), _sort(filters)
    if sort == "termijn":
        if place:
            later = tuple_(Ticket.due_at, Ticket.id) > tuple_(place.moment, place.ticket_id)
            here = Ticket.on_top.is_(place.on_top) & later
            query = query.where(or_(here, Ticket.on_top.is_(False)) if place.on_top else here)
        return query.order_by(Ticket.on_top.desc(), Ticket.due_at, Ticket.id)
    moment = Ticket.created_at if sort == "nieuw" else Ticket.updated_at
    if place:
        query = query.where(tuple_(moment, Ticket.id) < tuple_(place.moment, place.ticket_id))
    return query.order_by(moment.desc(), Ticket.id.desc())


def _sort(filters: Filters) -> str:
    """Return the order; what is closed waits for nothing: there the newest comes first."""
    waits = filters.status not in {TicketStatus.CLOSED, "alles"}
    if waits or filters.sort != "termijn":
        return filters.sort
    return "nieuw" if filters.first_day or filters.last_day else "gewijzigd"


@dataclass(frozen=True)
class _Place:
    moment: datetime
    ticket_id: int
    on_top: bool


def _place(ticket: Ticket, filters: Filters) -> str:
    """Write down where a page ends, for an address."""
    moments = {"termijn": ticket.due_at, "nieuw": ticket.created_at, "gewijzigd": ticket.updated_at}
    value: list[Any] = [moments[_sort(filters)].isoformat(), ticket.id, ticket.on_top]
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _read_place(text: str) -> _Place | None:
    """Read where the page before ended; what cannot be read is the beginning."""
    try:
        moment, ticket_id, on_top = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        found = _Place(datetime.fromisoformat(moment), int(ticket_id), bool(on_top))
    except (ValueError, TypeError):
        return None
    return found if found.moment.tzinfo and 0 < found.ticket_id < 2**31 else None
