"""The table of mail that came in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime


class IncomingMail(Base):
    """A mail that was read, so that it is never read twice; of what it said nothing is kept here."""

    __tablename__ = "incoming_mails"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    outcome: Mapped[str] = mapped_column(String(30))
    ticket_id: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.id", ondelete="CASCADE"), index=True, default=None
    )
