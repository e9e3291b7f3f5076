"""Which article of a subject holds where: the most specific one that covers the gemeente."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.areas import Areas
from knowledge.curation.review import kind_of
from knowledge.models import Article
from knowledge.schemas import MergeFile


@dataclass(frozen=True)
class Choice:
    """The article to show, and whether the answer may be another one once the gemeente is known."""

    article: Article
    needs_gemeente: bool


def choose(versions: Sequence[Article], gemeente: str | None, areas: Areas) -> Choice | None:
    """Choose among the articles on one subject; nothing when none of them holds there."""
    if gemeente is None:
        return _for_region(versions, areas)
    article = _for_gemeente(versions, gemeente, areas)
    return Choice(article, needs_gemeente=False) if article else None


def holding(articles: Iterable[Article], gemeente: str, areas: Areas) -> list[Article]:
    """Return the articles that hold in a gemeente; those of a former one where it has none of its own."""
    covering = [article for article in articles if areas.covers(article.area, gemeente)]
    own = {article.subject for article in covering if article.area == areas.current(gemeente)}
    return [article for article in covering if not (areas.merged(article.area) and article.subject in own)]


def ended(article: Article, areas: Areas) -> MergeFile | None:
    """Return the merge after which an article holds nowhere.

    Rules of a former gemeente mostly stay in force for a time; its counters, addresses and numbers do not.
    """
    return areas.merged(article.area) if kind_of(article) == "contact" else None


def _for_gemeente(versions: Sequence[Article], gemeente: str, areas: Areas) -> Article | None:
    covering = [article for article in versions if areas.covers(article.area, gemeente)]
    return _most_specific(covering, areas)


def _for_region(versions: Sequence[Article], areas: Areas) -> Choice | None:
    """Choose for somebody of whom only the region is known: what holds in all of it goes first."""
    answers = [_for_gemeente(versions, gemeente, areas) for gemeente in areas.region_gemeenten]
    found = [article for article in answers if article]
    if not found:
        return None
    general = [
        article
        for article in versions
        if all(areas.covers(article.area, gemeente) for gemeente in areas.region_gemeenten)
    ]
    differs = any(answer is not found[0] for answer in answers)
    return Choice(_most_specific(general, areas) or found[0], needs_gemeente=differs)


def _most_specific(articles: Sequence[Article], areas: Areas) -> Article | None:
    """Among equals the one checked last; the id makes the choice the same every time."""
    return max(
        articles,
        key=lambda article: (areas.specificity(article.area), article.checked_on, article.id),
        default=None,
    )
