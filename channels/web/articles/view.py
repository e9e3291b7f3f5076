"""What the pages of the knowledge base show, taken from the library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from channels.web.articles.labels import DUTCH, ENGLISH, LABELS, day
from kit import clock
from knowledge.areas import Areas
from knowledge.choice import choose
from knowledge.glossary import TermFile
from knowledge.library import Library
from knowledge.models import Article
from knowledge.schemas import MergeFile
from knowledge.search.prior import Prior
from knowledge.topics import TOPICS

HOME = "/kennis"
MOST_RELATED = 5
MOST_ASKED = 8
LEAST_ASKED = 3
MOST_FOUND = 10
RELATED_FROM = 0.2
"""Score from 0 to 1, far below that of an answer: a neighbour only has to be near."""


@dataclass(frozen=True)
class Place:
    """The gemeente that a reader chose; `refused` is what was asked for and does not exist."""

    gemeente: str | None = None
    refused: str = ""

    @classmethod
    def of(cls, areas: Areas, asked: str) -> "Place":
        """Read a query parameter; the slug of a gemeente that merged is that of the present one."""
        asked = asked.strip()
        if asked and not areas.is_gemeente(asked):
            return cls(refused=asked[:60])
        return cls(areas.current(asked) if asked else None)

    def link(self, path: str, **query: str) -> str:
        """Return an address that keeps the choice."""
        kept = query | ({"gemeente": self.gemeente} if self.gemeente else {})
        return f"{path}?{urlencode(kept)}" if kept else path


@dataclass(frozen=True)
class ArticlePage:
    """Everything beside an article on its own page."""

    article: Article
    notices: list[str]
    translation: Article | None
    elsewhere: list[Article]
    related: list[Article]
    terms: list[TermFile]
    """The words of the glossary that it uses."""
    better: Article | None
    """The version for the gemeente of the reader, when it is not this one."""
    near: Place
    """Where the reader is, or else where the article holds: for the way to a person."""


def path(article: Article) -> str:
    """Return the address of an article on the site."""
    return f"{HOME}/{article.id}"


def in_language(articles: Iterable[Article], language: str) -> list[Article]:
    """Return the articles in a language."""
    return [article for article in articles if article.language == language]


def gemeente_choices(library: Library) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the gemeenten to choose from in groups: those of the region, and others with articles."""
    areas = library.areas
    used = {areas.current(article.area) for article in library.articles.values()}
    others = [slug for slug in areas.gemeenten() if slug in used and not areas.in_region(slug)]
    groups = [(areas.region_name, areas.region_gemeenten), ("Andere gemeenten", others)]
    return [(name, [(slug, areas.name(slug)) for slug in slugs]) for name, slugs in groups if slugs]


def article_page(library: Library, article: Article, place: Place) -> ArticlePage:
    """Gather what goes with an article."""
    versions = _versions(library, article.subject, article.language)
    return ArticlePage(
        article,
        notices=notices(library, article),
        translation=translation(library, article),
        elsewhere=sorted(
            (each for each in versions if each.id != article.id), key=lambda each: _order(library.areas, each)
        ),
        related=_related(library, article, place),
        terms=library.terms.used("\n".join((article.title, article.short_answer, article.details))),
        better=_better(library.areas, versions, article, place),
        near=Place(place.gemeente or _gemeente(library.areas, article)),
    )


def translation(library: Library, article: Article) -> Article | None:
    """Return the same article in the other language, when that is served."""
    if article.translation_of:
        return library.articles.get(article.translation_of)
    return library.translation(article.id, ENGLISH)


def present_article(library: Library, gone: Article, place: Place) -> Article | None:
    """Return what now answers the question of an article that is no longer served."""
    gemeente = place.gemeente or _gemeente(library.areas, gone)
    for language in dict.fromkeys((gone.language, DUTCH)):
        found = choose(_versions(library, gone.subject, language), gemeente, library.areas)
        if found:
            return found.article
    return None


def listing(library: Library, topic: str, place: Place) -> list[Article]:
    """Return one article for each subject of a topic, the one that holds where the reader is."""
    return in_language(library.index.browse(topic, gemeente=place.gemeente), DUTCH)


def beginnings(library: Library, place: Place) -> list[Article]:
    """Return the first article of each topic."""
    return [article for topic in TOPICS for article in listing(library, topic, place)[:1]]


def most_asked(library: Library, ids: Sequence[str], place: Place) -> list[Article]:
    """Return the articles that people got most, as they hold where the reader is; none when that is few."""
    asked = in_language((library.articles[each] for each in ids if each in library.articles), DUTCH)
    shown: list[Article] = []
    for subject in dict.fromkeys(article.subject for article in asked):
        found = choose(_versions(library, subject, DUTCH), place.gemeente, library.areas)
        shown += [found.article] if found else []
    return shown[:MOST_ASKED] if len(shown) >= LEAST_ASKED else []


def notices(library: Library, article: Article) -> list[str]:
    """Return what a reader must know before the answer: that a gemeente merged, or that it may."""
    areas, language = library.areas, article.language
    done, planned = areas.merged(article.area), areas.merge_planned(article.area)
    if done:
        names = {"former": areas.name(article.area), "gemeente": areas.name(areas.current(article.area))}
        if language == DUTCH:
            return [library.replies.text("former_area", **names)]
        return [LABELS[language]["former"].format(**names)]
    return [_planned(areas, planned, language)] if planned else []


def merge_notice(areas: Areas, gemeente: str) -> str:
    """Say in Dutch that a gemeente may end, and how sure that is; empty when nothing is planned."""
    planned = areas.merge_planned(gemeente)
    return _planned(areas, planned, DUTCH) if planned else ""


def _planned(areas: Areas, merge: MergeFile, language: str) -> str:
    """Say what is planned and how sure that is; once the day is past, that nobody confirmed it."""
    unsure = "planned" if merge.on > clock.today() else "planned_past"
    return LABELS[language]["planned_sure" if merge.sure else unsure].format(
        former=areas.name(merge.former), into=areas.name(merge.into), day=day(merge.on, language)
    )


def _gemeente(areas: Areas, article: Article) -> str | None:
    """Return the gemeente that an article is for, when it is for one."""
    return areas.current(article.area) if areas.is_gemeente(article.area) else None


def _versions(library: Library, subject: str, language: str) -> list[Article]:
    return [
        each for each in library.articles.values() if each.subject == subject and each.language == language
    ]


def _order(areas: Areas, article: Article) -> tuple[bool, int, str]:
    """Put the widest area first, and the gemeenten of the region before the others."""
    elsewhere = areas.is_gemeente(article.area) and not areas.in_region(article.area)
    return elsewhere, areas.specificity(article.area), areas.name(article.area)


def _better(areas: Areas, versions: list[Article], article: Article, place: Place) -> Article | None:
    if place.gemeente is None:
        return None
    found = choose(versions, place.gemeente, areas)
    return found.article if found and found.article.id != article.id else None


def _related(library: Library, article: Article, place: Place) -> list[Article]:
    """Return articles near this one; of the few in another language simply those on the same topic."""
    if article.language != DUTCH:
        others = in_language(library.articles.values(), article.language)
        return [each for each in others if each.topic == article.topic and each.id != article.id][
            :MOST_RELATED
        ]
    gemeente = place.gemeente or _gemeente(library.areas, article)
    prior = Prior.known(article.topic)
    near = library.index.rank(article.title, prior=prior, gemeente=gemeente, limit=MOST_RELATED + 1)
    return [
        hit.article for hit in near if hit.article.subject != article.subject and hit.score >= RELATED_FROM
    ][:MOST_RELATED]
