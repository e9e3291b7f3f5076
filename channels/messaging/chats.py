"""Chats and what arrived in them; nothing here commits."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from channels.messaging.heard import Envelope
from channels.messaging.models import Arrival, MessengerChat, Stage
from handoff import outbox
from kit import clock

type Hide = Callable[[str], str]
"""Makes of what identifies somebody a keyed hash: the same every time, readable for nobody."""


def hidden_with(secret: str) -> Hide:
    """Return how identifiers are hidden with a secret."""
    return lambda text: hmac.digest(secret.encode(), text.encode(), hashlib.sha256).hex()


async def store(session: AsyncSession, channel: str, envelope: Envelope, hide: Hide, most: int) -> str | None:
    """Keep what arrived; return the id of its chat, or nothing when it arrived before or is too much."""
    provider_id = hide(f"{channel}:event:{envelope.provider_id}")
    known = select(Arrival.id).where(Arrival.channel == channel, Arrival.provider_id == provider_id)
    if await session.scalar(known):
        return None
    chat = await _chat_of(session, channel, envelope, hide)
    if await waiting_count(session, chat.id) >= most:
        return None
    chat.address, chat.heard_at = envelope.address, clock.now()
    arrival = Arrival(
        channel=channel,
        provider_id=provider_id,
        chat_id=chat.id,
        content=envelope.heard.model_dump(mode="json"),
        sequence=envelope.sequence,
        arrived_at=clock.now(),
    )
    return chat.id if await _added(session, arrival) else None


async def _chat_of(session: AsyncSession, channel: str, envelope: Envelope, hide: Hide) -> MessengerChat:
    """Find the chat of a person, or begin one; of two webhooks at once the second finds the first's."""
    key_hash = hide(f"{channel}:person:{envelope.person}")
    query = select(MessengerChat).where(MessengerChat.channel == channel, MessengerChat.key_hash == key_hash)
    chat = await session.scalar(query)
    if chat is None:
        new = MessengerChat(
            id=secrets.token_hex(16),
            channel=channel,
            key_hash=key_hash,
            address=envelope.address,
            language="en" if envelope.heard.language.partition("-")[0] not in {"", "nl"} else "nl",
            heard_at=clock.now(),
        )
        chat = new if await _added(session, new) else await session.scalar(query)
    assert chat is not None
    return chat


async def _added(session: AsyncSession, row: Any) -> bool:
    """Add a row; false when a gateway beside this one added the same."""
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


async def next_arrival(session: AsyncSession, chat_id: str) -> Arrival | None:
    """Return what is to be dealt with first, in the order in which the provider has it."""
    query = _pending().where(Arrival.chat_id == chat_id).order_by(Arrival.sequence, Arrival.id)
    found: Arrival | None = await session.scalar(query.limit(1))
    return found


async def newest_arrival_at(session: AsyncSession, chat_id: str) -> datetime | None:
    """Return when the last of what is to be dealt with came in."""
    query = select(func.max(Arrival.arrived_at)).where(
        Arrival.chat_id == chat_id, Arrival.done_at.is_(None), Arrival.waits.is_(False)
    )
    found: datetime | None = await session.scalar(query)
    return found


async def chats_left_behind(session: AsyncSession, before: datetime) -> Sequence[str]:
    """Return the chats with something that nobody dealt with, such as after a gateway died."""
    query = _pending().where(Arrival.arrived_at < before).with_only_columns(Arrival.chat_id).distinct()
    return (await session.scalars(query)).all()


async def settle(session: AsyncSession, arrival_id: int) -> None:
    """Write that something was dealt with; its content goes."""
    await _change(session, Arrival.id == arrival_id, done_at=clock.now(), content=None)


async def keep_waiting(session: AsyncSession, arrival_id: int) -> None:
    """Let something wait until the person agreed."""
    await _change(session, Arrival.id == arrival_id, waits=True)


async def waits(session: AsyncSession, chat_id: str) -> bool:
    """Tell whether anything waits for consent."""
    query = select(Arrival.id).where(Arrival.chat_id == chat_id, Arrival.waits).limit(1)
    return await session.scalar(query) is not None


async def stop_waiting(session: AsyncSession, chat_id: str) -> None:
    """Let what waited for consent be dealt with."""
    await _change(session, Arrival.chat_id == chat_id, waits=False)


def agree(chat: MessengerChat, text: str) -> None:
    """Open a chat, and keep to what the person agreed and when."""
    chat.stage, chat.consent_at, chat.consent_text = Stage.OPEN, clock.now(), text
    chat.started_with = None


async def waiting_count(session: AsyncSession, chat_id: str) -> int:
    """Return how much of a chat is not dealt with."""
    query = select(func.count()).where(Arrival.chat_id == chat_id, Arrival.done_at.is_(None))
    return await session.scalar(query) or 0


async def drop_arrivals(session: AsyncSession, chat_id: str) -> None:
    """Forget what a chat still had to be dealt with."""
    unfinished = (Arrival.chat_id == chat_id, Arrival.done_at.is_(None))
    await session.execute(
        update(Arrival).where(*unfinished).values(done_at=clock.now(), content=None, waits=False)
    )


async def say(
    session: AsyncSession, chat: MessengerChat, name: str, text: str, options: Sequence[tuple[str, str]] = ()
) -> None:
    """Send a sentence of ours that belongs to no conversation; the same name once. No personal data in it.

    Options are titles with their keys.
    """
    payload = {"chat": chat.id, "notice": name, "text": text, "options": [list(each) for each in options]}
    await outbox.put(session, chat.channel, f"{chat.id}:{name}", payload, order_key=order_key(chat.id))


def order_key(chat_id: str) -> str:
    """Return by what the outbox keeps the order for one person."""
    return f"chat:{chat_id}"


async def end(session: AsyncSession, chat: MessengerChat) -> str | None:
    """Make a chat one of nobody, to be erased after its last sentence; return its conversation, to erase."""
    conversation_id, chat.conversation_id = chat.conversation_id, None
    chat.stage, chat.key_hash = Stage.ENDED, secrets.token_hex(32)
    chat.consent_at = chat.consent_text = chat.started_with = None
    await drop_arrivals(session, chat.id)
    return conversation_id


async def purge(session: AsyncSession, asking: datetime, ended: datetime, arrivals: datetime) -> int:
    """Erase chats that never agreed or never got their last sentence, and old ids; return how many chats."""
    silent = (MessengerChat.stage == Stage.ASKING) & (MessengerChat.heard_at < asking)
    over = (MessengerChat.stage == Stage.ENDED) & (MessengerChat.heard_at < ended)
    ids = (await session.scalars(select(MessengerChat.id).where(silent | over))).all()
    for chat_id in ids:
        await drop_arrivals(session, chat_id)
    await session.execute(delete(MessengerChat).where(MessengerChat.id.in_(ids)))
    await session.execute(delete(Arrival).where(Arrival.done_at < arrivals))
    return len(ids)


def _pending() -> Any:
    return select(Arrival).where(Arrival.done_at.is_(None), Arrival.waits.is_(False))


async def _change(session: AsyncSession, condition: Any, **values: Any) -> None:
    await session.execute(
        update(Arrival).where(condition).values(**values).execution_options(synchronize_session=False)
    )
