"""What the public knowledge store shows."""

from datetime import date

from pydantic import Field

from assistant.schemas import Shape, Source


class ArticleSummary(Shape):
    """An article in a list."""

    id: str
    title: str
    topic: str
    subject: str
    area: str
    area_name: str
    audience: list[str]
    short_answer: str
    checked_on: date
    valid_until: date
    language: str = Field(description="nl or en.")
    url: str = Field(description="The page for people.")


class ArticleOut(ArticleSummary):
    """A whole article; `details` is Markdown of a small subset."""

    details: str
    sources: list[Source]
    certainty: str
    owner: str
    upl: str | None = None


class ArticlesOut(Shape):
    """Articles; with a question the best first."""

    articles: list[ArticleSummary]


class MergePlannedOut(Shape):
    """A merge that is not there yet: not confirmed means that it may never come."""

    into: str
    on: date
    certainty: str
    confirmed: bool


class GemeenteOut(Shape):
    """A gemeente, with the names people use for its parts."""

    slug: str
    name: str
    in_region: bool
    kernen: list[str]
    merge_planned: MergePlannedOut | None = None


class GemeentenOut(Shape):
    """The gemeenten, those of the region first."""

    region: str
    gemeenten: list[GemeenteOut]


class ContactMomentOut(Shape):
    """A weekly walk-in hour in Dutch local time; `example` marks sample data."""

    id: str
    gemeente: str
    gemeente_name: str
    title: str
    weekday: str
    starts: str
    ends: str
    place: str
    appointment_needed: bool
    example: bool
    valid_from: date
    valid_until: date | None = None


class ContactMomentsOut(Shape):
    """The walk-in hours that hold today."""

    contact_moments: list[ContactMomentOut]


class HealthOut(Shape):
    """Whether the gateway can do its work; Rasa may be gone for a while, the rest may not."""

    status: str
    database: bool
    content: bool
    rasa: bool
