"""What other rooms ask of the hand-off: the directory, tickets and walk-in hours. Nothing here commits."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.directory import DirectoryCounts, import_directory
from handoff.errors import TicketError
from handoff.hours import DEFAULT_HOURS, add_working_hours
from handoff.models import AccountManager, ContactMoment, Ticket, TicketEvent
from handoff.routing import Route, route
from handoff.schemas import HandOffRequest
from handoff.status import ASSISTANT, ENTREPRENEUR, EventKind, TicketStatus
from kit import clock
from kit.masking import mask_personal_numbers

__all__ = [
    "DirectoryCounts",
    "add_note",
    "change_status",
    "claim",
    "contact_moments",
    "events_of",
    "import_directory",
    "open_ticket",
    "preview_account_manager",
    "purge_tickets",
    "record_reply",
    "ticket_by_reference",
    "tickets_of",
    "transfer",
    "unassigned",
]

# Without 0, O, 1, I and L, which people mix up on the phone. Ten of these 31 are some 49 random bits.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_REFERENCE_LENGTH = 10


async def preview_account_manager(
    session: AsyncSession,
    gemeente: str | None,
    topic: str | None,
    sector: str | None = None,
    language: str = "nl",
    aliases: Collection[str] = (),
) -> Route:
    """Tell who would get the question now, without opening a ticket; aliases as in ``route``."""
    return await route(
        session,
        gemeente=gemeente,
        topic=topic,
        sector=sector,
        language=language,
        moment=clock.now(),
        aliases=aliases,
    )


async def open_ticket(
    session: AsyncSession, request: HandOffRequest, *, reaction_hours: int, aliases: Collection[str] = ()
) -> Ticket:
    """Open a ticket and give it to an account manager, due after the given number of working hours.

    Show the reference only after the caller's transaction has committed. The aliases are as in ``route``.
    """
    now = clock.now()
    chosen = await route(
        session,
        gemeente=request.gemeente,
        topic=request.topic,
        sector=request.sector,
        language=request.language,
        moment=now,
        aliases=aliases,
    )
    ticket = Ticket(
        **_content_of(request),
        reference=new_reference(),
        account_manager=chosen.account_manager,
        routing_reason=chosen.reason,
        status=TicketStatus.NEW,
        due_at=add_working_hours(chosen.account_manager or DEFAULT_HOURS, now, reaction_hours),
        created_at=now,
        updated_at=now,
    )
    session.add(ticket)
    await session.flush()
    await _log(session, ticket, ASSISTANT, EventKind.OPENED, after=ticket.status.value, note=chosen.reason)
    return ticket


async def change_status(session: AsyncSession, ticket: Ticket, status: TicketStatus, actor: str) -> None:
    """Give the ticket another status.

    Raises:
        TicketError: the transition is not allowed, or somebody else changed the status first.
    """
    before = ticket.status
    if not before.may_become(status):
        raise TicketError(f"Dat kan niet: deze vraag heeft de status '{before.label}'.")
    now = clock.now()
    closed_at = now if status is TicketStatus.CLOSED else None
    changed = await _update(
        session, ticket, Ticket.status == before, status=status, closed_at=closed_at, updated_at=now
    )
    if not changed:
        raise TicketError("Een collega heeft de status intussen gewijzigd. Bekijk de vraag opnieuw.")
    await _log(session, ticket, actor, EventKind.STATUS, before=before.value, after=status.value)


async def add_note(session: AsyncSession, ticket: Ticket, text: str, actor: str) -> None:
    """Write an internal note, which the entrepreneur never sees.

    Raises:
        TicketError: the note is empty.
    """
    ticket.updated_at = clock.now()
    await _log(session, ticket, actor, EventKind.NOTE, note=_filled(text))


async def record_reply(session: AsyncSession, ticket: Ticket, text: str, actor: str) -> None:
    """Record a message of an employee, or of the entrepreneur when the actor is ENTREPRENEUR.

    An employee who answers waits for the entrepreneur; an entrepreneur who answers is waited for no longer.
    A closed ticket stays closed, because "bedankt" is an answer too.

    Raises:
        TicketError: the message is empty, or somebody else changed the status first.
    """
    ticket.updated_at = clock.now()
    await _log(session, ticket, actor, EventKind.REPLY, note=_filled(text))
    following = _status_after_reply(ticket.status, actor)
    if following is not ticket.status:
        await change_status(session, ticket, following, actor)


async def claim(session: AsyncSession, ticket: Ticket, account_manager: AccountManager, actor: str) -> None:
    """Take a ticket that belongs to nobody.

    Raises:
        TicketError: somebody else has it already.
    """
    if not await _give(session, ticket, None, account_manager):
        raise TicketError("Een collega heeft deze vraag al opgepakt.")
    await _log(session, ticket, actor, EventKind.CLAIMED, after=account_manager.id)


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
    await _log(
        session, ticket, actor, EventKind.TRANSFERRED, before=before, after=account_manager.id, note=note
    )


async def tickets_of(session: AsyncSession, account_manager_id: str | None) -> Sequence[Ticket]:
    """Return the tickets of an account manager, or of everybody, the first due first."""
    return await repository.tickets_by_manager(session, account_manager_id)


async def unassigned(session: AsyncSession) -> Sequence[Ticket]:
    """Return the open tickets that belong to nobody, the first due first."""
    return await repository.unassigned_tickets(session)


async def events_of(session: AsyncSession, ticket: Ticket) -> Sequence[TicketEvent]:
    """Return what happened to a ticket, oldest first."""
    return await repository.events_of_ticket(session, ticket.id)


async def ticket_by_reference(session: AsyncSession, reference: str) -> Ticket:
    """Return the ticket with this reference, however the person wrote capitals and spaces.

    Raises:
        TicketError: there is none.
    """
    ticket = await repository.ticket_with_reference(session, "".join(reference.split()).upper())
    if ticket is None:
        raise TicketError("Er is geen vraag met dit kenmerk. Controleer of u het goed hebt overgenomen.")
    return ticket


async def contact_moments(
    session: AsyncSession, gemeente: str | None = None, aliases: Collection[str] = ()
) -> Sequence[ContactMoment]:
    """Return the walk-in hours that hold today, of one gemeente under all its slugs or of all gemeenten."""
    gemeenten = {gemeente, *aliases} if gemeente else None
    return await repository.moments_valid_on(session, clock.today(), gemeenten)


async def purge_tickets(session: AsyncSession, before: datetime) -> int:
    """Delete the tickets that were closed before a moment, with their events; return how many."""
    return await repository.delete_tickets_closed_before(session, before)


def new_reference() -> str:
    """Make a reference that cannot be guessed and can be read out."""
    return "VD-" + "".join(secrets.choice(_ALPHABET) for _ in range(_REFERENCE_LENGTH))


def _content_of(request: HandOffRequest) -> dict[str, Any]:
    """Return the request as columns; the last place where a personal number can be kept out of the store."""
    content = request.model_dump(exclude={"transcript"})
    for field in ("question", "summary"):
        content[field] = mask_personal_numbers(content[field])
    lines = [line.model_dump(mode="json", by_alias=True) for line in request.transcript]
    content["transcript"] = [line | {"text": mask_personal_numbers(line["text"])} for line in lines]
    return content


def _status_after_reply(status: TicketStatus, actor: str) -> TicketStatus:
    """Return the status that a ticket has after somebody wrote."""
    if actor == ENTREPRENEUR:
        return TicketStatus.IN_PROGRESS if status is TicketStatus.WAITING else status
    return status if status is TicketStatus.CLOSED else TicketStatus.WAITING


def _filled(text: str) -> str:
    """Refuse a text without anything in it."""
    if not text.strip():
        raise TicketError("De tekst is leeg. Typ eerst een bericht.")
    return mask_personal_numbers(text.strip())


async def _give(
    session: AsyncSession, ticket: Ticket, holder: str | None, account_manager: AccountManager
) -> bool:
    """Move the ticket from its holder, if it is still there, in one statement: two people never both win."""
    return await _update(
        session,
        ticket,
        Ticket.account_manager_id.is_not_distinct_from(holder),
        account_manager_id=account_manager.id,
        updated_at=clock.now(),
    )


async def _update(session: AsyncSession, ticket: Ticket, condition: Any, **values: Any) -> bool:
    """Change the row when the condition still holds, and read it back; tell whether it did."""
    statement = (
        update(Ticket)
        .where(Ticket.id == ticket.id, condition)
        .values(**values)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    changed = await session.scalar(statement)
    await session.refresh(ticket)
    return changed is not None


async def _log(
    session: AsyncSession,
    ticket: Ticket,
    actor: str,
    kind: EventKind,
    *,
    before: str | None = None,
    after: str | None = None,
    note: str | None = None,
) -> None:
    """Add a line to the history of a ticket."""
    event = TicketEvent(
        ticket_id=ticket.id, at=clock.now(), actor=actor, kind=kind, before=before, after=after, note=note
    )
    session.add(event)
    await session.flush()
