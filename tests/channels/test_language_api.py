"""The language of a conversation over HTTP: asked for at the start, told, and changed on the way."""

import dataclasses

import httpx
import pytest
from channels_builders import Talk
from fastapi import FastAPI

from channels.conversations.locks import LocalLocks
from channels.conversations.service import Conversations
from channels.services import Services


@pytest.fixture
async def talking(app: FastAPI, services: Services, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A client of a gateway whose assistant is the real one; nobody answers for Rasa."""
    real = Conversations(services.database, services.engine, services.hub, LocalLocks())
    app.state.services = dataclasses.replace(services, conversations=real)
    return client


async def start(client: httpx.AsyncClient, **wanted: str) -> tuple[Talk, dict[str, object]]:
    """Start a conversation and return it with its first message."""
    started = (await client.post("/v1/conversations", json=wanted)).raise_for_status().json()
    return Talk(client, started["id"], started["token"]), started["messages"][0]


async def told(talk: Talk) -> str:
    return str((await talk.client.get(talk.path, headers=talk.headers)).json()["language"])


@pytest.mark.parametrize(
    ("language", "begins", "marked"),
    [("en", "Welcome", "en"), ("ar", "أنا حاسوب", "ar"), ("nl", "Welkom", None), ("fr", "Welkom", None)],
)
async def test_a_conversation_opens_in_its_language(
    talking: httpx.AsyncClient, language: str, begins: str, marked: str | None
) -> None:
    talk, welcome = await start(talking, language=language)
    assert str(welcome["text"]).startswith(begins)
    assert dict(welcome["answer"]).get("language") == marked  # type: ignore[call-overload]
    assert await told(talk) == language


async def test_no_language_is_dutch_and_a_wrong_one_is_refused(talking: httpx.AsyncClient) -> None:
    _, welcome = await start(talking)
    assert str(welcome["text"]).startswith("Welkom")
    for wrong in ("English", "", "e", "en_GB", 1):
        response = await talking.post("/v1/conversations", json={"language": wrong})
        assert response.status_code == 400


async def test_the_transcript_tells_the_language_that_somebody_changed_to(talking: httpx.AsyncClient) -> None:
    talk, _ = await start(talking)
    [reply] = (await talk.send({"text": "english please"})).json()["messages"]
    assert reply["answer"]["language"] == "en" and await told(talk) == "en"
    [reply] = (await talk.send({"choice": "language:nl"})).json()["messages"]
    assert "language" not in reply["answer"] and await told(talk) == "nl"


async def test_an_account_manager_is_announced_in_english(talking: httpx.AsyncClient, app: FastAPI) -> None:
    talk, _ = await start(talking, language="en")
    conversations = app.state.services.conversations
    await conversations.take_over(talk.id, "anna", "Anna Voorbeeld")
    await talk.send({"text": "my number is 123456782"})
    await conversations.give_back(talk.id, "anna")
    said = [each for each in await talk.transcript() if each["sender"] == "system"]
    assert [str(each["text"]).split()[0] for each in said] == ["You", "A", "Anna"]
    assert all(each["answer"] == {"kind": "notice", "sources": [], "language": "en"} for each in said)


async def test_the_page_offers_the_languages_as_their_speakers_write_them(client: httpx.AsyncClient) -> None:
    html = (await client.get("/chat")).text
    for code, direction, name in (("en", "ltr", "English"), ("ar", "rtl", "العربية")):
        item = html.split(f'<li data-choice="language:{code}" lang="{code}" dir="{direction}">')[1]
        assert f'value="language:{code}">{name}</button>' in item.split("</li>")[0]
