"""Watching a conversation as it changes, for the streams to both sides."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from channels.conversations.hub import CHANGED, ENTREPRENEUR_TYPING, TYPING, Hub, Listener
from channels.conversations.models import Conversation, Message, Person
from channels.conversations.service import Conversations
from channels.errors import UnknownConversationError

MOST_AT_ONCE = 100
"""Messages that are read in one go: whoever reads slowly must not hold a long conversation in memory."""

_TYPING = {"account-manager": TYPING, "entrepreneur": ENTREPRENEUR_TYPING}


@dataclass(frozen=True)
class Change:
    """What a conversation is like now, the messages since the last change, and whether the other types."""

    conversation: Conversation
    messages: list[Message] = field(default_factory=list)
    typing: bool = False


async def changes(
    conversations: Conversations,
    hub: Hub,
    conversation_id: str,
    after: int,
    other: Person,
    every: float | None = None,
) -> AsyncIterator[Change]:
    """Yield how a conversation is, and each time that something changes, until it is erased.

    `after` is the position of the last message that is known. Each message after it comes once, in order:
    the database gives positions in the order in which messages are committed. Of `other` the typing is told.
    With `every` it is looked at after so many seconds also when nothing happened.
    """
    async with hub.listen(conversation_id) as listener:
        signals, typing = {CHANGED}, _TYPING[other]
        while True:
            if signals - set(_TYPING.values()):
                try:
                    conversation, messages = await conversations.read(conversation_id, after, MOST_AT_ONCE)
                except UnknownConversationError:
                    return
                after = messages[-1].position if messages else after
                yield Change(conversation, messages)
                if len(messages) == MOST_AT_ONCE:
                    continue  # there is more to read
            if typing in signals:
                yield Change(conversation, typing=True)
            signals = await heard(listener, every)


async def heard(listener: Listener, within: float | None) -> set[str]:
    """Wait for signals, so many seconds at most: then it is time to look."""
    try:
        return await asyncio.wait_for(listener.heard(), within)
    except TimeoutError:
        return {CHANGED}
