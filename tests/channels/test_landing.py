"""The front pages: complete without script, true for the gemeente, and honest about sample data."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup, Tag

from channels.conversations.models import Conversation, Feedback, Message
from channels.services import Services
from channels.web.articles import asked
from channels.web.articles.asked import MostAsked
from handoff.hours import DEFAULT_HOURS
from handoff.models import AccountManager
from kit import clock
from kit.settings import Settings
from knowledge.errors import ContentError
from knowledge.first_questions import read_first_questions
from knowledge.merges import Merges


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> BeautifulSoup:
    response = await client.get(path)
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    return BeautifulSoup(response.text, "html.parser")


def words(found: Tag | None) -> str:
    assert found is not None
    return " ".join(found.get_text(" ").split())


@pytest.fixture
async def people(services: Services) -> None:
    fixed = {"working_hours": DEFAULT_HOURS, "email": "x@example.nl", "phone": "035 000 00 00"}
    managers: list[dict[str, Any]] = [
        {"id": "anna", "name": "Anna Voorbeeld", "gemeenten": ["laren"], "example": True},
        {
            "id": "bram",
            "name": "Bram",
            "gemeenten": ["laren", "eemnes"],
            "topics": ["subsidies", "werkruimte"],
        },
        {"id": "carla", "name": "Carla", "gemeenten": ["laren"], "sectors": ["media", "zorg"]},
        {"id": "weg", "name": "Vertrokken", "gemeenten": ["laren"], "active": False},
        {"id": "dirk", "name": "Dirk uit Hilversum", "gemeenten": ["hilversum"]},
        {
            "id": "loket",
            "name": "Regioloket",
            "gemeenten": [],
            "region_desk": True,
            "email": "loket@example.nl",
        },
    ]
    async with services.database.transaction() as session:
        session.add_all(AccountManager(**fixed | each) for each in managers)


@pytest.mark.usefixtures("people")
async def test_the_page_of_a_gemeente_has_everything_without_script(client: httpx.AsyncClient) -> None:
    page = await read(client, "/laren")
    assert words(page.h1) == "Ondernemen in Laren"
    for heading in ("Om mee te beginnen", "Doe een check", "Onderwerpen", "Liever een mens?", "Spreekuren"):
        assert page.find(["h2", "h3"], string=heading), heading
    form = page.select_one(".ask")
    assert form and (form["method"], form["action"]) == ("post", "/chat#antwoord")
    assert page.select_one('.ask [formaction="/kennis/zoeken"]')
    assert page.select_one('.ask input[name="gemeente"][value="laren"]')
    assert page.select_one('button[name="choice"][value="hand-off"]')
    assert not [each for each in page.find_all("script") if each.get("type") != "application/ld+json"]
    assert page.select_one('a[href="/kennis/onderwerp/subsidies?gemeente=laren"]')
    assert page.select_one('a[href="/v1/contact-moments.ics?gemeente=laren"]')


@pytest.mark.usefixtures("people")
async def test_account_managers_stand_there_by_role_and_name_without_their_address(
    client: httpx.AsyncClient,
) -> None:
    page = await read(client, "/laren")
    shown = [words(each) for each in page.select(".people li")]
    assert shown == [
        "Anna Voorbeeld Accountmanager voor alle ondernemers",
        "Bram Accountmanager voor subsidies en werkruimte",
        "Carla Accountmanager voor media en zorg",
    ]
    assert "zijn verzonnen" in words(page.select_one(".help .warning"))
    assert "x@example.nl" not in str(page) and page.select_one('a[href="mailto:loket@example.nl"]')
    assert words(page.select_one(".walk-in li")).startswith("Dinsdag, 09:00 tot 11:00 uur voorbeeld")
    region = await read(client, "/")
    assert "Dirk uit Hilversum Accountmanager voor alle ondernemers in Hilversum" in words(region)
    assert "Vertrokken" not in words(region)


async def test_without_anybody_the_page_still_leads_to_a_person(client: httpx.AsyncClient) -> None:
    page = await read(client, "/hilversum")
    assert "loket van de regio" in words(page) and "Er zijn nu geen spreekuren in Hilversum" in words(page)
    assert page.select_one('button[name="choice"][value="hand-off"]')


async def test_the_page_of_the_region_leads_to_its_gemeenten(client: httpx.AsyncClient) -> None:
    page = await read(client, "/")
    assert [each["href"] for each in page.select(".chips a")] == [
        "/eemnes",
        "/gooise-meren",
        "/hilversum",
        "/laren",
    ]
    chosen = await client.get("/?gemeente=laren")
    assert (chosen.status_code, chosen.headers["Location"]) == (303, "/laren")
    assert (await client.get("/?gemeente=atlantis")).status_code == 400
    assert "kennen wij niet" in (await client.get("/?gemeente=%3Cb%3E")).text


async def test_other_names_of_a_gemeente_lead_to_its_page(client: httpx.AsyncClient) -> None:
    names = {
        "/Laren": "/laren",
        "/bussum": "/gooise-meren",
        "/Gooise-Meren": "/gooise-meren",
        "/laren/": "/laren",
    }
    for path, leads_to in names.items():
        response = await client.get(path)
        assert (response.status_code, response.headers["Location"]) == (301, leads_to)


async def test_a_gemeente_that_merged_leads_to_the_one_it_became(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Merges, "current", lambda _, slug: "hilversum" if slug == "laren" else slug)
    response = await client.get("/laren")
    assert (response.status_code, response.headers["Location"]) == (301, "/hilversum")


async def test_a_gemeente_that_is_not_there_is_a_friendly_page(client: httpx.AsyncClient) -> None:
    page = await read(client, "/atlantis", 404)
    assert "Deze pagina is er niet" in words(page.h1) and page.select_one('.chips a[href="/laren"]')
    elsewhere = await read(client, "/utrecht", 404)
    assert words(elsewhere.h1) == "Utrecht hoort niet bij deze voordeur"
    for path in ("/.env", "/wp-login.php", "/laren/x", "/%3Cscript%3E", "/" + "a" * 80):
        response = await client.get(path)
        assert response.status_code == 404, path
        assert response.headers["Content-Type"] == "application/problem+json"


async def test_machines_read_what_the_page_says_and_no_sample_data(client: httpx.AsyncClient) -> None:
    response = await client.get("/laren")
    page = BeautifulSoup(response.text, "html.parser")
    data = page.find("script", type="application/ld+json")
    assert isinstance(data, Tag)
    nodes = {each["@type"]: each for each in json.loads(data.string or "")["@graph"]}
    assert nodes["CollectionPage"]["about"] == {"@type": "AdministrativeArea", "name": "Gemeente Laren"}
    shown = [each["name"] for each in nodes["CollectionPage"]["mainEntity"]["itemListElement"]]
    assert shown == [words(each) for each in page.select(".questions a")]
    assert "voorbeeld" not in data.text.lower()
    canonical = page.find("link", rel="canonical")
    assert isinstance(canonical, Tag) and canonical["href"] == "http://127.0.0.1:8000/laren"
    assert [each["hreflang"] for each in page.find_all("link", rel="alternate")] == ["nl", "x-default"]
    again = await client.get("/laren", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304 and "Set-Cookie" not in response.headers


async def test_a_question_on_the_page_begins_a_conversation_there(
    client: httpx.AsyncClient, services: Services
) -> None:
    sent = {"q": "mag ik thuis knippen?", "gemeente": "laren", "key": "voorpagina"}
    first = await client.post("/chat", data=sent)
    page = BeautifulSoup(first.text, "html.parser")
    plain = page.find(id="gesprek")
    assert isinstance(plain, Tag) and "antwoord op mag ik thuis knippen?" in words(page)
    conversation, messages = await services.conversations.read(str(plain["data-id"]))
    assert conversation.gemeente == "laren"
    await client.post("/chat", data=sent)
    _, again = await services.conversations.read(str(plain["data-id"]))
    assert len(again) == len(messages), "a reload sends the same question again"


async def test_what_is_asked_and_helps_most_here_comes_first(
    client: httpx.AsyncClient, services: Services
) -> None:
    await _given(services, "kapsalon-laren", "laren", people=3)
    await _given(services, "kapsalon-hilversum", None, people=4, helpful=False)
    counted = MostAsked(services.database)
    assert await counted.ids("laren") == ["kapsalon-laren"]
    assert await counted.ids() == ["kapsalon-laren", "kapsalon-hilversum"]
    page = await read(client, "/laren")
    assert words(page.select_one(".questions li")) == "Werken aan huis in Laren"
    assert page.find("h2", string="Veel gevraagd")


async def test_the_count_is_kept_for_a_while(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = MostAsked(services.database)
    assert await counted.ids() == []
    await _given(services, "kapsalon-laren", "laren", people=3)
    assert await counted.ids() == []
    monkeypatch.setattr(asked, "COUNT_EVERY", 0.0)
    assert await counted.ids() == ["kapsalon-laren"]


async def test_editors_put_questions_forward_while_nobody_asked(
    client: httpx.AsyncClient, content_dir: Path
) -> None:
    order = "subjects: [bestaat-niet, kapsalon-laren]\n"
    (content_dir / "first-questions.yaml").write_text(order, encoding="utf-8")
    page = await read(client, "/laren")
    assert words(page.select_one(".questions li")) == "Werken aan huis in Laren"
    (content_dir / "first-questions.yaml").write_text("subjects: {geen: lijst}\n", encoding="utf-8")
    with pytest.raises(ContentError):
        read_first_questions(content_dir)
    assert (await client.get("/hilversum")).status_code == 200


def test_the_real_first_questions_are_all_there() -> None:
    folder = Settings(_env_file=None).content_dir
    texts = [path.read_text("utf-8") for path in (folder / "articles").rglob("*.md")]
    known = {found[1] for text in texts if (found := re.search(r"^subject: (\S+)$", text, re.MULTILINE))}
    subjects = read_first_questions(folder)
    assert len(subjects) >= 8 and set(subjects) <= known


async def _given(
    services: Services, article_id: str, gemeente: str | None, people: int, *, helpful: bool = True
) -> None:
    """Store that several people got an article, and that one of them judged it."""
    async with services.database.transaction() as session:
        for number in range(people):
            name = f"{article_id}-{number}"
            now = clock.now()
            session.add(
                Conversation(id=name, token_hash="", channel="web", created_at=now, last_active_at=now)
            )
            await session.flush()
            answer = {"kind": "article", "articleId": article_id} | (
                {"gemeente": gemeente} if gemeente else {}
            )
            session.add(
                Message(
                    id=name,
                    conversation_id=name,
                    position=1,
                    sender="assistant",
                    sent_at=now,
                    text="x",
                    answer=answer,
                )
            )
        await session.flush()
        session.add(Feedback(conversation_id=name, message_id=name, helpful=helpful, given_at=clock.now()))
