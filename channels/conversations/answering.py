"""Asks the assistant, which falls silent the moment that a person takes the conversation over."""

import asyncio
import logging
from typing import Protocol

from assistant.schemas import Reply
from channels.conversations import repository, sentences
from channels.conversations.hub import HOLDER, INBOX, Hub, Listener
from channels.conversations.models import Message
from channels.errors import UnknownConversationError
from kit.database import Database

logger = logging.getLogger(__name__)

RECEIPTS = {"ticket"}
"""Kinds of replies that tell of something that was done: they are told whoever holds the conversation."""


class Assistant(Protocol):
    """What the conversations ask of the assistant; `assistant.engine.Engine` is it."""

    async def welcome(
        self, conversation_id: str, *, gemeente: str | None, language: str = "nl"
    ) -> list[Reply]:
        """Open a conversation."""
        ...

    async def respond(self, conversation_id: str, *, text: str | None, choice: str | None) -> list[Reply]:
        """Answer a typed text or a choice."""
        ...

    async def forget(self, conversation_id: str) -> None:
        """Erase what is remembered of a conversation."""
        ...

    def is_private(self, text: str) -> bool:
        """Tell whether a text holds what must not be kept apart from its conversation."""
        ...


class Answering:
    """The answers to messages, and what the assistant says of its own accord."""

    def __init__(self, database: Database, assistant: Assistant, hub: Hub) -> None:
        """Put together what answering needs."""
        self._database = database
        self._assistant = assistant
        self._hub = hub
        self._late: set[asyncio.Task[list[Message]]] = set()

    async def answer(self, message: Message, handovers: int, listener: Listener) -> list[Message]:
        """Return the replies to a message; none as soon as a person takes over.

        `handovers` is what the conversation had when the message was stored; `listener` listens since before.
        What the assistant was thinking of is then thought to its end, for it may be opening a ticket, and is
        not said.
        """
        answering = asyncio.create_task(self._answer(message, handovers))
        self._late.add(answering)
        answering.add_done_callback(self._late.discard)
        taken = asyncio.create_task(listener.hear(HOLDER))
        try:
            await asyncio.wait({answering, taken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            taken.cancel()
        return answering.result() if answering.done() else []

    async def store(
        self, conversation_id: str, replies: list[Reply], reply_to: str | None, handovers: int
    ) -> list[Message]:
        """Store an answer; nothing but receipts when somebody took the conversation over since it was asked.

        Raises:
            UnknownConversationError: there is none with this id.
        """
        async with self._database.transaction() as session:
            conversation = await repository.lock_conversation(session, conversation_id)
            if conversation.handovers == handovers:
                messages = await repository.add_replies(session, conversation, replies, reply_to)
            else:
                told = [reply for reply in replies if reply.answer and reply.answer.kind in RECEIPTS]
                messages = await repository.add_replies(session, conversation, told, reply_to, "system")
        await self._hub.publish(conversation_id)
        if any(reply.answer and reply.answer.kind == "ticket" for reply in replies):
            await self._hub.publish(INBOX)
        return messages

    async def tell(self, conversation_id: str, replies: list[Reply]) -> list[Message]:
        """Store what the assistant says of its own accord; nothing while a person holds the conversation.

        Raises:
            UnknownConversationError: there is none with this id.
        """
        async with self._database.transaction() as session:
            conversation = await repository.lock_conversation(session, conversation_id)
            if conversation.holder != "assistant":
                return []
            messages = await repository.add_replies(session, conversation, replies, None)
        await self._hub.publish(conversation_id)
        return messages

    async def settle(self, within: float) -> None:
        """Wait for answers that nobody waits for any more, so many seconds at most."""
        if self._late:
            await asyncio.wait(set(self._late), timeout=within)

    async def _answer(self, message: Message, handovers: int) -> list[Message]:
        replies = await self._respond(message)
        try:
            return await self.store(message.conversation_id, replies, message.id, handovers)
        except UnknownConversationError:
            return []  # erased while the assistant thought

    async def _respond(self, message: Message) -> list[Reply]:
        text = None if message.choice else message.text
        try:
            return await self._assistant.respond(message.conversation_id, text=text, choice=message.choice)
        except Exception as error:  # noqa: BLE001  nobody who typed something is left without a reply
            log_failure("respond", error)
            return [sentences.reply()]


def log_failure(what: str, error: Exception) -> None:
    """Log where it went wrong, not the message of the error: that may hold what a person typed."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    logger.error("the assistant failed to %s: %s at %s", what, type(error).__name__, place)
