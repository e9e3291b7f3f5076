"""The public knowledge store, the health of the gateway, the page, and what every response carries."""

from html.parser import HTMLParser

import httpx
import pytest
from channels_builders import ScriptedAssistant, Talk
from fastapi import FastAPI
from icalendar import Calendar

from channels.services import Services


async def test_articles_are_listed_while_they_are_valid(client: httpx.AsyncClient) -> None:
    articles = (await client.get("/v1/articles")).json()["articles"]
    assert {article["id"] for article in articles} == {"kapsalon-hilversum", "kapsalon-laren"}
    assert articles[0]["shortAnswer"] and articles[0]["validUntil"] == "2099-01-01"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"gemeente": "laren"}, ["kapsalon-laren"]),
        ({"gemeente": "utrecht"}, []),
        ({"topic": "werken-aan-huis", "gemeente": "hilversum"}, ["kapsalon-hilversum"]),
        ({"topic": "subsidies"}, []),
    ],
)
async def test_articles_are_filtered(
    client: httpx.AsyncClient, query: dict[str, str], found: list[str]
) -> None:
    articles = (await client.get("/v1/articles", params=query)).json()["articles"]
    assert [article["id"] for article in articles] == found


async def test_the_best_answer_to_a_question_comes_first(client: httpx.AsyncClient) -> None:
    query = {"q": "mag ik een kapsalon aan huis?", "gemeente": "hilversum"}
    articles = (await client.get("/v1/articles", params=query)).json()["articles"]
    assert articles[0]["id"] == "kapsalon-hilversum"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"gemeente": "atlantis"}, "gemeente"),
        ({"gemeente": ""}, "gemeente"),
        ({"topic": "koken"}, "topic"),
        ({"topic": "<script>"}, "topic"),
        ({"q": ""}, "q"),
        ({"q": "\u200b"}, "q"),
        ({"q": "a" * 1001}, "q"),
    ],
)
async def test_a_bad_query_is_refused(client: httpx.AsyncClient, query: dict[str, str], field: str) -> None:
    response = await client.get("/v1/articles", params=query)
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == field


async def test_one_article_shows_details_and_sources(client: httpx.AsyncClient) -> None:
    article = (await client.get("/v1/articles/kapsalon-hilversum")).json()
    assert article["areaName"] == "Hilversum"
    assert "**Vraag**" in article["details"]
    assert article["sources"] == [
        {
            "title": "Bestemmingsplan Centrum",
            "url": "https://voorbeeld.test/plan",
            "date": "2013",
            "checkedOn": "2026-11-20",
        }
    ]


@pytest.mark.parametrize("article_id", ["bestaat-niet", "kapsalon-oud", "%00", "a" * 3000])
async def test_an_article_that_is_not_there_or_expired_is_not_found(
    client: httpx.AsyncClient, article_id: str
) -> None:
    response = await client.get(f"/v1/articles/{article_id}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


async def test_gemeenten_of_the_region_come_first(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/v1/gemeenten")).json()
    assert answer["region"] == "Gooi en Vechtstreek"
    assert [item["inRegion"] for item in answer["gemeenten"]] == [True] * 4 + [False]
    meren = next(item for item in answer["gemeenten"] if item["slug"] == "gooise-meren")
    assert meren == {
        "slug": "gooise-meren",
        "name": "Gooise Meren",
        "inRegion": True,
        "kernen": ["Naarden", "Bussum"],
    }


async def test_contact_moments_are_in_dutch_and_marked_as_examples(client: httpx.AsyncClient) -> None:
    (moment,) = (await client.get("/v1/contact-moments")).json()["contactMoments"]
    assert (moment["weekday"], moment["gemeenteName"], moment["example"]) == ("dinsdag", "Laren", True)
    elsewhere = await client.get("/v1/contact-moments", params={"gemeente": "eemnes"})
    assert elsewhere.json() == {"contactMoments": []}
    assert (await client.get("/v1/contact-moments", params={"gemeente": "atlantis"})).status_code == 400


async def test_contact_moments_fit_in_a_calendar(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/contact-moments.ics")
    assert response.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["Spreekuur voor ondernemers"]


async def test_a_gateway_is_live_and_says_what_it_misses(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).status_code == 200
    response = await client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": True, "content": True, "rasa": False}


async def test_a_gateway_that_lost_rasa_stays_ready_but_degraded(
    client: httpx.AsyncClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    reachable = True

    async def answer() -> bool:
        return reachable

    monkeypatch.setattr(services.engine, "reachable", answer)
    assert (await client.get("/health/ready")).json()["status"] == "ready"
    reachable = False
    response = await client.get("/health/ready")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")


async def test_a_gateway_without_articles_is_not_ready(client: httpx.AsyncClient, services: Services) -> None:
    services.rasa_seen.set()
    services.library.articles.clear()
    response = await client.get("/health/ready")
    assert (response.status_code, response.json()["content"]) == (503, False)


async def test_metrics_count_without_telling_on_anyone(talk: Talk, assistant: ScriptedAssistant) -> None:
    await talk.send({"text": "mijn geheime vraag"})
    response = await talk.client.get("/metrics")
    text = response.text
    assert 'voordeur_conversations_total{channel="web"} 1.0' in text
    assert 'voordeur_replies_total{kind="fallback",topic="none"} 1.0' in text
    assert 'route="/v1/conversations/{conversation_id}/messages",status="201"} 1.0' in text
    assert talk.id not in text and "geheime" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/chat",
        "/v1/articles",
        "/v1/gemeenten",
        "/nergens",
        "/health/live",
        "/metrics",
        "/static/chat.css",
    ],
)
async def test_every_response_carries_version_and_security_headers(
    client: httpx.AsyncClient, path: str
) -> None:
    headers = (await client.get(path)).headers
    assert headers["API-Version"].startswith("1.")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert "Access-Control-Allow-Origin" not in headers


async def test_personal_answers_are_not_cached(talk: Talk) -> None:
    response = await talk.client.get(talk.path, headers=talk.headers)
    assert response.headers["Cache-Control"] == "no-store"


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def by_id(self, wanted: str) -> dict[str, str | None]:
        return next(attrs for _, attrs in self.tags if attrs.get("id") == wanted)


async def test_the_page_works_with_assistive_technology_and_without_script(client: httpx.AsyncClient) -> None:
    response = await client.get("/chat")
    html, page = response.text, _Page(response.text)
    assert ("html", {"lang": "nl"}) in page.tags
    assert page.by_id("gesprek")["mode"] == "page"
    assert any(tag == "label" and attrs.get("for") == "vraag" for tag, attrs in page.tags)
    assert any(attrs.get("class") == "skip" and attrs.get("href") == "#gesprek" for _, attrs in page.tags)
    assert page.by_id("vraag")["name"] == "text" and "computer" in html
    assert "Werken aan huis" in html and "Gooise Meren" in html


async def test_the_page_asks_nothing_of_third_parties_and_has_no_inline_code(
    client: httpx.AsyncClient,
) -> None:
    html = (await client.get("/chat")).text
    page = _Page(html)
    for tag, attrs in page.tags:
        address = attrs.get("src") or (attrs.get("href") if tag == "link" else None)
        assert address is None or address.startswith("/")
        assert "style" not in attrs and not [name for name in attrs if name.startswith("on")]
        assert tag != "style" and (tag != "script" or attrs.get("src"))
        if address:
            assert (await client.get(address)).status_code == 200


@pytest.mark.parametrize("name", ["chat-page.js", "check.js", "desk.js", "markdown.js"])
async def test_the_scripts_never_make_html_from_text(client: httpx.AsyncClient, name: str) -> None:
    response = await client.get(f"/static/{name}")
    assert "javascript" in response.headers["content-type"]
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://", "cdn"):
        assert way not in response.text


async def test_static_files_stay_inside_their_folder(client: httpx.AsyncClient) -> None:
    for path in ("/static/../page.py", "/static/%2e%2e/page.py", "/static/", "/static"):
        assert (await client.get(path)).status_code == 404


async def test_the_internal_endpoint_is_invisible_without_its_token(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    response = await client.post("/internal/actions", json={})
    assert response.status_code == 404
    assert "/internal/actions" not in (await client.get("/v1/openapi.json")).json()["paths"]
