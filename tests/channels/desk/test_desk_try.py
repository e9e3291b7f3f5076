"""Trying a question: what would be answered, why, and that nothing of it stays."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from article_builders import PUBLISHED, change
from sqlalchemy import func, select

from assistant.actions.models import MemoryRow
from assistant.engine import Engine
from channels.conversations.models import Message
from channels.services import Services
from kit.settings import Settings
from knowledge.search.verdict import POSSIBLE

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

TRY = "/desk/articles/try"


def written(score: float) -> str:
    return f"{score:.3f}".removesuffix("0").replace(".", ",")


@contextlib.asynccontextmanager
async def stand_in(intent: str, confidence: float) -> AsyncIterator[str]:
    """A server in the place of Rasa, that reads everything alike and says nothing."""
    other = {"name": "greet", "confidence": 0.0625}
    ranked = [{"name": intent, "confidence": confidence}, other]
    parsed = json.dumps({"intent": ranked[0], "intent_ranking": ranked, "entities": []})

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            asked = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1]
            body = parsed if asked.endswith(b"/parse") else "[]"
            writer.write(
                f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
            )
            writer.write(body.encode())
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture(params=[("werken-aan-huis", 0.875)])
async def rasa(request: pytest.FixtureRequest, services: Services, settings: Settings) -> AsyncIterator[None]:
    """Let the language model read every question as one thing."""
    async with stand_in(*request.param) as url:
        changed = Settings(**settings.model_dump() | {"rasa_url": url, "_env_file": None})
        reading = Engine(services.assistant)
        reading._client.base_url = changed.rasa
        await services.engine.close()
        services.engine._client = reading._client
        yield


async def rows(services: Services) -> tuple[int, int]:
    async with services.database.reading() as session:
        memories = await session.scalar(select(func.count()).select_from(MemoryRow))
        messages = await session.scalar(select(func.count()).select_from(Message))
    return memories or 0, messages or 0


async def test_without_the_language_model_the_search_is_shown_and_the_page_says_so(
    services: Services, browse: Browse
) -> None:
    browser = await browse("redactie")
    response = await browser.send(TRY, TRY, question="knippen in mijn garage", gemeente="laren")
    assert response.status_code == 200
    for words in (
        "Het taalmodel antwoordt nu niet",
        "Zeker. De assistent geeft het bovenste artikel",
        'href="/desk/articles/kapsalon-laren"',
        "knippen in mijn garage (<strong>dezelfde woorden</strong>)",
        f"vanaf een score van {written(POSSIBLE)} wordt een artikel genoemd",
        "Zekerheid dat de eerste goed is</dt><dd>100%",
    ):
        assert words in response.text, words
    assert await rows(services) == (0, 0)


@pytest.mark.usefixtures("rasa")
async def test_with_it_the_intent_is_shown_with_its_confidence(services: Services, browse: Browse) -> None:
    response = await (await browse("redactie")).send(TRY, TRY, question="kapsalon in huis")
    assert "Werken aan huis: 88%" in response.text and "een begroeting: 6%" in response.text
    assert "Het taalmodel antwoordt nu niet" not in response.text
    assert await rows(services) == (0, 0)


@pytest.mark.usefixtures("rasa")
@pytest.mark.parametrize("rasa", [("greet", 0.75)], indirect=True)
async def test_of_an_act_the_page_says_that_nothing_is_searched(browse: Browse) -> None:
    response = await (await browse("redactie")).send(TRY, TRY, question="kapsalon aan huis")
    assert "Een begroeting" in response.text and "zoekt bij deze zin niet" in response.text


async def test_a_draft_competes_without_being_published(services: Services, browse: Browse) -> None:
    browser = await browse("redactie")
    edit = (await change(browser, PUBLISHED, questions="hondentrimsalon op zolder")).headers["location"]
    revision = edit.split("/revisions/")[1].split("/")[0]
    asked = {"question": "hondentrimsalon op zolder", "gemeente": "hilversum"}
    without = (await browser.send(TRY, TRY, **asked)).text
    assert "dezelfde woorden" not in without
    page = (await browser.send(TRY, TRY, **asked, revision=revision)).text
    assert "<strong>dezelfde woorden</strong>" in page and "<strong>het concept</strong>" in page
    assert services.library.index.search("hondentrimsalon op zolder").verdict != "sure"


async def test_the_gemeente_may_stand_in_the_question(browse: Browse) -> None:
    response = await (await browse("redactie")).send(TRY, TRY, question="kapsalon in laren")
    assert "<dt>Gemeente</dt><dd>Laren</dd>" in response.text


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "Typ eerst een vraag"),
        (" \u200b ", "Typ eerst een vraag"),
        ("x" * 1001, "Uw vraag is te lang"),
    ],
)
async def test_what_is_no_question_is_refused_at_its_field(
    browse: Browse, question: str, message: str
) -> None:
    response = await (await browse("redactie")).send(TRY, TRY, question=question)
    assert response.status_code == 400
    assert message in response.text and 'aria-invalid="true"' in response.text


@pytest.mark.parametrize(
    "question", ["<script>alert(1)</script>", "/restart", "123456782", "😀", "\x00", "[a](javascript:x)"]
)
async def test_whatever_is_asked_gets_a_page_and_leaves_nothing(
    services: Services, browse: Browse, question: str
) -> None:
    browser = await browse("redactie")
    response = await browser.send(TRY, TRY, question=question, gemeente="atlantis")
    assert response.status_code in (200, 400)
    assert "<script>alert" not in response.text and "javascript:x&quot;" not in response.text
    assert await rows(services) == (0, 0)


async def test_the_question_stands_in_no_address(browse: Browse) -> None:
    browser = await browse("redactie")
    page = await browser.get(TRY, params={"question": "kapsalon van Jan Jansen", "gemeente": "laren"})
    assert 'method="post" action="/desk/articles/try"' in page.text
    assert "Jan Jansen" not in page.text and 'value="laren" selected' in page.text


async def test_of_a_draft_that_is_not_finished_the_search_does_without(browse: Browse) -> None:
    browser = await browse("redactie")
    edit = (await change(browser, PUBLISHED, short_answer="")).headers["location"]
    revision = edit.split("/revisions/")[1].split("/")[0]
    page = await browser.send(TRY, TRY, question="kapsalon aan huis", revision=revision)
    assert page.status_code == 200 and "Het concept is nog niet af" in page.text
    assert "het concept</strong>" not in page.text
