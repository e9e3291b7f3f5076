"""Where what a person says, or the assistant of its own accord, leaves for the channel of a conversation."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.models import Conversation, Message


async def deliver(session: AsyncSession, conversation: Conversation, messages: Sequence[Message]) -> None:
    """See to it that messages reach an entrepreneur who did not just ask for them.

    Called in the transaction that stores them. On the web nothing need be done: who is there hears of it over
    server-sent events, which read the database.
    """
