"""The widget's first question, and which websites may ask it: exactly those of the list."""

import asyncio
import datetime
from typing import Any

import httpx
import pytest
from channels_builders import until
from fastapi import FastAPI

from channels.services import Services
from channels.web.embedding.models import Embedding
from channels.web.embedding.origins import OriginError, origin_of
from channels.web.embedding.service import Embeddings
from handoff.hours import DEFAULT_HOURS
from handoff.models import AccountManager, ClosedDay
from kit import clock
from kit.database import Base
from knowledge.merges import Merges

SITE = "https://www.hilversum.example"
STRANGER = "https://kwaad.example"


def embedding(**changes: Any) -> Embedding:
    values: dict[str, Any] = {
        "gemeente": "hilversum",
        "name": "Website",
        "origins": [SITE],
        "changed_at": clock.now(),
        "changed_by": "Coördinator",
    }
    return Embedding(**values | changes)


async def put(services: Services, *rows: Base) -> None:
    async with services.database.transaction() as session:
        session.add_all(rows)
    await services.embeddings.refresh()


def preflight(
    origin: str, method: str = "POST", headers: str = "authorization,content-type"
) -> dict[str, str]:
    return {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": headers,
    }


async def test_an_allowed_website_may_talk_and_others_may_not(
    client: httpx.AsyncClient, services: Services
) -> None:
    await put(services, embedding())
    for path in ("/v1/gemeenten", "/v1/widget?gemeente=hilversum"):
        allowed = await client.get(path, headers={"Origin": SITE})
        assert allowed.headers["Access-Control-Allow-Origin"] == SITE, path
        assert "Origin" in allowed.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in allowed.headers
        for origin in (
            STRANGER,
            "null",
            SITE + ".kwaad.example",
            SITE.upper(),
            SITE + ":8443",
            "http" + SITE[5:],
        ):
            refused = await client.get(path, headers={"Origin": origin})
            assert "Access-Control-Allow-Origin" not in refused.headers, origin
            assert "Origin" in refused.headers["Vary"]


async def test_whoever_calls_without_a_website_is_told_that_answers_differ(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/gemeenten")
    assert "Access-Control-Allow-Origin" not in response.headers and response.headers["Vary"] == "Origin"


async def test_a_browser_asks_first_and_remembers_the_answer(
    client: httpx.AsyncClient, services: Services
) -> None:
    await put(services, embedding())
    headers = preflight(SITE, headers="authorization,content-type,idempotency-key,last-event-id")
    for method in ("GET", "POST", "DELETE"):
        asked = await client.options(
            "/v1/conversations", headers=headers | {"Access-Control-Request-Method": method}
        )
        assert (asked.status_code, asked.text) == (204, "")
        assert asked.headers["Access-Control-Allow-Origin"] == SITE
        assert asked.headers["Access-Control-Max-Age"] == "600"
        assert "Origin" in asked.headers["Vary"] and asked.headers["API-Version"]
        assert "*" not in str(asked.headers)


async def test_a_stranger_who_asks_first_hears_in_dutch_why_not(
    client: httpx.AsyncClient, services: Services
) -> None:
    await put(services, embedding())
    refused = await client.options("/v1/conversations", headers=preflight(STRANGER))
    assert refused.status_code == 403 and "Deze website mag dit niet" in refused.json()["detail"]
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert "Access-Control-Allow-Origin" not in refused.headers and refused.headers["Vary"] == "Origin"
    for odd in (preflight(SITE, "PATCH"), preflight(SITE, headers="x-geheim")):
        assert (await client.options("/v1/conversations", headers=odd)).status_code == 400


async def test_the_desk_and_the_pages_are_nobody_elses(client: httpx.AsyncClient, services: Services) -> None:
    await put(services, embedding())
    for path in ("/desk/log-in", "/chat", "/kennis", "/health/live", "/metrics"):
        response = await client.get(path, headers={"Origin": SITE})
        assert not [name for name in response.headers if name.startswith("access-control")], path


async def test_a_refusal_and_an_error_of_ours_can_be_read_on_the_website(
    client: httpx.AsyncClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(services, embedding())
    refused = await client.get("/v1/conversations/onbekend-gesprek-1234", headers={"Origin": SITE})
    assert refused.status_code == 404 and refused.headers["Access-Control-Allow-Origin"] == SITE
    monkeypatch.setattr(services.embeddings, "find", lambda *_: 1 / 0)
    broken = await client.get("/v1/widget", headers={"Origin": SITE})
    assert broken.status_code == 500 and broken.headers["Access-Control-Allow-Origin"] == SITE


async def test_another_gateway_sees_a_change_within_seconds(
    client: httpx.AsyncClient, services: Services
) -> None:
    await put(services, embedding())
    elsewhere = Embeddings(services.database)
    await elsewhere.refresh()
    async with services.database.transaction() as session:
        (await session.get_one(Embedding, 1)).origins = ["https://nieuw.example"]
    async with asyncio.timeout(10):
        await until(lambda: services.embeddings.allows("https://nieuw.example"))
    assert not services.embeddings.allows(SITE) and elsewhere.allows(SITE)
    await elsewhere.refresh()
    assert not elsewhere.allows(SITE)


async def test_the_widget_learns_how_it_looks_and_whom_to_call(
    client: httpx.AsyncClient, services: Services
) -> None:
    await put(
        services,
        embedding(gemeente="laren", position="left", greeting="Dag ondernemer!"),
        _desk(),
    )
    shown = (await client.get("/v1/widget?gemeente=laren", headers={"Origin": SITE})).json()
    assert (shown["state"], shown["position"], shown["greeting"]) == ("open", "left", "Dag ondernemer!")
    assert (shown["gemeente"], shown["gemeenteName"]) == ("laren", "Laren")
    contact = shown["contact"]
    assert contact["page"] == "http://127.0.0.1:8000/laren"
    assert contact["desks"] == [
        {
            "name": "Regioloket (voorbeeld)",
            "email": "loket@example.nl",
            "phone": "035 000 00 00",
            "example": True,
        }
    ]
    assert [each["id"] for each in contact["contactMoments"]] == ["spreekuur-laren"]
    elsewhere = (await client.get("/v1/widget?gemeente=utrecht")).json()
    assert elsewhere["contact"]["page"] == "http://127.0.0.1:8000/"
    assert "ondernemen" in elsewhere["greeting"] and elsewhere["position"] == "right"


async def test_the_website_decides_between_two_embeddings_of_a_gemeente(
    client: httpx.AsyncClient, services: Services
) -> None:
    other = "https://ondernemen.hilversum.example"
    await put(
        services,
        embedding(greeting="een"),
        embedding(greeting="twee", origins=[other], active=False),
        embedding(greeting="regio", gemeente=None, origins=["https://regio.example"]),
    )

    async def greeting(query: str, origin: str | None) -> tuple[str, str]:
        headers = {"Origin": origin} if origin else {}
        shown = (await client.get(f"/v1/widget{query}", headers=headers)).json()
        return shown["greeting"], shown["state"]

    assert await greeting("?gemeente=hilversum", SITE) == ("een", "open")
    assert await greeting("?gemeente=hilversum", other) == ("twee", "off")
    assert await greeting("?gemeente=hilversum", None) == ("een", "open")
    assert await greeting("", other) == ("twee", "off")
    assert await greeting("", None) == ("regio", "open")
    assert await greeting("?gemeente=laren", "https://regio.example") == ("regio", "open")


async def test_outside_office_hours_it_says_when_it_opens_again(
    client: httpx.AsyncClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(services, embedding(opening="office-hours"), _desk())
    sunday = datetime.datetime(2026, 11, 22, 12, tzinfo=clock.AMSTERDAM)
    monkeypatch.setattr(clock, "now", lambda: sunday)
    closed = (await client.get("/v1/widget?gemeente=hilversum")).json()
    assert closed["state"] == "closed" and closed["opensAt"] == "2026-11-23T08:00:00Z"
    assert "maandag 23 november om 09:00 uur" in closed["notice"]
    english = (await client.get("/v1/widget?gemeente=hilversum&language=en")).json()
    assert "Monday 23 November at 09:00" in english["notice"]
    monkeypatch.setattr(clock, "now", lambda: sunday + datetime.timedelta(days=1))
    opened = (await client.get("/v1/widget?gemeente=hilversum")).json()
    assert opened["state"] == "open" and "notice" not in opened
    await put(services, ClosedDay(day=datetime.date(2026, 11, 23), name="Studiedag"))
    shut = (await client.get("/v1/widget?gemeente=hilversum")).json()
    assert shut["state"] == "closed" and shut["opensAt"] == "2026-11-24T08:00:00Z"


async def test_a_gemeente_that_merged_is_the_one_it_became(
    client: httpx.AsyncClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(services, embedding(gemeente="laren", greeting="Laren"))
    monkeypatch.setattr(Merges, "current", lambda _, slug: "hilversum" if slug == "laren" else slug)
    monkeypatch.setattr(Merges, "aliases", lambda _, slugs: frozenset({*slugs, "laren"}))
    shown = (await client.get("/v1/widget?gemeente=laren")).json()
    assert (shown["gemeente"], shown["greeting"]) == ("hilversum", "Laren")


async def test_an_unknown_gemeente_is_refused_in_dutch(client: httpx.AsyncClient, app: FastAPI) -> None:
    refused = await client.get("/v1/widget?gemeente=atlantis")
    assert refused.status_code == 400 and "geen bekende gemeente" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.hilversum.nl", "https://www.hilversum.nl"),
        (" https://WWW.Hilversum.nl/ondernemen?x=1#a ", "https://www.hilversum.nl"),
        ("www.hilversum.nl", "https://www.hilversum.nl"),
        ("https://www.hilversum.nl:443/", "https://www.hilversum.nl"),
        ("https://test.hilversum.nl:8443", "https://test.hilversum.nl:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1/", "http://127.0.0.1"),
        ("http://[::1]:5173", "http://[::1]:5173"),
        ("https://café.example", "https://xn--caf-dma.example"),
    ],
)
def test_an_origin_is_written_as_browsers_do(typed: str, origin: str) -> None:
    assert origin_of(typed) == origin


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "*",
        "https://*.hilversum.nl",
        "http://www.hilversum.nl",
        "ftp://www.hilversum.nl",
        "https://hilversum",
        "https://naam:geheim@www.hilversum.nl",
        "https://www.hilversum.nl:99999",
        "https://www.hilversum.nl https://tweede.nl",
        "null",
        "javascript:alert(1)",
        "https://" + "a" * 300 + ".nl",
        "https://-fout-.nl",
        "https://[fout",
    ],
)
def test_what_is_no_website_is_refused(typed: str) -> None:
    with pytest.raises(OriginError):
        origin_of(typed)


def _desk() -> AccountManager:
    return AccountManager(
        id="loket",
        name="Regioloket (voorbeeld)",
        email="loket@example.nl",
        phone="035 000 00 00",
        gemeenten=[],
        working_hours=DEFAULT_HOURS,
        region_desk=True,
        example=True,
    )
