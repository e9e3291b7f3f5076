"""Appointments that an account manager proposes for a ticket, and their iCalendar file. Nothing commits."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event, vCalAddress
from sqlalchemy import ForeignKey, SmallInteger, String, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.status import EventKind
from handoff.tickets.record import log
from kit import clock
from kit.database import Base, UtcDateTime
from kit.masking import mask_personal_numbers

LONGEST_MINUTES = 8 * 60
FURTHEST = timedelta(days=366)
LONGEST_PLACE = 200
LONGEST_NOTE = 1_000


class Appointment(Base):
    """A date and time that an account manager proposed to an entrepreneur."""

    __tablename__ = "appointments"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("ticket_events.id", ondelete="CASCADE"), unique=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column(SmallInteger)
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE))
    note: Mapped[str] = mapped_column(Text, default="")
    proposed_by: Mapped[str] = mapped_column(String(120))


async def propose(
    session: AsyncSession,
    ticket: Ticket,
    actor: str,
    *,
    starts_at: datetime,
    minutes: int,
    place: str,
    note: str = "",
) -> Appointment:
    """Propose an appointment; the entrepreneur gets it by mail, so there must be an address.

    Raises:
        TicketError: it lies in the past or too far ahead, takes no time or too long, is nowhere, or there is
            no e-mail address.
    """
    place = place.strip()
    if not ticket.email:
        raise TicketError("De ondernemer heeft geen e-mailadres gegeven. Spreek iets af via de telefoon.")
    if not clock.now() < starts_at <= clock.now() + FURTHEST:
        raise TicketError("Kies een moment in de toekomst, hooguit een jaar vooruit.")
    if not 0 < minutes <= LONGEST_MINUTES:
        raise TicketError("Kies hoe lang de afspraak duurt: hooguit acht uur.")
    if not place or len(place) > LONGEST_PLACE:
        raise TicketError(f"Vul in waar de afspraak is, in hooguit {LONGEST_PLACE} tekens.")
    if len(note) > LONGEST_NOTE:
        raise TicketError(f"Gebruik hooguit {LONGEST_NOTE} tekens voor de toelichting.")
    said = f"{clock.dutch_moment(starts_at)}, {minutes} minuten, {place}"
    event = await log(session, ticket, actor, EventKind.APPOINTMENT, note=mask_personal_numbers(said))
    appointment = Appointment(
        ticket_id=ticket.id,
        event_id=event.id,
        starts_at=starts_at,
        minutes=minutes,
        place=mask_personal_numbers(place),
        note=mask_personal_numbers(note.strip()),
        proposed_by=actor,
    )
    session.add(appointment)
    await session.flush()
    return appointment


async def appointment_of(session: AsyncSession, event_id: int) -> Appointment | None:
    """Return the appointment that an event proposed."""
    return await session.scalar(select(Appointment).where(Appointment.event_id == event_id))


async def appointments_of(session: AsyncSession, ticket: Ticket) -> list[Appointment]:
    """Return what was proposed for a ticket, the earliest first."""
    query = select(Appointment).where(Appointment.ticket_id == ticket.id).order_by(Appointment.starts_at)
    return list(await session.scalars(query))


def appointment_ics(appointment: Appointment, ticket: Ticket, organizer: str, link: str) -> bytes:
    """Return the invitation to an appointment; what the question is about is not in it.

    Its UID is that of the appointment: a second copy of the same mail is the same entry in a calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Voordeur//Afspraken//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    event = Event()
    event.add("uid", f"{ticket.reference}-{appointment.id}@afspraken.voordeur")
    event.add("dtstamp", clock.now())
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.starts_at + timedelta(minutes=appointment.minutes))
    event.add("summary", f"Afspraak over vraag {ticket.reference}")
    event.add("location", appointment.place)
    event.add("description", f"Met {appointment.proposed_by}. {link}")
    event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    event.add("attendee", vCalAddress(f"mailto:{ticket.email}"))
    calendar.add_component(event)
    return bytes(calendar.to_ical())
