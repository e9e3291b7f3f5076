"""What an entrepreneur says about a handed-off question outside the chat: by mail, or on the follow page."""

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations import repository
from channels.errors import UnknownConversationError
from handoff import service as handoff
from handoff.models import Ticket
from handoff.status import ENTREPRENEUR
from kit.masking import mask_personal_numbers


async def say_elsewhere(session: AsyncSession, ticket: Ticket, text: str) -> Ticket:
    """Record a message in the ticket, and in its conversation while that exists; the assistant is not asked.

    Return the ticket in which it stands: long after closing that is a new one (`handoff.tickets.replies`).
    After the commit the caller wakes who watches (``Conversations.announce``).

    Raises:
        TicketError: the message is empty, or somebody else changed the status first.
    """
    if ticket.conversation_id:
        await _add(session, ticket.conversation_id, text)  # the conversation first: see `holding`
    return await handoff.record_reply(session, ticket, text, ENTREPRENEUR)


async def _add(session: AsyncSession, conversation_id: str, text: str) -> None:
    try:
        conversation = await repository.lock_conversation(session, conversation_id)
    except UnknownConversationError:
        return
    await repository.add_message(session, conversation, "entrepreneur", mask_personal_numbers(text))
