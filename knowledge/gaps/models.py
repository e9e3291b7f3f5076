"""The tables of the gaps. Nothing in them leads back to a person or a conversation."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.database import Base


class Reason(StrEnum):
    """Why a question is a gap."""

    NOT_FOUND = "not-found"
    NONE_CHOSEN = "none-chosen"
    """The search offered some articles, and none was what the person meant."""
    UNHELPFUL = "unhelpful"
    OUT_OF_SCOPE = "out-of-scope"

    @property
    def label(self) -> str:
        """The reason as an editor reads it."""
        return _REASONS[self]


class Outcome(StrEnum):
    """What an editor did with a group."""

    PHRASING = "phrasing"
    OUT_OF_SCOPE = "out-of-scope"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        """The outcome as an editor reads it."""
        return _OUTCOMES[self]


_REASONS = {
    Reason.NOT_FOUND: "niets gevonden",
    Reason.NONE_CHOSEN: "geen van de antwoorden gekozen",
    Reason.UNHELPFUL: "het antwoord hielp niet",
    Reason.OUT_OF_SCOPE: "niet voor Voordeur, volgens de assistent",
}
_OUTCOMES = {
    Outcome.PHRASING: "toegevoegd aan een artikel",
    Outcome.OUT_OF_SCOPE: "niet voor Voordeur",
    Outcome.DISMISSED: "afgesloten",
}


def _words[Words: StrEnum](words: type[Words], name: str) -> Enum:
    values = [word.value for word in words]
    return Enum(words, name=name, native_enum=False, length=20, values_callable=lambda _: values)


class GapGroup(Base):
    """Questions that ask about the same; without an outcome it waits for an editor."""

    __tablename__ = "gap_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[Outcome | None] = mapped_column(_words(Outcome, "outcome"), default=None)
    # These stay when new questions open the group again: they tell what was decided before.
    note: Mapped[str] = mapped_column(Text, default="")
    settled_by: Mapped[str | None] = mapped_column(String(120), default=None)
    settled_on: Mapped[date | None] = mapped_column(Date, default=None)
    questions: Mapped[list["GapQuestion"]] = relationship(order_by="GapQuestion.id.desc()", viewonly=True)


class GapQuestion(Base):
    """A question as it was asked, masked; the day and not the time. It gets its group later."""

    __tablename__ = "gap_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("gap_groups.id", ondelete="CASCADE"), index=True, default=None
    )
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[Reason] = mapped_column(_words(Reason, "reason"))
    topic: Mapped[str | None] = mapped_column(String(64), default=None)
    gemeente: Mapped[str | None] = mapped_column(String(64), default=None)
    # No foreign key: what was asked stays true when the article is gone.
    article_id: Mapped[str | None] = mapped_column(String(120), default=None)
    asked_on: Mapped[date] = mapped_column(Date, index=True)


class GapLesson(Base):
    """A sentence that an editor lets the assistant learn from: it is not for Voordeur."""

    __tablename__ = "gap_lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(1000), unique=True)
    allowed_by: Mapped[str] = mapped_column(String(120))
    allowed_on: Mapped[date] = mapped_column(Date)
