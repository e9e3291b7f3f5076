"""The table of the embeddings."""

from datetime import datetime
from typing import Literal

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime

Position = Literal["right", "left"]
Opening = Literal["always", "office-hours"]


class Embedding(Base):
    """One place where the chat stands: a website, or several that look alike, of one gemeente."""

    __tablename__ = "embeddings"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Nothing: the whole region.
    gemeente: Mapped[str | None] = mapped_column(String(64), index=True, default=None)
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[Position] = mapped_column(String(10), default="right")
    # Empty: the sentence of replies.yaml.
    greeting: Mapped[str] = mapped_column(String(200), default="")
    # As a browser writes them, such as https://www.example.nl; nothing else is compared.
    origins: Mapped[list[str]] = mapped_column(JSON, default=list)
    opening: Mapped[Opening] = mapped_column(String(20), default="always")
    active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(120))
