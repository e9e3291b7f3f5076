"""Reading and writing conversations; nothing here commits."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assistant.schemas import Reply
from channels.conversations.delivery import deliver
from channels.conversations.models import Conversation, Feedback, Message, Person, Sender
from channels.errors import UnknownConversationError
from kit import clock

_MARKS = {
    "entrepreneur": Conversation.read_by_entrepreneur,
    "account-manager": Conversation.read_by_account_manager,
}


async def get_conversation(session: AsyncSession, conversation_id: str) -> Conversation:
    """Return a conversation.

    Raises:
        UnknownConversationError: there is none with this id.
    """
    conversation = await session.get(Conversation, conversation_id)
    if conversation is None:
        raise UnknownConversationError
    return conversation


async def lock_conversation(session: AsyncSession, conversation_id: str) -> Conversation:
    """Return a conversation that nobody else changes until the transaction ends.

    So messages get their positions in the order in which they are committed, and of two people who take it
    over at the same moment the second one sees the first. SQLite has one writer at a time anyway.

    Raises:
        UnknownConversationError: there is none with this id.
    """
    conversation = await session.get(Conversation, conversation_id, with_for_update=True)
    if conversation is None:
        raise UnknownConversationError
    return conversation


async def add_message(
    session: AsyncSession, conversation: Conversation, sender: Sender, text: str, **details: Any
) -> Message:
    """Put a message at the end of the conversation; details are further columns of `Message`."""
    message = _next_message(conversation, sender, text, **details)
    session.add(message)
    await session.flush()
    if sender != "entrepreneur":
        await deliver(session, conversation, [message])
    return message


def _next_message(conversation: Conversation, sender: Sender, text: str, **details: Any) -> Message:
    conversation.last_position += 1
    conversation.last_active_at = clock.now()
    return Message(
        id=secrets.token_urlsafe(12),
        conversation_id=conversation.id,
        position=conversation.last_position,
        sender=sender,
        sent_at=conversation.last_active_at,
        text=text,
        **details,
    )


async def add_replies(
    session: AsyncSession,
    conversation: Conversation,
    replies: list[Reply],
    reply_to: str | None,
    sender: Sender = "assistant",
) -> list[Message]:
    """Put what the assistant says at the end of the conversation."""
    messages = [
        _next_message(
            conversation,
            sender,
            reply.text,
            choices=[choice.model_dump(mode="json", by_alias=True) for choice in reply.choices],
            answer=reply.answer and reply.answer.model_dump(mode="json", by_alias=True, exclude_none=True),
            reply_to=reply_to,
        )
        for reply in replies
    ]
    session.add_all(messages)
    await session.flush()
    await deliver(session, conversation, messages)
    return messages


async def messages_after(
    session: AsyncSession, conversation_id: str, position: int = 0, most: int | None = None
) -> list[Message]:
    """Return the messages after a position, in order: all of them, or the first so many."""
    query = select(Message).where(Message.conversation_id == conversation_id, Message.position > position)
    return list(await session.scalars(query.order_by(Message.position).limit(most)))


async def said_last(session: AsyncSession, conversation_id: str) -> list[Message]:
    """Return what the assistant said since anybody else spoke, in order; however long the conversation is."""
    return list(await session.scalars(_SAID_LAST, {"conversation_id": conversation_id}))


def _said_last() -> Select[Message]:
    here = Message.conversation_id == bindparam("conversation_id")
    others = select(func.coalesce(func.max(Message.position), 0)).where(here, Message.sender != "assistant")
    query = select(Message).where(here, Message.position > others.scalar_subquery())
    return query.order_by(Message.position)


# Made once, for every turn asks it: SQLAlchemy takes three times as long to make it as to execute it.
_SAID_LAST = _said_last()


async def last_message(session: AsyncSession, conversation_id: str) -> Message | None:
    """Return what was said last."""
    query = select(Message).where(Message.conversation_id == conversation_id)
    return await session.scalar(query.order_by(Message.position.desc()).limit(1))


async def last_read(session: AsyncSession, conversation: Conversation, reader: Person) -> str | None:
    """Return the id of the last message that one of the two has read of the other.

    For an account manager that is one of the entrepreneur; for an entrepreneur one of anybody else.
    """
    theirs = Message.sender == "entrepreneur"
    if reader == "entrepreneur":
        position, wanted = conversation.read_by_entrepreneur, ~theirs
    else:
        position, wanted = conversation.read_by_account_manager, theirs
    query = select(Message.id).where(
        Message.conversation_id == conversation.id, Message.position <= position, wanted
    )
    return await session.scalar(query.order_by(Message.position.desc()).limit(1)) if position else None


async def message_of(session: AsyncSession, conversation_id: str, message_id: str) -> Message | None:
    """Return a message, if it is one of this conversation."""
    query = select(Message).where(Message.conversation_id == conversation_id, Message.id == message_id)
    return await session.scalar(query)


async def message_with_key(session: AsyncSession, conversation_id: str, key: str) -> Message | None:
    """Return the message that came with this idempotency key."""
    query = select(Message).where(Message.conversation_id == conversation_id, Message.idempotency_key == key)
    return await session.scalar(query)


async def heard_last(session: AsyncSession, conversation_id: str) -> Message | None:
    """Return the last message of the entrepreneur, however long the conversation is."""
    query = select(Message).where(
        Message.conversation_id == conversation_id, Message.sender == "entrepreneur"
    )
    return await session.scalar(query.order_by(Message.position.desc()).limit(1))


async def replies_to(session: AsyncSession, message: Message) -> list[Message]:
    """Return what was answered to a message, in order."""
    query = select(Message).where(
        Message.conversation_id == message.conversation_id, Message.reply_to == message.id
    )
    return list(await session.scalars(query.order_by(Message.position)))


async def set_read(session: AsyncSession, conversation_id: str, reader: Person, position: int) -> bool:
    """Note how far somebody has read; a mark never goes back. Tell whether it went on."""
    mark = _MARKS[reader]
    change = update(Conversation).where(
        Conversation.id == conversation_id, mark < position, Conversation.last_position >= position
    )
    changed = change.values({mark: position}).returning(Conversation.id)
    return await session.scalar(changed.execution_options(synchronize_session=False)) is not None


async def put_feedback(
    session: AsyncSession, conversation_id: str, message_id: str | None, fields: dict[str, Any]
) -> None:
    """Keep what was told about a message, in the place of what was told about it before."""
    query = select(Feedback).where(Feedback.conversation_id == conversation_id)
    known = await session.scalar(query.where(Feedback.message_id == message_id)) if message_id else None
    if known is None:
        known = Feedback(conversation_id=conversation_id, message_id=message_id)
        session.add(known)
    for name, value in fields.items():
        setattr(known, name, value)
    known.given_at = clock.now()


async def set_language(session: AsyncSession, conversation_id: str, language: str) -> None:
    """Change the language of a conversation, if it is there."""
    conversation = await session.get(Conversation, conversation_id)
    if conversation:
        conversation.language = language


async def delete_messages(session: AsyncSession, conversation_id: str) -> None:
    """Delete every message; feedback on them goes along."""
    await session.execute(delete(Message).where(Message.conversation_id == conversation_id))


async def delete_conversation(session: AsyncSession, conversation_id: str) -> None:
    """Delete a conversation with everything in it."""
    await session.execute(delete(Conversation).where(Conversation.id == conversation_id))


async def held_by(session: AsyncSession, holder_id: str) -> list[str]:
    """Return the ids of the conversations that an employee holds."""
    query = select(Conversation.id).where(
        Conversation.holder == "account-manager", Conversation.holder_id == holder_id
    )
    return list(await session.scalars(query.order_by(Conversation.id)))


async def idle_since(session: AsyncSession, before: datetime) -> list[str]:
    """Return the ids of the conversations whose last message is older than this."""
    query = select(Conversation.id).where(Conversation.last_active_at < before)
    return list(await session.scalars(query.order_by(Conversation.last_active_at)))
