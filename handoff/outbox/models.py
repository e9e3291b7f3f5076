"""The table of the outbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime


class State(StrEnum):
    """Where an entry stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class OutboxEntry(Base):
    """One thing that must leave Voordeur. The payload holds ids: texts are made when it is delivered."""

    __tablename__ = "outbox_entries"
    __table_args__ = (Index("ix_outbox_entries_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    order_key: Mapped[str | None] = mapped_column(String(120), index=True, default=None)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[State] = mapped_column(
        Enum(
            State, native_enum=False, length=10, values_callable=lambda states: [one.value for one in states]
        )
    )
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    # Whoever holds the lease delivers; when it runs out the courier is taken for dead and another may try.
    lease: Mapped[str | None] = mapped_column(String(32), default=None)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, default=None)
    error: Mapped[str | None] = mapped_column(Text, default=None)
