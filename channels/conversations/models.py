"""The tables of the conversations."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime

Holder = Literal["assistant", "account-manager"]
Sender = Literal["assistant", "entrepreneur", "account-manager", "system"]
Person = Literal["entrepreneur", "account-manager"]


class Conversation(Base):
    """One conversation with one entrepreneur, whose name it does not know."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(30))
    gemeente: Mapped[str | None] = mapped_column(String(64), default=None)
    language: Mapped[str] = mapped_column(String(8), default="nl")
    holder: Mapped[Holder] = mapped_column(String(20), default="assistant")
    holder_id: Mapped[str | None] = mapped_column(String(64), default=None)
    holder_name: Mapped[str | None] = mapped_column(String(120), default=None)
    # How often the holder changed: an answer that was begun before a change is no longer wanted after it.
    handovers: Mapped[int] = mapped_column(default=0, server_default="0")
    # The position of the last message that each of the two has seen.
    read_by_entrepreneur: Mapped[int] = mapped_column(default=0, server_default="0")
    read_by_account_manager: Mapped[int] = mapped_column(default=0, server_default="0")
    # Counts on when messages are deleted, so that a position never comes back.
    last_position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_active_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Message(Base):
    """One message; an entrepreneur's text is stored masked only."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "position"),
        UniqueConstraint("conversation_id", "idempotency_key"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    position: Mapped[int]
    sender: Mapped[Sender] = mapped_column(String(20))
    sender_name: Mapped[str | None] = mapped_column(String(120), default=None)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text)
    choice: Mapped[str | None] = mapped_column(String(200), default=None)
    choices: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    # No foreign key: the question may be deleted by the very turn that is answered here.
    reply_to: Mapped[str | None] = mapped_column(String(32), index=True, default=None)
    idempotency_key: Mapped[str | None] = mapped_column(String(200), default=None)


class Feedback(Base):
    """Whether a message, or the conversation as a whole, helped."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    message_id: Mapped[str | None] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), index=True, default=None
    )
    helpful: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(20), default=None)
    comment: Mapped[str | None] = mapped_column(Text, default=None)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
