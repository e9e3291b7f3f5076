"""One turn: what came in, as far as it was understood, with everything an action needs to answer it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from assistant.actions.memory import Memory
from handoff import service as handoff
from handoff.routing import Route
from handoff.schemas import TranscriptLine
from kit.database import Database
from kit.settings import Settings
from knowledge.library import Library
from knowledge.search.index import SearchIndex
from knowledge.search.prior import Prior
from knowledge.search.words import DUTCH
from knowledge.topics import TOPICS

FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
# Intents of moments that go before any answer: knowledge/content/moments/.
MOMENTS = frozenset({"crisis", "money_trouble", "promise", "evasion"})
PLACE_ENTITIES = ("gemeente", "postcode")
# Below this a name such as "Stopper" must not be read as the act "stop" while a hand-off is filled in.
SURE_ACT = 0.6


type Parts = Mapping[str, tuple[str | None, float]]
"""Parts of a message that the model read apart: the topic of each, if any, and how sure."""


class Conversations(Protocol):
    """What the assistant may ask of the room that keeps the conversations."""

    async def lines(self, conversation_id: str) -> list[TranscriptLine]:
        """Return the conversation so far, for the ticket."""
        ...

    async def wipe(self, session: AsyncSession, conversation_id: str) -> None:
        """Delete every message of the conversation; the conversation itself goes on, empty."""
        ...

    async def set_language(self, session: AsyncSession, conversation_id: str, language: str) -> None:
        """Remember in which language the conversation goes on."""
        ...


@dataclass(frozen=True)
class Services:
    """What the actions work with, put together once when the gateway starts."""

    settings: Settings
    database: Database
    library: Library
    conversations: Conversations


@dataclass(frozen=True)
class Understanding:
    """What Rasa made of a text: the intent (a topic or an act), how sure, and what was named in it.

    For a button the intent is the act it stands for, or the verb of the choice. When Rasa was too unsure
    to decide, the intent is FALLBACK and the likeliest is what it would have been.
    """

    intent: str
    confidence: float = 1.0
    entities: Sequence[tuple[str, str]] = field(default_factory=tuple)
    chosen: bool = False
    likeliest: str = ""
    ranking: Mapping[str, float] = field(default_factory=dict)
    """How likely each intent is, when a model read the text."""

    @property
    def topic(self) -> str | None:
        """The topic, when the turn is a question about one; of an unsure turn the likeliest.

        Of a moment that was not sure enough to be met, it is the topic that the model thought of next.
        """
        if self.intent in MOMENTS:
            return next((name for name in self.ranking if name in TOPICS), None)
        return next((name for name in (self.intent, self.likeliest) if name in TOPICS), None)

    @property
    def sure(self) -> bool:
        """Whether the intent is certain enough to leave what is being filled in."""
        return self.confidence >= SURE_ACT

    @property
    def prior(self) -> Prior:
        """What the search may know of it beforehand."""
        ranking = self.ranking or {self.intent: self.confidence}
        topics = {name: ranking[name] for name in TOPICS if ranking.get(name)}
        return Prior(topics, ranking.get(OUT_OF_SCOPE, 0.0))

    @classmethod
    def from_rasa(cls, message: dict[str, Any]) -> "Understanding":
        """Read the `latest_message` of Rasa's action call."""
        intent = message.get("intent") or {}
        entities = [(e["entity"], str(e["value"])) for e in message.get("entities", [])]
        ranked = dict(map(_ranked, message.get("intent_ranking", [])))
        likeliest = next((name for name in ranked if name != FALLBACK), "")
        confidence = float(intent.get("confidence") or 0.0)
        return cls(str(intent.get("name")), confidence, entities, likeliest=likeliest, ranking=ranked)


def _ranked(intent: dict[str, Any]) -> tuple[str, float]:
    return str(intent.get("name")), float(intent.get("confidence") or 0.0)


@dataclass
class Turn:
    """What an action gets; it changes the memory and returns replies."""

    conversation_id: str
    text: str
    understanding: Understanding
    memory: Memory
    services: Services
    session: AsyncSession
    parts: Parts = field(default_factory=dict)
    failed: bool = False
    """Whether this turn ends in a clarification or in not knowing."""

    def __post_init__(self) -> None:
        """Let a gemeente that merged since the last turn be the one that it is part of now."""
        if self.memory.gemeente:
            self.memory.gemeente = self.library.areas.current(self.memory.gemeente)

    @property
    def library(self) -> Library:
        """The knowledge store as this process sees it."""
        return self.services.library

    @property
    def language(self) -> str:
        """The language of the conversation."""
        return self.memory.language

    @property
    def index(self) -> SearchIndex:
        """The search over the articles in that language."""
        return self.library.index_in(self.language)

    @property
    def aliases(self) -> Collection[str]:
        """All slugs of the gemeente at hand: the directory may still know it by an old one."""
        return self.library.areas.aliases(self.memory.gemeente) if self.memory.gemeente else ()

    def say(self, key: str, **values: object) -> str:
        """Return the editors' sentence for a key in the language of the conversation, filled in."""
        return self.library.replies_in(self.language).text(key, **values)

    def topic_title(self, topic: str) -> str:
        """Return the title of a topic; who speaks no Dutch reads it in English."""
        return TOPICS[topic].title if self.language == DUTCH else self.library.english.title(topic)

    def door(self, text: str) -> str | None:
        """Return the sentence with the right door for what is not for this desk; they are in Dutch."""
        return self.library.doors.sentence_for(text) if self.language == DUTCH else None

    async def route(self, topic: str | None) -> Route:
        """Tell who gets a question about a topic now, in this conversation and from this entrepreneur."""
        draft = self.memory.hand_off
        enquirer = handoff.Enquirer(
            self.conversation_id, draft.email if draft else None, draft.phone if draft else None
        )
        return await handoff.preview_account_manager(
            self.session,
            gemeente=self.memory.gemeente,
            topic=topic,
            language=self.language,
            aliases=self.aliases,
            enquirer=enquirer,
        )

    async def person(self, topic: str | None) -> str:
        """Return the name of who gets a question about a topic now."""
        return self.name_of(await self.route(topic))

    def name_of(self, route: Route) -> str:
        """Return the name of who gets the question, or that it is an account manager when nobody is known."""
        return route.account_manager.name if route.account_manager else self.say("nobody")

    def named_place(self) -> str | None:
        """Return the gemeente that this turn names by its name, a kern or a postcode.

        The areas judge a typed text; of what Rasa found besides, only a place outside the region counts,
        for within it the areas know better what is a name and what a word (`huizen`).
        """
        areas = self.library.areas
        typed = None if self.understanding.chosen else areas.find(self._typed())
        if typed:
            return typed
        values = [value for label, value in self.understanding.entities if label in PLACE_ENTITIES]
        found = {slug for value in values if (slug := areas.find(value))}
        sure = self.understanding.chosen or not any(map(areas.in_region, found))
        return found.pop() if sure and len(found) == 1 else None

    def _typed(self) -> str:
        """Return the text as the areas read it: in Turkish "in Laren" is "Laren'de"."""
        return self.text if self.language == DUTCH else re.sub("['’]", " ", self.text)

    def gemeente_name(self) -> str:
        """Return the name of the gemeente at hand, or of the region when none is known."""
        areas = self.library.areas
        return areas.name(self.memory.gemeente) if self.memory.gemeente else areas.region_name
