"""What providers tell about what was sent, and what waits for a person to write again. Nothing commits."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.messaging import chats
from channels.messaging.heard import Receipt
from channels.messaging.models import Dispatch, MessengerChat, State
from channels.messaging.whatsapp.adapter import RE_ENGAGEMENT, WINDOW
from handoff import outbox
from kit import clock

_ORDER = list(State)


async def keep(session: AsyncSession, channel: str, receipt: Receipt) -> Dispatch | None:
    """Write what became of something that was sent; states come in any order, and only go forward.

    One that names what we do not know as sent yet tells that it was: the call got no answer, but arrived.
    Return what it is about, when it brought news.
    """
    dispatch = await _dispatch_of(session, receipt)
    if dispatch is None or _ORDER.index(receipt.state) <= _ORDER.index(dispatch.state):
        return None
    dispatch.state, dispatch.at = receipt.state, clock.now()
    dispatch.error = f"{channel} {receipt.error}" if receipt.error else None
    if receipt.error == RE_ENGAGEMENT:
        await _again(session, channel, dispatch)
    return dispatch


async def release(session: AsyncSession, chat: MessengerChat, arrival_id: int) -> None:
    """Send what was held because the person wrote too long ago: now the person wrote."""
    held = select(Dispatch).where(Dispatch.chat_id == chat.id, Dispatch.state == State.HELD)
    for dispatch in await session.scalars(held.order_by(Dispatch.id)):
        await _put(session, chat.channel, dispatch, f"after:{arrival_id}")
    await session.execute(delete(Dispatch).where(Dispatch.chat_id == chat.id, Dispatch.state == State.HELD))


async def _dispatch_of(session: AsyncSession, receipt: Receipt) -> Dispatch | None:
    found = await session.scalar(select(Dispatch).where(Dispatch.provider_id == receipt.provider_id))
    if found or receipt.reference.count("/") != 2:
        return found
    chat_id, reference, number = receipt.reference.split("/")
    if not number.isdecimal() or await session.get(MessengerChat, chat_id) is None:
        return None
    query = select(Dispatch).where(
        Dispatch.chat_id == chat_id, Dispatch.reference == reference, Dispatch.part == int(number)
    )
    found = await session.scalar(query)
    if found is None:
        found = Dispatch(chat_id=chat_id, reference=reference, part=int(number), state=State.HELD)
        session.add(found)
    found.provider_id, found.at = receipt.provider_id, clock.now()
    return found


async def _again(session: AsyncSession, channel: str, dispatch: Dispatch) -> None:
    """Try what WhatsApp refused afterwards once more: by now it is known that only a template may go."""
    chat = await session.get_one(MessengerChat, dispatch.chat_id)
    chat.heard_at = min(chat.heard_at, clock.now() - WINDOW)
    dispatch.state = State.HELD
    await _put(session, channel, dispatch, f"refused:{dispatch.provider_id}")


async def _put(session: AsyncSession, channel: str, dispatch: Dispatch, why: str) -> None:
    payload = {"chat": dispatch.chat_id, "message": dispatch.reference}
    await outbox.put(
        session,
        channel,
        f"{channel}:{dispatch.reference}:{why}"[:200],
        payload,
        order_key=chats.order_key(dispatch.chat_id),
    )
