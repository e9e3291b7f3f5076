"""Leaving a conversation that nobody else will give back."""

from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations import holding, repository
from channels.desk.entry import Entry
from channels.errors import HeldByOtherError, NotHeldError, UnknownConversationError
from handoff.models import Ticket


async def let_go(session: AsyncSession, entry: Entry, ticket: Ticket) -> None:
    """Give the conversation back if this user or the account manager of the ticket holds it.

    In the caller's transaction, before the ticket is changed. After the commit the caller announces it.
    """
    with suppress(UnknownConversationError, NotHeldError, HeldByOtherError):
        conversation = await repository.get_conversation(session, ticket.conversation_id or "")
        if conversation.holder_id in {entry.holder_id, ticket.account_manager_id} - {None}:
            await holding.give_back(session, conversation.id, conversation.holder_id or "")
