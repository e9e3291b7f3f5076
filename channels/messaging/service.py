"""The messengers of one gateway: webhooks are stored at once, and dealt with after, one by one per person."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from channels.conversations.locks import Locks
from channels.conversations.models import Conversation, Message
from channels.errors import ConversationBusyError, UnknownConversationError
from channels.messaging import chats, codes, receipts
from channels.messaging.adapter import Adapter
from channels.messaging.consenting import Consenting
from channels.messaging.conversing import Conversing, Turn
from channels.messaging.heard import Heard, Post
from channels.messaging.linking import Linking
from channels.messaging.models import Arrival, Dispatch, MessengerChat, Stage, State
from channels.messaging.parts import Parts
from channels.messaging.sending import Sending
from channels.messaging.telegram.adapter import Telegram
from channels.messaging.whatsapp.adapter import WhatsApp
from kit import clock
from kit.settings import Settings

log = logging.getLogger(__name__)

# Webhooks of one person that are on their way at the same time get the chance to come in before the first is
# answered: so they are answered in the order in which they were sent.
SETTLES_AFTER = timedelta(seconds=0.4)
LONGEST_SETTLING = timedelta(seconds=2)
LOOK_EVERY = 5.0  # seconds, for what another gateway left behind
LEFT_BEHIND_AFTER = timedelta(seconds=20)
MOST_ATTEMPTS = 5
MOST_PENDING = 200
"""Of one chat; more is a machine or somebody's cat, and is not kept."""

WHATSAPP = ("whatsapp_token", "whatsapp_phone_id", "whatsapp_app_secret", "whatsapp_verify_token")
"""The settings without which WhatsApp is not connected."""

KEEP_SILENT = timedelta(days=1)
KEEP_ENDED = timedelta(days=3)
KEEP_IDS = timedelta(days=30)


class Messengers:
    """Every channel that the settings connect."""

    def __init__(self, parts: Parts, locks: Locks) -> None:
        """Put the channels together; nothing connects yet."""
        self._parts, self._locks = parts, locks
        self.adapters: dict[str, Adapter] = connected(parts.settings)
        self.linking = Linking(parts)
        self.settles_after = SETTLES_AFTER
        self._consenting = Consenting(parts, self.linking)
        self._conversing = Conversing(parts, self.linking)
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self.deliver = Sending(parts.database, self.adapters).deliver

    async def receive(self, channel: str, post: Post) -> None:
        """Keep what a webhook brings, once, and begin to deal with it."""
        woken: set[str] = set()
        async with self._parts.database.transaction() as session:
            for envelope in post.envelopes:
                chat_id = await chats.store(session, channel, envelope, self._parts.hide, MOST_PENDING)
                woken |= {chat_id} if chat_id else set()
            news = [await receipts.keep(session, channel, receipt) for receipt in post.receipts]
        for chat_id in woken:
            self.wake(chat_id)
        for dispatch in news:
            if dispatch and dispatch.state is State.READ:
                await self._mark_read(dispatch)

    async def _mark_read(self, dispatch: Dispatch) -> None:
        """Show at the desk that a message was read; a sentence without a conversation is not shown there."""
        async with self._parts.database.reading() as session:
            chat = await session.get(MessengerChat, dispatch.chat_id)
            message = await session.get(Message, dispatch.reference)
        if chat and message and chat.conversation_id == message.conversation_id:
            await self._parts.conversations.mark_read_up_to(
                message.conversation_id, "entrepreneur", message.position
            )

    def wake(self, chat_id: str) -> None:
        """Deal with what is to be dealt with in a chat, unless that is happening; then once more after it."""
        if chat_id in self._busy:
            self._again.add(chat_id)
            return
        task = asyncio.create_task(self._work(chat_id))
        self._busy[chat_id] = task
        task.add_done_callback(lambda _: self._rest(chat_id))

    async def idle(self) -> None:
        """Wait until nothing is being dealt with."""
        while self._busy:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
            await asyncio.sleep(0)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look now and then for what was left behind, during the block."""
        looking = asyncio.create_task(self._look_forever()) if self.adapters else None
        try:
            yield
        finally:
            tasks = [task for task in (looking, *self._busy.values()) if task]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for adapter in self.adapters.values():
                await adapter.close()

    async def look(self) -> None:
        """Deal with what came in some time ago and is still there."""
        async with self._parts.database.reading() as session:
            left = await chats.chats_left_behind(session, clock.now() - LEFT_BEHIND_AFTER)
        for chat_id in left:
            self.wake(chat_id)

    async def purge(self) -> int:
        """Erase what was kept long enough; return how many chats."""
        now = clock.now()
        async with self._parts.database.transaction() as session:
            await codes.purge(session)
            return await chats.purge(session, now - KEEP_SILENT, now - KEEP_ENDED, now - KEEP_IDS)

    async def new_code(self, conversation_id: str) -> tuple[str, datetime]:
        """Make a one-time code for a conversation; return it with its end."""
        async with self._parts.database.transaction() as session:
            return await codes.make(session, conversation_id, self._parts.hide)

    def _rest(self, chat_id: str) -> None:
        self._busy.pop(chat_id, None)
        if chat_id in self._again:
            self._again.discard(chat_id)
            self.wake(chat_id)

    async def _look_forever(self) -> None:
        while True:
            try:
                await self.look()
            except SQLAlchemyError as error:
                log.warning("messages left behind could not be looked for: %s", type(error).__name__)
            await asyncio.sleep(LOOK_EVERY)

    async def _work(self, chat_id: str) -> None:
        """Deal with everything in a chat, the oldest first; what fails is tried again later."""
        await self._settle(chat_id)
        try:
            while await self._step(chat_id):
                pass
        except ConversationBusyError:
            log.info("a conversation is busy; its messages are dealt with later")
        except Exception as error:  # noqa: BLE001  whatever it is, the message is still there
            log.error("a message was not dealt with: %s", type(error).__name__)

    async def _settle(self, chat_id: str) -> None:
        until = clock.now() + LONGEST_SETTLING
        while clock.now() < until:
            async with self._parts.database.reading() as session:
                newest = await chats.newest_arrival_at(session, chat_id)
            rest = self.settles_after - (clock.now() - newest) if newest else timedelta(0)
            if rest <= timedelta(0):
                return
            await asyncio.sleep(rest.total_seconds())

    async def _step(self, chat_id: str) -> bool:
        """Deal with one arrival, at one gateway at a time; false when there is none."""
        async with self._locks.hold(f"chat:{chat_id}"):
            async with self._parts.database.transaction() as session:
                arrival = await chats.next_arrival(session, chat_id)
                chat = await session.get(MessengerChat, chat_id)
                if arrival is None:
                    return False
                arrival.attempts += 1
            if chat and chat.stage is not Stage.ENDED and arrival.attempts <= MOST_ATTEMPTS:
                await self._take(chat, arrival)
            else:
                await self._done(arrival.id)
        return True

    async def _take(self, chat: MessengerChat, arrival: Arrival) -> None:
        heard = Heard.model_validate(arrival.content)
        if chat.stage is Stage.ASKING:
            await self._consenting.take(chat, arrival, heard)
            return
        async with self._parts.database.transaction() as session:
            await receipts.release(session, chat, arrival.id)
            conversation = await session.get(Conversation, chat.conversation_id or "")
        if conversation:
            try:
                await self._conversing.take(Turn(chat, conversation, heard, f"arrival:{arrival.id}"))
            except UnknownConversationError:
                log.info("a conversation was erased while a message of it was dealt with")
        await self._done(arrival.id)

    async def _done(self, arrival_id: int) -> None:
        async with self._parts.database.transaction() as session:
            await chats.settle(session, arrival_id)


def connected(settings: Settings) -> dict[str, Adapter]:
    """Return an adapter for each channel whose settings are there."""
    adapters: dict[str, Adapter] = {}
    if all(getattr(settings, name) for name in WHATSAPP):
        adapters["whatsapp"] = WhatsApp(settings)
    if settings.telegram_token:
        adapters["telegram"] = Telegram(settings)
    return adapters
