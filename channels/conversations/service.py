"""The conversations: start, post, read, judge, erase, and who holds them.

This service opens its own transactions. One message takes two, with the slow question to the
assistant between them: what an entrepreneur typed is safe before anyone thinks about it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assistant.schemas import Reply
from channels.conversations import holding, repository, sentences, turn, unhelpful
from channels.conversations.answering import Answering, Assistant, log_failure
from channels.conversations.hub import CHANGED, ENTREPRENEUR_TYPING, HOLDER, INBOX, TYPING, Hub
from channels.conversations.locks import Locks
from channels.conversations.models import Conversation, Message, Person
from channels.conversations.schemas import GiveFeedback, PostMessage, StartConversation
from channels.errors import BadFieldError, WrongTokenError
from kit import clock
from kit.database import Database
from kit.masking import mask_personal_numbers


@dataclass(frozen=True)
class Posted:
    """A message of the entrepreneur as it was stored, and the replies to it."""

    message: Message
    replies: list[Message]


type Attach = Callable[[AsyncSession, Conversation], Awaitable[None]]


class Conversations:
    """All conversations, on every channel."""

    def __init__(self, database: Database, assistant: Assistant, hub: Hub, locks: Locks) -> None:
        """Put together what the conversations need."""
        self._database = database
        self._assistant = assistant
        self._hub = hub
        self._locks = locks
        self._answering = Answering(database, assistant, hub)

    async def start(
        self, wanted: StartConversation, *, attach: Attach | None = None, greet: bool = True
    ) -> tuple[Conversation, str, list[Message]]:
        """Start a conversation; return it with its token, of which only the hash is kept, and the welcome.

        `attach` runs in the transaction that makes it. Who asked something already is not greeted first.
        """
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
            if attach:
                await session.flush()
                await attach(session, conversation)
        replies = await self._welcome(conversation)
        greeting = replies if greet else []
        messages = await self._answering.store(conversation.id, greeting, None, handovers=0)
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
        """Store what the assistant says of its own accord; nothing while a person holds the conversation.

        Raises:
            UnknownConversationError: there is none with this id.
        """
        return await self._answering.tell(conversation_id, replies)

    async def remark(self, conversation_id: str, reply: Reply) -> None:
        """Say something about a message that is none; while a person holds the conversation as the system.

        Raises:
            UnknownConversationError: there is none with this id.
        """
        async with self._locks.hold(conversation_id), self._database.transaction() as session:
            conversation = await repository.lock_conversation(session, conversation_id)
            if conversation.holder == "assistant":
                await repository.add_replies(session, conversation, [reply], None)
            else:
                await sentences.tell(session, conversation, reply.text)
        await self._hub.publish(conversation_id)

    async def post(self, conversation_id: str, post: PostMessage, key: str | None = None) -> list[Message]:
        """Take a message of the entrepreneur and return the replies, none while a person holds it.

        The same key again returns the same replies, also while the first is still being answered.

        Raises:
            UnknownConversationError: there is none with this id.
            KeyReusedError: the key came earlier with another message.
            ConversationBusyError: earlier messages take too long.
        """
        async with self._locks.hold(conversation_id):
            return (await self._post(conversation_id, post, key)).replies

    async def post_with_token(
        self, conversation_id: str, token: str | None, post: PostMessage, key: str | None = None
    ) -> Posted:
        """Take a message from whoever has the token; raises what `authorise` and `post` raise.

        The token is checked inside the lock: whatever is awaited before it can change the order of messages.
        """
        async with self._locks.hold(conversation_id):
            return await self._post(conversation_id, post, key, lambda each: _require_token(each, token))

    async def read(
        self, conversation_id: str, after: int = 0, most: int | None = None
    ) -> tuple[Conversation, list[Message]]:
        """Return a conversation with its messages after a position, the first so many of them.

        Raises:
            UnknownConversationError: there is none with this id.
        """
        async with self._database.reading() as session:
            conversation = await repository.get_conversation(session, conversation_id)
            return conversation, await repository.messages_after(session, conversation_id, after, most)

    async def give_feedback(self, conversation_id: str, given: GiveFeedback) -> None:
        """Keep whether a message, or the conversation, helped; a comment is masked.

        What comes later about the same message takes the place of what was told: one person is one vote.

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
            fields = {"helpful": given.helpful, "reason": given.reason, "comment": comment}
            await repository.put_feedback(session, conversation_id, given.message_id, fields)

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
        """Let an account manager hold the conversation; from this moment on the assistant is silent.

        Waits for nothing: an answer that the assistant is thinking of is not given any more.
        Raises what `holding.take_over` raises.
        """
        async with self._database.transaction() as session:
            await holding.take_over(session, conversation_id, account_manager_id, name)
        await self.announce(conversation_id)

    async def give_back(self, conversation_id: str, account_manager_id: str) -> None:
        """Let the assistant hold the conversation again; raises what `holding.give_back` raises."""
        async with self._database.transaction() as session:
            await holding.give_back(session, conversation_id, account_manager_id)
        await self.announce(conversation_id)

    async def send_as_account_manager(self, conversation_id: str, account_manager_id: str, text: str) -> None:
        """Put a message of the account manager who holds the conversation in it.

        Raises what `holding.say` raises.
        """
        async with self._database.transaction() as session:
            await holding.say(session, conversation_id, account_manager_id, text)
        await self.announce(conversation_id)

    async def announce(self, conversation_id: str) -> None:
        """Wake who watches, also at the desk, and stop who answers, after a change was committed."""
        await self._hub.publish(conversation_id, HOLDER)
        await self._hub.publish(INBOX)

    async def settle(self, within: float = 5.0) -> None:
        """Wait, before the process ends, for answers that are still being thought of; in seconds."""
        await self._answering.settle(within)

    async def show_typing(self, conversation_id: str, who: Person = "account-manager") -> None:
        """Tell the other side that somebody is typing; nothing is stored."""
        signal = TYPING if who == "account-manager" else ENTREPRENEUR_TYPING
        await self._hub.publish(conversation_id, signal)

    async def mark_read(self, conversation_id: str, reader: Person, message_id: str) -> None:
        """Note that somebody has read up to a message; a mark never goes back.

        Raises:
            BadFieldError: the message is not one of this conversation.
        """
        async with self._database.reading() as session:
            message = await repository.message_of(session, conversation_id, message_id)
        if message is None:
            raise BadFieldError("messageId", "hoort niet bij dit gesprek")
        await self.mark_read_up_to(conversation_id, reader, message.position)

    async def mark_read_up_to(self, conversation_id: str, reader: Person, position: int) -> None:
        """Note that somebody has read up to a position; a mark never goes back."""
        async with self._database.transaction() as session:
            further = await repository.set_read(session, conversation_id, reader, position)
        if further:
            await self._hub.publish(conversation_id, CHANGED)

    async def last_read(self, conversation: Conversation, reader: Person) -> str | None:
        """Return the id of the last message that one of the two has read of the other."""
        async with self._database.reading() as session:
            return await repository.last_read(session, conversation, reader)

    async def _post(
        self,
        conversation_id: str,
        post: PostMessage,
        key: str | None,
        check: Callable[[Conversation], None] | None = None,
    ) -> Posted:
        async with self._hub.listen(conversation_id) as listener:
            async with self._database.transaction() as session:
                conversation = await repository.lock_conversation(session, conversation_id)
                if check:
                    check(conversation)
                received = await turn.receive(session, conversation, post, key)
            await self._hub.publish(conversation_id)
            if conversation.holder != "assistant":
                await self._hub.publish(INBOX)
            if not received.answer_due:
                return Posted(received.message, received.replies)
            answering = self._answering.answer(received.message, conversation.handovers, listener)
            return Posted(received.message, await answering)

    async def _welcome(self, conversation: Conversation) -> list[Reply]:
        try:
            return await self._assistant.welcome(
                conversation.id, gemeente=conversation.gemeente, language=conversation.language
            )
        except Exception as error:  # noqa: BLE001  a conversation opens whatever is broken behind it
            log_failure("welcome", error)
            return [sentences.welcome()]


def _require_token(conversation: Conversation, token: str | None) -> None:
    if not hmac.compare_digest(conversation.token_hash, _hash(token or "")):
        raise WrongTokenError


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
