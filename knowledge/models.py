"""The tables of the articles as they are served; ``curation.models`` has how they came to be so."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.database import Base, UtcDateTime

SINGLE_ROW = 1


class Article(Base):
    """An answer that an editor owns; served while published and valid, both ends included."""

    __tablename__ = "articles"
    __table_args__ = (Index(None, "status", "valid_from", "valid_until"),)

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    topic: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))
    area: Mapped[str] = mapped_column(String(120))
    audience: Mapped[list[str]] = mapped_column(JSON)
    short_answer: Mapped[str] = mapped_column(Text)
    details: Mapped[str] = mapped_column(Text)
    checked_on: Mapped[date] = mapped_column(Date)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    owner: Mapped[str] = mapped_column(String(120))
    upl: Mapped[str | None] = mapped_column(String(500))
    certainty: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(8), default="nl")
    translation_of: Mapped[str | None] = mapped_column(String(120), default=None)
    kind: Mapped[str | None] = mapped_column(String(20), default=None)
    revision: Mapped[int] = mapped_column(default=0)
    """The number of the revision that this is; 0 until the first import after revisions came to be."""
    changed_in: Mapped[int] = mapped_column(default=0, index=True)
    """The version of the content in which it last changed."""
    questions: Mapped[list["ArticleQuestion"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ArticleQuestion.position"
    )
    sources: Mapped[list["ArticleSource"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ArticleSource.position"
    )


class ArticleQuestion(Base):
    """A phrasing as an entrepreneur types it; the search compares with these."""

    __tablename__ = "article_questions"

    article_id: Mapped[str] = mapped_column(ForeignKey(Article.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(String(500))
    bare: Mapped[str] = mapped_column(String(1500), index=True)
    """The text without what makes no difference; see ``knowledge.sameness``."""


class ArticleSource(Base):
    """Where an answer comes from; its date is as exact as the source: a year, a month, a day, unknown."""

    __tablename__ = "article_sources"

    article_id: Mapped[str] = mapped_column(ForeignKey(Article.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(500))
    url: Mapped[str | None] = mapped_column(String(2000))
    document: Mapped[str | None] = mapped_column(String(500))
    date: Mapped[str] = mapped_column(String(10))


class ContentState(Base):
    """The one row that tells every process whether its copy of the articles is still true.

    Whoever changes articles locks it first, so that versions follow each other in the order of the commits.
    """

    __tablename__ = "content_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=SINGLE_ROW)
    version: Mapped[int] = mapped_column(default=0)
    imported_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
