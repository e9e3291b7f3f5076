"""Going on in a messenger with a conversation of the website."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant.schemas import Answer, Reply
from channels.conversations import repository, sentences
from channels.conversations.delivery import deliver
from channels.conversations.models import Conversation
from channels.errors import UnknownConversationError
from channels.messaging import chats, codes
from channels.messaging.models import MessengerChat
from channels.messaging.parts import NAMES, Parts
from handoff.models import Ticket
from handoff.status import TicketStatus


class Linking:
    """Uses one-time codes."""

    def __init__(self, parts: Parts) -> None:
        """Take what it works with."""
        self._parts = parts

    async def link(self, chat: MessengerChat, code: str, *, consent: str | None = None) -> bool:
        """Let a chat go on with the conversation of a code; false when the code is no good any more.

        What was said last comes along. The conversation that the chat had is erased, unless a person is
        busy with it: then nothing happens but that this is said. `consent` is what was agreed to just now.
        """
        if await self._busy(chat.conversation_id):
            await self._parts.remark(chat.conversation_id or "", "messenger_link_busy", chat.language)
            return True
        async with self._parts.database.transaction() as session:
            conversation = await self._conversation_of(session, code)
            if conversation is None:
                return False
            before = await self._join(session, chat.id, conversation, consent)
        if before and before != conversation.id:
            await self._parts.conversations.erase(before)
        return True

    async def _conversation_of(self, session: AsyncSession, code: str) -> Conversation | None:
        conversation_id = await codes.redeem(session, code, self._parts.hide)
        try:
            return await repository.lock_conversation(session, conversation_id or "")
        except UnknownConversationError:
            return None

    async def _join(
        self, session: AsyncSession, chat_id: str, conversation: Conversation, consent: str | None
    ) -> str | None:
        """Put the conversation in the chat; return the one that was there."""
        await self._leave(session, conversation.id, chat_id)
        chat = await session.get_one(MessengerChat, chat_id)
        before, chat.conversation_id = chat.conversation_id, conversation.id
        chat.language = conversation.language
        if consent:
            chats.agree(chat, consent)
        conversation.channel = chat.channel
        last = await repository.said_last(session, conversation.id)
        await session.flush()
        await self._welcome_back(session, conversation)
        await deliver(session, conversation, last)
        await chats.stop_waiting(session, chat.id)
        return before

    async def _welcome_back(self, session: AsyncSession, conversation: Conversation) -> None:
        """Say that the conversation goes on here; the assistant itself, so that its choices still count."""
        channel = NAMES[conversation.channel]
        notice = self._parts.say("messenger_linked", conversation.language, channel=channel)
        if conversation.holder == "assistant":
            reply = Reply(text=notice, answer=Answer(kind="notice"))
            await repository.add_replies(session, conversation, [reply], None)
        else:
            await sentences.tell(session, conversation, notice)

    async def _leave(self, session: AsyncSession, conversation_id: str, chat_id: str) -> None:
        """Take the conversation out of the messenger that it was in before."""
        query = select(MessengerChat).where(
            MessengerChat.conversation_id == conversation_id, MessengerChat.id != chat_id
        )
        other = await session.scalar(query)
        if other:
            await chats.drop_arrivals(session, other.id)
            await session.delete(other)
            await session.flush()

    async def _busy(self, conversation_id: str | None) -> bool:
        """Tell whether a person is busy with a conversation: it is held, or a ticket of it is open."""
        if conversation_id is None:
            return False
        async with self._parts.database.reading() as session:
            conversation = await session.get(Conversation, conversation_id)
            query = select(Ticket.id).where(
                Ticket.conversation_id == conversation_id, Ticket.status != TicketStatus.CLOSED
            )
            ticket = await session.scalar(query.limit(1))
        return ticket is not None or bool(conversation and conversation.holder != "assistant")
