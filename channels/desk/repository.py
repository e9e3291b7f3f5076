"""The queries of the desk, among them the one place that knows who may see which ticket."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    and_,
    delete,
    false,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from channels.desk.entry import Entry
from channels.desk.models import DeskSession, DeskUser, LogInAttempt, Role
from handoff.models import Ticket, TicketEvent
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from handoff.tickets.alarms import RUNNING
from handoff.tickets.models import TicketMention
from kit import clock
from kit.sql import is_one_of

MOST_TICKETS = 200

_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,16}")


async def has_users(session: AsyncSession) -> bool:
    """Tell whether anybody can log in."""
    return await session.scalar(select(DeskUser.id).limit(1)) is not None


async def user_with_email(session: AsyncSession, email: str) -> DeskUser | None:
    """Return the user with this address, written in small letters."""
    return await session.scalar(select(DeskUser).where(DeskUser.email == email))


async def users_of(session: AsyncSession, account_manager_id: str) -> Sequence[DeskUser]:
    """Return the users who come in as an account manager, also those who no longer may."""
    query = select(DeskUser).where(DeskUser.account_manager_id == account_manager_id)
    return (await session.scalars(query.order_by(DeskUser.email))).all()


async def live_session(
    session: AsyncSession, token_hash: str, now: datetime
) -> tuple[DeskSession, DeskUser] | None:
    """Return a session that has not ended, with its user when that is active."""
    query = (
        select(DeskSession, DeskUser)
        .join(DeskUser, DeskUser.id == DeskSession.user_id)
        .where(DeskSession.token_hash == token_hash, DeskSession.expires_at > now, DeskUser.active)
    )
    row = (await session.execute(query)).one_or_none()
    return (row[0], row[1]) if row else None


async def set_last_seen(session: AsyncSession, token_hash: str, now: datetime, until: datetime) -> None:
    """Write down a visit, unless the session was closed meanwhile."""
    changed = update(DeskSession).where(DeskSession.token_hash == token_hash)
    await session.execute(changed.values(last_seen_at=now, expires_at=until))


async def delete_session(session: AsyncSession, token_hash: str) -> None:
    """Delete a session."""
    await session.execute(delete(DeskSession).where(DeskSession.token_hash == token_hash))


async def sessions_of(session: AsyncSession, user_id: int, now: datetime) -> Sequence[DeskSession]:
    """Return the sessions of a user that have not ended, the last used first."""
    query = select(DeskSession).where(DeskSession.user_id == user_id, DeskSession.expires_at > now)
    return (await session.scalars(query.order_by(DeskSession.last_seen_at.desc()))).all()


async def delete_own_session(session: AsyncSession, user_id: int, beginning: str) -> bool:
    """Delete the session of a user whose hash begins so; tell whether there was one."""
    own = delete(DeskSession).where(DeskSession.user_id == user_id)
    result = await session.execute(own.where(DeskSession.token_hash.startswith(beginning, autoescape=True)))
    return isinstance(result, CursorResult) and result.rowcount > 0


async def delete_other_sessions(session: AsyncSession, user_id: int, token_hash: str) -> None:
    """Delete the sessions of a user but one."""
    others = delete(DeskSession).where(DeskSession.user_id == user_id, DeskSession.token_hash != token_hash)
    await session.execute(others)


async def delete_sessions_ended_before(session: AsyncSession, moment: datetime) -> None:
    """Delete the sessions that ended before a moment."""
    await session.execute(delete(DeskSession).where(DeskSession.expires_at <= moment))


async def attempts(session: AsyncSession, key: str) -> int:
    """Count the attempts with this key."""
    query = select(func.count()).select_from(LogInAttempt).where(LogInAttempt.key == key)
    return await session.scalar(query) or 0


async def delete_attempts(session: AsyncSession, key: str) -> None:
    """Delete the attempts with this key."""
    await session.execute(delete(LogInAttempt).where(LogInAttempt.key == key))


async def delete_attempts_before(session: AsyncSession, moment: datetime) -> None:
    """Delete all attempts up to a moment."""
    await session.execute(delete(LogInAttempt).where(LogInAttempt.at <= moment))


async def visible_ticket(session: AsyncSession, entry: Entry, reference: str) -> Ticket | None:
    """Return the ticket with this reference, if the user may see it."""
    # PostgreSQL fails on some characters, instead of finding nothing.
    if not _REFERENCE.fullmatch(reference):
        return None
    query = select(Ticket).where(Ticket.reference == reference.upper(), visible(entry))
    return await session.scalar(query)


async def visible_among(session: AsyncSession, entry: Entry, ids: Collection[int]) -> Collection[int]:
    """Return those of the tickets with these ids that the user may see."""
    return set(await session.scalars(select(Ticket.id).where(Ticket.id.in_(ids), visible(entry))))


async def tickets_for_answer(session: AsyncSession, entry: Entry) -> Sequence[Ticket]:
    """Return the tickets that colleagues want to transfer to the user."""
    query = select(Ticket).where(visible(entry), Ticket.offered_to_id == (entry.manager_id or ""))
    return await _listed(session, query)


async def tickets_with_mention(session: AsyncSession, entry: Entry) -> Sequence[Ticket]:
    """Return the tickets in which a colleague named the user, who did not look since."""
    unread = select(TicketMention.ticket_id).where(
        TicketMention.account_manager_id == (entry.manager_id or ""), TicketMention.read_at.is_(None)
    )
    return await _listed(session, select(Ticket).where(visible(entry), Ticket.id.in_(unread)))


async def news_in_view(
    session: AsyncSession, entry: Entry, after: int, kinds: Sequence[EventKind]
) -> list[tuple[TicketEvent, str]]:
    """Return what happened after an event, by others, to tickets that the user may see; with the reference.

    Of the messages only those of entrepreneurs: what a colleague answers is no news.
    """
    query = (
        select(TicketEvent, Ticket.reference)
        .join(Ticket, Ticket.id == TicketEvent.ticket_id)
        .where(TicketEvent.id > after, TicketEvent.kind.in_(kinds), TicketEvent.actor != entry.name)
        .where(or_(TicketEvent.kind != EventKind.REPLY, TicketEvent.actor == ENTREPRENEUR), visible(entry))
        .order_by(TicketEvent.id)
        .limit(MOST_TICKETS)
    )
    return [(event, reference) for event, reference in await session.execute(query)]


async def newest_event(session: AsyncSession) -> int:
    """Return the number of what happened last to any ticket."""
    return await session.scalar(select(func.max(TicketEvent.id))) or 0


async def red_tickets(session: AsyncSession) -> Sequence[Ticket]:
    """Return every ticket whose promise is broken now; only for who divides the work."""
    query = select(Ticket).where(Ticket.status.in_(RUNNING), Ticket.due_at < clock.now())
    return await _listed(session, query)


async def _listed(session: AsyncSession, query: Select[Ticket]) -> Sequence[Ticket]:
    """Return tickets for a list: the transcripts are by far the largest part, and a list shows none."""
    query = query.options(defer(Ticket.transcript, raiseload=True))
    ordered = query.order_by(Ticket.on_top.desc(), Ticket.due_at, Ticket.id)
    return (await session.scalars(ordered.limit(MOST_TICKETS))).all()


def visible(entry: Entry) -> ColumnElement[bool]:
    """Say which tickets a user may see; everything that shows or changes a ticket goes through here."""
    if entry.sees_all_tickets:
        return true()
    manager = entry.manager
    if entry.user.role is not Role.ACCOUNT_MANAGER or manager is None:
        return false()
    own = Ticket.account_manager_id.in_(entry.hands)
    if not manager.active:
        return own
    asked = select(TicketMention.ticket_id).where(TicketMention.account_manager_id.in_(entry.hands))
    reach = true() if manager.region_desk else Ticket.gemeente.in_(entry.gemeenten)
    nobodys = and_(Ticket.account_manager_id.is_(None), Ticket.status != TicketStatus.CLOSED, reach)
    return or_(own, Ticket.offered_to_id == manager.id, is_one_of(Ticket.id, asked), nobodys)
