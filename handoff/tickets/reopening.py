"""Who goes on with a ticket that was closed: the same person, or the replacement. Nothing here commits."""

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.errors import TicketError
from handoff.models import AccountManager, Ticket
from handoff.routing import route
from handoff.status import ASSISTANT, EventKind, TicketStatus
from handoff.tickets.models import TicketRound
from handoff.tickets.record import change, log
from handoff.tickets.standing_in import is_there, stand_in_of, still_active
from kit import clock

MEANWHILE = "Een collega heeft de status intussen gewijzigd. Bekijk de vraag opnieuw."


def round_of(ticket: Ticket) -> TicketRound:
    """Return what was promised and kept on a closed ticket, for the figures; a new round promises anew."""
    return TicketRound(
        ticket_id=ticket.id,
        gemeente=ticket.gemeente,
        account_manager_id=ticket.account_manager_id,
        react_by=ticket.react_by,
        settle_by=ticket.settle_by,
        reacted_at=ticket.reacted_at,
        closed_at=ticket.closed_at or ticket.updated_at,
    )


async def give_to_keeper(session: AsyncSession, ticket: Ticket, actor: str) -> None:
    """Before a closed ticket is opened again: give it to who goes on with it, if that is somebody else.

    Raises:
        TicketError: somebody else opened it first.
    """
    before = ticket.account_manager
    if before is not None and before.name == actor and await still_active(session, before.id):
        return  # whoever opens the own ticket is there, whatever the directory says
    keeper, reason = await keeper_of(session, ticket)
    if keeper is None or (before is not None and keeper.id == before.id):
        return
    still = (Ticket.status == TicketStatus.CLOSED) & Ticket.account_manager_id.is_not_distinct_from(
        ticket.account_manager_id
    )
    old = ticket.account_manager_id
    if not await change(session, ticket, still, account_manager_id=keeper.id):
        raise TicketError(MEANWHILE)
    await log(session, ticket, ASSISTANT, EventKind.TRANSFERRED, before=old, after=keeper.id, note=reason)


async def keeper_of(session: AsyncSession, ticket: Ticket) -> tuple[AccountManager | None, str]:
    """Return who goes on with a ticket and why; they stay active until the caller commits."""
    while True:
        keeper, reason = await _choose(session, ticket)
        if keeper is None or await still_active(session, keeper.id):
            return keeper, reason


async def _choose(session: AsyncSession, ticket: Ticket) -> tuple[AccountManager | None, str]:
    before = ticket.account_manager
    if before is not None and is_there(before, clock.today()):
        return before, f"{before.name} behandelde de vraag eerder ook."
    stand_in = await stand_in_of(session, before) if before else None
    if before is not None and stand_in is not None:
        return stand_in, f"{stand_in.name} vervangt {before.name}, die de vraag eerder behandelde."
    chosen = await route(
        session,
        gemeente=ticket.gemeente,
        topic=ticket.topic,
        sector=ticket.sector,
        language=ticket.language,
        moment=clock.now(),
    )
    return chosen.account_manager, chosen.reason
