"""Whether a text can be traced: figures with a dated source, old sources named, sensible dates."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.curation.review import review_on
from knowledge.errors import Problem
from knowledge.quality.exceptions import Exceptions
from knowledge.quality.pages import Page
from knowledge.schemas import SourceFile

LONGEST_VALIDITY = timedelta(days=2 * 365 + 1)
"""How long after the last check an article may be valid."""

OLD_AFTER = 2
"""Years; from a source that is older the text says how old it is, when the certainty is low."""

_UNDATED = "onbekend"
_FIGURE = re.compile(
    r"€\s?\d+(?:[.,]\d+)*|\b\d+(?:[.,]\d+)*(?:\s(?:miljoen|duizend))?\s?(?:euro\b|procent\b|%)"
    r"|(?<![\w/.-])(?:19|20)\d\d\b(?!\s?[A-Z]{2}\b)"
)
"""An amount, a percentage or a year; not a year in an address, and not a postcode."""
_SAYS_UNDATED = re.compile(
    r"zonder (?:\w+ )?(?:datum|jaartal)|(?:geen|niet .{0,20}) (?:datum|jaartal)"
    r"|\bundated|(?:no|without a) (?:date|year)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def unsourced_figures(page: Page, exceptions: Exceptions) -> Iterator[Problem]:
    """Report an amount, a percentage or a year while no source has a date, unless the text says so."""
    figure = _FIGURE.search(page.text)
    if figure is None or any(source.date != _UNDATED for source in page.article.sources):
        return
    if not _SAYS_UNDATED.search(page.text) and page.article.id not in exceptions.undated:
        message = (
            f"'{figure[0]}' heeft geen bron met een datum; zoek de datum of schrijf dat de bron er geen heeft"
        )
        yield page.problem(page.find(figure[0]), message, figure[0])


def unsaid_age(page: Page, exceptions: Exceptions, today: date) -> Iterator[Problem]:
    """Report an unsure article whose newest source is old, when the text names no year of a source."""
    years = [int(source.date[:4]) for source in page.article.sources if source.date != _UNDATED]
    if page.article.certainty != "laag" or page.article.id in exceptions.old:
        return
    named = {*years, *(year for source in page.article.sources for year in _years_in(source.title))}
    if years and max(years) <= today.year - OLD_AFTER and not named & _years_in(page.text):
        message = (
            f"de nieuwste bron is uit {max(years)}; noem dat jaar in de tekst, want de zekerheid is laag"
        )
        yield page.problem("details" if page.article.details else "short_answer", message)


def _years_in(text: str) -> set[int]:
    return {int(found) for found in _YEAR.findall(text)}


def impossible_dates(page: Page) -> Iterator[Problem]:
    """Report a check before its source was there, and a validity longer than anybody can promise."""
    article = page.article
    for source in article.sources:
        if (first := _first_day(source)) is not None and article.checked_on < first:
            yield page.problem(
                "checked_on", f"ligt voor de datum van de bron '{source.title}' ({source.date})"
            )
    if article.valid_until > article.checked_on + LONGEST_VALIDITY:
        yield page.problem("valid_until", "ligt meer dan twee jaar na checked_on; kies een eerdere datum")


def _first_day(source: SourceFile) -> date | None:
    """Return the first day on which a source can be dated."""
    if source.date == _UNDATED:
        return None
    return date.fromisoformat((source.date + "-01-01")[:10])


def overdue(page: Page, today: date) -> Iterator[Problem]:
    """Remark on an article that should have been looked at again, or that nobody gets any more."""
    article = page.article
    if article.status != "published":
        return
    if article.valid_until < today:
        yield page.problem("valid_until", f"het artikel is verlopen op {article.valid_until}")
    elif review_on(article) < today:
        yield page.problem("checked_on", f"had op {review_on(article)} opnieuw bekeken moeten zijn")
