"""The table of what Open Klant knows of a ticket."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime


class OpenKlantRecord(Base):
    """How far a ticket is registered: the id in Open Klant of each step that is done."""

    __tablename__ = "open_klant_records"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    steps: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # What the task there says as far as we know, to change only what differs.
    status: Mapped[str | None] = mapped_column(String(20), default=None)
    assigned: Mapped[list[str]] = mapped_column(JSON, default=list)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, default=None)
