"""The table of the versions of the widget."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime


class KeptFile(Base):
    """One file of a version that was once served: a website may name that version for years."""

    __tablename__ = "widget_files"

    version: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
