"""The tables around a ticket: its tags, mentions and attachments; and the texts that are sent often."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime


class TicketTag(Base):
    """A word that colleagues put on a ticket."""

    __tablename__ = "ticket_tags"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class TicketText(Base):
    """What a search finds a ticket by: its question, its conversation, and who asked it.

    On PostgreSQL these are Dutch word stems with an index, on SQLite the words themselves in small letters.
    """

    __tablename__ = "ticket_texts"
    __table_args__ = (
        Index("ix_ticket_texts_document", "document", postgresql_using="gin").ddl_if(dialect="postgresql"),
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


class TicketMention(Base):
    """A colleague who is named in a note; unread until they opened the ticket."""

    __tablename__ = "ticket_mentions"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    account_manager_id: Mapped[str] = mapped_column(ForeignKey("account_managers.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("ticket_events.id", ondelete="CASCADE"))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class TicketAttachment(Base):
    """A file of an account manager for the entrepreneur; its content lies in the data folder."""

    __tablename__ = "ticket_attachments"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(150))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_by: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The reply it went out with; none while it waits to be sent.
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("ticket_events.id", ondelete="CASCADE"), default=None
    )


class TicketRound(Base):
    """What was promised and kept on a ticket until it was closed, kept when it is opened again."""

    __tablename__ = "ticket_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    gemeente: Mapped[str | None] = mapped_column(String(64), default=None)
    account_manager_id: Mapped[str | None] = mapped_column(ForeignKey("account_managers.id"), default=None)
    react_by: Mapped[datetime] = mapped_column(UtcDateTime)
    settle_by: Mapped[datetime] = mapped_column(UtcDateTime)
    reacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CannedReply(Base):
    """A text that is sent often, of one user or of everybody."""

    __tablename__ = "canned_replies"
    __table_args__ = (UniqueConstraint("owner_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # The id under which a user of the desk holds conversations; empty is everybody's.
    owner_id: Mapped[str] = mapped_column(String(64), default="")
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RegionSetting(Base):
    """A setting that a coordinator changes at the desk; one that has no row has its default."""

    __tablename__ = "region_settings"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
