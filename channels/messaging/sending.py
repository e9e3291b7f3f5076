"""Delivers outbox entries to a messenger: each part of a message once, whatever fails on the way."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.models import Conversation, Message
from channels.messaging.adapter import Adapter, WindowClosedError
from channels.messaging.models import Dispatch, MessengerChat, Stage, State
from channels.messaging.said import Option, Part, Said, SourceLine
from handoff.outbox import Entry, UndeliverableError
from kit import clock
from kit.database import Database

WINDOW_OVER = "window"


class Sending:
    """The deliverer of the messengers."""

    def __init__(self, database: Database, adapters: Mapping[str, Adapter]) -> None:
        """Take the adapters by channel."""
        self._database = database
        self._adapters = adapters

    async def deliver(self, entry: Entry) -> None:
        """Deliver an entry; one whose chat or message was erased meanwhile has nothing to deliver.

        Raises:
            RetryLaterError: not now.
            UndeliverableError: never.
        """
        adapter = self._adapters.get(entry.kind)
        async with self._database.reading() as session:
            chat = await session.get(MessengerChat, entry.payload["chat"])
            said = await _said(session, entry.payload) if chat else None
        if adapter is None:
            raise UndeliverableError(f"{entry.kind} is not connected")
        if chat and "chosen" in entry.payload:
            await adapter.show_chosen(chat.address, entry.payload["chosen"], entry.payload["title"])
        elif chat and said:
            await self._send(adapter, chat, _reference(entry.payload), said)

    async def _send(self, adapter: Adapter, chat: MessengerChat, reference: str, said: Said) -> None:
        async with self._database.reading() as session:
            done = await _parts_sent(session, chat.id, reference)
        try:
            for number, part in enumerate(adapter.write(said)):
                if number not in done:
                    await self._send_part(adapter, chat, reference, number, part)
        except WindowClosedError:
            await self._hold(adapter, chat, reference)
        if chat.stage is Stage.ENDED:
            async with self._database.transaction() as session:
                await session.execute(delete(MessengerChat).where(MessengerChat.id == chat.id))

    async def _send_part(
        self, adapter: Adapter, chat: MessengerChat, reference: str, number: int, part: Part
    ) -> None:
        if adapter.window and clock.now() >= chat.heard_at + adapter.window:
            raise WindowClosedError
        try:
            provider_id = await adapter.send(chat.address, part, f"{chat.id}/{reference}/{number}")
        except UndeliverableError as error:
            await self._note(chat, reference, number, State.FAILED, error=str(error))
            raise
        await self._note(chat, reference, number, State.SENT, provider_id=provider_id)

    async def _hold(self, adapter: Adapter, chat: MessengerChat, reference: str) -> None:
        """Keep a message until the person writes again; the approved template asks for that, once."""
        try:
            if chat.template_at is None or chat.template_at < chat.heard_at:
                await adapter.send_template(chat.address, f"{chat.id}/template/0")
        except UndeliverableError:
            await self._note(chat, reference, 0, State.FAILED, error=WINDOW_OVER)
            raise
        async with self._database.transaction() as session:
            present = await session.get(MessengerChat, chat.id)
            if present:
                present.template_at = clock.now()
        await self._note(chat, reference, 0, State.HELD, error=WINDOW_OVER)

    async def _note(
        self, chat: MessengerChat, reference: str, number: int, state: State, **details: str
    ) -> None:
        async with self._database.transaction() as session:
            if await session.get(MessengerChat, chat.id):
                await note(session, chat.id, reference, number, state, **details)


async def note(
    session: AsyncSession,
    chat_id: str,
    reference: str,
    number: int,
    state: State,
    *,
    provider_id: str | None = None,
    error: str | None = None,
) -> None:
    """Write what became of a part; a receipt may have told before we did."""
    query = select(Dispatch).where(
        Dispatch.chat_id == chat_id, Dispatch.reference == reference, Dispatch.part == number
    )
    found = await session.scalar(query)
    if found is None:
        found = Dispatch(chat_id=chat_id, reference=reference, part=number, state=state)
        session.add(found)
    elif found.provider_id is None or state is not State.SENT:
        found.state = state
    found.provider_id = provider_id or found.provider_id
    found.error, found.at = error and error[:100], clock.now()


async def _parts_sent(session: AsyncSession, chat_id: str, reference: str) -> set[int]:
    query = select(Dispatch.part).where(
        Dispatch.chat_id == chat_id,
        Dispatch.reference == reference,
        Dispatch.state.not_in((State.HELD, State.FAILED)),
    )
    return set(await session.scalars(query))


def _reference(payload: Mapping[str, Any]) -> str:
    return str(payload.get("message") or payload["notice"])


async def _said(session: AsyncSession, payload: Mapping[str, Any]) -> Said | None:
    """Return a message as it stands, or a sentence of ours; nothing when it was erased."""
    if "notice" in payload:
        options = tuple(Option(title, key) for title, key in payload["options"])
        return Said(payload["text"], options)
    message = await session.get(Message, payload.get("message", ""))
    conversation = await session.get(Conversation, message.conversation_id) if message else None
    return said_of(message, conversation.language) if message and conversation else None


def said_of(message: Message, language: str) -> Said:
    """Return a stored message as it is said; the key of a choice is the message and a number in it."""
    sources = (message.answer or {}).get("sources", ())
    return Said(
        text=message.text,
        options=tuple(
            Option(str(choice["title"]), f"{message.id}:{number}")
            for number, choice in enumerate(message.choices)
        ),
        sources=tuple(_source(each) for each in sources),
        speaker=message.sender_name if message.sender == "account-manager" else None,
        language=language,
    )


def _source(source: Mapping[str, Any]) -> SourceLine:
    checked = date.fromisoformat(source["checkedOn"])
    return SourceLine(source["title"], source.get("url"), source.get("date"), checked)
