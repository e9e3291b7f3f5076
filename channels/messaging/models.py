"""The tables of the messengers. Whatever says who somebody is disappears with the conversation."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime


class Stage(StrEnum):
    """How far a chat is."""

    ASKING = "asking"
    """Nobody agreed to anything yet: nothing is answered, and all is erased when that takes long."""
    OPEN = "open"
    ENDED = "ended"
    """Only the last sentence is still to be sent; then the chat is erased."""


class State(StrEnum):
    """What became of something that was sent; the order is that in which they follow."""

    HELD = "held"
    """The 24 hours were over: it is sent as soon as the person writes again."""
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


def _words(kind: type[StrEnum], name: str) -> Enum:
    return Enum(kind, name=name, native_enum=False, length=10, values_callable=lambda all_: [*map(str, all_)])


class MessengerChat(Base):
    """One person in one messenger. `key_hash` finds the chat back; the address is needed to answer."""

    __tablename__ = "messenger_chats"
    __table_args__ = (UniqueConstraint("channel", "key_hash"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    key_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(160))
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), unique=True, default=None
    )
    stage: Mapped[Stage] = mapped_column(_words(Stage, "stage"), default=Stage.ASKING)
    language: Mapped[str] = mapped_column(String(8), default="nl")
    consent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    consent_text: Mapped[str | None] = mapped_column(Text, default=None)
    # With what somebody came in: a gemeente or a one-time code, until the conversation begins.
    started_with: Mapped[str | None] = mapped_column(String(64), default=None)
    heard_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    template_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Arrival(Base):
    """One event of a provider. The content goes once it is dealt with; the id stays, against replays.

    No foreign key to the chat: a webhook that is sent again must be known after its chat was erased.
    """

    __tablename__ = "messenger_arrivals"
    __table_args__ = (
        UniqueConstraint("channel", "provider_id"),
        Index("ix_messenger_arrivals_chat_id_done_at", "chat_id", "done_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    # A keyed hash: WhatsApp's ids hold the phone number.
    provider_id: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[str] = mapped_column(String(32))
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # The provider's own order: a sending moment or a running number.
    sequence: Mapped[int] = mapped_column(BigInteger)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    # Until the person agreed, nothing that was asked is looked at.
    waits: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    attempts: Mapped[int] = mapped_column(default=0)


class Dispatch(Base):
    """One call that sent something: a part of a message, or of a sentence without a conversation."""

    __tablename__ = "messenger_dispatches"
    __table_args__ = (UniqueConstraint("chat_id", "reference", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[str] = mapped_column(ForeignKey("messenger_chats.id", ondelete="CASCADE"))
    reference: Mapped[str] = mapped_column(String(100))
    part: Mapped[int]
    provider_id: Mapped[str | None] = mapped_column(String(200), index=True, default=None)
    state: Mapped[State] = mapped_column(_words(State, "state"))
    error: Mapped[str | None] = mapped_column(String(100), default=None)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MessengerCode(Base):
    """A one-time code with which a conversation goes on in a messenger; only its hash is kept."""

    __tablename__ = "messenger_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
