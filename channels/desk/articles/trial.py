"""Trying a question: what the assistant would answer now, and why."""

import asyncio
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process, utils

from assistant.actions.missed import TRIAL
from assistant.actions.turn import MOMENTS
from assistant.engine import Reading
from assistant.errors import RasaUnavailableError
from assistant.schemas import Reply
from channels.services import Services
from knowledge import convert
from knowledge.library import Library
from knowledge.models import Article
from knowledge.sameness import bare
from knowledge.schemas import ArticleFile
from knowledge.search.index import SearchIndex
from knowledge.search.prior import Prior
from knowledge.search.verdict import Hit, Verdict, judge
from knowledge.topics import TOPICS

MOST_COMPETITORS = 5
MOST_PHRASINGS = 2
LIKE = 60
"""Of 100: below this a phrasing has little more in common with a question than small words."""

VERDICTS = {
    Verdict.SURE: "Zeker. De assistent geeft het bovenste artikel.",
    Verdict.OUT_OF_SCOPE: "Niet voor dit loket. De assistent zegt waar het wel kan.",
    Verdict.BETWEEN: "Twijfel. De assistent vraagt welk van de bovenste artikelen wordt bedoeld.",
    Verdict.NOTHING: "Niet gevonden. De assistent zegt dat eerlijk en biedt een mens aan.",
}
ACTS = {
    "greet": "een begroeting",
    "thank": "dank",
    "bye": "een afscheid",
    "help": "een vraag om uitleg over Voordeur",
    "ask_identity": "de vraag wie of wat er antwoordt",
    "abusive": "schelden",
    "crisis": "wanhoop",
    "money_trouble": "geldnood",
    "promise": "om een toezegging vragen",
    "evasion": "regels willen ontlopen",
    "affirm": "ja",
    "deny": "nee",
    "dont_know": "weet ik niet",
    "go_back": "terug",
    "stop": "stoppen",
    "start_over": "opnieuw beginnen",
    "give_gemeente": "een gemeente of plaats",
    "start_check": "een check beginnen",
    "ask_person": "een vraag naar een mens",
    "ask_source": "een vraag naar de bron",
    "delete_data": "een vraag om gegevens te wissen",
    "out_of_scope": "iets waar Voordeur niet over gaat",
    "nlu_fallback": "niet begrepen",
}
_SEARCHES = {*TOPICS, *MOMENTS, "nlu_fallback"}
"""The intents to which the assistant answers by searching."""


@dataclass(frozen=True)
class Phrasing:
    """A phrasing of an article with its likeness to the question, of 100; 100 and exact is the same words."""

    text: str
    likeness: int
    exact: bool


@dataclass(frozen=True)
class Competitor:
    """An article that may be the answer, with the phrasings that look like the question."""

    article: Article
    score: float
    phrasings: Sequence[Phrasing]
    is_draft: bool


@dataclass(frozen=True)
class Trial:
    """What would happen with a question now."""

    gemeente: str | None
    reading: Reading | None
    """How the language model reads it; nothing while that does not answer."""
    verdict: Verdict
    confidence: float
    """How likely the first article is the right one, from 0 to 1."""
    lead: float
    competitors: Sequence[Competitor]
    replies: Sequence[Reply]

    @property
    def searches(self) -> bool:
        """Whether the assistant searches at all; to an act such as a greeting it does not."""
        return self.reading is None or self.reading.understanding.intent in _SEARCHES


def intent_words(intent: str) -> str:
    """Name what the language model recognised."""
    return TOPICS[intent].title if intent in TOPICS else ACTS.get(intent, intent)


async def try_question(
    services: Services, question: str, gemeente: str | None, draft: ArticleFile | None = None
) -> Trial:
    """Ask the assistant a question that nobody hears of, and look how it comes to its answer.

    With a draft the search does as if that were published; the answer itself is always that of now.
    """
    reading = await _read(services, question)
    read = reading.understanding.prior if reading else Prior()
    prior = replace(read, door=bool(services.library.doors.sentence_for(question)))
    index, articles = await _searched(services.library, draft)
    ranked = index.rank(question, prior=prior, gemeente=gemeente, limit=MOST_COMPETITORS)
    verdict, confidence = judge(ranked, prior)
    scores = [*(hit.score for hit in ranked), 0.0, 0.0]
    return Trial(
        gemeente=gemeente or services.library.areas.find(question),
        reading=reading,
        verdict=verdict,
        confidence=confidence,
        lead=scores[0] - scores[1],
        competitors=[_competitor(hit, question, articles, draft) for hit in ranked],
        replies=await _ask(services, question, gemeente),
    )


async def _read(services: Services, question: str) -> Reading | None:
    try:
        return await services.engine.read(question)
    except RasaUnavailableError:
        return None


async def _ask(services: Services, question: str, gemeente: str | None) -> list[Reply]:
    """Have a conversation of one turn, and forget it."""
    conversation_id = f"{TRIAL}{secrets.token_hex(12)}"
    try:
        await services.engine.welcome(conversation_id, gemeente=gemeente)
        return await services.engine.respond(conversation_id, text=question, choice=None)
    finally:
        await services.engine.forget(conversation_id)


async def _searched(library: Library, draft: ArticleFile | None) -> tuple[SearchIndex, list[Article]]:
    """Return the index and its articles, with the draft in the place of what it is a version of."""
    articles = dict(library.articles)
    if draft is None:
        return library.index, list(articles.values())
    articles[draft.id] = Article()
    convert.fill(articles[draft.id], draft)
    index = await asyncio.to_thread(library.index.changed, [articles[draft.id]])
    return index, list(articles.values())


def _competitor(
    hit: Hit, question: str, articles: Iterable[Article], draft: ArticleFile | None
) -> Competitor:
    about = [each for each in articles if each.subject == hit.article.subject]
    texts = [text for each in about for text in (each.title, *(asked.text for asked in each.questions))]
    is_draft = draft is not None and hit.article.id == draft.id
    return Competitor(hit.article, hit.score, _alike(question, texts), is_draft)


def _alike(question: str, texts: Sequence[str]) -> list[Phrasing]:
    found = process.extract(
        question,
        list(dict.fromkeys(texts)),
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        limit=MOST_PHRASINGS,
        score_cutoff=LIKE,
    )
    return [Phrasing(text, round(score), bare(text) == bare(question)) for text, score, _ in found]
