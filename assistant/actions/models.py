"""The table behind the assistant's memory."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime


class MemoryRow(Base):
    """What the assistant remembers of one conversation."""

    __tablename__ = "assistant_memories"

    conversation_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
