"""Whom an entrepreneur who comes back talked to before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from handoff.models import AccountManager, Ticket

_MOST = 10


@dataclass(frozen=True)
class Enquirer:
    """What is known of who asks; with nothing known nobody is recognised.

    The contact is what somebody typed and nobody checked, so it decides who gets a question and shows no
    more than that person's name.
    """

    conversation_id: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Earlier:
    """A ticket of the same entrepreneur, and who has it."""

    manager: AccountManager
    reference: str
    opened_at: datetime


async def earlier_contacts(session: AsyncSession, enquirer: Enquirer) -> list[Earlier]:
    """Return the last tickets of the same conversation or contact, the newest first."""
    same = _same(enquirer)
    if not same:
        return []
    query = select(Ticket).where(or_(*same)).order_by(Ticket.id.desc()).limit(_MOST)
    # The transcripts are by far the largest part of a ticket.
    tickets = await session.scalars(query.options(defer(Ticket.transcript, raiseload=True)))
    return [
        Earlier(ticket.account_manager, ticket.reference, ticket.created_at)
        for ticket in tickets
        if ticket.account_manager
    ]


def _same(enquirer: Enquirer) -> list[ColumnElement[bool]]:
    """Say what makes a ticket one of the same entrepreneur."""
    conditions: list[ColumnElement[bool]] = []
    if enquirer.conversation_id:
        conditions.append(Ticket.conversation_id == enquirer.conversation_id)
    if enquirer.email:
        conditions.append(Ticket.email == enquirer.email.lower())
    if enquirer.phone:
        conditions.append(Ticket.phone == enquirer.phone)
    return conditions
