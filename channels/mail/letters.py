"""Makes the letter of an outbox entry from what stands in the database when it is delivered."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.models import DeskUser, Role
from channels.follow.links import follow_link, start_address
from channels.mail.addresses import base_address, message_id, reply_address
from channels.mail.frame import write
from channels.mail.needed import still_needed, told_with
from channels.services import Services
from channels.web.attachments import attachment_link
from handoff.appointments import appointment_ics, appointment_of
from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.notices import Side
from handoff.outbox import Entry
from handoff.status import EventKind
from handoff.tickets.attachments import sent_with
from handoff.tickets.standing_in import is_there, stand_in_of
from kit import clock
from kit.mail import Letter
from knowledge.topics import TOPICS

type Writer = Callable[[Services, AsyncSession, Entry], Awaitable[Letter | None]]
"""Makes a letter, or nothing when there is no longer anything to say."""


@dataclass(frozen=True)
class About:
    """What a letter about a ticket is made from."""

    services: Services
    entry: Entry
    side: Side
    ticket: Ticket
    event: TicketEvent | None

    @property
    def language(self) -> str:
        """The language of the reader: an entrepreneur who did not write Dutch reads English."""
        return "nl" if self.side is not Side.ENTREPRENEUR or self.ticket.language == "nl" else "en"


@dataclass(frozen=True)
class Reader:
    """Who reads a letter: addresses, names, and for whom they read it when that person is away."""

    to: str
    addressed: str
    away: AccountManager | None = None
    stands_in: bool = False
    """Whether the reader stands in; a coordinator gets the letters of who is away and has nobody."""


async def letter_about_ticket(services: Services, session: AsyncSession, entry: Entry) -> Letter | None:
    """Write about a ticket; nothing when the ticket is gone or the letter is needless by now."""
    ticket = await session.get(Ticket, entry.payload["ticket"] or 0)
    if ticket is None:
        return None
    event_id = entry.payload.get("event")
    event = await session.get(TicketEvent, event_id) if event_id else None
    about = About(services, entry, Side(entry.payload["side"]), ticket, event)
    if not await still_needed(session, entry, ticket, event):
        return None
    reader = await _reader(session, about)
    return await _letter(session, about, reader) if reader.to else None


async def coordinators(session: AsyncSession) -> Sequence[DeskUser]:
    """Return who divides the work."""
    query = select(DeskUser).where(DeskUser.active, DeskUser.role == Role.COORDINATOR).order_by(DeskUser.id)
    return (await session.scalars(query)).all()


async def _reader(session: AsyncSession, about: About) -> Reader:
    """Return who reads a letter; without addresses when there is nobody."""
    ticket = about.ticket
    if about.side is Side.ENTREPRENEUR:
        return Reader(ticket.email or "", ticket.name)
    if about.side is Side.COLLEAGUE:
        named = await session.get(AccountManager, (about.event and about.event.after) or "")
        if named is None or not named.active:
            return Reader("", "")
        # Nobody can offer a question to who is away; a name in a note is for whoever stands in too.
        mentioned = about.event is not None and about.event.kind is EventKind.MENTIONED
        return await _at_the_desk(session, named) if mentioned else Reader(named.email, named.name)
    manager = ticket.account_manager
    if about.side is Side.DESK and manager is not None and manager.active:
        return await _at_the_desk(session, manager)
    return await _coordinators(session)


async def _at_the_desk(session: AsyncSession, manager: AccountManager) -> Reader:
    """Return an account manager, or who reads for them today: nobody's question waits for a holiday."""
    if is_there(manager, clock.today()):
        return Reader(manager.email, manager.name)
    other = await stand_in_of(session, manager)
    if other is not None:
        return Reader(other.email, other.name, manager, stands_in=True)
    found = await _coordinators(session)
    return replace(found, away=manager) if found.to else Reader(manager.email, manager.name)


async def _coordinators(session: AsyncSession) -> Reader:
    found = await coordinators(session)
    return Reader(", ".join(each.email for each in found), " en ".join(each.name for each in found))


async def _letter(session: AsyncSession, about: About, reader: Reader) -> Letter:
    settings, ticket = about.services.settings, about.ticket
    reply_to = reply_address(settings, ticket.reference, about.side)
    context = await _context(session, about, reader, can_reply=bool(reply_to))
    text = write(about.entry.payload["letter"], about.language, context)
    appointment = context["appointment"]
    organizer = reply_to or base_address(settings)
    return Letter(
        reader.to,
        text.subject,
        text.plain,
        text.html,
        reply_to=reply_to,
        message_id=message_id(settings, about.entry.key),
        thread=message_id(settings, f"thread:{ticket.reference}:{about.side}"),
        calendar=appointment_ics(appointment, ticket, organizer, context["follow_link"])
        if appointment
        else b"",
    )


async def _context(session: AsyncSession, about: About, reader: Reader, *, can_reply: bool) -> dict[str, Any]:
    services, ticket, event = about.services, about.ticket, about.event
    settings, areas = services.settings, services.library.areas
    manager: AccountManager | None = ticket.account_manager
    told = await told_with(session, ticket, event) if event else []
    return {
        "ticket": ticket,
        "event": event,
        "author": event.actor if event else "",
        "message": "\n\n".join(each.note or "" for each in told),
        "manager": manager,
        "addressed": reader.addressed,
        "away": reader.away,
        "away_until": _last_day(reader.away),
        "stands_in": reader.stands_in,
        "gemeente": areas.name(ticket.gemeente) if ticket.gemeente else "",
        "topic": TOPICS[ticket.topic].title if ticket.topic in TOPICS else "",
        "region": areas.region_name,
        "content": settings.mail_content,
        "can_reply": can_reply,
        "for_desk": about.side is not Side.ENTREPRENEUR,
        "days": settings.follow_days,
        "desk_link": f"{settings.base_url}/desk/tickets/{ticket.reference}",
        "follow_link": follow_link(settings, ticket.reference),
        "follow_start": start_address(settings),
        "files": await _files(session, about, told),
        "appointment": await appointment_of(session, event.id) if event else None,
    }


def _last_day(away: AccountManager | None) -> date | None:
    absence = away.absence_on(clock.today()) if away else None
    return absence.last_day if absence else None


async def _files(session: AsyncSession, about: About, told: Sequence[TicketEvent]) -> list[tuple[str, str]]:
    """Return the files that went out with messages, by name and link."""
    sent = await sent_with(session, about.ticket) if told else {}
    files = [file for event in told for file in sent.get(event.id, [])]
    return [(each.name, attachment_link(about.services.settings, each.id)) for each in files]
