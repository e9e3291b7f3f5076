"""Whom an entrepreneur who comes back talked to before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import AccountManager, Ticket


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
    """The last ticket of the same entrepreneur, and who has it."""

    manager: AccountManager
    reference: str
    opened_at: datetime


async def earlier_contact(session: AsyncSession, enquirer: Enquirer) -> Earlier | None:
    """Return the last ticket of the same conversation or contact; retention erases the older ones."""
    same = _same(enquirer)
    if not same:
        return None
    query = select(Ticket).where(or_(*same), Ticket.account_manager_id.is_not(None))
    ticket = await session.scalar(query.order_by(Ticket.id.desc()).limit(1))
    if ticket is None or ticket.account_manager is None:
        return None
    return Earlier(ticket.account_manager, ticket.reference, ticket.created_at)


def _same(enquirer: Enquirer) -> list[ColumnElement[bool]]:
    """Say what makes a ticket one of the same entrepreneur."""
    conditions: list[ColumnElement[bool]] = []
    if enquirer.conversation_id:
        conditions.append(Ticket.conversation_id == enquirer.conversation_id)
    if enquirer.email:
        conditions.append(func.lower(Ticket.email) == enquirer.email.lower())
    if enquirer.phone:
        conditions.append(Ticket.phone == enquirer.phone)
    return conditions
