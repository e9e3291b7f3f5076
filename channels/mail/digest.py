"""The digest: once a working day, what an account manager has on the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.mail.addresses import message_id
from channels.mail.frame import write
from channels.services import Services
from handoff.answers import with_news
from handoff.models import AccountManager, Ticket
from handoff.outbox import Entry
from handoff.status import TicketStatus
from handoff.tickets.standing_in import replaced_by
from kit import clock
from kit.mail import Letter
from knowledge.areas import Areas

_LONGEST_LIST = 20
_SOON = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One question in the digest."""

    reference: str
    about: str
    due_at: datetime


async def digest(services: Services, session: AsyncSession, entry: Entry) -> Letter | None:
    """Write the digest as things stand now; nothing when it is of another day or there is nothing open."""
    manager = await session.get(AccountManager, entry.payload["manager"])
    if manager is None or not manager.active or date.fromisoformat(entry.payload["day"]) != clock.today():
        return None
    away = await replaced_by(session, manager.id)
    query = select(Ticket).where(
        Ticket.account_manager_id.in_({manager.id, *away}), Ticket.status != TicketStatus.CLOSED
    )
    tickets = list(await session.scalars(query.order_by(Ticket.due_at)))
    if not tickets:
        return None
    news, now, settings = await with_news(session, tickets), clock.now(), services.settings
    running = [each for each in tickets if each.status is not TicketStatus.WAITING]
    areas = services.library.areas
    lines = {each.id: Line(each.reference, _about(each, areas, away), each.due_at) for each in tickets}
    context = {
        "addressed": manager.name,
        "open": tickets,
        "late": [lines[each.id] for each in running if each.due_at <= now][:_LONGEST_LIST],
        "soon": [lines[each.id] for each in running if now < each.due_at <= now + _SOON][:_LONGEST_LIST],
        "answered": [lines[each.id] for each in tickets if each.id in news][:_LONGEST_LIST],
        "waiting": len(tickets) - len(running),
        "away": " en ".join(each.name for each in away.values()),
        "desk_link": f"{settings.base_url}/desk/tickets",
        "for_desk": True,
        "can_reply": False,
    }
    text = write("digest", "nl", context)
    return Letter(
        manager.email, text.subject, text.plain, text.html, message_id=message_id(settings, entry.key)
    )


def _about(ticket: Ticket, areas: Areas, away: Mapping[str, AccountManager]) -> str:
    """Say where a question comes from, and whose it is when that is somebody who is away."""
    holder = away.get(ticket.account_manager_id or "")
    parts = [areas.name(ticket.gemeente) if ticket.gemeente else "", f"van {holder.name}" if holder else ""]
    said = ", ".join(filter(None, parts))
    return f" ({said})" if said else ""
