"""Voordeur itself: the whole stack over HTTP, sentence by sentence and dialogue by dialogue."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import batched

import httpx

from benchmarks.evaluation.outcomes import Outcome, System
from benchmarks.reading import read_all
from channels.operations.evaluation import Judge, Judgement, Sentence
from channels.operations.temporary import running_voordeur
from kit.settings import Settings
from knowledge.files import Content
from tests.dialogues.dialogues import Expectations, all_dialogues, first_wrong

ABOUT = "the whole stack over HTTP: gateway, Rasa with the light pipeline, actions, search"
UNDECIDED = {"clarification", "fallback"}
KNOWS = frozenset({"gemeente", "article", "second", "clarification"})
AT_ONCE = 4
MOST_OFFERED = 3
"""Topics; a longer list offers everything and so names nothing."""


async def measure(settings: Settings, content: Content, sentences: Sequence[Sentence]) -> System:
    """Say every sentence and have every dialogue.

    Raises:
        OperationsError: Voordeur does not get ready.
    """
    async with (
        running_voordeur(settings) as address,
        httpx.AsyncClient(base_url=address, timeout=60) as client,
    ):
        judge = Judge(content)
        judged = await _judge_all(client, judge, sentences)
        dialogues = await _have_all(client)
    confidence = await _confidences(settings, sentences)
    reader = _Reader(content, judge)
    outcomes = {each.sentence.text: reader.outcome(each, confidence[each.sentence.text]) for each in judged}
    return System("Voordeur", ABOUT, outcomes, KNOWS, dialogues=dialogues)


async def _judge_all(
    client: httpx.AsyncClient, judge: Judge, sentences: Iterable[Sentence]
) -> list[Judgement]:
    judged: list[Judgement] = []
    for group in batched(sentences, AT_ONCE, strict=False):
        judged += await asyncio.gather(*(judge.judge(client, sentence) for sentence in group))
    return judged


async def _have_all(client: httpx.AsyncClient) -> dict[str, str | None]:
    expectations = Expectations.of_the_real_content()
    return {each.name: await first_wrong(each, client, expectations) for each in all_dialogues()}


async def _confidences(settings: Settings, sentences: Sequence[Sentence]) -> Mapping[str, float]:
    """Ask Rasa how sure it is of its likeliest intent; the replies of Voordeur do not tell."""
    read = await read_all(settings, [sentence.text for sentence in sentences])
    return {text: reading.ranking[0][1] if reading.ranking else 0.0 for text, reading in read.items()}


class _Reader:
    """Reads outcomes out of replies."""

    def __init__(self, content: Content, judge: Judge) -> None:
        self._judge = judge
        self._topics = {article.id: article.topic for article in content.articles}

    def outcome(self, judged: Judgement, confidence: float) -> Outcome:
        """Return what came of a sentence; an English article counts as the Dutch one it translates."""
        kinds = {each["kind"] for each in judged.answers}
        offered = self._judge.offered(judged.messages)
        return Outcome(
            label=judged.sentence.label if judged.understood else self._label(judged),
            confidence=confidence,
            decided=bool(kinds - UNDECIDED),
            asked_back="clarification" in kinds and "article" not in kinds,
            gemeente=next((each["gemeente"] for each in judged.answers if each.get("gemeente")), None),
            article=self._article(judged),
            offered=tuple(offered),
            second=judged.sentence.second in self._topics_named(judged, offered),
        )

    def _label(self, judged: Judgement) -> str | None:
        """Return the act that was replied to, or the topic of the first answer that has one."""
        topic = next((each["topic"] for each in judged.answers if each.get("topic")), None)
        return self._judge.act_of(judged.messages) or topic

    def _article(self, judged: Judgement) -> str | None:
        given = next((each["articleId"] for each in judged.answers if each["kind"] == "article"), None)
        return self._judge.dutch(given)

    def _topics_named(self, judged: Judgement, offered: Sequence[str]) -> set[str | None]:
        """Return every topic that the replies answer or offer, besides what they take the first need for."""
        chosen = {each.removeprefix("topic:") for each in judged.choices if each.startswith("topic:")}
        needs = {each.removeprefix("need:") for each in judged.choices if each.startswith("need:")}
        answered = {each.get("topic") for each in judged.answers}
        named = chosen if len(chosen) <= MOST_OFFERED else set()
        return answered | needs | named | {self._topics.get(each) for each in offered}
