"""What the page of a ticket tells of the messenger that its conversation is held in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.messaging.models import Dispatch, MessengerChat, Stage, State
from channels.messaging.parts import NAMES
from channels.messaging.whatsapp.adapter import WINDOW
from handoff.models import Ticket
from kit import clock

_STATES = {
    State.HELD: "wacht op een reactie van de ondernemer",
    State.SENT: "verstuurd",
    State.DELIVERED: "bezorgd",
    State.READ: "gelezen",
    State.FAILED: "niet bezorgd",
}


@dataclass(frozen=True)
class MessengerView:
    """A chat as an account manager sees it. The number is shown because the ticket has consent."""

    channel: str
    number: str | None
    consent_at: datetime
    heard_at: datetime
    waits: bool
    last: str | None


async def messenger_of(session: AsyncSession, ticket: Ticket) -> MessengerView | None:
    """Return the messenger of a ticket's conversation; nothing for one of the website, or one that ended."""
    if ticket.conversation_id is None:
        return None
    chat = await session.scalar(
        select(MessengerChat).where(MessengerChat.conversation_id == ticket.conversation_id)
    )
    if chat is None or chat.stage is not Stage.OPEN or chat.consent_at is None:
        return None
    last = await session.scalar(
        select(Dispatch.state).where(Dispatch.chat_id == chat.id).order_by(Dispatch.id.desc()).limit(1)
    )
    whatsapp = chat.channel == "whatsapp"
    return MessengerView(
        channel=NAMES[chat.channel],
        number=f"+{chat.address}" if whatsapp and chat.address.isdecimal() else None,
        consent_at=chat.consent_at,
        heard_at=chat.heard_at,
        waits=whatsapp and clock.now() >= chat.heard_at + WINDOW,
        last=_STATES[last] if last else None,
    )
