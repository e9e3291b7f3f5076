"""The pages under /kennis: what they show, and what they refuse."""

from typing import Any

import httpx
import pytest
from channels_builders import Talk
from public_page import Page, get

from assistant.schemas import Answer, Reply
from channels.web.articles.labels import LABELS


async def test_the_start_shows_topics_answers_english_and_where_to_search(client: httpx.AsyncClient) -> None:
    page = await get(client, "/kennis")
    assert {
        "/kennis/onderwerp/subsidies",
        "/kennis/zegel",
        "/en",
        "/kennis/begrippen",
    } <= page.links
    assert page.all("form", role="search", action="/kennis/zoeken", method="post")
    assert [found["href"] for found in page.all("link", rel="canonical")] == ["http://127.0.0.1:8000/kennis"]
    assert page.nodes["CollectionPage"]["mainEntity"]["numberOfItems"] > 0


async def give(client: httpx.AsyncClient, assistant: Any, article_id: str, people: int) -> None:
    """Let several people get an article in the chat."""
    answer = Answer(kind="article", topic="subsidies", article_id=article_id)
    assistant.reply = lambda _said: Reply(text="Kort antwoord.", answer=answer)
    for _ in range(people):
        started = (await client.post("/v1/conversations", json={})).json()
        await Talk(client, started["id"], started["token"]).send({"text": "vraag"})


async def test_what_people_asked_most_comes_first(client: httpx.AsyncClient, assistant: Any) -> None:
    given = {"zegel": 5, "kapsalon-laren": 3, "kapsalon-hilversum": 4, "bestaat-niet": 3, "zegel-laren": 3}
    for article_id, people in given.items():
        await give(client, assistant, article_id, people)
    page = await get(client, "/kennis", gemeente="laren")
    shown = [item["url"] for item in page.nodes["CollectionPage"]["mainEntity"]["itemListElement"]]
    assert "Om mee te beginnen" in page.text and len(shown) == 2
    page = await get(client, "/kennis")
    shown = [
        item["url"].split("/")[-1] for item in page.nodes["CollectionPage"]["mainEntity"]["itemListElement"]
    ]
    assert "Veel gevraagd" in page.text and shown == ["zegel", "kapsalon-hilversum", "kapsalon-laren"]


async def test_what_one_person_asked_is_shown_to_nobody(talk: Talk, assistant: Any) -> None:
    answer = Answer(kind="article", topic="subsidies", article_id="zegel")
    assistant.reply = lambda _said: Reply(text="Kort antwoord.", answer=answer)
    for _ in range(10):
        await talk.send({"text": "vraag"})
    assert "Veel gevraagd" not in (await get(talk.client, "/kennis")).text


async def test_a_topic_lists_its_answers_for_the_chosen_gemeente(client: httpx.AsyncClient) -> None:
    everywhere = await get(client, "/kennis/onderwerp/subsidies")
    assert "/kennis/zegel" in everywhere.links and "/kennis/zegel-en" not in everywhere.links
    here = await get(client, "/kennis/onderwerp/subsidies", gemeente="laren")
    assert "/kennis/zegel-laren?gemeente=laren" in here.links
    assert here.all("option", value="laren", selected=None)
    empty = await get(client, "/kennis/onderwerp/coaching")
    assert "nog geen antwoord" in empty.text


async def test_an_article_shows_everything_that_tells_how_far_to_trust_it(client: httpx.AsyncClient) -> None:
    page = await get(client, "/kennis/zegel")
    for shown in (
        "Hoe vraag ik een zegel aan?",
        "Kort antwoord.",
        "heel Nederland",
        "20 november 2026",
        "1 januari 2099",
        "Niet zeker",
        "alle ondernemers",
        "Regeling, Staatscourant 12",
        "(maart 2025)",
    ):
        assert shown in page.text
    assert "leges" not in page.text
    assert {"/kennis/zegel-laren", "/kennis/zegel-en", "/chat"} <= page.links
    assert page.meta("description") == page.meta("og:description") == "Kort antwoord."
    assert page.meta("og:type") == "article" and page.meta("robots") is None
    assert page.all("link", rel="canonical", href="http://127.0.0.1:8000/kennis/zegel")


async def test_an_article_describes_itself_to_machines(client: httpx.AsyncClient) -> None:
    nodes = (await get(client, "/kennis/zegel")).nodes
    article = nodes["Article"]
    assert (article["inLanguage"], article["dateModified"], article["expires"]) == (
        "nl",
        "2026-11-20",
        "2099-01-01",
    )
    country, service = article["about"]
    assert country == {"@type": "Country", "name": "Nederland"}
    assert (service["@type"], service["identifier"]) == (
        "GovernmentService",
        "http://standaarden.voorbeeld.test/leges",
    )
    assert article["citation"] == [{"@type": "CreativeWork", "name": "Regeling", "datePublished": "2025-03"}]
    assert nodes["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"] == "Kort antwoord."
    here = (await get(client, "/kennis/zegel-laren")).nodes
    assert here["Article"]["about"] == [{"@type": "AdministrativeArea", "name": "Gemeente Laren"}]
    assert "FAQPage" not in here


async def test_a_translation_is_in_its_own_language_and_leads_back(client: httpx.AsyncClient) -> None:
    response = await client.get("/kennis/zegel-en")
    page = Page(response)
    assert page.all("html", lang="en") and response.headers["Content-Language"] == "en"
    assert "20 November 2026" in page.text and "the Netherlands" in page.text and "March 2025" in page.text
    assert "Gecontroleerd" not in page.text
    base = "http://127.0.0.1:8000/kennis"
    for shown in (page, await get(client, "/kennis/zegel")):
        assert shown.all("link", rel="alternate", hreflang="nl", href=f"{base}/zegel")
        assert shown.all("link", rel="alternate", hreflang="en", href=f"{base}/zegel-en")
    assert page.nodes["Article"]["translationOfWork"]["@id"] == f"{base}/zegel"
    assert LABELS["nl"].keys() == LABELS["en"].keys() - {"former"}


async def test_who_chose_another_gemeente_is_told_of_its_own_answer(client: httpx.AsyncClient) -> None:
    page = await get(client, "/kennis/zegel", gemeente="laren")
    assert "Voor Laren is er een ander antwoord" in page.text
    assert {"/kennis/zegel-laren?gemeente=laren", "/chat?gemeente=laren"} <= page.links
    assert "ander antwoord" not in (await get(client, "/kennis/zegel-laren", gemeente="laren")).text
    assert "/chat?gemeente=laren" in (await get(client, "/kennis/zegel-laren")).links


@pytest.mark.parametrize(
    ("path", "said", "present"),
    [
        ("/kennis/weg", "‘Weg <ermee>’ is ingetrokken", "/kennis/zegel-laren"),
        ("/kennis/kapsalon-oud", "gold tot en met 2 november 2026", None),
        ("/kennis/vroeger", "gold tot en met 31 december 2024", None),
        ("/kennis/weg-alleen", "Er is nog geen nieuw antwoord", "/kennis/onderwerp/subsidies"),
    ],
)
async def test_the_link_of_an_article_that_ended_says_so_and_what_holds_now(
    client: httpx.AsyncClient, path: str, said: str, present: str | None
) -> None:
    page = await get(client, path, 410)
    assert said in page.text and page.meta("robots") == "noindex"
    assert not page.all("ermee")
    assert present is None or present in page.links


@pytest.mark.parametrize(
    "path",
    [
        "/kennis/bestaat-niet",
        "/kennis/concept",
        "/kennis/later",
        "/kennis/",
        "/kennis/zegel/",
        "/kennis/onderwerp/koken",
        "/kennis/onderwerp/",
        "/kennis/onderwerp/subsidies/meer",
        "/kennis/%00",
        "/kennis/%F0%9F%98%80",
        "/kennis/..%2fdesk",
        f"/kennis/{'a' * 3000}",
        "/kennis/<script>alert(1)</script>",
    ],
)
async def test_what_is_not_there_is_a_page_in_dutch(client: httpx.AsyncClient, path: str) -> None:
    page = await get(client, path, 404)
    assert "Deze pagina is er niet" in page.text and page.meta("robots") == "noindex"
    assert not page.all("script")


async def test_searching_finds_the_best_answer_and_stays_out_of_search_engines(
    client: httpx.AsyncClient,
) -> None:
    asked = {"q": "kapsalon aan huis", "gemeente": "hilversum"}
    response = await client.post("/kennis/zoeken", data=asked)
    page = Page(response)
    assert "/kennis/kapsalon-hilversum?gemeente=hilversum" in page.links
    assert page.meta("robots") == "noindex" and response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "no-store"
    assert page.all("input", id="q", value="kapsalon aan huis")
    nothing = Page(await client.post("/kennis/zoeken", data={"q": "xqzw vliegtuig"}))
    assert "Geen antwoord gevonden" in nothing.text
    assert "Nog niets gezocht" in (await get(client, "/kennis/zoeken")).text


async def test_a_question_in_an_address_is_not_searched_and_not_repeated(client: httpx.AsyncClient) -> None:
    page = await get(client, "/kennis/zoeken", q="zegel van Jan Jansen")
    assert "Nog niets gezocht" in page.text and "Jansen" not in page.text
    (field,) = page.all("input", id="q")
    assert field["value"] == ""


async def test_the_gemeente_of_a_search_that_does_not_exist_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/kennis/zoeken", data={"q": "zegel", "gemeente": "atlantis"})
    assert response.status_code == 400 and "kennen wij niet" in response.text


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("<script>alert(1)</script>", 200, "antwoord"),
        ('"><img src=x onerror=alert(1)>', 200, "antwoord"),
        ("{{ 7*7 }}", 200, "antwoord"),
        ("a" * 1001, 400, "te lang"),
        ("\u0301\u0301", 400, "gewone woorden"),
        ("\u200b", 200, "Nog niets gezocht"),
        ("'; DROP TABLE articles; --", 200, "antwoord"),
    ],
)
async def test_whatever_is_typed_stays_text_and_stays_in_the_field(
    client: httpx.AsyncClient, query: str, status: int, told: str
) -> None:
    response = await client.post("/kennis/zoeken", data={"q": query})
    page = Page(response)
    assert response.status_code == status
    assert told in page.text and "49" not in page.text
    assert not page.all("script") and not [found for _, found in page.tags if "onerror" in found]
    (field,) = page.all("input", id="q")
    assert field["value"] == ("" if query == "\u200b" else query)


@pytest.mark.parametrize(
    "path", ["/kennis", "/kennis/zoeken", "/kennis/zegel", "/kennis/onderwerp/subsidies"]
)
@pytest.mark.parametrize("gemeente", ["atlantis", "<script>alert(1)</script>", "x" * 5000])
async def test_an_unknown_gemeente_is_refused_on_a_page_that_still_works(
    client: httpx.AsyncClient, path: str, gemeente: str
) -> None:
    response = await client.get(path, params={"gemeente": gemeente})
    page = Page(response)
    assert response.status_code == 400 and "kennen wij niet" in page.text
    assert "alert(1)" not in page.data and "ETag" not in response.headers
    assert page.all("select", name="gemeente") or path == "/kennis/zegel"
