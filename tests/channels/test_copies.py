"""A copy of the conversation by e-mail: a few times at most, and only where mail may hold words."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from channels_builders import ScriptedAssistant, Talk, article_reply
from fastapi import FastAPI
from mail_builders import deliver, letter_to, plain
from mail_server import Mailbox, running_mail_server
from sqlalchemy import func, select

from channels.services import Services
from handoff.outbox.models import OutboxEntry
from kit.settings import Settings

NOOR = "noor@voorbeeld.nl"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mailbox]:
    with running_mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def settings(settings: Settings, mail_server: Mailbox) -> Settings:
    mail_server.letters.clear()
    changes = {"smtp_url": mail_server.url, "mail_from": "voordeur@voorbeeld.nl"}
    return Settings(_env_file=None, **settings.model_dump() | changes)


async def ask(talk: Talk, email: object) -> httpx.Response:
    return await talk.client.post(f"{talk.path}/copies", json={"email": email}, headers=talk.headers)


async def waiting(services: Services) -> int:
    async with services.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(OutboxEntry)) or 0


async def test_the_conversation_arrives_with_its_sources_and_without_marks(
    talk: Talk, services: Services, assistant: ScriptedAssistant, mail_server: Mailbox
) -> None:
    assistant.reply = lambda said: article_reply("**Ja**, dat mag.")
    await talk.send({"text": "mag ik knippen? mijn bsn is 111222333"})
    assert (await ask(talk, f" {NOOR} ")).status_code == 202
    assert (await ask(talk, NOOR)).status_code == 202  # pressed twice
    assert await deliver(services) == 1
    letter = plain(letter_to(mail_server, NOOR))
    assert "U praat met een computer." in letter and "> Ja, dat mag.\n> Plan" in letter
    assert "mag ik knippen" in letter and "111222333" not in letter


async def test_an_erased_conversation_is_not_mailed(
    talk: Talk, services: Services, mail_server: Mailbox
) -> None:
    await ask(talk, NOOR)
    await talk.client.delete(talk.path, headers=talk.headers)
    await deliver(services)
    assert mail_server.letters == []


async def test_a_conversation_is_no_way_to_bother_others(talk: Talk, services: Services) -> None:
    for number in range(3):
        assert (await ask(talk, f"nummer{number}@voorbeeld.nl")).status_code == 202
    refused = await ask(talk, "nummer4@voorbeeld.nl")
    assert refused.status_code == 409 and "3 keer" in refused.json()["detail"]
    assert (await ask(talk, "nummer0@voorbeeld.nl")).status_code == 202
    assert await waiting(services) == 3


@pytest.mark.parametrize("email", ["", "noor", "noor@", 5, None, "a@b.nl\nbcc: x@y.nl", "x" * 250 + "@b.nl"])
async def test_what_is_no_address_is_refused(talk: Talk, services: Services, email: object) -> None:
    response = await ask(talk, email)
    assert response.status_code == 400 and response.json()["errors"][0]["field"] == "email"
    assert await waiting(services) == 0


async def test_only_who_has_the_token_can_ask(talk: Talk) -> None:
    response = await talk.client.post(f"{talk.path}/copies", json={"email": NOOR})
    assert response.status_code == 401


@pytest.fixture
async def wordless(app: FastAPI, services: Services) -> AsyncIterator[Services]:
    services.settings.mail_content = False
    yield services


async def test_where_mail_may_hold_no_words_the_chat_offers_none(wordless: Services, talk: Talk) -> None:
    assert (await talk.client.get("/v1/widget")).json()["mailsCopies"] is False
    response = await ask(talk, NOOR)
    assert response.status_code == 409 and "als bestand" in response.json()["detail"]


async def test_a_form_without_script_mails_a_copy_and_says_what_is_no_address(
    talk: Talk, services: Services, mail_server: Mailbox
) -> None:
    sent = {"pass": f"{talk.id}.{talk.token}", "answer": "mail"}
    refused = await talk.client.post("/chat/bewaren", data=sent | {"email": "geen adres"})
    assert refused.status_code == 400 and 'id="email-error"' in refused.text
    mailed = await talk.client.post("/chat/bewaren", data=sent | {"email": NOOR})
    assert mailed.status_code == 200 and "is onderweg naar dit adres" in mailed.text
    assert await deliver(services) == 1 and letter_to(mail_server, NOOR)
    for number in range(2):
        await talk.client.post("/chat/bewaren", data=sent | {"email": f"noor{number}@voorbeeld.nl"})
    many = await talk.client.post("/chat/bewaren", data=sent | {"email": "noor9@voorbeeld.nl"})
    assert many.status_code == 409 and 'role="alert"' in many.text
