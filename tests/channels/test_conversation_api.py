"""The API for conversations: starting one, sending a message, and what is no message."""

import json

import httpx
import pytest
from channels_builders import ScriptedAssistant, Talk, article_reply
from conversation_problems import assert_problem
from sqlalchemy import select

from channels.conversations.models import Conversation, Feedback, Message
from channels.services import Services

BSN = "111222333"
IBAN = "NL91 ABNA 0417 1643 00"


async def test_a_conversation_starts_with_an_id_a_token_and_the_disclosure(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/conversations", json={"channel": "web", "gemeente": "gooise-meren"})
    assert response.status_code == 201
    started = response.json()
    assert len(started["id"]) >= 20 and len(started["token"]) >= 40
    first = started["messages"][0]
    assert first["sender"] == "assistant"
    assert "computer" in first["text"]
    assert first["choices"][0] == {"title": "Werken aan huis", "choice": "topic:werken-aan-huis"}
    assert first["answer"] == {"kind": "small-talk", "sources": []}
    assert first["sentAt"].endswith(("Z", "+00:00"))


async def test_a_conversation_starts_without_any_body(client: httpx.AsyncClient) -> None:
    assert (await client.post("/v1/conversations")).status_code == 201


async def test_the_token_itself_is_not_stored(talk: Talk, services: Services) -> None:
    async with services.database.reading() as session:
        conversation = await session.get(Conversation, talk.id)
    assert conversation and talk.token not in str(vars(conversation))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"gemeente": "atlantis"}, "gemeente"),
        ({"gemeente": "Gooise Meren"}, "gemeente"),
        ({"gemeente": 5}, "gemeente"),
        ({"gemeente": "\x00"}, "gemeente"),
        ({"channel": "WEB!"}, "channel"),
        ({"channel": "x" * 31}, "channel"),
        ({"channel": None}, "channel"),
        ({"language": "Nederlands"}, "language"),
        ([], ""),
        ("tekst", ""),
    ],
)
async def test_a_bad_start_is_refused_with_the_field(
    client: httpx.AsyncClient, body: object, field: str
) -> None:
    assert_problem(await client.post("/v1/conversations", json=body), 400, field)


async def test_a_gemeente_outside_the_region_is_welcome(client: httpx.AsyncClient) -> None:
    assert (await client.post("/v1/conversations", json={"gemeente": "utrecht"})).status_code == 201


async def test_a_message_gets_its_replies_with_source_and_topic(
    talk: Talk, assistant: ScriptedAssistant
) -> None:
    assistant.reply = lambda said: article_reply()
    response = await talk.send({"text": "Mag ik thuis knippen?"})
    assert response.status_code == 201
    (message,) = response.json()["messages"]
    assert message["sender"] == "assistant" and message["text"] == "Dat mag."
    assert message["answer"] == {
        "kind": "article",
        "topic": "werken-aan-huis",
        "articleId": "regels",
        "sources": [{"title": "Plan", "date": "2013", "checkedOn": "2026-11-21"}],
        "confidence": 0.9,
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "   \n\t "}, "text"),
        ({"text": "\u200b\u200d\ufeff"}, "text"),
        ({"text": "\u3164\u2800 \u115f"}, "text"),
        ({"text": "\x00\x1b\x7f"}, "text"),
        ({"text": "\ufe0f\u0301"}, "text"),
        ({"text": "a" * 1001}, "text"),
        ({"text": 12}, "text"),
        ({"text": ["a"]}, "text"),
        ({"text": {"a": "b"}}, "text"),
        ({"text": True}, "text"),
        ({"choice": ""}, "choice"),
        ({"choice": "c" * 201}, "choice"),
        ({"choice": 1}, "choice"),
        ({"text": "a", "choice": "b"}, ""),
        ({}, ""),
        ({"text": None}, ""),
        ({"message": "hallo"}, ""),
        ([], ""),
        ("hallo", ""),
        (None, ""),
        (3.5, ""),
    ],
)
async def test_a_bad_message_is_refused_and_not_stored(
    talk: Talk, assistant: ScriptedAssistant, body: object, field: str
) -> None:
    before = await talk.transcript()
    problem = assert_problem(await talk.send(body), 400, field)
    assert await talk.transcript() == before
    assert assistant.asked == []
    assert "Input should" not in json.dumps(problem)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"{'text': 'a'}",
        b'{"text": "a"',
        b"\xff\xfe\x00",
        b'{"text": "\xe9"}',
        b"[" * 20_000,
        b'{"text": NaN}',
        b"",
        b"text=hallo",
    ],
)
async def test_what_is_no_json_is_refused(talk: Talk, content: bytes) -> None:
    headers = talk.headers | {"Content-Type": "application/json"}
    assert_problem(await talk.client.post(f"{talk.path}/messages", content=content, headers=headers), 400)


async def test_a_form_is_refused(talk: Talk) -> None:
    response = await talk.client.post(f"{talk.path}/messages", data={"text": "hallo"}, headers=talk.headers)
    assert_problem(response, 400)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a" * 1000, "a" * 1000),
        ("🏠", "🏠"),
        ("👍🏽", "👍🏽"),
        ("?", "?"),
        ("  hallo\u200b daar\x07 ", "hallo daar"),
        ("cafe\u0301", "café"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE messages; --", "'; DROP TABLE messages; --"),
        ("\u202eomgekeerd", "omgekeerd"),
        ("half \ud83d teken", "half  teken"),
        ("een\r\ntwee\n\n\n\ndrie", "een\ntwee\n\ndrie"),
        ("/restart", "/restart"),
        ("{{ 7*7 }} {0} %s", "{{ 7*7 }} {0} %s"),
        ("Ünïcödé ﷽ 中文", "Ünïcödé ﷽ 中文"),
    ],
)
async def test_odd_text_is_accepted_and_kept_as_text(talk: Talk, typed: str, stored: str) -> None:
    content = json.dumps({"text": typed}).encode()
    headers = talk.headers | {"Content-Type": "application/json"}
    response = await talk.client.post(f"{talk.path}/messages", content=content, headers=headers)
    assert response.status_code == 201, response.text
    messages = await talk.transcript()
    assert [message["text"] for message in messages if message["sender"] == "entrepreneur"] == [stored]


@pytest.mark.parametrize("number", [BSN, IBAN, "bsn 111222333"])
async def test_a_personal_number_reaches_neither_the_store_nor_the_assistant(
    talk: Talk, assistant: ScriptedAssistant, services: Services, number: str
) -> None:
    await talk.send({"text": f"mijn nummer is {number}, mag dat?"})
    await talk.send({"choice": f"topic:{number}"})
    await talk.client.post(
        f"{talk.path}/feedback", json={"helpful": True, "comment": f"zie {number}"}, headers=talk.headers
    )
    digits = "0417" if number == IBAN else BSN
    assert digits not in str(assistant.asked)
    async with services.database.reading() as session:
        rows = [*(await session.scalars(select(Message))), *(await session.scalars(select(Feedback)))]
    assert not [row for row in rows if digits in str(vars(row))]
    assert "verwijderd" in str([message["text"] for message in await talk.transcript()])
