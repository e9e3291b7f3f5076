"""First contact: nothing is answered before the person knows to whom they talk, and agrees."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.models import Conversation
from channels.conversations.schemas import StartConversation
from channels.messaging import chats, codes, words
from channels.messaging.heard import Heard
from channels.messaging.linking import Linking
from channels.messaging.models import Arrival, MessengerChat
from channels.messaging.parts import NAMES, Parts
from channels.messaging.said import Option
from kit import clock
from kit.settings import Settings
from knowledge.replies import Replies

ASK_AGAIN_AFTER = timedelta(seconds=20)


class Consenting:
    """What is done with what arrives before consent."""

    def __init__(self, parts: Parts, linking: Linking) -> None:
        """Take what it works with."""
        self._parts = parts
        self._linking = linking

    async def take(self, chat: MessengerChat, arrival: Arrival, heard: Heard) -> None:
        """Ask for consent, take it, or end when it is refused."""
        typed = heard.text if heard.kind == "text" else ""
        if heard.key == words.YES_KEY or (chat.asked_at and words.agrees(typed)):
            await self._settle(arrival)
            await self._begin(chat)
        elif (
            heard.key in {words.NO_KEY, "stop"}
            or words.stops(typed)
            or (chat.asked_at and words.declines(typed))
        ):
            await self._decline(chat)
        elif heard.kind == "press":
            await self._settle(arrival)  # a button of a chat that was erased
        else:
            await self._ask(chat, arrival, heard)

    async def _settle(self, arrival: Arrival) -> None:
        async with self._parts.database.transaction() as session:
            await chats.settle(session, arrival.id)

    async def _ask(self, chat: MessengerChat, arrival: Arrival, heard: Heard) -> None:
        """Say who this is and ask whether that is all right; what was asked waits for the answer."""
        began_with = self._began_with(heard)
        async with self._parts.database.transaction() as session:
            present = await session.get_one(MessengerChat, chat.id)
            present.started_with = began_with or present.started_with
            if began_with or heard.kind != "text":
                await chats.settle(session, arrival.id)
            else:
                await chats.keep_waiting(session, arrival.id)
            first, now = present.asked_at is None, clock.now()
            if present.asked_at is None or now - present.asked_at > ASK_AGAIN_AFTER:
                present.asked_at = now
                text = self._text(present) if first else self._say(present, "messenger_consent_again")
                await chats.say(session, present, f"consent:{arrival.id}", text, self._options(present))

    async def _begin(self, chat: MessengerChat) -> None:
        """Open the chat: with the conversation of the website when a code came along, else with a new one."""
        code = codes.find(chat.started_with or "")
        if code and await self._linking.link(chat, code, consent=self._text(chat)):
            return
        gemeente = None if code else chat.started_with
        async with self._parts.database.reading() as session:
            waiting = await chats.waits(session, chat.id)

        async def attach(session: AsyncSession, conversation: Conversation) -> None:
            present = await session.get_one(MessengerChat, chat.id)
            present.conversation_id = conversation.id
            chats.agree(present, self._text(chat))
            await chats.stop_waiting(session, chat.id)

        wanted = StartConversation(channel=chat.channel, gemeente=gemeente, language=chat.language)
        started, _, _ = await self._parts.conversations.start(wanted, attach=attach, greet=not waiting)
        self._parts.count_start(chat.channel)
        if code:
            await self._parts.remark(started.id, "messenger_code_expired", chat.language)

    async def _decline(self, chat: MessengerChat) -> None:
        async with self._parts.database.transaction() as session:
            present = await session.get_one(MessengerChat, chat.id)
            await chats.say(session, present, "declined", self._say(present, "messenger_declined"))
            await chats.end(session, present)

    def _began_with(self, heard: Heard) -> str | None:
        """Return the gemeente or the code that somebody comes in with, by a link or a message made for it."""
        if heard.kind not in {"text", "command"}:
            return None
        areas, code = self._parts.library.areas, codes.find(heard.text)
        if code or heard.key != "start":
            return code
        return areas.current(heard.text) if areas.is_gemeente(heard.text) else None

    def _text(self, chat: MessengerChat) -> str:
        library = self._parts.library
        replies, region = library.replies_in(chat.language), library.areas.region_name
        return consent_text(self._parts.settings, replies, region, NAMES[chat.channel])

    def _options(self, chat: MessengerChat) -> list[tuple[str, str]]:
        options = consent_options(self._parts.library.replies_in(chat.language))
        return [(option.title, option.key) for option in options]

    def _say(self, chat: MessengerChat, key: str) -> str:
        return self._parts.say(key, chat.language)


def consent_text(settings: Settings, replies: Replies, region: str, channel: str) -> str:
    """Return what somebody reads before anything is answered: computer, privacy, a way out."""
    values = {
        "region": region,
        "channel": channel,
        "days": settings.conversation_days,
        "privacy": settings.privacy_page,
    }
    return replies.text("messenger_consent", **values)


def consent_options(replies: Replies) -> tuple[Option, ...]:
    """Return the two answers to it."""
    yes, no = replies.text("messenger_consent_yes"), replies.text("messenger_consent_no")
    return Option(yes, words.YES_KEY), Option(no, words.NO_KEY)
