"""Who holds a ticket: two people never do. Nothing here commits.

Every change of hands is one conditional statement on the row of the ticket: of many who try at the same
moment the database lets one win, and the others are told so. Before it the row of who gets the ticket is
held, so that nobody leaves in between.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.errors import TicketError
from handoff.models import AccountManager, Ticket
from handoff.status import EventKind, TicketStatus
from handoff.tickets.record import change, log
from handoff.tickets.standing_in import require_there, still_active
from kit import clock

NO_OFFER: dict[str, Any] = dict.fromkeys(
    ("offered_to_id", "offered_gemeente", "offered_by", "offered_note", "offered_at")
)
"""The columns of a ticket whose transfer waits for nobody."""

_MEANWHILE = "Een collega heeft deze vraag intussen overgedragen. Bekijk de vraag opnieuw."


async def claim(
    session: AsyncSession,
    ticket: Ticket,
    account_manager: AccountManager,
    actor: str,
    away: str | None = None,
) -> None:
    """Take a ticket that belongs to nobody, or to the colleague with the id of whom somebody stands in.

    Raises:
        TicketError: somebody else has it already, or who wants it left.
    """
    await _require_active(session, account_manager)
    if not await _give(session, ticket, away, account_manager):
        raise TicketError("Een collega heeft deze vraag al opgepakt.")
    await log(session, ticket, actor, EventKind.CLAIMED, before=away, after=account_manager.id)


async def assign(
    session: AsyncSession,
    ticket: Ticket,
    account_manager: AccountManager,
    actor: str,
    note: str | None = None,
) -> None:
    """Give a ticket to somebody, whoever has it now; only for who divides the work.

    Raises:
        TicketError: it is theirs already, they will not see it, or somebody else gave it away first.
    """
    await _move(session, ticket, account_manager, actor, EventKind.ASSIGNED, note)


async def transfer(
    session: AsyncSession,
    ticket: Ticket,
    account_manager: AccountManager,
    actor: str,
    note: str | None = None,
) -> None:
    """Move a ticket to another account manager at once; between colleagues it goes by ``offer``.

    Raises:
        TicketError: as ``assign``.
    """
    await _move(session, ticket, account_manager, actor, EventKind.TRANSFERRED, note)


async def offer(
    session: AsyncSession,
    ticket: Ticket,
    receiver: AccountManager,
    actor: str,
    note: str | None = None,
    gemeente: str | None = None,
) -> None:
    """Ask a colleague to take the ticket over, for another gemeente when one is given.

    It stays with its holder until the colleague accepts.

    Raises:
        TicketError: the ticket is closed or theirs already, they will not see it, or another offer waits.
    """
    await _check_receiver(session, ticket, receiver)
    values = {
        "offered_to_id": receiver.id,
        "offered_gemeente": gemeente,
        "offered_by": actor,
        "offered_note": note,
        "offered_at": clock.now(),
    }
    free = (
        Ticket.offered_to_id.is_(None)
        & (Ticket.account_manager_id == ticket.account_manager_id)
        & (Ticket.status != TicketStatus.CLOSED)
    )
    if not await change(session, ticket, free, **values, updated_at=clock.now()):
        raise TicketError(_why_no_offer(ticket))
    before = ticket.account_manager_id
    await log(session, ticket, actor, EventKind.OFFERED, before=before, after=receiver.id, note=note)


async def accept(session: AsyncSession, ticket: Ticket, receiver: AccountManager, actor: str) -> None:
    """Take the ticket that was offered.

    Raises:
        TicketError: it is offered no longer, or who accepts left.
    """
    await _require_active(session, receiver)
    before, note, gemeente = ticket.account_manager_id, ticket.offered_note, ticket.offered_gemeente
    moved = {"gemeente": gemeente} if gemeente else {}
    was = ticket.gemeente
    if not await change(
        session, ticket, _offered_to(receiver), account_manager_id=receiver.id, **NO_OFFER, **moved, **_now()
    ):
        raise _offered_no_longer()
    await log(session, ticket, actor, EventKind.TRANSFERRED, before=before, after=receiver.id, note=note)
    if gemeente and gemeente != was:
        await log(session, ticket, actor, EventKind.GEMEENTE, before=was, after=gemeente)


async def decline(
    session: AsyncSession, ticket: Ticket, receiver: AccountManager, actor: str, note: str
) -> None:
    """Leave the ticket with who offered it, and say why.

    Raises:
        TicketError: there is no reason, or it is offered no longer.
    """
    if not note.strip():
        raise TicketError("Schrijf erbij waarom u de vraag niet overneemt. Uw collega leest dat.")
    if not await change(session, ticket, _offered_to(receiver), **NO_OFFER, **_now()):
        raise _offered_no_longer()
    await log(session, ticket, actor, EventKind.DECLINED, before=receiver.id, note=note.strip())


async def withdraw(session: AsyncSession, ticket: Ticket, actor: str) -> None:
    """Take an offer back.

    Raises:
        TicketError: nothing is offered any longer.
    """
    receiver = ticket.offered_to_id
    still = Ticket.offered_to_id.is_not(None) & (Ticket.offered_to_id == receiver)
    if not await change(session, ticket, still, **NO_OFFER, **_now()):
        raise TicketError("Uw collega heeft intussen geantwoord. Bekijk de vraag opnieuw.")
    await log(session, ticket, actor, EventKind.WITHDRAWN, before=receiver)


async def move_to_gemeente(session: AsyncSession, ticket: Ticket, gemeente: str, actor: str) -> None:
    """Say that a ticket is about another gemeente, while it stays with its holder."""
    before = ticket.gemeente
    await change(session, ticket, Ticket.id == ticket.id, gemeente=gemeente, **_now())
    await log(session, ticket, actor, EventKind.GEMEENTE, before=before, after=gemeente)


async def _move(
    session: AsyncSession,
    ticket: Ticket,
    receiver: AccountManager,
    actor: str,
    kind: EventKind,
    note: str | None,
) -> None:
    """Give the ticket to somebody at once."""
    await _check_receiver(session, ticket, receiver)
    before = ticket.account_manager_id
    if not await _give(session, ticket, before, receiver):
        raise TicketError(_MEANWHILE)
    await log(session, ticket, actor, kind, before=before, after=receiver.id, note=note)


async def _check_receiver(session: AsyncSession, ticket: Ticket, receiver: AccountManager) -> None:
    if receiver.id == ticket.account_manager_id:
        raise TicketError(f"Deze vraag is al van {receiver.name}. Kies iemand anders.")
    await require_there(session, receiver)


async def _require_active(session: AsyncSession, account_manager: AccountManager) -> None:
    if not await still_active(session, account_manager.id):
        raise TicketError(f"{account_manager.name} is niet meer actief.")


async def _give(
    session: AsyncSession, ticket: Ticket, holder: str | None, account_manager: AccountManager
) -> bool:
    """Move the ticket from its holder, if it is still there, in one statement: two people never both win."""
    from_holder = Ticket.account_manager_id.is_not_distinct_from(holder)
    return await change(
        session, ticket, from_holder, account_manager_id=account_manager.id, **NO_OFFER, **_now()
    )


def _offered_to(receiver: AccountManager) -> Any:
    return (Ticket.offered_to_id == receiver.id) & (Ticket.status != TicketStatus.CLOSED)


def _offered_no_longer() -> TicketError:
    return TicketError("Deze overdracht is ingetrokken of al beantwoord.")


def _why_no_offer(ticket: Ticket) -> str:
    if ticket.status is TicketStatus.CLOSED:
        return "Deze vraag is afgehandeld. Zet de status eerst weer op 'In behandeling'."
    if ticket.offered_to_id is not None:
        return "Er wacht al een overdracht op antwoord. Trek die eerst in."
    return _MEANWHILE


def _now() -> dict[str, Any]:
    return {"updated_at": clock.now()}
