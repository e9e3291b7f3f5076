"""What the tests of the channels are built from."""

import asyncio
import dataclasses
from collections.abc import Callable
from typing import Any

import httpx

from assistant.schemas import Answer, Choice, Reply

ARTICLE = """---
id: {id}
title: Werken aan huis in {place}
topic: werken-aan-huis
subject: {id}
area: {area}
audience: [zzp]
questions:
  - {question}
sources:
  - title: Bestemmingsplan Centrum
    url: https://voorbeeld.test/plan
    date: 2013
checked_on: 2026-11-20
valid_from: 2026-11-01
valid_until: {until}
owner: redactie-ruimte
certainty: hoog
status: published
---
Ja, een kapsalon aan huis mag in {place}.

## Meer weten

- **Vraag** eerst na bij de gemeente.
"""
WELCOME = Reply(
    text="U praat met een computer.",
    choices=(
        Choice(title="Werken aan huis", choice="topic:werken-aan-huis"),
        Choice(title="Financiering & subsidie!", choice="topic:financiering"),
        Choice(title="Praat met een mens", choice="hand-off"),
    ),
    answer=Answer(kind="small-talk"),
)


async def until(happened: Callable[[], bool]) -> None:
    """Wait for something that happens by itself, half a minute at most on a busy machine."""
    async with asyncio.timeout(30):
        while not happened():
            await asyncio.sleep(0.01)


def article_reply(text: str = "Dat mag.") -> Reply:
    """A reply that rests on an article."""
    return Reply(
        text=text,
        answer=Answer.model_validate(
            {
                "kind": "article",
                "topic": "werken-aan-huis",
                "article_id": "regels",
                "sources": [{"title": "Plan", "date": "2013", "checked_on": "2026-11-21"}],
                "confidence": 0.9,
            }
        ),
    )


class ScriptedAssistant:
    """An assistant with the shape of the real one, that echoes and can be slow or broken."""

    def __init__(self) -> None:
        self.asked: list[tuple[str | None, str | None]] = []
        self.forgotten: list[str] = []
        self.answering = 0
        self.most_at_once = 0
        self.pause = 0.0
        self.proceed: asyncio.Event | None = None
        self.failure: Exception | None = None
        self.reply: Callable[[str], Reply] = lambda said: Reply(
            text=f"antwoord op {said}", answer=Answer(kind="fallback")
        )
        self.during: Callable[[str], Any] | None = None

    async def welcome(
        self, conversation_id: str, *, gemeente: str | None, language: str = "nl"
    ) -> list[Reply]:
        if self.failure:
            raise self.failure
        return [WELCOME]

    def is_private(self, text: str) -> bool:
        return "reuma" in text

    async def respond(self, conversation_id: str, *, text: str | None, choice: str | None) -> list[Reply]:
        self.asked.append((text, choice))
        self.answering += 1
        self.most_at_once = max(self.most_at_once, self.answering)
        try:
            if self.proceed:
                await self.proceed.wait()
            await asyncio.sleep(self.pause)
            if self.during:
                await self.during(conversation_id)
            if self.failure:
                raise self.failure
            return [self.reply(text or f"keuze {choice}")]
        finally:
            self.answering -= 1

    async def forget(self, conversation_id: str) -> None:
        self.forgotten.append(conversation_id)


@dataclasses.dataclass
class Talk:
    """A conversation that was started over HTTP."""

    client: httpx.AsyncClient
    id: str
    token: str

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def send(self, body: object, key: str | None = None) -> httpx.Response:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return await self.client.post(f"{self.path}/messages", json=body, headers=headers)

    async def transcript(self) -> list[dict[str, object]]:
        response = await self.client.get(self.path, headers=self.headers)
        assert response.status_code == 200
        return list(response.json()["messages"])
