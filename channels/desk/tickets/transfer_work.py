"""Tickets that change hands, each in a transaction of its own; the result is the notice to show.

A coordinator assigns at once. An account manager offers, and the colleague accepts or declines. Every
function raises what those of ``ticket_work`` raise.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.errors import RefusedError
from channels.desk.guard import Visit
from channels.desk.live.holding import let_go
from channels.desk.ticket_page import visible_ticket
from channels.desk.ticket_rules import short_enough, workable
from handoff import service as handoff
from handoff.models import AccountManager, Ticket
from handoff.repository import all_managers
from handoff.routing import route
from handoff.tickets.holding import move_to_gemeente
from kit import clock


async def transfer(visit: Visit, reference: str, account_manager_id: str, gemeente: str, note: str) -> str:
    """Give a ticket to a colleague, or to who helps in another gemeente."""
    note = short_enough(note, "toelichting")
    if bool(account_manager_id) == bool(gemeente):
        raise RefusedError("Kies een collega of een gemeente, niet allebei.")
    async with visit.services.database.transaction() as session:
        ticket = await workable(session, visit, reference)
        receiver = await _receiver(session, visit, ticket, account_manager_id, gemeente)
        if receiver.id == visit.entry.manager_id and visit.entry.stands_in_on(ticket):
            raise RefusedError("Dat bent u zelf. Kies 'Neem deze vraag over'.")
        if gemeente and receiver.id == ticket.account_manager_id:
            await move_to_gemeente(session, ticket, gemeente, visit.entry.name)
            return "gemeente-changed"
        if visit.entry.is_coordinator:
            await _assign(session, visit, ticket, receiver, gemeente, note)
        else:
            await handoff.offer(session, ticket, receiver, visit.entry.name, note or None, gemeente or None)
    await visit.services.conversations.announce(ticket.conversation_id or "")
    return "assigned" if visit.entry.is_coordinator else "offered"


async def accept(visit: Visit, reference: str) -> str:
    """Take over what a colleague offered; a conversation that the giver held goes back to the assistant."""
    async with visit.services.database.transaction() as session:
        ticket, manager = await _offered(session, visit, reference)
        await let_go(session, visit.entry, ticket)
        await handoff.accept(session, ticket, manager, visit.entry.name)
    await visit.services.conversations.announce(ticket.conversation_id or "")
    return "accepted"


async def decline(visit: Visit, reference: str, note: str) -> str:
    """Leave a ticket with the colleague who offered it, and say why."""
    note = short_enough(note, "toelichting")
    async with visit.services.database.transaction() as session:
        ticket, manager = await _offered(session, visit, reference)
        await handoff.decline(session, ticket, manager, visit.entry.name, note)
    return "declined"


async def withdraw(visit: Visit, reference: str) -> str:
    """Take an offer back."""
    async with visit.services.database.transaction() as session:
        ticket = await workable(session, visit, reference)
        await handoff.withdraw(session, ticket, visit.entry.name)
    return "withdrawn"


async def _assign(
    session: AsyncSession, visit: Visit, ticket: Ticket, receiver: AccountManager, gemeente: str, note: str
) -> None:
    await let_go(session, visit.entry, ticket)
    await handoff.assign(session, ticket, receiver, visit.entry.name, note or None)
    if gemeente and gemeente != ticket.gemeente:
        await move_to_gemeente(session, ticket, gemeente, visit.entry.name)


async def _receiver(
    session: AsyncSession, visit: Visit, ticket: Ticket, account_manager_id: str, gemeente: str
) -> AccountManager:
    """Return the chosen colleague, or who would get a question of the chosen gemeente now."""
    if gemeente:
        areas = visit.services.library.areas
        if gemeente not in areas.region_gemeenten:
            raise RefusedError("Kies een gemeente uit de lijst.")
        chosen = await route(
            session,
            gemeente=gemeente,
            topic=ticket.topic,
            sector=ticket.sector,
            language=ticket.language,
            moment=clock.now(),
            aliases=areas.aliases(gemeente),
        )
        receiver = chosen.account_manager
    else:
        receiver = (await all_managers(session)).get(account_manager_id)
    if receiver is None:
        raise RefusedError("Kies een collega.")
    return receiver


async def _offered(session: AsyncSession, visit: Visit, reference: str) -> tuple[Ticket, AccountManager]:
    """Return a ticket that is offered to this user."""
    ticket = await visible_ticket(session, visit.entry, reference)
    if visit.entry.manager is None or not visit.entry.may_answer_offer(ticket):
        raise RefusedError("Deze vraag wordt u niet aangeboden. Misschien is de overdracht ingetrokken.")
    return ticket, visit.entry.manager
