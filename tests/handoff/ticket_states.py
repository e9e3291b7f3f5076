"""What the tests of tickets share."""

from typing import Any

from handoff_builders import request
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.models import Ticket
from handoff.status import TicketStatus

NEW, IN_PROGRESS, WAITING, CLOSED = TicketStatus


async def opened(session: AsyncSession, **changes: Any) -> Ticket:
    return await service.open_ticket(session, request(**changes), reaction_hours=16)
