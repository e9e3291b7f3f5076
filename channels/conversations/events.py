"""The live events of one conversation, as server-sent events."""

import asyncio
from collections.abc import AsyncIterator

from sse_starlette import ServerSentEvent

from channels.conversations.hub import CHANGED, TYPING, Hub
from channels.conversations.models import Conversation, Message
from channels.conversations.schemas import HolderOut, MessageOut
from channels.conversations.service import Conversations
from channels.errors import UnknownConversationError

HEARTBEAT_SECONDS = 15


async def stream(
    conversations: Conversations, hub: Hub, conversation_id: str, after: int, *, own: bool = False
) -> AsyncIterator[ServerSentEvent]:
    """Yield who holds the conversation and what others than the entrepreneur say, until it is erased.

    `after` is the position of the last message that the client has; the id of an event is its position.
    With `own` the words of the entrepreneur come too, for a second window on the same conversation.
    """
    holder: HolderOut | None = None
    async with hub.listen(conversation_id) as signals:
        while True:
            try:
                conversation, messages = await conversations.read(conversation_id, after)
            except UnknownConversationError:
                return
            if holder != (holder := _holder(conversation)):
                yield ServerSentEvent(
                    holder.model_dump_json(by_alias=True, exclude_none=True), event="holder"
                )
            for message in messages:
                after = message.position
                if own or message.sender != "entrepreneur":
                    yield _message_event(message)
            if await _next_signal(signals) == TYPING:
                yield ServerSentEvent(
                    holder.model_dump_json(by_alias=True, exclude_none=True), event="typing"
                )


async def _next_signal(signals: asyncio.Queue[str]) -> str:
    """Wait for a signal; look now and then without one, for a signal between gateways can get lost."""
    try:
        return await asyncio.wait_for(signals.get(), HEARTBEAT_SECONDS)
    except TimeoutError:
        return CHANGED


def _holder(conversation: Conversation) -> HolderOut:
    return HolderOut(holder=conversation.holder, holder_name=conversation.holder_name)


def _message_event(message: Message) -> ServerSentEvent:
    data = MessageOut.of(message).model_dump_json(by_alias=True, exclude_none=True)
    return ServerSentEvent(data, event="message", id=str(message.position))
