"""The pages of the guided checks: a form without script, and the outcome above it."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from check_pages import PageReader, checking_app
from fastapi import FastAPI

CHECKS = ("werken-aan-huis", "financiering", "locatie")
HOME = {
    "gemeente": "Hilversum",
    "trade": "kapper",
    "home-area": "120",
    "work-area": "een kamer van 4 bij 5",
    "customers": "ja",
}
MEAN = "<script>alert(1)</script>\"'"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    app = checking_app(tmp_path_factory.mktemp("checks"))
    yield app
    del app.state.services.library.index


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voordeur.test") as client:
        yield client


async def test_the_checks_are_listed_with_a_link_to_each(client: httpx.AsyncClient) -> None:
    page = PageReader((await client.get("/checks")).text)
    assert all(page.all("a", href=f"/checks/{check}") for check in CHECKS)


@pytest.mark.parametrize("check", CHECKS)
async def test_every_question_has_a_label_or_a_legend_and_not_knowing_is_an_answer(
    client: httpx.AsyncClient, app: FastAPI, check: str
) -> None:
    page = PageReader((await client.get(f"/checks/{check}")).text)
    for question in app.state.services.library.checks.get(check).all_questions():
        if question.kind in {"number", "trade", "gemeente"}:
            assert page.by_id(f"q-{question.id}") and page.all("label", **{"for": f"q-{question.id}"})
        else:
            unknown = f"q-{question.id}-onbekend"
            assert page.by_id(unknown) and page.all("label", **{"for": unknown})
        assert question.text in page.text
    assert len(page.all("legend")) == len(page.all("fieldset"))


@pytest.mark.parametrize("check", CHECKS)
async def test_what_describes_a_field_is_there_and_no_id_is_used_twice(
    client: httpx.AsyncClient, check: str
) -> None:
    sent = await client.post(f"/checks/{check}", data={"gemeente": "atlantis"})
    page = PageReader(sent.text)
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    for _, attrs in page.tags:
        described = (attrs.get("aria-describedby") or "").split()
        assert set(described) <= set(ids)


async def test_the_sources_of_a_step_stand_behind_it(client: httpx.AsyncClient) -> None:
    sent = {"gemeente": "Hilversum", "phase": "zwaar-weer"}
    page = PageReader((await client.post("/checks/financiering", data=sent)).text)
    assert "Bron: Financiële ondersteuning voor ondernemers (Bbz), gemeente Hilversum (2022)" in page.text
    links = [attrs["href"] for attrs in page.all("a") if "hilversum.nl" in (attrs.get("href") or "")]
    assert links


async def test_the_outcome_stands_above_the_form_with_every_criterion_in_a_table(
    client: httpx.AsyncClient,
) -> None:
    response = await client.post("/checks/werken-aan-huis", data=HOME)
    page = PageReader(response.text)
    assert response.status_code == 200 and page.by_id("uitkomst")
    assert len(page.all("th", scope="col")) == 5 and len(page.all("th", scope="row")) > 5
    for words in (
        "Uitkomst:",
        "rechten",
        "16,7 procent",
        "Gecontroleerd op",
        "nog open",
        "Verder in de chat",
    ):
        assert words in page.text
    assert response.text.index('id="uitkomst"') < response.text.index("<form")


async def test_what_was_filled_in_is_kept(client: httpx.AsyncClient) -> None:
    page = PageReader((await client.post("/checks/werken-aan-huis", data=HOME)).text)
    for name in ("gemeente", "trade", "home-area", "work-area"):
        field = page.by_id(f"q-{name}")
        assert field and field["value"] == HOME[name]
    checked = page.by_id("q-customers-ja")
    assert checked and "checked" in checked
    assert len([attrs for _, attrs in page.tags if "checked" in attrs]) == 1


async def test_a_share_of_the_home_typed_as_words_is_understood(client: httpx.AsyncClient) -> None:
    sent = HOME | {"work-area": "een derde"}
    page = PageReader((await client.post("/checks/werken-aan-huis", data=sent)).text)
    assert "33,3 procent" in page.text


async def test_several_options_of_one_question_are_taken_together(client: httpx.AsyncClient) -> None:
    sent = {**HOME, "special": "geen", "nuisance": ["stank", "geluid"]}
    page = PageReader((await client.post("/checks/werken-aan-huis", data=sent)).text)
    assert "Geluid, Stank" in page.text


async def test_schemes_are_cards_in_groups_with_how_to_apply(client: httpx.AsyncClient) -> None:
    sent = {"gemeente": "Hilversum", "phase": "starter", "purpose": "start", "amount": "10.000 euro"}
    page = PageReader((await client.post("/checks/financiering", data=sent)).text)
    for words in ("Past misschien", "Voor wie", "Wat u krijgt", "Hoe u aanvraagt", "Tot wanneer", "Bron:"):
        assert words in page.text
    assert any((attrs.get("href") or "").startswith("/kennis/") for attrs in page.all("a"))


async def test_the_location_check_tells_steps_and_what_to_ask(client: httpx.AsyncClient) -> None:
    sent = {"gemeente": "Hilversum", "function": "kantoor", "place": "aanloopstraat"}
    page = PageReader((await client.post("/checks/locatie", data=sent)).text)
    assert "Wat u kunt doen" in page.text and "Vraag in elk geval" in page.text


@pytest.mark.parametrize(
    ("check", "sent", "field"),
    [
        ("werken-aan-huis", {"home-area": "0 m2"}, "home-area"),
        ("werken-aan-huis", {"home-area": "heel groot"}, "home-area"),
        ("werken-aan-huis", {"home-area": "100", "work-area": "300"}, "work-area"),
        ("werken-aan-huis", {"gemeente": "atlantis"}, "gemeente"),
        ("werken-aan-huis", {"trade": "x" * 500}, "trade"),
        ("werken-aan-huis", {"nuisance": ["geen", "stank"]}, "nuisance"),
        ("financiering", {"amount": "-5 euro"}, "amount"),
        ("financiering", {"phase": "failliet"}, "phase"),
    ],
)
async def test_what_cannot_be_used_is_said_at_the_top_and_at_its_field(
    client: httpx.AsyncClient, check: str, sent: dict[str, str], field: str
) -> None:
    response = await client.post(f"/checks/{check}", data=sent)
    page = PageReader(response.text)
    assert response.status_code == 400 and "<title>Fout: " in response.text
    message = page.by_id(f"q-{field}-fout")
    assert message
    summary = [attrs["href"] for attrs in page.all("a") if (attrs.get("href") or "").startswith("#q-")]
    assert summary and all(page.by_id(str(href)[1:]) for href in summary)
    described = [
        attrs for _, attrs in page.tags if f"q-{field}-fout" in (attrs.get("aria-describedby") or "")
    ]
    assert described
    assert not page.all("table")


async def test_an_empty_form_gives_an_outcome_and_not_an_error(client: httpx.AsyncClient) -> None:
    for check in CHECKS:
        response = await client.post(f"/checks/{check}", data={})
        assert response.status_code == 200 and "nog open" in response.text


async def test_a_gemeente_that_was_chosen_before_is_filled_in(client: httpx.AsyncClient) -> None:
    page = PageReader((await client.get("/checks/locatie?gemeente=laren")).text)
    field = page.by_id("q-gemeente")
    assert field and field["value"] == "Laren"


async def test_what_was_typed_never_becomes_code(client: httpx.AsyncClient) -> None:
    sent = {"gemeente": MEAN, "trade": MEAN, "home-area": MEAN, "customers": MEAN, MEAN: MEAN}
    response = await client.post("/checks/werken-aan-huis", data=sent)
    assert "<script>alert" not in response.text and "&lt;script&gt;" in response.text


async def test_the_pages_have_no_script_and_no_cookies_and_answers_are_not_kept(
    client: httpx.AsyncClient,
) -> None:
    for check in CHECKS:
        shown = await client.get(f"/checks/{check}")
        sent = await client.post(f"/checks/{check}", data={"gemeente": "Laren"})
        for response in (shown, sent):
            assert "set-cookie" not in response.headers
            assert "style=" not in response.text and " onclick" not in response.text
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert sent.headers["Cache-Control"] == "no-store" and "noindex" in sent.text


@pytest.mark.parametrize("method", ["get", "post"])
async def test_a_check_that_is_not_there_is_a_page_that_says_so(
    client: httpx.AsyncClient, method: str
) -> None:
    response = await client.request(method, "/checks/bestaat-niet")
    assert response.status_code == 404 and response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data"])
async def test_a_form_of_another_kind_never_breaks_the_page(
    client: httpx.AsyncClient, content_type: str
) -> None:
    response = await client.post(
        "/checks/locatie", content=b'{"place": "x"}\xff\x00', headers={"Content-Type": content_type}
    )
    assert response.status_code in {200, 400}


async def carried(client: httpx.AsyncClient, response: httpx.Response) -> dict[str, Any]:
    """Return the conversation that the page leads to, without script and without cookies."""
    conversation, token = PageReader(response.text).all("input", name="pass")[0]["value"].split(".")
    headers = {"Authorization": f"Bearer {token}"}
    return dict((await client.get(f"/v1/conversations/{conversation}", headers=headers)).json())


async def test_the_chat_goes_on_with_the_answers_of_the_page(client: httpx.AsyncClient, app: FastAPI) -> None:
    sent = {"gemeente": "Hilversum", "function": "kantoor", "place": "kernwinkelgebied"}
    response = await client.post("/checks/locatie/chat", data=sent)
    assert response.status_code == 200 and response.headers["Cache-Control"] == "no-store"
    assert "HttpOnly" in response.headers["Set-Cookie"]
    transcript = await carried(client, response)
    welcome, result = transcript["messages"]
    assert transcript["gemeente"] == "hilversum" and welcome["answer"]["kind"] == "small-talk"
    assert result["answer"]["kind"] == "check-result"
    assert "check-person" in [choice["choice"] for choice in result["choices"]]


async def test_an_unfinished_form_goes_on_in_the_chat_with_the_next_question(
    client: httpx.AsyncClient,
) -> None:
    response = await client.post("/checks/locatie/chat", data={"gemeente": "Laren"})
    transcript = await carried(client, response)
    assert transcript["messages"][-1]["answer"]["kind"] == "check-question"


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [("locatie", {"gemeente": "atlantis"}, 400), ("bestaat-niet", {}, 404)],
)
async def test_what_cannot_go_to_the_chat_stays_on_the_page(
    client: httpx.AsyncClient, path: str, sent: dict[str, str], status: int
) -> None:
    response = await client.post(f"/checks/{path}/chat", data=sent)
    assert response.status_code == status and "Set-Cookie" not in response.headers
