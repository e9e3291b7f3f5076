"""An entrepreneur who comes back to a ticket that is closed. Nothing here commits."""

from contextlib import suppress
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.closed_days import closed_dates
from handoff.errors import TicketError
from handoff.models import AccountManager, Ticket
from handoff.routing import route
from handoff.status import ASSISTANT, ENTREPRENEUR, EventKind, TicketStatus
from handoff.tickets.levels import service_levels
from handoff.tickets.opening import new_reference
from handoff.tickets.progress import change_status
from handoff.tickets.promises import first_promises
from handoff.tickets.record import change, log
from handoff.tickets.standing_in import is_there, stand_in_of
from handoff.tickets.thanks import says_thanks
from kit import clock
from kit.clock import dutch_date

# What a ticket that goes on where another ended has in common with it.
_SAME = ("conversation_id", "gemeente", "topic", "sector", "language", "name", "email", "phone", "rode_loper")
_CONSENT = ("consent_at", "consent_text")


async def ticket_for(session: AsyncSession, ticket: Ticket, text: str) -> Ticket:
    """Return the ticket in which a text of the entrepreneur belongs.

    That is the ticket itself while it is open, or when the text is only a word of thanks. A closed ticket
    opens again within the days that the region set; after those it is a new ticket, linked to the old one.
    """
    ticket = await staying(session, ticket)
    levels = await service_levels(session)
    names = [word for name in (ticket.name, _holder(ticket)) for word in name.split()]
    if ticket.status is not TicketStatus.CLOSED or says_thanks(text, levels.thanks, names):
        return ticket
    if ticket.closed_at and clock.now() <= ticket.closed_at + timedelta(days=levels.reopen_days):
        with suppress(TicketError):  # another message of the entrepreneur opened it a moment ago
            await reopen(session, ticket)
        return ticket
    return await _continue(session, ticket, text)


async def staying(session: AsyncSession, ticket: Ticket) -> Ticket:
    """Return the ticket into which a ticket was merged, or itself."""
    while ticket.merged_into_id is not None:
        ticket = await session.get_one(Ticket, ticket.merged_into_id)
    return ticket


async def reopen(session: AsyncSession, ticket: Ticket) -> None:
    """Open a closed ticket again for the entrepreneur, with the same person if that one is there."""
    await change_status(session, ticket, TicketStatus.IN_PROGRESS, ENTREPRENEUR)
    keeper, reason = await _keeper(session, ticket)
    before = ticket.account_manager_id
    if keeper is not None and keeper.id != before:
        same = Ticket.account_manager_id.is_not_distinct_from(before)
        await change(session, ticket, same, account_manager_id=keeper.id)
        await log(
            session, ticket, ASSISTANT, EventKind.TRANSFERRED, before=before, after=keeper.id, note=reason
        )


async def _keeper(session: AsyncSession, ticket: Ticket) -> tuple[AccountManager | None, str]:
    """Return who goes on with a ticket, and why that one."""
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


async def _continue(session: AsyncSession, old: Ticket, text: str) -> Ticket:
    """Open a new ticket that goes on where the old one ended."""
    now, levels = clock.now(), await service_levels(session)
    keeper, reason = await _keeper(session, old)
    closed = f" van {dutch_date(old.created_at.date())}"
    new = Ticket(
        **{name: getattr(old, name) for name in (*_SAME, *_CONSENT)},
        reference=new_reference(),
        question=text,
        summary=f"Vervolg op vraag {old.reference}{closed}: {old.question}",
        account_manager=keeper,
        routing_reason=reason,
        status=TicketStatus.NEW,
        previous_id=old.id,
        **first_promises(keeper, now, levels, await closed_dates(session, keeper)),
        created_at=now,
        updated_at=now,
    )
    session.add(new)
    await session.flush()
    await log(session, new, ENTREPRENEUR, EventKind.OPENED, after=new.status.value, note=reason)
    await log(session, old, ENTREPRENEUR, EventKind.CONTINUED, after=new.reference)
    return new


def _holder(ticket: Ticket) -> str:
    return ticket.account_manager.name if ticket.account_manager else ""
