"""How good the search is on the content of this moment: ``python -m knowledge.search.calibration``.

Every phrasing of every article is asked while it is itself left out of the index. Queries outside the scope
stand in ``calibration.yaml``. The thresholds in ``knowledge.search.verdict`` must keep these from a sure
answer; how sure they are on questions of people is what ``python -m benchmarks.search`` shows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from ruamel.yaml import YAML

from kit.settings import get_settings
from knowledge import convert
from knowledge.areas import Areas
from knowledge.files import read_content
from knowledge.models import Article
from knowledge.schemas import ArticleFile
from knowledge.search.index import SearchIndex
from knowledge.search.synonyms import Synonyms
from knowledge.search.verdict import AGREED, ALONE, Hit, Verdict, judge, limits_for

_SCORES = (0.4, 0.45, 0.5, 0.55, 0.6)
_LEADS = (0.05, 0.075, 0.1, 0.125, 0.15)


@dataclass(frozen=True)
class Asked:
    """A phrasing that was asked with or without its topic, its subject, and the best hits, however low."""

    subject: str
    hits: list[Hit]
    topic: str | None = None

    @property
    def verdict(self) -> Verdict:
        """How sure the search is with the present thresholds."""
        return judge(self.hits, limits_for(self.hits, self.topic))

    def rank(self) -> int:
        """Return the place of the right subject among the hits, from 0; 99 when it is not there."""
        subjects = [hit.article.subject for hit in self.hits]
        return subjects.index(self.subject) if self.subject in subjects else 99

    def sure(self, score: float, lead: float) -> bool:
        """Tell whether these thresholds would have made the answer a sure one."""
        scores = [hit.score for hit in self.hits] + [0.0, 0.0]
        return scores[0] >= score and scores[0] - scores[1] >= lead


def leave_one_out(
    files: Sequence[ArticleFile], areas: Areas, synonyms: Synonyms, *, with_topic: bool
) -> Iterator[Asked]:
    """Ask every phrasing of an index that lacks it: of each article one phrasing at a time is left out."""
    for number in range(max(len(file.questions) for file in files)):
        index = SearchIndex([_without(file, number) for file in files], areas, synonyms)
        for file in files:
            if number < len(file.questions):
                gemeente = file.area if areas.is_gemeente(file.area) else None
                topic = file.topic if with_topic else None
                hits = index.rank(file.questions[number], topic=topic, gemeente=gemeente)
                yield Asked(file.subject, hits, topic)


def out_of_scope(files: Sequence[ArticleFile], areas: Areas, synonyms: Synonyms) -> list[Asked]:
    """Ask what no article answers."""
    index = SearchIndex([_without(file, None) for file in files], areas, synonyms)
    queries = YAML(typ="safe").load(Path(__file__).with_suffix(".yaml"))["out_of_scope"]
    return [Asked("", index.rank(query)) for query in queries]


def _without(file: ArticleFile, number: int | None) -> Article:
    article = Article()
    convert.fill(article, file)
    article.questions = [question for question in article.questions if question.position != number]
    return article


def _summary(title: str, asked: Sequence[Asked]) -> Table:
    sure = [one for one in asked if one.verdict is Verdict.SURE]
    offered = [one for one in asked if one.verdict is Verdict.BETWEEN]
    table = Table("measure", "value", title=title)
    table.add_row("phrasings", str(len(asked)))
    table.add_row("right subject first", _share(sum(one.rank() == 0 for one in asked), len(asked)))
    table.add_row("right subject in first three", _share(sum(one.rank() < 3 for one in asked), len(asked)))
    table.add_row("sure", _share(len(sure), len(asked)))
    table.add_row("right when sure", _share(sum(one.rank() == 0 for one in sure), len(sure)))
    table.add_row("between", _share(len(offered), len(asked)))
    table.add_row("offered when between", _share(sum(one.rank() < 3 for one in offered), len(offered)))
    return table


def _grid(asked: Sequence[Asked], foreign: Sequence[Asked]) -> Table:
    """Show for thresholds: share of sure answers, share of those that are right, sure ones out of scope."""
    table = Table("score \\ lead", *map(str, _LEADS), title="sure / right when sure / sure out of scope")
    for score in _SCORES:
        cells = []
        for lead in _LEADS:
            sure = [one for one in asked if one.sure(score, lead)]
            right = sum(one.rank() == 0 for one in sure)
            wrong = sum(one.sure(score, lead) for one in foreign)
            cells.append(f"{_share(len(sure), len(asked))} / {_share(right, len(sure))} / {wrong}")
        table.add_row(str(score), *cells)
    return table


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def main() -> None:
    """Print the figures for the content folder of the settings."""
    settings, console = get_settings(), Console()
    content = read_content(settings.content_dir)
    areas = Areas(content.areas, settings.region)
    dutch = [article for article in content.articles if article.language == "nl"]
    synonyms = Synonyms(content.vocabulary.synonyms)
    foreign = out_of_scope(dutch, areas, synonyms)
    for title, with_topic in (("topic unknown", False), ("topic known", True)):
        asked = list(leave_one_out(dutch, areas, synonyms, with_topic=with_topic))
        console.print(_summary(title, asked), _grid(asked, foreign))
    for verdict in Verdict:
        count = sum(one.verdict is verdict for one in foreign)
        console.print(f"out of scope, {verdict}: {count} of {len(foreign)}")
    console.print(f"{ALONE=}\n{AGREED=}")


if __name__ == "__main__":
    main()
