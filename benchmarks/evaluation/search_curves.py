"""What the thresholds of the search do, asked with phrasings that it has not seen."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.evaluation.curves import STEPS, Curve, point
from knowledge.areas import Areas
from knowledge.convert import fill
from knowledge.files import Content
from knowledge.models import Article
from knowledge.schemas import ArticleFile
from knowledge.search.index import SearchIndex
from knowledge.search.synonyms import Synonyms
from knowledge.search.verdict import AGREED, ALONE

PARTS = 10
"""Every phrasing is asked of an index that lacks it and a tenth of the others."""


@dataclass(frozen=True)
class _Found:
    """What came first for a phrasing."""

    agreed: bool
    score: float
    lead: float
    right: bool


def search_curves(content: Content, region: str, topics: Mapping[str, str | None]) -> dict[str, Curve]:
    """Show for every score from which an answer is sure how much is answered and how much of that is wrong.

    The topic of a phrasing is the one that a classifier gave it that never saw it. `agreed` is where the best
    article is of that topic, `alone` where it is not.
    """
    areas = Areas(content.areas, region)
    files = [file for file in content.articles if file.language == "nl" and file.status == "published"]
    groups: dict[bool, list[_Found]] = defaultdict(list)
    for number in range(PARTS):
        index = SearchIndex(
            [_lacking(file, number) for file in files], areas, Synonyms(content.vocabulary.synonyms)
        )
        for found in _ask(index, files, number, areas, topics):
            groups[found.agreed].append(found)
    return {"agreed": _curve(groups[True], AGREED.lead), "alone": _curve(groups[False], ALONE.lead)}


def _lacking(file: ArticleFile, number: int) -> Article:
    article = Article()
    fill(article, file)
    article.questions = [each for each in article.questions if each.position % PARTS != number]
    return article


def _ask(
    index: SearchIndex,
    files: Sequence[ArticleFile],
    number: int,
    areas: Areas,
    topics: Mapping[str, str | None],
) -> Iterator[_Found]:
    for file in files:
        gemeente = file.area if areas.is_gemeente(file.area) else None
        for question in file.questions[number::PARTS]:
            topic = topics.get(" ".join(question.split()))
            hits = index.rank(question, topic=topic, gemeente=gemeente)
            best, second = [*(hit.score for hit in hits[:2]), 0.0, 0.0][:2]
            agreed = bool(hits) and hits[0].article.topic == topic
            right = bool(hits) and hits[0].article.subject == file.subject
            yield _Found(agreed, best, best - second, right)


def _curve(found: Sequence[_Found], lead: float) -> Curve:
    right = [each.right for each in found]
    return [
        point(step, [each.score >= step and each.lead >= lead for each in found], right) for step in STEPS
    ]
