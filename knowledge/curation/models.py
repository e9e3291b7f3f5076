"""The tables of curation: every state that an article was ever in, and who was reminded of what."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, Enum, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime
from knowledge.drafts import Draft


class State(StrEnum):
    """Where a revision stands; only what is published ever reached an entrepreneur."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    PUBLISHED = "published"
    REJECTED = "rejected"
    """Sent back by the second editor; saving it makes it a draft again."""
    CONFLICT = "conflict"
    """A file that says something else than what the desk published; an editor chooses."""
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        """The state as an editor reads it."""
        return _STATES[self]


class Origin(StrEnum):
    """Where a revision comes from."""

    DESK = "desk"
    FILE = "file"
    EXPIRY = "expiry"
    """Nobody: the article passed its last day and was withdrawn by itself."""

    @property
    def label(self) -> str:
        """The origin as an editor reads it."""
        return _ORIGINS[self]


_STATES = {
    State.DRAFT: "concept",
    State.IN_REVIEW: "ter beoordeling",
    State.PUBLISHED: "gepubliceerd",
    State.REJECTED: "teruggestuurd",
    State.CONFLICT: "bestand en desk verschillen",
    State.DISCARDED: "weggelegd",
}
_ORIGINS = {Origin.DESK: "desk", Origin.FILE: "bestand", Origin.EXPIRY: "verlopen"}

OPEN = (State.DRAFT, State.IN_REVIEW, State.REJECTED, State.CONFLICT)
"""The states of a revision that somebody still has to do something with."""


def _words[Words: StrEnum](words: type[Words]) -> Enum:
    return Enum(
        words, native_enum=False, length=20, values_callable=lambda all_: [word.value for word in all_]
    )


class ArticleRevision(Base):
    """An article as it was, is or may become. It gets its number when published: the order of history."""

    __tablename__ = "article_revisions"
    __table_args__ = (UniqueConstraint("article_id", "number"), Index(None, "article_id", "fingerprint"))

    id: Mapped[int] = mapped_column(primary_key=True)
    # No foreign key: a new article has drafts before it has a row of its own.
    article_id: Mapped[str] = mapped_column(String(120))
    number: Mapped[int | None] = mapped_column(default=None)
    base_number: Mapped[int | None] = mapped_column(default=None)
    """The number of the published revision that it was made from; none for a new article."""
    state: Mapped[State] = mapped_column(_words(State), index=True)
    origin: Mapped[Origin] = mapped_column(_words(Origin))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))
    in_files: Mapped[bool] = mapped_column(default=False)
    """Whether an import found a file with this content: from then on a changed file is newer."""
    author_id: Mapped[str | None] = mapped_column(String(64), default=None)
    author_name: Mapped[str] = mapped_column(String(120))
    reviewer_id: Mapped[str | None] = mapped_column(String(64), default=None)
    reviewer_name: Mapped[str | None] = mapped_column(String(120), default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def draft(self) -> Draft:
        """The content, which need not be a finished article while it is open."""
        return Draft.model_validate(self.content)


class ReviewReminder(Base):
    """That somebody was, or is being, reminded of an article whose review is due; once for each due date."""

    __tablename__ = "review_reminders"

    article_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    due_on: Mapped[date] = mapped_column(Date, primary_key=True)
    recipient_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
