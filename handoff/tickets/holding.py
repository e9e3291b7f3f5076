"""Who holds a ticket: two people never do. Nothing here commits."""

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.errors import TicketError
from handoff.models import AccountManager, Ticket
from handoff.status import EventKind
from handoff.tickets.record import change, log
from kit import clock


async def claim(session: AsyncSession, ticket: Ticket, account_manager: AccountManager, actor: str) -> None:
    """Take a ticket that belongs to nobody.

    Raises:
        TicketError: somebody else has it already.
    """
    if not await _give(session, ticket, None, account_manager):
        raise TicketError("Een collega heeft deze vraag al opgepakt.")
    await log(session, ticket, actor, EventKind.CLAIMED, after=account_manager.id)


async def transfer(
    session: AsyncSession,
    ticket: Ticket,
    account_manager: AccountManager,
    actor: str,
    note: str | None = None,
) -> None:
    """Hand the ticket over to another account manager.

    Raises:
        TicketError: the receiver is not active, or somebody else handed it over first.
    """
    if not account_manager.active:
        raise TicketError(f"{account_manager.name} is niet meer actief. Kies iemand anders.")
    before = ticket.account_manager_id
    if not await _give(session, ticket, before, account_manager):
        raise TicketError("Een collega heeft deze vraag intussen overgedragen. Bekijk de vraag opnieuw.")
    await log(
        session, ticket, actor, EventKind.TRANSFERRED, before=before, after=account_manager.id, note=note
    )


async def _give(
    session: AsyncSession, ticket: Ticket, holder: str | None, account_manager: AccountManager
) -> bool:
    """Move the ticket from its holder, if it is still there, in one statement: two people never both win."""
    return await change(
        session,
        ticket,
        Ticket.account_manager_id.is_not_distinct_from(holder),
        account_manager_id=account_manager.id,
        updated_at=clock.now(),
    )
