"""What is done in the conversation of a ticket: say something, take over, give back, type and read.

What touches both the conversation and the ticket happens in one transaction, the conversation first; the
result is the notice to show. Every function raises NotFoundError for a ticket that the user may not see, and
RefusedError, TicketError or ChannelError, with a sentence for the user, when it cannot be done.
"""

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations import holding, repository
from channels.conversations.models import Conversation
from channels.desk.errors import RefusedError
from channels.desk.guard import Visit
from channels.desk.live.help import article_message
from channels.desk.ticket_rules import filled, open_ticket, workable
from channels.desk.tickets.files import links_to
from channels.errors import UnknownConversationError
from handoff import service as handoff
from handoff.models import Ticket
from handoff.tickets import attachments
from handoff.tickets.models import TicketAttachment
from kit.masking import mask_personal_numbers


async def reply(
    visit: Visit,
    reference: str,
    text: str,
    key: str = "",
    answer: dict[str, Any] | None = None,
    files: Collection[str] = (),
) -> str:
    """Answer the entrepreneur: hold the conversation, record the answer and show it in the chat, or nothing.

    The files are ids of attachments of the ticket. The same key again is the same answer, and is given once.
    """
    text = mask_personal_numbers(filled(text, "bericht"))
    async with visit.services.database.transaction() as session:
        ticket = await open_ticket(session, visit, reference)
        chosen = await attachments.chosen(session, ticket, files)
        shown = "\n\n".join(filter(None, (text, links_to(visit.services, ticket.language, chosen))))
        try:
            said = await _say(session, visit, ticket, shown, key=key or None, answer=answer)
        except UnknownConversationError:
            await _record(session, visit, ticket, text, chosen)
            mailed = ticket.email and visit.services.settings.mail_server
            return "reply-mailed" if mailed else "reply-recorded"
        if said:
            await _record(session, visit, ticket, text, chosen)
    await visit.services.conversations.announce(ticket.conversation_id or "")
    return "reply-sent"


async def send_article(visit: Visit, reference: str, article_id: str, key: str = "") -> str:
    """Send the short answer of an article, with its sources, as an answer of this user."""
    async with visit.services.database.reading() as session:
        ticket = await open_ticket(session, visit, reference)
    text, answer = article_message(visit, ticket, article_id)
    return await reply(visit, reference, text, key, answer)


async def take_over(visit: Visit, reference: str) -> str:
    """Hold the conversation in the place of the assistant, which falls silent at once."""
    entry = visit.entry
    async with visit.services.database.transaction() as session:
        ticket = await open_ticket(session, visit, reference)
        await holding.take_over(session, ticket.conversation_id or "", entry.holder_id, entry.name)
    await visit.services.conversations.announce(ticket.conversation_id or "")
    return "taken-over"


async def give_back(visit: Visit, reference: str) -> str:
    """Let the assistant hold the conversation again; a coordinator can do it for a colleague."""
    async with visit.services.database.reading() as session:
        ticket = await workable(session, visit, reference)
        conversation = await _live(session, ticket)
    holder = conversation.holder_id if visit.entry.is_coordinator else visit.entry.holder_id
    await visit.services.conversations.give_back(conversation.id, holder or "")
    return "given-back"


async def show_typing(visit: Visit, reference: str) -> None:
    """Tell the entrepreneur that somebody is typing, if this user holds the conversation."""
    conversation = await _held(visit, reference)
    if conversation:
        await visit.services.conversations.show_typing(conversation.id)


async def mark_read(visit: Visit, reference: str, position: int) -> None:
    """Tell the entrepreneur how far the conversation was read, if this user holds it."""
    conversation = await _held(visit, reference)
    if conversation and position > conversation.read_by_account_manager:
        await visit.services.conversations.mark_read_up_to(conversation.id, "account-manager", position)


async def _record(
    session: AsyncSession, visit: Visit, ticket: Ticket, text: str, files: Collection[TicketAttachment]
) -> None:
    await handoff.record_reply(session, ticket, text, visit.entry.name)
    if files:
        await attachments.mark_sent(session, ticket, files)


async def _say(session: AsyncSession, visit: Visit, ticket: Ticket, text: str, **details: Any) -> bool:
    conversation_id, holder = ticket.conversation_id or "", visit.entry.holder_id
    await holding.take_over(session, conversation_id, holder, visit.entry.name)
    return await holding.say(session, conversation_id, holder, text, **details) is not None


async def _held(visit: Visit, reference: str) -> Conversation | None:
    """Return the conversation of a ticket if this user holds it."""
    with suppress(RefusedError, UnknownConversationError):
        async with visit.services.database.reading() as session:
            ticket = await workable(session, visit, reference)
            conversation = await _live(session, ticket)
        return conversation if conversation.holder_id == visit.entry.holder_id else None
    return None


async def _live(session: AsyncSession, ticket: Ticket) -> Conversation:
    """Return the conversation behind a ticket, while it exists."""
    return await repository.get_conversation(session, ticket.conversation_id or "")
