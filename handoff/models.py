"""The tables of the hand-off room."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, Enum, ForeignKey, Index, SmallInteger, String, Text, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from handoff.presence import Presence, presence_now
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
    # Who stands in when an absence names nobody, and who takes over for good after deactivation.
    replacement_id: Mapped[str | None] = mapped_column(ForeignKey("account_managers.id"), default=None)
    region_desk: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    example: Mapped[bool] = mapped_column(default=False)
    # Once edited at the desk, the file no longer changes an entry; what it says instead is kept to be shown.
    edited_at_desk: Mapped[bool] = mapped_column(default=False)
    file_entry: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    presence: Mapped[Presence | None] = mapped_column(_words(Presence), default=None)
    presence_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    # The hour of the daily overview by mail; -1: none, nothing: that of the settings.
    digest_hour: Mapped[int | None] = mapped_column(SmallInteger, default=None)

    absences: Mapped[list["Absence"]] = relationship(
        lazy="selectin",
        foreign_keys="Absence.account_manager_id",
        order_by="Absence.first_day",
        cascade="all, delete-orphan",
    )

    def absence_on(self, day: date) -> "Absence | None":
        """Return the absence that covers a day; of several the one that lasts longest."""
        covering = [absence for absence in self.absences if absence.covers(day)]
        return max(covering, key=lambda absence: absence.last_day or date.max, default=None)

    def absent_on(self, day: date) -> bool:
        """Tell whether this account manager is away that day."""
        return self.absence_on(day) is not None

    def stand_in_on(self, day: date) -> str | None:
        """Return the id of who stands in that day: named in the absence, or always the same."""
        absence = self.absence_on(day)
        return (absence and absence.replacement_id) or self.replacement_id

    def presence_on(self, moment: datetime) -> Presence | None:
        """Return what is known of being at the desk; none when only the working hours can tell."""
        return presence_now(self.presence, self.presence_at, self.seen_at, moment)


class Absence(Base):
    """Days on which an account manager is away, both ends included; a missing end is open. Never why."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_manager_id: Mapped[str] = mapped_column(
        ForeignKey("account_managers.id", ondelete="CASCADE"), index=True
    )
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date, default=None)
    replacement_id: Mapped[str | None] = mapped_column(ForeignKey("account_managers.id"), default=None)
    # An import replaces the absences of the file, and leaves those that somebody entered at the desk.
    from_file: Mapped[bool] = mapped_column(default=False)

    def covers(self, day: date) -> bool:
        """Tell whether a day is one of this absence."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


class ClosedDay(Base):
    """A day without office hours that is no public holiday, of one gemeente or of the whole region."""

    __tablename__ = "closed_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, index=True)
    name: Mapped[str] = mapped_column(String(120))
    gemeente: Mapped[str | None] = mapped_column(String(64), default=None)

    def holds_for(self, manager: AccountManager | None) -> bool:
        """Tell whether somebody has this day off: all their gemeenten are closed, or the whole region."""
        return self.gemeente is None or (manager is not None and {self.gemeente} == {*manager.gemeenten})


class DirectoryChange(Base):
    """One change of the directory: who, when, and what stood there before and after."""

    __tablename__ = "directory_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(120))
    # account-manager, walk-in-hour or closed-day, and the id of the one that changed.
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(64), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


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
    edited_at_desk: Mapped[bool] = mapped_column(default=False)
    file_entry: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)


class Ticket(Base):
    """A question of an entrepreneur for a person, with everything that person needs to answer it."""

    __tablename__ = "tickets"
    # For the lists of the desk, in the order in which they show tickets; see also the index of open tickets
    # below. There is none on status: PostgreSQL would read nine tickets in ten by it.
    __table_args__ = (
        Index("ix_tickets_updated_at", "updated_at", "id"),
        Index("ix_tickets_gemeente_created_at", "gemeente", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(String(64), index=True, default=None)
    gemeente: Mapped[str | None] = mapped_column(String(64), default=None)
    topic: Mapped[str | None] = mapped_column(String(64), default=None)
    sector: Mapped[str | None] = mapped_column(String(64), default=None)
    language: Mapped[str] = mapped_column(String(8), default="nl")
    name: Mapped[str] = mapped_column(String(120))
    # In small letters: whoever comes back is found by it.
    email: Mapped[str | None] = mapped_column(String(254), index=True, default=None)
    phone: Mapped[str | None] = mapped_column(String(20), index=True, default=None)
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
    status: Mapped[TicketStatus] = mapped_column(_words(TicketStatus), default=TicketStatus.NEW)
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
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, default=None)

    # Joined: an asynchronous session cannot fetch it later, and whoever reads a ticket shows the name.
    account_manager: Mapped[AccountManager | None] = relationship(
        lazy="joined", foreign_keys=account_manager_id
    )


OPEN = Ticket.status != literal_column(f"'{TicketStatus.CLOSED.value}'")
"""The condition that a ticket is not closed, in the very words of the index of open tickets."""
Index(
    "ix_tickets_open",
    Ticket.on_top.desc(),
    Ticket.due_at,
    Ticket.id,
    Ticket.topic,  # so that a topic without open tickets is known without reading them all
    postgresql_where=OPEN,
    sqlite_where=OPEN,
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
