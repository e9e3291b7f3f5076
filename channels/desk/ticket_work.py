"""What is done with a ticket, each in a transaction of its own; the result is the notice to show.

A conversation has its own transactions and its own lock, so it is never touched inside one of ours.
Every function raises NotFoundError for a ticket that the user may not see, and RefusedError, TicketError
or ChannelError, with a sentence for the user, when it cannot be done.
"""

from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.models import Conversation
from channels.conversations.text import is_visible
from channels.desk.errors import RefusedError
from channels.desk.guard import Visit
from channels.desk.ticket_page import LONGEST_REPLY, visible_ticket
from channels.errors import HeldByOtherError, NotHeldError, UnknownConversationError
from handoff import service as handoff
from handoff.models import Ticket
from handoff.repository import all_managers
from handoff.status import TicketStatus
from kit.masking import mask_personal_numbers

_CLOSED = "Deze vraag is afgehandeld. Zet de status eerst weer op 'In behandeling'."


async def claim(visit: Visit, reference: str) -> str:
    """Take a ticket of nobody."""
    async with visit.services.database.transaction() as session:
        ticket = await visible_ticket(session, visit.entry, reference)
        if visit.entry.manager is None or not visit.entry.manager.active:
            raise RefusedError("Alleen een accountmanager kan een vraag oppakken.")
        await handoff.claim(session, ticket, visit.entry.manager, visit.entry.name)
    return "claimed"


async def transfer(visit: Visit, reference: str, account_manager_id: str, note: str) -> str:
    """Hand a ticket over; a conversation that its holder leaves behind goes back to the assistant."""
    async with visit.services.database.transaction() as session:
        ticket = await _workable(session, visit, reference)
        before = ticket.account_manager_id
        colleague = (await all_managers(session)).get(account_manager_id)
        if colleague is None or colleague.id == before:
            raise RefusedError("Kies een collega.")
        await handoff.transfer(
            session, ticket, colleague, visit.entry.name, _text(note, "toelichting") or None
        )
    await _let_go(visit, ticket, before)
    return "transferred"


async def change_status(visit: Visit, reference: str, status: str) -> str:
    """Give a ticket another status; a conversation that is done goes back to the assistant."""
    if status not in set(TicketStatus):
        raise RefusedError("Kies een status.")
    async with visit.services.database.transaction() as session:
        ticket = await _workable(session, visit, reference)
        await handoff.change_status(session, ticket, TicketStatus(status), visit.entry.name)
    if ticket.status is TicketStatus.CLOSED:
        await _let_go(visit, ticket, ticket.account_manager_id)
    return "status-changed"


async def add_note(visit: Visit, reference: str, text: str) -> str:
    """Write an internal note."""
    async with visit.services.database.transaction() as session:
        ticket = await _workable(session, visit, reference)
        await handoff.add_note(session, ticket, _filled(text, "notitie"), visit.entry.name)
    return "note-added"


async def reply(visit: Visit, reference: str, text: str) -> str:
    """Answer the entrepreneur: hold the conversation, record the answer, then show it in the chat.

    In this order nothing is shown that was not recorded, and nothing recorded that a colleague prevents.
    """
    text = mask_personal_numbers(_filled(text, "bericht"))
    async with visit.services.database.reading() as session:
        ticket = await _open_ticket(session, visit, reference)
    held = await _hold(visit, ticket)
    async with visit.services.database.transaction() as session:
        ticket = await _open_ticket(session, visit, reference)
        await handoff.record_reply(session, ticket, text, visit.entry.name)
    return "reply-sent" if held and await _send(visit, ticket, text) else "reply-recorded"


async def take_over(visit: Visit, reference: str) -> str:
    """Hold the conversation in the place of the assistant."""
    async with visit.services.database.reading() as session:
        ticket = await _open_ticket(session, visit, reference)
    if not await _hold(visit, ticket):
        raise UnknownConversationError
    return "taken-over"


async def give_back(visit: Visit, reference: str) -> str:
    """Let the assistant hold the conversation again; a coordinator can do it for a colleague."""
    async with visit.services.database.reading() as session:
        ticket = await _workable(session, visit, reference)
    conversation = await _live(visit, ticket)
    holder = conversation.holder_id if visit.entry.is_coordinator else visit.entry.holder_id
    await visit.services.conversations.give_back(conversation.id, holder or "")
    return "given-back"


async def show_typing(visit: Visit, reference: str) -> None:
    """Tell the entrepreneur that somebody is typing, if this user holds the conversation."""
    with suppress(RefusedError, UnknownConversationError):
        async with visit.services.database.reading() as session:
            ticket = await _workable(session, visit, reference)
        conversation = await _live(visit, ticket)
        if conversation.holder_id == visit.entry.holder_id:
            await visit.services.conversations.show_typing(conversation.id)


async def _workable(session: AsyncSession, visit: Visit, reference: str) -> Ticket:
    """Return a visible ticket that this user may also change."""
    ticket = await visible_ticket(session, visit.entry, reference)
    if not visit.entry.may_work_on(ticket):
        raise RefusedError("Deze vraag is nog van niemand. Pak de vraag eerst op.")
    return ticket


async def _open_ticket(session: AsyncSession, visit: Visit, reference: str) -> Ticket:
    ticket = await _workable(session, visit, reference)
    if ticket.status is TicketStatus.CLOSED:
        raise RefusedError(_CLOSED)
    return ticket


async def _live(visit: Visit, ticket: Ticket) -> Conversation:
    """Return the conversation behind a ticket, while it exists."""
    if ticket.conversation_id is None:
        raise UnknownConversationError
    conversation, _ = await visit.services.conversations.read(ticket.conversation_id)
    return conversation


async def _hold(visit: Visit, ticket: Ticket) -> bool:
    """Hold the conversation; false when it no longer exists."""
    try:
        conversation = await _live(visit, ticket)
        await visit.services.conversations.take_over(conversation.id, visit.entry.holder_id, visit.entry.name)
    except UnknownConversationError:
        return False
    return True


async def _send(visit: Visit, ticket: Ticket, text: str) -> bool:
    """Put the answer in the chat; false when that was erased a moment ago."""
    try:
        await visit.services.conversations.send_as_account_manager(
            ticket.conversation_id or "", visit.entry.holder_id, text
        )
    except UnknownConversationError:
        return False
    return True


async def _let_go(visit: Visit, ticket: Ticket, account_manager_id: str | None) -> None:
    """Give the conversation back if this user or the given account manager holds it: nobody else will."""
    with suppress(UnknownConversationError, NotHeldError, HeldByOtherError):
        conversation = await _live(visit, ticket)
        if conversation.holder_id in {visit.entry.holder_id, account_manager_id} - {None}:
            await visit.services.conversations.give_back(conversation.id, conversation.holder_id or "")


def _filled(text: str, word: str) -> str:
    """Refuse a text that says nothing."""
    if not is_visible(text):
        raise RefusedError(f"Uw {word} is leeg. Typ eerst een tekst.")
    return _text(text, word)


def _text(text: str, word: str) -> str:
    """Refuse a text that is too long."""
    if len(text) > LONGEST_REPLY:
        raise RefusedError(f"Uw {word} is te lang: {len(text)} tekens. Gebruik er hooguit {LONGEST_REPLY}.")
    return text
