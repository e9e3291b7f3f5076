"""The pages in English: a start, topics, a search and a chat that answer in English."""

from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup, Tag
from public_page import put

from channels.services import Services


@pytest.fixture
def content_dir(content_dir: Path) -> Path:
    """The articles of the other tests, and one that is there in English too."""
    put(content_dir, "zegel", "Hoe vraag ik een zegel aan?")
    put(content_dir, "zegel-en", "Apply for a seal", "Short.", language="en", translation_of="zegel")
    return content_dir


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> BeautifulSoup:
    response = await client.get(path)
    assert response.status_code == status, response.text
    assert response.headers["Content-Language"] == "en"
    return BeautifulSoup(response.text, "html.parser")


def links(page: BeautifulSoup) -> set[str]:
    return {str(each["href"]) for each in page.find_all("a")}


async def test_the_start_leads_to_everything_in_english_and_keeps_the_gemeente(
    client: httpx.AsyncClient,
) -> None:
    page = await read(client, "/en?gemeente=laren")
    assert page.h1 and page.h1.text == "Doing business in Laren"
    assert {
        "/en/topic/subsidies?gemeente=laren",
        "/chat?language=en&gemeente=laren",
        "/privacy?lang=en",
        "/laren",
    } <= links(page)
    form = page.select_one(".ask")
    assert form and form.select_one('input[name="language"][value="en"]')
    assert form.select_one('[formaction="/en/search"]') and form.select_one('option[value="laren"][selected]')
    assert not [each for each in page.find_all("script") if each.get("type") != "application/ld+json"]


@pytest.mark.parametrize("path", ["/", "/laren", "/kennis", "/checks"])
async def test_every_dutch_page_has_the_way_to_it_at_the_top(client: httpx.AsyncClient, path: str) -> None:
    page = BeautifulSoup((await client.get(path)).text, "html.parser")
    assert page.select_one('nav.menu a[lang="en"]')


async def test_a_question_on_the_start_begins_a_conversation_in_english(
    client: httpx.AsyncClient, services: Services
) -> None:
    sent = {"q": "do I need a permit?", "language": "en", "gemeente": "laren", "key": "frontpage"}
    answered = await client.post("/chat", data=sent, follow_redirects=True)
    chat = BeautifulSoup(answered.text, "html.parser").find(id="gesprek")
    assert isinstance(chat, Tag)
    conversation, _ = await services.conversations.read(str(chat["data-id"]))
    assert (conversation.language, conversation.gemeente) == ("en", "laren")


async def test_a_topic_lists_only_what_is_there_in_english(client: httpx.AsyncClient) -> None:
    page = await read(client, "/en/topic/subsidies")
    shown = links(page)
    assert "/kennis/zegel-en" in shown and "/kennis/zegel" not in shown
    assert page.h1 and page.h1.text == "Grants and subsidies"
    empty = await read(client, "/en/topic/coaching")
    assert "We have no answer in English about this yet" in empty.text
    assert (await client.get("/en/topic/atlantis")).status_code == 404


async def test_the_search_finds_english_articles_and_says_when_there_are_none(
    client: httpx.AsyncClient,
) -> None:
    assert "Nothing searched yet" in (await read(client, "/en/search")).text
    found = await client.post("/en/search", data={"q": "apply for a seal", "gemeente": "laren"})
    assert found.status_code == 200 and found.headers["X-Robots-Tag"] == "noindex"
    shown = links(BeautifulSoup(found.text, "html.parser"))
    assert "/kennis/zegel-en?gemeente=laren" in shown and "/kennis/zegel?gemeente=laren" not in shown
    nothing = await client.post("/en/search", data={"q": "qwxz"})
    assert "No answer found" in nothing.text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"q": "x" * 1001}, "too long"),
        ({"q": "\u0301"}, "plain words"),
        ({"q": "seal", "gemeente": "atlantis"}, "do not know the municipality"),
    ],
)
async def test_what_cannot_be_searched_is_said_in_english(
    client: httpx.AsyncClient, sent: dict[str, str], sentence: str
) -> None:
    refused = await client.post("/en/search", data=sent)
    assert refused.status_code == 400 and sentence in refused.text
