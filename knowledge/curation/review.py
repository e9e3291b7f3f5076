"""When an article has to be looked at again: that depends on what makes it age."""

from datetime import date, timedelta
from typing import Protocol

from knowledge.schemas import Kind

YEARLY = timedelta(days=365)
QUARTERLY = timedelta(days=91)

PERIODS: dict[Kind, timedelta] = {
    "amounts": YEARLY,  # amounts and rates change on 1 January
    "law": YEARLY,  # the backstop: a change of the law is a reason to look at once
    "contact": QUARTERLY,  # people, addresses and opening hours
    "general": YEARLY,
}
"""How long after ``checked_on`` the review is due."""

KINDS: dict[str, Kind] = {
    "financiering": "amounts",
    "subsidies": "amounts",
    "werken-aan-huis": "law",
    "omgevingsplan": "law",
    "contact": "contact",
}
"""The kind of an article that says nothing about it, by topic."""

OTHERWISE: Kind = "general"
"""Its kind in all other topics."""

LABELS: dict[str, str] = {
    "amounts": "bedragen",
    "law": "regels en wetten",
    "contact": "contactgegevens",
    "general": "algemeen",
}
"""The kinds as an editor reads them."""

_BY_NAME: dict[str, Kind] = {kind: kind for kind in PERIODS}


class Reviewable(Protocol):
    """What decides the review date; an article as a file and as a row both have it."""

    @property
    def topic(self) -> str:
        """The key of its topic."""

    @property
    def kind(self) -> str | None:
        """What makes it age, when it says so itself."""

    @property
    def checked_on(self) -> date:
        """The day on which an editor compared it with its sources."""


def kind_of(article: Reviewable) -> Kind:
    """Return what makes an article age, by default that of its topic."""
    return _BY_NAME[article.kind] if article.kind else KINDS.get(article.topic, OTHERWISE)


def review_on(article: Reviewable) -> date:
    """Return the day on which the review of an article is due."""
    return article.checked_on + PERIODS[kind_of(article)]
