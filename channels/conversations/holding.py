"""Who holds a conversation, and what its holder says in it, in the transaction of the caller.

Each function first locks the conversation in the database, so two people can never both hold it, or write
in it as if they did, from whatever gateway. Whoever also changes a ticket does that after, never before: in
one order nobody waits for each other in a circle. After the commit the caller wakes who watches
(``Conversations.announce``).
"""

from contextlib import suppress
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations import repository, sentences
from channels.conversations.models import Conversation, Message
from channels.errors import HeldByOtherError, NotHeldError, UnknownConversationError
from handoff import answers


async def take_over(session: AsyncSession, conversation_id: str, holder_id: str, name: str) -> bool:
    """Let an account manager hold the conversation; an answer that is being thought of is no longer given.

    What the entrepreneur asked last and nobody answered is for this person. Taking over twice is taking over
    once; tell whether anything changed.

    Raises:
        UnknownConversationError: there is none with this id.
        HeldByOtherError: another account manager holds it.
    """
    conversation = await repository.lock_conversation(session, conversation_id)
    if conversation.holder_id == holder_id:
        return False
    if conversation.holder == "account-manager":
        raise HeldByOtherError(conversation.holder_name)
    asked = await repository.last_message(session, conversation_id)
    _change(conversation, holder_id, name)
    await sentences.tell(session, conversation, sentences.taken_over(name, conversation.language))
    conversation.read_by_account_manager = conversation.last_position
    if asked and asked.sender == "entrepreneur":
        await answers.record_answer(session, conversation_id, asked.text)
    return True


async def give_back(session: AsyncSession, conversation_id: str, holder_id: str) -> None:
    """Let the assistant hold the conversation again.

    Raises:
        UnknownConversationError: there is none with this id.
        HeldByOtherError: another account manager holds it.
        NotHeldError: the assistant holds it already.
    """
    conversation = await _held(session, conversation_id, holder_id)
    notice = sentences.given_back(conversation.holder_name or "", conversation.language)
    _change(conversation, None, None)
    await sentences.tell(session, conversation, notice)


async def release(session: AsyncSession, conversation_id: str) -> None:
    """Give the conversation back, whoever holds it, where nobody will answer in it any more.

    Of a conversation that the assistant holds, or that was erased, nothing changes.
    """
    with suppress(UnknownConversationError):
        conversation = await repository.lock_conversation(session, conversation_id)
        if conversation.holder_id:
            await give_back(session, conversation_id, conversation.holder_id)


async def say(
    session: AsyncSession,
    conversation_id: str,
    holder_id: str,
    text: str,
    *,
    answer: dict[str, Any] | None = None,
    key: str | None = None,
) -> Message | None:
    """Put a message of the account manager who holds the conversation in it, with an article as its answer.

    A message with the same key was sent before and comes in only once: then there is none.

    Raises:
        UnknownConversationError: there is none with this id.
        HeldByOtherError: another account manager holds it.
        NotHeldError: the assistant holds it.
    """
    conversation = await _held(session, conversation_id, holder_id)
    if key and await repository.message_with_key(session, conversation_id, key):
        return None
    message = await repository.add_message(
        session,
        conversation,
        "account-manager",
        text,
        sender_name=conversation.holder_name,
        answer=answer,
        idempotency_key=key,
    )
    conversation.read_by_account_manager = message.position
    return message


async def _held(session: AsyncSession, conversation_id: str, holder_id: str) -> Conversation:
    conversation = await repository.lock_conversation(session, conversation_id)
    if conversation.holder == "assistant":
        raise NotHeldError
    if conversation.holder_id != holder_id:
        raise HeldByOtherError(conversation.holder_name)
    return conversation


def _change(conversation: Conversation, holder_id: str | None, name: str | None) -> None:
    conversation.holder = "account-manager" if holder_id else "assistant"
    conversation.holder_id, conversation.holder_name = holder_id, name
    conversation.handovers += 1
