"""The assistant while Rasa does not answer, and the door that only Rasa may use."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx
import pytest
from assistant_builders import Chat, titles
from fastapi import FastAPI

from assistant.actions.routes import add_actions
from assistant.actions.turn import Services
from assistant.engine import Engine
from knowledge.topics import TOPICS

ALL_TOPICS = [*(topic.title for topic in TOPICS.values()), "Praat met een mens"]


async def test_the_welcome_says_that_it_is_a_computer(engine: Engine) -> None:
    [reply] = await engine.welcome("new", gemeente=None)
    assert "computer" in reply.text and "mens" in reply.text
    assert titles(reply) == ALL_TOPICS


async def test_the_welcome_remembers_the_gemeente(engine: Engine, services: Services) -> None:
    await engine.welcome("new", gemeente="laren")
    assert (await Chat(services, "new").memory()).gemeente == "laren"


async def test_rasa_is_not_reachable(engine: Engine) -> None:
    assert not await engine.reachable()


@pytest.mark.parametrize("text", ["mag ik thuis knippen?", "", "/restart", "😀", "x" * 5000])
async def test_typed_text_is_answered_with_topics_and_not_lost(
    engine: Engine, services: Services, text: str
) -> None:
    [reply] = await engine.respond("one", text=text, choice=None)
    assert reply.answer and reply.answer.kind == "notice"
    assert titles(reply) == ALL_TOPICS
    assert (await Chat(services, "one").memory()).question == text


async def test_buttons_work_without_rasa(engine: Engine) -> None:
    [reply] = await engine.respond("one", text=None, choice="topic:financiering")
    article = next(choice for choice in reply.choices if choice.choice.startswith("article:"))
    [answered, *_] = await engine.respond("one", text=None, choice=article.choice)
    assert answered.answer and answered.answer.kind == "article" and answered.answer.sources


async def test_a_hand_off_goes_to_the_ticket_without_rasa(engine: Engine, services: Services) -> None:
    await engine.respond("one", text="mag ik thuis knippen?", choice=None)
    await engine.respond("one", text="mens", choice=None)
    for text in ("Laren", "Sanne de Wit", "06 12345678", "ja", "akkoord", "verstuur"):
        replies = await engine.respond("one", text=text, choice=None)
    assert replies[-1].answer and replies[-1].answer.kind == "ticket"
    [ticket] = await Chat(services).tickets()
    assert ticket.question == "mag ik thuis knippen?"
    assert (ticket.gemeente, ticket.phone) == ("laren", "+31612345678")


@contextlib.asynccontextmanager
async def stand_in(answer: bytes) -> AsyncIterator[str]:
    """A server in the place of Rasa that answers every request with the same bytes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def http_answer(status: str, body: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()


@pytest.mark.parametrize(
    "answer",
    [
        http_answer("500 Internal Server Error", "oops"),
        http_answer("401 Unauthorized", "{}"),
        http_answer("200 OK", "no json"),
        http_answer("200 OK", "[]"),
        http_answer("200 OK", '[{"recipient_id": "one", "text": "not one of ours"}]'),
        http_answer("200 OK", '[{"custom": {"nothing": "of a reply"}}]'),
        b"",
        b"\x00\xff\r\n\r\n",
    ],
    ids=["500", "401", "no-json", "no-reply", "not-ours", "half-a-reply", "closed", "garbage"],
)
async def test_a_rasa_that_answers_nonsense_counts_as_down(services: Services, answer: bytes) -> None:
    async with stand_in(answer) as url:
        settings = services.settings.model_copy(update={"rasa_url": url})
        settings.__dict__.pop("rasa", None)
        engine = Engine(Services(settings, services.database, services.library, services.conversations))
        [reply] = await engine.respond("one", text="mag ik thuis knippen?", choice=None)
        await engine.close()
    assert "storing" in reply.text


@pytest.fixture
async def door(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    add_actions(app, services)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://voordeur.test") as client:
        yield client


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", "inner", "Basic inner"])
async def test_without_the_token_there_is_no_action_endpoint(
    door: httpx.AsyncClient, header: str | None
) -> None:
    headers = {"Authorization": header} if header is not None else {}
    answer = await door.post("/internal/actions", json={"next_action": "action_answer"}, headers=headers)
    assert answer.status_code == 404


async def say(door: httpx.AsyncClient, action: str, message: dict[str, object]) -> list[str]:
    """Call an action as Rasa does; return the texts of its replies."""
    tracker = {
        "sender_id": "one",
        "slots": {},
        "latest_message": message,
        "events": [],
        "paused": False,
        "latest_action_name": None,
        "active_loop": {},
        "followup_action": None,
    }
    call = {"next_action": action, "sender_id": "one", "tracker": tracker}
    answer = await door.post("/internal/actions", json=call, headers={"Authorization": "Bearer inner"})
    return [response["custom"]["text"] for response in answer.json()["responses"]]


async def test_with_the_token_an_action_answers(door: httpx.AsyncClient) -> None:
    message = {"text": "hoi", "intent": {"name": "greet", "confidence": 0.9}, "entities": []}
    [text] = await say(door, "action_small_talk", message)
    assert text.startswith("Goedendag")


async def test_the_action_takes_the_text_as_it_was_typed(door: httpx.AsyncClient, services: Services) -> None:
    typed = "mijn bsn is [BSN verwijderd], wat nu"
    message = {
        "text": "mijn bsn is , wat nu",
        "metadata": {"text": typed},
        "intent": {"name": "nlu_fallback"},
    }
    told, *_ = await say(door, "action_fallback", message)
    assert "burgerservicenummer" in told
    assert (await Chat(services, "one").memory()).question == typed
