"""Searches with known answers: phrasings that the index lacks, and sentences that no article answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.actions.turn import OUT_OF_SCOPE
from benchmarks.evaluation.validation import Judged
from knowledge.areas import Areas
from knowledge.convert import fill
from knowledge.doors import Doors
from knowledge.files import Content
from knowledge.languages import ENGLISH, Languages
from knowledge.models import Article
from knowledge.schemas import ArticleFile
from knowledge.search.index import SearchIndex
from knowledge.search.prior import Prior
from knowledge.search.synonyms import Synonyms
from knowledge.search.verdict import Hit
from knowledge.search.words import DUTCH
from knowledge.topics import TOPICS

PARTS = 10
"""Every phrasing is asked of an index that lacks it and a tenth of the others."""


@dataclass(frozen=True)
class Searched:
    """What was found for a question, what a model made of it before, and what is right."""

    ranked: Sequence[Hit]
    prior: Prior
    ours: bool
    """Whether it is a question for this desk at all."""
    right: bool
    """Whether the first hit answers it."""


def prior_of(probabilities: Mapping[str, float], text: str, doors: Doors) -> Prior:
    """Return what the search is told of a text: the probabilities of a model, and the words of editors."""
    topics = {name: probabilities[name] for name in TOPICS if name in probabilities}
    return Prior(topics, probabilities.get(OUT_OF_SCOPE, 0.0), bool(doors.sentence_for(text)))


def searches(content: Content, region: str, judged: Sequence[Judged]) -> Iterator[Searched]:
    """Ask all phrasings and all that is out of scope; nothing was learnt from the sentence that is asked."""
    stores = {code: _Store(content, region, code) for code in (DUTCH, ENGLISH)}
    doors, languages = Doors(content.doors), spoken(content, region)
    priors = {each.example.text: prior_of(each.probabilities, each.example.text, doors) for each in judged}
    for store in stores.values():
        yield from _phrasings(store, priors)
    whole = {code: store.index(None) for code, store in stores.items()}
    for each in judged:
        if each.example.intent == OUT_OF_SCOPE:
            text, prior = each.example.text, priors[each.example.text]
            index = whole[ENGLISH if languages.of(text) == ENGLISH else DUTCH]
            yield Searched(index.rank(text, prior=prior), prior, ours=False, right=False)


def _phrasings(store: "_Store", priors: Mapping[str, Prior]) -> Iterator[Searched]:
    """Ask every phrasing of an index that lacks it."""
    for number in range(PARTS):
        index = store.index(number)
        for file, question in store.left_out(number):
            prior = priors.get(" ".join(question.split()))
            if prior:
                ranked = index.rank(question, prior=prior, gemeente=store.gemeente(file))
                right = bool(ranked) and ranked[0].article.subject == file.subject
                yield Searched(ranked, prior, ours=True, right=right)


def spoken(content: Content, region: str) -> Languages:
    """Return what hears in which language a sentence is."""
    return Languages(content.other_languages.languages, Areas(content.areas, region), content.vocabulary)


class _Store:
    """The published articles in one language, whole or without some of their phrasings."""

    def __init__(self, content: Content, region: str, language: str) -> None:
        self._language = language
        self._areas = Areas(content.areas, region)
        self._synonyms = Synonyms(content.vocabulary.synonyms)
        self._files = [
            each for each in content.articles if each.language == language and each.status == "published"
        ]

    def index(self, lacking: int | None) -> SearchIndex:
        articles = [_lacking(file, lacking) for file in self._files]
        synonyms = self._synonyms if self._language == DUTCH else None  # as knowledge/library.py does
        return SearchIndex(articles, self._areas, synonyms, self._language)

    def left_out(self, number: int) -> Iterator[tuple[ArticleFile, str]]:
        for file in self._files:
            for question in file.questions[number::PARTS]:
                yield file, question

    def gemeente(self, file: ArticleFile) -> str | None:
        return file.area if self._areas.is_gemeente(file.area) else None


def _lacking(file: ArticleFile, number: int | None) -> Article:
    article = Article()
    fill(article, file)
    if number is not None:
        article.questions = [each for each in article.questions if each.position % PARTS != number]
    return article
