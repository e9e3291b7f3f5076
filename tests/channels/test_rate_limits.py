"""How often somebody may ask: per client and per conversation, in one process and over Redis."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from redis.asyncio import Redis
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from channels.errors import TooManyRequestsError
from channels.rate_limits import Rate, RateLimits, client_key
from kit.settings import Settings

type Clients = Callable[..., Any]

MOST, STARTS, MESSAGES = 12, 3, 2


@pytest.fixture(autouse=True)
def within_a_minute() -> None:
    """Begin well inside a minute: where one ends, what was counted in it weighs less."""
    left = 60 - time.time() % 60
    if left < 6:
        time.sleep(left)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    limits = {"client": MOST, "start": STARTS, "conversation": MESSAGES}
    changed = {f"rate_{name}": f"{most}/minute" for name, most in limits.items()}
    return Settings(**settings.model_dump() | changed | {"_env_file": None})


@pytest.fixture
async def clients(app: FastAPI) -> AsyncIterator[Clients]:
    """Open a client at an address."""
    async with AsyncExitStack() as stack:

        async def client(address: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1))
            made = httpx.AsyncClient(transport=transport, base_url="http://voordeur.test")
            return await stack.enter_async_context(made)

        yield client


async def begin(client: httpx.AsyncClient) -> tuple[str, dict[str, str]]:
    started = (await client.post("/v1/conversations", json={})).json()
    return f"/v1/conversations/{started['id']}", {"Authorization": f"Bearer {started['token']}"}


async def test_who_asks_too_much_gets_a_problem_that_says_when_to_come_back(clients: Clients) -> None:
    client = await clients("192.0.2.1")
    codes = [(await client.get("/v1/gemeenten")).status_code for _ in range(MOST + 1)]
    assert codes == [200] * MOST + [429]
    refused = await client.get("/v1/articles", params={"q": "kapsalon"})
    problem = refused.json()
    assert refused.status_code == problem["status"] == 429
    assert refused.headers["Content-Type"].startswith("application/problem+json")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert problem["title"] == "Te veel verzoeken" and "Probeer het over" in problem["detail"]
    assert (await (await clients("192.0.2.2")).get("/v1/gemeenten")).status_code == 200


async def test_a_client_begins_so_many_conversations_and_a_check_counts_as_one(clients: Clients) -> None:
    client = await clients("192.0.2.3")
    for _ in range(STARTS):
        assert (await client.post("/v1/conversations", json={})).status_code == 201
    assert (await client.post("/v1/conversations", json={})).status_code == 429
    assert (await client.get("/v1/gemeenten")).status_code == 200


async def test_a_conversation_takes_so_many_messages_from_wherever_they_come(clients: Clients) -> None:
    one, other = await clients("192.0.2.4"), await clients("192.0.2.5")
    path, headers = await begin(one)
    for client in (one, other)[:MESSAGES]:
        response = await client.post(f"{path}/messages", json={"text": "hallo"}, headers=headers)
        assert response.status_code == 201
    refused = await one.post(f"{path}/messages", json={"text": "hallo"}, headers=headers)
    assert refused.status_code == 429 and refused.headers["Retry-After"]
    transcript = await one.get(path, headers=headers)
    assert transcript.status_code == 200
    assert [each["text"] for each in transcript.json()["messages"]].count("hallo") == MESSAGES
    again, headers = await begin(one)
    response = await one.post(f"{again}/messages", json={"text": "hallo"}, headers=headers)
    assert response.status_code == 201


async def test_health_the_desk_and_the_pages_have_no_limit(clients: Clients) -> None:
    client = await clients("192.0.2.6")
    for _ in range(MOST + 1):
        await client.get("/v1/gemeenten")
    for path in (
        "/health/live",
        "/metrics",
        "/desk/log-in",
        "/chat",
        "/kennis",
        "/checks",
        "/v1/openapi.json",
    ):
        codes = {(await client.get(path)).status_code for _ in range(MOST + 2)}
        assert codes == {200}, path


async def test_a_page_that_searches_says_in_dutch_that_it_has_to_wait(clients: Clients) -> None:
    client = await clients("192.0.2.7")
    for _ in range(MOST):
        assert (await client.post("/kennis/zoeken", data={"q": "kapsalon"})).status_code == 200
    page = await client.post("/kennis/zoeken", data={"q": "kapsalon"})
    assert page.status_code == 429 and page.headers["Retry-After"]
    assert page.headers["Content-Type"].startswith("text/html")
    assert "U stelt veel vragen achter elkaar" in page.text
    assert (await client.get("/kennis/zoeken")).status_code == 200


async def test_none_is_any_number(settings: Settings) -> None:
    limits = RateLimits(settings.model_copy(update={"rate_client": "none"}))
    for _ in range(MOST * 2):
        await limits.count(Rate.CLIENT, "192.0.2.8")


async def test_over_redis_all_gateways_count_together(settings: Settings, redis_url: str) -> None:
    changed = settings.model_copy(update={"redis_url": redis_url})
    one, other = RateLimits(changed), RateLimits(changed)
    for number in range(STARTS):
        await (one, other)[number % 2].count(Rate.START, "192.0.2.9")
    for limits in (one, other):
        with pytest.raises(TooManyRequestsError) as refused:
            await limits.count(Rate.START, "192.0.2.9")
        assert 1 <= refused.value.retry_after <= 60
    await one.count(Rate.START, "192.0.2.10")


async def test_redis_holds_no_address_of_anybody(settings: Settings, redis_url: str) -> None:
    await RateLimits(settings.model_copy(update={"redis_url": redis_url})).count(Rate.CLIENT, "192.0.2.11")
    async with Redis.from_url(redis_url, decode_responses=True) as redis:
        keys = await redis.keys("*")
    assert keys and not any("192.0.2" in key for key in keys)


async def test_without_redis_nobody_is_refused(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    away = settings.model_copy(update={"redis_url": "redis://127.0.0.1:9/0"})
    limits = RateLimits(away)
    for _ in range(MOST + 1):
        await limits.count(Rate.CLIENT, "192.0.2.12")
    assert "not counted" in caplog.text and "192.0.2" not in caplog.text


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_who_has_ipv6_is_counted_by_network(address: str, key: str) -> None:
    assert client_key(address) == key


@pytest.mark.parametrize(
    "value", ["", "veel", "0/minute", "10", "10/fortnight", "-1/minute", "1/minute; 2/hour"]
)
def test_a_limit_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="rate_client"):
        Settings(_env_file=None, rate_client=value)


@pytest.mark.parametrize(
    ("trusted", "from_proxy"),
    [("10.0.0.1", True), ("10.0.0.9,10.0.0.1", True), ("*", True), ("10.0.0.9", False), ("127.0.0.1", False)],
)
async def test_what_a_proxy_says_of_a_visitor_counts_only_when_it_is_trusted(
    app: FastAPI, trusted: str, from_proxy: bool
) -> None:
    behind = ProxyHeadersMiddleware(app, trusted_hosts=trusted)
    transport = httpx.ASGITransport(behind, client=("10.0.0.1", 1))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://voordeur.test") as client:
        for _ in range(MOST + 1):
            last = await client.get("/v1/gemeenten", headers={"X-Forwarded-For": "203.0.113.7"})
        assert last.status_code == 429
        other = await client.get("/v1/gemeenten", headers={"X-Forwarded-For": "203.0.113.8"})
        assert (other.status_code == 200) is from_proxy


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.8.9.10"])
async def test_what_the_machine_asks_itself_has_no_limit(clients: Clients, address: str) -> None:
    client = await clients(address)
    codes = [(await client.get("/v1/gemeenten")).status_code for _ in range(MOST + 1)]
    assert codes == [200] * (MOST + 1)
    path, headers = await begin(client)
    said = [
        (await client.post(f"{path}/messages", json={"text": "ja"}, headers=headers))
        for _ in range(MESSAGES + 1)
    ]
    assert [answer.status_code for answer in said] == [201] * (MESSAGES + 1)
