"""What the tests of the ticket page read back: events, messages, and who holds a conversation."""

from channels.conversations.models import Message
from channels.services import Services
from handoff.models import Ticket
from handoff.service import events_of
from handoff.status import EventKind


async def events(services: Services, ticket: Ticket) -> list[tuple[EventKind, str, str | None]]:
    """What happened after the opening: what, who, and the text."""
    async with services.database.reading() as session:
        return [(event.kind, event.actor, event.note) for event in (await events_of(session, ticket))[1:]]


async def said(services: Services, conversation: str) -> list[Message]:
    return (await services.conversations.read(conversation))[1]


async def holder(services: Services, conversation: str) -> str | None:
    return (await services.conversations.read(conversation))[0].holder_id
