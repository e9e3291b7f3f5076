"""Which e-mails an event of a ticket asks for. What stands in them is decided when they are delivered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import outbox
from handoff.models import Ticket, TicketEvent
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus

EMAIL = "e-mail"
# Whoever is in the chat needs no mail about it: somebody who writes again in this time is.
CHAT_PAUSE = timedelta(minutes=2)


class Side(StrEnum):
    """Who gets a letter."""

    ENTREPRENEUR = "entrepreneur"
    DESK = "desk"
    """The account manager of the ticket, or the coordinators when it is nobody's."""
    COORDINATORS = "coordinators"
    COLLEAGUE = "colleague"
    """The account manager whose id the event has as what stood there after."""


@dataclass(frozen=True)
class Notice:
    """A letter, by the name of its template, and how long it waits for what makes it needless."""

    letter: str
    side: Side
    pause: timedelta = timedelta()


async def put_notices(session: AsyncSession, ticket: Ticket, event: TicketEvent) -> None:
    """Put the letters that an event asks for in the outbox."""
    for notice in _notices(ticket, event):
        await put_notice(session, ticket, notice, f"{event.id}", event)


async def put_notice(
    session: AsyncSession, ticket: Ticket, notice: Notice, key: str, event: TicketEvent | None = None
) -> None:
    """Put one letter about a ticket in the outbox; the same key makes it the same letter.

    Letters of one ticket to one side go one after another. To an entrepreneur without address goes nothing.
    """
    if notice.side is Side.ENTREPRENEUR and not ticket.email:
        return
    payload = {"letter": notice.letter, "side": notice.side, "ticket": ticket.id}
    payload |= {"manager": ticket.account_manager_id, "event": event.id if event else None}
    await outbox.put(
        session,
        EMAIL,
        f"{EMAIL}:{ticket.reference}:{key}:{notice.letter}:{notice.side}",
        payload,
        order_key=f"{EMAIL}:{ticket.reference}:{notice.side}",
        due_at=event.at + notice.pause if event else None,
    )


_ALWAYS = {
    EventKind.OPENED: (Notice("new", Side.DESK), Notice("receipt", Side.ENTREPRENEUR)),
    EventKind.OFFERED: (Notice("offered", Side.COLLEAGUE),),
    EventKind.DECLINED: (Notice("declined", Side.DESK),),
    EventKind.MENTIONED: (Notice("mentioned", Side.COLLEAGUE),),
    EventKind.AMBER: (Notice("due-soon", Side.DESK),),
    EventKind.APPOINTMENT: (Notice("appointment", Side.ENTREPRENEUR),),
}


def _notices(ticket: Ticket, event: TicketEvent) -> Iterable[Notice]:
    match event.kind:
        case EventKind.REPLY:
            return [_of_message(ticket, event)]
        case EventKind.STATUS if event.after == TicketStatus.CLOSED:
            return [_of_closing(event)]
        case EventKind.TRANSFERRED | EventKind.ASSIGNED if not _by_holder(ticket, event):
            return [Notice("transferred", Side.DESK)]
        case EventKind.MAIL_FAILED if event.after == Side.ENTREPRENEUR:
            return [Notice("mail-failed", Side.DESK)]
        case EventKind.RED:
            sides = [Side.DESK, Side.COORDINATORS] if ticket.account_manager_id else [Side.COORDINATORS]
            return [Notice("overdue", side) for side in sides]
    return _ALWAYS.get(event.kind, ())


def _of_message(ticket: Ticket, event: TicketEvent) -> Notice:
    pause = CHAT_PAUSE if ticket.conversation_id else timedelta()
    if event.actor == ENTREPRENEUR:
        return Notice("reaction", Side.DESK, pause)
    return Notice("reply", Side.ENTREPRENEUR, pause)


def _of_closing(event: TicketEvent) -> Notice:
    if event.actor == ENTREPRENEUR:
        return Notice("closed-by-entrepreneur", Side.DESK)
    return Notice("closed", Side.ENTREPRENEUR)


def _by_holder(ticket: Ticket, event: TicketEvent) -> bool:
    """Tell whether whoever holds the ticket now did it: nobody needs a letter about the own work."""
    return ticket.account_manager is not None and ticket.account_manager.name == event.actor
