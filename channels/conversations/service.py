"""The conversations: start, post, read, judge, erase, and who holds them.

This service opens its own transactions. One message takes two, with the slow question to the
assistant between them: what an entrepreneur typed is safe before anyone thinks about it.
"""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from assistant.schemas import Reply
from channels.conversations import repository, sentences, turn, unhelpful
from channels.conversations.hub import TYPING, Hub
from channels.conversations.locks import Locks
from channels.conversations.models import Conversation, Feedback, Message
from channels.conversations.schemas import GiveFeedback, PostMessage, StartConversation
from channels.errors import (
    BadFieldError,
    HeldByOtherError,
    NotHeldError,
    WrongTokenError,
)
from kit import clock
from kit.database import Database
from kit.masking import mask_personal_numbers

logger = logging.getLogger(__name__)


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


class Conversations:
    """All conversations, on every channel."""

    def __init__(self, database: Database, assistant: Assistant, hub: Hub, locks: Locks) -> None:
        """Put together what the conversations need."""
        self._database = database
        self._assistant = assistant
        self._hub = hub
        self._locks = locks

    async def start(self, wanted: StartConversation) -> tuple[Conversation, str, list[Message]]:
        """Start a conversation; return it with its token, of which only the hash is kept, and the welcome."""
        token, started = secrets.token_urlsafe(32), clock.now()
        conversation = Conversation(
            id=secrets.token_urlsafe(18),
            token_hash=_hash(token),
            created_at=started,
            last_active_at=started,
            **wanted.model_dump(),
        )
        async with self._database.transaction() as session:
            session.add(conversation)
        replies = await self._welcome(conversation)
        messages = await self._store_replies(conversation.id, replies, None)
        return conversation, token, messages

    async def authorise(self, conversation_id: str, token: str | None) -> None:
        """Let the owner of the token through.

        Raises:
            UnknownConversationError: there is none with this id.
            WrongTokenError: the token is missing or not that of this conversation.
        """
        async with self._database.reading() as session:
            conversation = await repository.get_conversation(session, conversation_id)
        _require_token(conversation, token)

    async def tell(self, conversation_id: str, replies: list[Reply]) -> list[Message]:
        """Store what the assistant says of its own accord.

        Raises:
            UnknownConversationError: there is none with this id.
        """
        return await self._store_replies(conversation_id, replies, None)

    async def post(self, conversation_id: str, post: PostMessage, key: str | None = None) -> list[Message]:
        """Take a message of the entrepreneur and return the replies, none while a person holds it.

        The same key again returns the same replies, also while the first is still being answered.

        Raises:
            UnknownConversationError: there is none with this id.
            KeyReusedError: the key came earlier with another message.
            ConversationBusyError: earlier messages take too long.
        """
        async with self._locks.hold(conversation_id):
            return await self._post(conversation_id, post, key)

    async def post_with_token(
        self, conversation_id: str, token: str | None, post: PostMessage, key: str | None = None
    ) -> list[Message]:
        """Take a message from whoever has the token; raises what `authorise` and `post` raise.

        The token is checked inside the lock: whatever is awaited before it can change the order of messages.
        """
        async with self._locks.hold(conversation_id):
            return await self._post(conversation_id, post, key, lambda each: _require_token(each, token))

    async def read(self, conversation_id: str, after: int = 0) -> tuple[Conversation, list[Message]]:
        """Return a conversation with its messages after a position.

        Raises:
            UnknownConversationError: there is none with this id.
        """
        async with self._database.reading() as session:
            conversation = await repository.get_conversation(session, conversation_id)
            return conversation, await repository.messages_after(session, conversation_id, after)

    async def give_feedback(self, conversation_id: str, given: GiveFeedback) -> None:
        """Keep whether a message, or the conversation, helped; a comment is masked.

        Raises:
            UnknownConversationError: there is none with this id.
            BadFieldError: the message is not one of this conversation.
        """
        async with self._database.transaction() as session:
            await repository.get_conversation(session, conversation_id)
            message_id = given.message_id
            about = message_id and await repository.message_of(session, conversation_id, message_id)
            if message_id and not about:
                raise BadFieldError("messageId", "hoort niet bij dit gesprek")
            if about and not given.helpful:
                await unhelpful.note(session, about, self._assistant.is_private)
            comment = mask_personal_numbers(given.comment) if given.comment else None
            fields = {"message_id": given.message_id, "helpful": given.helpful, "comment": comment}
            session.add(Feedback(conversation_id=conversation_id, given_at=clock.now(), **fields))

    async def erase(self, conversation_id: str) -> None:
        """Erase a conversation and what the assistant remembers of it; tickets have their own retention."""
        async with self._locks.hold(conversation_id):
            await self._assistant.forget(conversation_id)
            async with self._database.transaction() as session:
                await repository.delete_conversation(session, conversation_id)
        await self._hub.publish(conversation_id)

    async def purge(self, before: datetime) -> int:
        """Erase the conversations without a message since a moment; return how many."""
        async with self._database.reading() as session:
            idle = await repository.idle_since(session, before)
        for conversation_id in idle:
            await self.erase(conversation_id)
        return len(idle)

    async def take_over(self, conversation_id: str, account_manager_id: str, name: str) -> None:
        """Let an account manager hold the conversation; from now on the assistant is silent.

        Waits for a reply that the assistant is giving. Taking over twice is taking over once.

        Raises:
            UnknownConversationError: there is none with this id.
            HeldByOtherError: another account manager holds it.
        """
        async with self._locks.hold(conversation_id), self._database.transaction() as session:
            conversation = await repository.get_conversation(session, conversation_id)
            if conversation.holder_id == account_manager_id:
                return
            if conversation.holder == "account-manager":
                raise HeldByOtherError(conversation.holder_name)
            conversation.holder = "account-manager"
            conversation.holder_id, conversation.holder_name = account_manager_id, name
            await sentences.tell(session, conversation, sentences.taken_over(name, conversation.language))
        await self._hub.publish(conversation_id)

    async def give_back(self, conversation_id: str, account_manager_id: str) -> None:
        """Let the assistant hold the conversation again.

        Raises:
            UnknownConversationError: there is none with this id.
            HeldByOtherError: another account manager holds it.
            NotHeldError: the assistant holds it already.
        """
        async with self._locks.hold(conversation_id), self._database.transaction() as session:
            conversation = await repository.get_conversation(session, conversation_id)
            _require_holder(conversation, account_manager_id)
            notice = sentences.given_back(conversation.holder_name or "", conversation.language)
            conversation.holder = "assistant"
            conversation.holder_id = conversation.holder_name = None
            await sentences.tell(session, conversation, notice)
        await self._hub.publish(conversation_id)

    async def send_as_account_manager(
        self, conversation_id: str, account_manager_id: str, text: str
    ) -> Message:
        """Put a message of the account manager who holds the conversation in it.

        Raises:
            UnknownConversationError: there is none with this id.
            HeldByOtherError: another account manager holds it.
            NotHeldError: the assistant holds it.
        """
        async with self._locks.hold(conversation_id), self._database.transaction() as session:
            conversation = await repository.get_conversation(session, conversation_id)
            _require_holder(conversation, account_manager_id)
            name = conversation.holder_name
            message = await repository.add_message(
                session, conversation, "account-manager", text, sender_name=name
            )
        await self._hub.publish(conversation_id)
        return message

    async def show_typing(self, conversation_id: str) -> None:
        """Tell the entrepreneur that the account manager is typing; nothing is stored."""
        await self._hub.publish(conversation_id, TYPING)

    async def _post(
        self,
        conversation_id: str,
        post: PostMessage,
        key: str | None,
        check: Callable[[Conversation], None] | None = None,
    ) -> list[Message]:
        async with self._database.transaction() as session:
            conversation = await repository.get_conversation(session, conversation_id)
            if check:
                check(conversation)
            received = await turn.receive(session, conversation, post, key)
        await self._hub.publish(conversation_id)
        if not received.answer_due:
            return received.replies
        replies = await self._respond(received.message)
        return await self._store_replies(conversation_id, replies, received.message.id)

    async def _welcome(self, conversation: Conversation) -> list[Reply]:
        try:
            return await self._assistant.welcome(
                conversation.id, gemeente=conversation.gemeente, language=conversation.language
            )
        except Exception as error:  # noqa: BLE001  a conversation opens whatever is broken behind it
            _log_failure("welcome", error)
            return [sentences.welcome()]

    async def _respond(self, message: Message) -> list[Reply]:
        text = None if message.choice else message.text
        try:
            return await self._assistant.respond(message.conversation_id, text=text, choice=message.choice)
        except Exception as error:  # noqa: BLE001  nobody who typed something is left without a reply
            _log_failure("respond", error)
            return [sentences.reply()]

    async def _store_replies(
        self, conversation_id: str, replies: list[Reply], reply_to: str | None
    ) -> list[Message]:
        async with self._database.transaction() as session:
            conversation = await repository.get_conversation(session, conversation_id)
            messages = await repository.add_replies(session, conversation, replies, reply_to)
        await self._hub.publish(conversation_id)
        return messages


def _require_token(conversation: Conversation, token: str | None) -> None:
    if not hmac.compare_digest(conversation.token_hash, _hash(token or "")):
        raise WrongTokenError


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _require_holder(conversation: Conversation, account_manager_id: str) -> None:
    if conversation.holder == "assistant":
        raise NotHeldError
    if conversation.holder_id != account_manager_id:
        raise HeldByOtherError(conversation.holder_name)


def _log_failure(what: str, error: Exception) -> None:
    """Log where it went wrong, not the message of the error: that may hold what a person typed."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    logger.error("the assistant failed to %s: %s at %s", what, type(error).__name__, place)
