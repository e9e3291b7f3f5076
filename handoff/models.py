"""The tables of the hand-off room."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, Enum, ForeignKey, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from handoff.status import Alarm, EventKind, TicketStatus
from kit.database import Base, UtcDateTime


def _words(kind: type[StrEnum]) -> Enum:
    """Store the value of an enumeration as plain text, so that a new word needs no migration."""
    return Enum(
        kind, native_enum=False, length=30, values_callable=lambda words: [word.value for word in words]
    )


class AccountManager(Base):
    """A person, or a desk, that helps entrepreneurs of some gemeenten."""

    __tablename__ = "account_managers"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20), default=None)
    gemeenten: Mapped[list[str]] = mapped_column(JSON, default=list)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    sectors: Mapped[list[str]] = mapped_column(JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["nl"])
    working_hours: Mapped[dict[str, list[list[str]]]] = mapped_column(JSON, default=dict)
    absent_from: Mapped[date | None] = mapped_column(Date, default=None)
    absent_until: Mapped[date | None] = mapped_column(Date, default=None)
    replacement_id: Mapped[str | None] = mapped_column(ForeignKey("account_managers.id"), default=None)
    region_desk: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    example: Mapped[bool] = mapped_column(default=False)

    def absent_on(self, day: date) -> bool:
        """Tell whether this account manager is away that day: ends included, a missing end is open."""
        if self.absent_from is None and self.absent_until is None:
            return False
        started = self.absent_from is None or self.absent_from <= day
        return started and (self.absent_until is None or day <= self.absent_until)


class ContactMoment(Base):
    """A weekly walk-in hour; starts and ends are local times such as 09:00."""

    __tablename__ = "contact_moments"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    gemeente: Mapped[str] = mapped_column(String(64), index=True)
    title: Mapped[str] = mapped_column(String(200))
    weekday: Mapped[int] = mapped_column(SmallInteger)
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    place: Mapped[str] = mapped_column(String(300))
    appointment_needed: Mapped[bool] = mapped_column(default=False)
    example: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date, default=None)


class Ticket(Base):
    """A question of an entrepreneur for a person, with everything that person needs to answer it."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(String(64), index=True, default=None)
    gemeente: Mapped[str | None] = mapped_column(String(64), default=None)
    topic: Mapped[str | None] = mapped_column(String(64), default=None)
    sector: Mapped[str | None] = mapped_column(String(64), default=None)
    language: Mapped[str] = mapped_column(String(8), default="nl")
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    phone: Mapped[str | None] = mapped_column(String(20), default=None)
    question: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text, default="")
    transcript: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    findings: Mapped[list[Any]] = mapped_column(JSON, default=list)
    consent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    consent_text: Mapped[str] = mapped_column(Text)
    account_manager_id: Mapped[str | None] = mapped_column(
        ForeignKey("account_managers.id"), index=True, default=None
    )
    routing_reason: Mapped[str] = mapped_column(Text)
    status: Mapped[TicketStatus] = mapped_column(_words(TicketStatus), index=True, default=TicketStatus.NEW)
    # The nearest of the two promises below that still has to be kept; lists begin with the first due.
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    react_by: Mapped[datetime] = mapped_column(UtcDateTime)
    settle_by: Mapped[datetime] = mapped_column(UtcDateTime)
    reacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    # From here on the list shows amber; the alarm is the last one that was told to anybody.
    amber_at: Mapped[datetime] = mapped_column(UtcDateTime)
    alarm: Mapped[Alarm] = mapped_column(_words(Alarm), default=Alarm.NONE)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    # A transfer waits here until the colleague accepts it; so long the ticket stays with its holder.
    offered_to_id: Mapped[str | None] = mapped_column(
        ForeignKey("account_managers.id"), index=True, default=None
    )
    offered_gemeente: Mapped[str | None] = mapped_column(String(64), default=None)
    offered_by: Mapped[str | None] = mapped_column(String(120), default=None)
    offered_note: Mapped[str | None] = mapped_column(Text, default=None)
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    follow_up_on: Mapped[date | None] = mapped_column(Date, index=True, default=None)
    on_top: Mapped[bool] = mapped_column(default=False)
    rode_loper: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True, default=None)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, default=None)

    # Joined: an asynchronous session cannot fetch it later, and whoever reads a ticket shows the name.
    account_manager: Mapped[AccountManager | None] = relationship(
        lazy="joined", foreign_keys=account_manager_id
    )


class TicketEvent(Base):
    """One thing that happened to a ticket: who did it, and what stood there before and after."""

    __tablename__ = "ticket_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(120))
    kind: Mapped[EventKind] = mapped_column(_words(EventKind))
    before: Mapped[str | None] = mapped_column(String(64), default=None)
    after: Mapped[str | None] = mapped_column(String(64), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)
