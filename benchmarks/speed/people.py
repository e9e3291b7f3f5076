"""People who hold the same conversation with either system, at the same time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

import httpx

type Say = Callable[[str], Awaitable[object]]
type Opening = Callable[[httpx.AsyncClient], Awaitable[Say]]
"""Opens a conversation and gives the way to say something in it; that ends when the answer is there."""

# Typed in turn by every person; answers, clarifications, a gemeente, small talk, not understood.
TURNS = (
    "mag ik een kapsalon beginnen in mijn garage",
    "in Laren",
    "waar staat dat",
    "hoeveel kan ik lenen bij Qredits",
    "bedankt",
    "welke subsidie is er voor zonnepanelen op mijn bedrijfspand",
    "waar kan ik een flexplek huren",
    "en in Hilversum?",
    "wat is een bopa",
    "blorp",
)

LONGEST = 120.0
"""Seconds that a crowd goes on at most; on a slow machine there are fewer turns, not a longer run."""


@dataclass(frozen=True)
class Talk:
    """Seconds of every turn, and from the first turn until the last."""

    turns: list[float]
    elapsed: float


async def with_voordeur(client: httpx.AsyncClient) -> Say:
    """Open a conversation over the public API."""
    opened = (await client.post("/v1/conversations", json={})).raise_for_status().json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    url = f"/v1/conversations/{opened['id']}/messages"
    return lambda text: _post(client, url, {"text": text}, headers)


async def with_stock(client: httpx.AsyncClient) -> Say:
    """Talk over Rasa's REST channel, which knows a conversation by the name of the sender."""
    sender = uuid4().hex
    return lambda text: _post(client, "/webhooks/rest/webhook", {"sender": sender, "message": text}, {})


async def crowd(address: str, opening: Opening, people: int, turns: int) -> Talk:
    """Let people take a number of turns each, all at the same time."""
    until = time.monotonic() + LONGEST
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        ways = [await opening(client) for _ in range(people)]
        began = time.perf_counter()
        taken = await asyncio.gather(*(_person(say, turns, until) for say in ways))
        return Talk([each for one in taken for each in one], time.perf_counter() - began)


async def _person(say: Say, turns: int, until: float) -> list[float]:
    taken = []
    for turn in range(turns):
        if time.monotonic() > until:
            break
        began = time.perf_counter()
        await say(TURNS[turn % len(TURNS)])
        taken.append(time.perf_counter() - began)
    return taken


async def _post(client: httpx.AsyncClient, url: str, body: object, headers: dict[str, str]) -> None:
    answer = (await client.post(url, json=body, headers=headers)).raise_for_status().json()
    if not answer:
        raise RuntimeError("no reply; the action was not called")
