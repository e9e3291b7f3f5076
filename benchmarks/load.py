"""People who talk to a running Voordeur through its public API, and how long each turn took."""

import asyncio
import statistics
import time

import httpx

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


async def person(client: httpx.AsyncClient, rounds: int) -> list[float]:
    """Hold one conversation; return the milliseconds of each turn."""
    opened = (await client.post("/v1/conversations", json={})).raise_for_status().json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    url, times = f"/v1/conversations/{opened['id']}/messages", []
    for text in TURNS * rounds:
        started = time.perf_counter()
        (await client.post(url, json={"text": text}, headers=headers)).raise_for_status()
        times.append((time.perf_counter() - started) * 1000)
    return times


async def crowd(address: str, people: int, rounds: int) -> tuple[list[float], float]:
    """Let people talk at the same time; return the milliseconds of every turn and the turns a second."""
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        started = time.perf_counter()
        times = await asyncio.gather(*(person(client, rounds) for _ in range(people)))
        passed = time.perf_counter() - started
    flat = [each for one in times for each in one]
    return flat, len(flat) / passed


def row(name: str, times: list[float], rate: float) -> str:
    """Put the figures in a line: median, 95th percentile, turns a second."""
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{name:<28} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms   {rate:6.1f} turns/s"
