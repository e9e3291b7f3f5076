"""An article on its way: it may lack anything but an id, and what is wrong in it stays as it was typed."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from knowledge.schemas import ArticleFile, Status


def _day_or_text(value: object) -> object:
    """Read a date; what is none stays text, for the editor to mend."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


type DayOrText = Annotated[date | str, BeforeValidator(_day_or_text)]


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class DraftSource(_Lenient):
    """A source that may be half filled in."""

    title: str = ""
    url: str | None = None
    document: str | None = None
    date: str = ""


class Draft(_Lenient):
    """The fields of ``ArticleFile`` without its rules; a revision holds one until it is published."""

    id: str
    title: str = ""
    topic: str = ""
    subject: str = ""
    area: str = ""
    audience: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    sources: tuple[DraftSource, ...] = ()
    checked_on: DayOrText = ""
    valid_from: DayOrText = ""
    valid_until: DayOrText = ""
    owner: str = ""
    upl: str | None = None
    certainty: str = ""
    status: Status
    language: str = "nl"
    translation_of: str | None = None
    kind: str | None = None
    short_answer: str = ""
    details: str = ""

    @classmethod
    def of(cls, article: ArticleFile) -> Self:
        """Return an article as a draft that lacks nothing."""
        return cls.model_validate(article.model_dump())

    def finished(self) -> ArticleFile:
        """Return the article that this is.

        Raises:
            ValidationError: something is missing or wrong.
        """
        return ArticleFile.model_validate(self.model_dump())

    @property
    def is_finished(self) -> bool:
        """Whether it is an article, apart from what the rest of the content has to say about it."""
        try:
            self.finished()
        except ValidationError:
            return False
        return True
