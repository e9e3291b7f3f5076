"""The queries of the hand-off room."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import AccountManager, ContactMoment, Ticket, TicketEvent
from handoff.status import EventKind, TicketStatus


async def all_managers(session: AsyncSession) -> dict[str, AccountManager]:
    """Return every account manager by id, also those who are no longer active."""
    managers = await session.scalars(select(AccountManager).order_by(AccountManager.id))
    return {manager.id: manager for manager in managers}


async def open_loads(session: AsyncSession) -> dict[str, int]:
    """Return the number of tickets that are not closed, by account manager id; nobody with none is listed."""
    query = (
        select(Ticket.account_manager_id, func.count())
        .where(Ticket.status != TicketStatus.CLOSED, Ticket.account_manager_id.is_not(None))
        .group_by(Ticket.account_manager_id)
    )
    return {str(manager_id): count for manager_id, count in await session.execute(query)}


async def tickets_by_manager(session: AsyncSession, account_manager_id: str | None) -> Sequence[Ticket]:
    """Return the tickets of one account manager, or all tickets; the first due comes first."""
    query = select(Ticket).order_by(Ticket.due_at, Ticket.id)
    if account_manager_id is not None:
        query = query.where(Ticket.account_manager_id == account_manager_id)
    return (await session.scalars(query)).all()


async def unassigned_tickets(session: AsyncSession) -> Sequence[Ticket]:
    """Return the tickets that are not closed and belong to nobody; the first due comes first."""
    query = (
        select(Ticket)
        .where(Ticket.account_manager_id.is_(None), Ticket.status != TicketStatus.CLOSED)
        .order_by(Ticket.due_at, Ticket.id)
    )
    return (await session.scalars(query)).all()


async def ticket_with_reference(session: AsyncSession, reference: str) -> Ticket | None:
    """Return the ticket with this exact reference."""
    return await session.scalar(select(Ticket).where(Ticket.reference == reference))


async def events_of_ticket(session: AsyncSession, ticket_id: int) -> Sequence[TicketEvent]:
    """Return what happened to a ticket, oldest first."""
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id)
    return (await session.scalars(query)).all()


async def open_ticket_of_conversation(session: AsyncSession, conversation_id: str) -> Ticket | None:
    """Return the newest ticket of a conversation that is not closed."""
    query = select(Ticket).where(
        Ticket.conversation_id == conversation_id, Ticket.status != TicketStatus.CLOSED
    )
    return await session.scalar(query.order_by(Ticket.id.desc()).limit(1))


async def closed_ticket_of_conversation(session: AsyncSession, conversation_id: str | None) -> Ticket | None:
    """Return the newest ticket of a conversation if it is closed: a new one goes on where it ended."""
    if conversation_id is None:
        return None
    query = select(Ticket).where(Ticket.conversation_id == conversation_id)
    newest = await session.scalar(query.order_by(Ticket.id.desc()).limit(1))
    return newest if newest and newest.status is TicketStatus.CLOSED else None


async def answered_last_by(session: AsyncSession, ticket_ids: Collection[int], actor: str) -> set[int]:
    """Return those of the tickets in which an actor wrote the last message."""
    last = (
        select(func.max(TicketEvent.id))
        .where(TicketEvent.ticket_id.in_(ticket_ids), TicketEvent.kind == EventKind.REPLY)
        .group_by(TicketEvent.ticket_id)
    )
    query = select(TicketEvent.ticket_id).where(TicketEvent.id.in_(last), TicketEvent.actor == actor)
    return set(await session.scalars(query))


async def moments_valid_on(
    session: AsyncSession, day: date, gemeenten: Collection[str] | None
) -> Sequence[ContactMoment]:
    """Return the walk-in hours that hold on a date, by gemeente and then through the week."""
    query = (
        select(ContactMoment)
        .where(ContactMoment.valid_from <= day)
        .where(or_(ContactMoment.valid_until.is_(None), ContactMoment.valid_until >= day))
        .order_by(ContactMoment.gemeente, ContactMoment.weekday, ContactMoment.starts, ContactMoment.id)
    )
    if gemeenten is not None:
        query = query.where(ContactMoment.gemeente.in_(gemeenten))
    return (await session.scalars(query)).all()
