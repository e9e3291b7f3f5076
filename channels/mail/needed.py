"""Whether a letter still says something when its time has come, and which words it holds.

Everything is decided from the history of the ticket, so that a second attempt decides the same.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.models import Conversation, Message
from handoff.models import Ticket, TicketEvent
from handoff.notices import CHAT_PAUSE
from handoff.outbox import Entry
from handoff.status import ASSISTANT, ENTREPRENEUR, VOORDEUR, EventKind, TicketStatus

_TOGETHER = timedelta(seconds=5)
_NOT_AT_THE_DESK = {ENTREPRENEUR, ASSISTANT, VOORDEUR}
# Channels that reach somebody who is not looking.
_MESSENGERS = {"whatsapp", "telegram"}


async def still_needed(
    session: AsyncSession, entry: Entry, ticket: Ticket, event: TicketEvent | None
) -> bool:
    """Tell whether a letter about a ticket must still go."""
    match entry.payload["letter"]:
        case "new" | "transferred":
            return bool(ticket.account_manager_id == entry.payload["manager"])
        case "offered" if event:
            return ticket.offered_to_id == event.after
        case "reaction" if event:
            return await _is_news(session, ticket, event)
        case "reply" if event:
            return not await _is_told_again(session, ticket, event) and not await _is_read(
                session, ticket, event
            )
        case "due-soon" | "overdue":
            return ticket.status not in {TicketStatus.CLOSED, TicketStatus.WAITING}
        case "closed":
            return ticket.status is TicketStatus.CLOSED
    return True


async def told_with(session: AsyncSession, ticket: Ticket, event: TicketEvent) -> list[TicketEvent]:
    """Return a message with what the same person wrote shortly before it, in the order of time."""
    told = [event]
    if event.kind is not EventKind.REPLY:
        return told
    for earlier in reversed(await _replies(session, ticket)):
        if earlier.id < event.id and _follows(earlier, told[-1]):
            told.append(earlier)
    return told[::-1]


async def _is_told_again(session: AsyncSession, ticket: Ticket, event: TicketEvent) -> bool:
    """Tell whether the same person wrote on shortly after: one letter then holds all of it."""
    if ticket.conversation_id is None:
        return False
    return any(_follows(event, later) for later in await _replies(session, ticket) if later.id > event.id)


async def _is_read(session: AsyncSession, ticket: Ticket, event: TicketEvent) -> bool:
    """Tell whether the entrepreneur is in the chat: saw it, wrote something since, or has a messenger."""
    conversation = await session.get(Conversation, ticket.conversation_id or "")
    if conversation is None:
        return False
    if conversation.channel in _MESSENGERS:
        return True
    # The message in the chat is stored just before its event.
    since = select(Message).where(
        Message.conversation_id == conversation.id, Message.sent_at > event.at - _TOGETHER
    )
    messages = (await session.scalars(since.order_by(Message.position))).all()
    told = [each.position for each in messages if each.sender == "account-manager"]
    seen = bool(told) and told[0] <= conversation.read_by_entrepreneur
    return seen or any(each.sender == "entrepreneur" and each.sent_at > event.at for each in messages)


async def _is_news(session: AsyncSession, ticket: Ticket, event: TicketEvent) -> bool:
    """Tell whether a reaction is the first that nobody at the desk has answered or acted upon."""
    history = await session.scalars(
        select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.id)
    )
    since_desk: list[TicketEvent] = []
    for each in history:
        if each.actor == ENTREPRENEUR and each.kind is EventKind.REPLY:
            since_desk.append(each)
        elif each.actor not in _NOT_AT_THE_DESK:
            if any(earlier.id == event.id for earlier in since_desk):
                return False
            since_desk = []
    return bool(since_desk) and since_desk[0].id == event.id


async def _replies(session: AsyncSession, ticket: Ticket) -> Sequence[TicketEvent]:
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id, TicketEvent.kind == EventKind.REPLY)
    return (await session.scalars(query.order_by(TicketEvent.id))).all()


def _follows(earlier: TicketEvent, later: TicketEvent) -> bool:
    return earlier.actor == later.actor != ENTREPRENEUR and later.at - earlier.at < CHAT_PAUSE
