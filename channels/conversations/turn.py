"""Receives one message of an entrepreneur: masks it, recognises a typed choice, stores it once."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations import repository, sentences
from channels.conversations.choices import title_of, typed_choice
from channels.conversations.models import Conversation, Message
from channels.conversations.schemas import PostMessage, PressedChoice
from channels.errors import KeyReusedError
from handoff import answers
from kit.masking import mask_personal_numbers, without_masks


@dataclass(frozen=True)
class Received:
    """A stored message, what was answered to it before, and whether an answer is still due."""

    message: Message
    replies: list[Message]
    answer_due: bool


async def receive(
    session: AsyncSession, conversation: Conversation, post: PostMessage, key: str | None
) -> Received:
    """Store a message, or find it back by its idempotency key.

    Raises:
        KeyReusedError: the key belongs to another message of this conversation.
    """
    text, choice = await _read(session, conversation, post)
    message = await repository.message_with_key(session, conversation.id, key) if key else None
    if message is None:
        message = await repository.add_message(
            session, conversation, "entrepreneur", text, choice=choice, idempotency_key=key
        )
        if conversation.holder != "assistant":
            await answers.record_answer(session, conversation.id, text)
        if conversation.holder != "assistant" and without_masks(text) != text:
            await sentences.tell(session, conversation, sentences.removed(conversation.language))
        return Received(message, [], conversation.holder == "assistant")
    if not _is_same(message, text, post):
        raise KeyReusedError
    replies = await repository.replies_to(session, message)
    # A gateway may have died between question and answer: then the retry gets the answer after all.
    last = message.position == conversation.last_position
    return Received(message, replies, last and conversation.holder == "assistant")


async def _read(
    session: AsyncSession, conversation: Conversation, post: PostMessage
) -> tuple[str, str | None]:
    """Return what a reader of the transcript sees, and the choice that was meant, if any."""
    if post.choice is not None:
        choice = mask_personal_numbers(post.choice)
        if isinstance(post, PressedChoice):
            return mask_personal_numbers(post.title), choice
        messages = await repository.messages_after(session, conversation.id)
        return title_of(choice, reversed(messages)), choice
    text = mask_personal_numbers(post.text or "")
    return text, typed_choice(text, await repository.said_last(session, conversation.id))


def _is_same(message: Message, text: str, post: PostMessage) -> bool:
    return message.choice == mask_personal_numbers(post.choice) if post.choice else message.text == text
