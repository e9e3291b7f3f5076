"""Brings what is said in a conversation to the messenger that it is held in; web pages read it themselves."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.models import Conversation, Message
from channels.messaging.models import MessengerChat
from handoff import outbox

MESSENGERS = {"whatsapp", "telegram"}


async def deliver(session: AsyncSession, conversation: Conversation, messages: Iterable[Message]) -> None:
    """Put messages for the entrepreneur in the outbox, in the transaction that stores them.

    Does nothing for a conversation that is not held in a messenger.
    """
    if conversation.channel not in MESSENGERS:
        return
    chat_id = await session.scalar(
        select(MessengerChat.id).where(MessengerChat.conversation_id == conversation.id)
    )
    for message in messages if chat_id else ():
        key = f"{conversation.channel}:{message.id}"
        await outbox.put(
            session,
            conversation.channel,
            key,
            {"chat": chat_id, "message": message.id},
            order_key=f"chat:{chat_id}",
        )
