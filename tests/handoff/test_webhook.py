"""The signed webhook: what it tells, whether it can be trusted and dated, and when nobody listens."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import time_machine
import uvicorn
from handoff_builders import MONDAY, manager, request, save
from sqlalchemy import select
from standardwebhooks import Webhook, WebhookVerificationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handoff import service as handoff
from handoff.models import Ticket, TicketEvent
from handoff.outbox import Entry, RetryLaterError, UndeliverableError
from handoff.outbox.models import OutboxEntry
from handoff.webhook import announcement
from handoff.webhook.deliverer import webhook_deliverer
from kit import clock
from kit.database import Database
from kit.settings import Settings

SECRET = "whsec_" + "dm9vcmRldXItdm9vcmJlZWxkLWdlaGVpbS0wMQ=="


@dataclass
class Receiver:
    """Keeps what is posted, and answers with a status."""

    url: str = ""
    status: int = 204
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        self.posts.append((dict(request.headers), await request.body()))
        return Response(status_code=self.status)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = Starlette(routes=[Route("/haak", receiver.take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    receiver.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/haak"
    yield receiver
    server.should_exit = True
    await serving


async def opened(database: Database) -> tuple[Ticket, TicketEvent]:
    async with database.transaction() as session:
        await save(session, manager("anna"))
        ticket = await handoff.open_ticket(session, request(topic="omgevingsplan"), reaction_hours=16)
        event = (await handoff.events_of(session, ticket))[0]
    return ticket, event


def entry(event: TicketEvent) -> Entry:
    return Entry(1, "webhook", "webhook:VD:1", {"event": event.id}, 1, MONDAY, "lease")


async def test_an_event_is_told_without_anything_personal(database: Database, receiver: Receiver) -> None:
    ticket, event = await opened(database)
    await webhook_deliverer(database, receiver.url, SECRET)(entry(event))
    [(headers, body)] = receiver.posts
    told = Webhook(SECRET).verify(body, headers)
    assert told["type"] == "ticket.opened"
    assert told["data"]["reference"] == ticket.reference
    assert told["data"]["gemeente"] == "hilversum"
    text = body.decode()
    assert all(word not in text for word in (ticket.name, str(ticket.email), ticket.question))


async def test_a_changed_body_another_secret_and_an_old_call_are_not_trusted(
    database: Database, receiver: Receiver
) -> None:
    _, event = await opened(database)
    await webhook_deliverer(database, receiver.url, SECRET)(entry(event))
    [(headers, body)] = receiver.posts
    other = "whsec_" + "ZWVuLWFuZGVyLWdlaGVpbS12YW4tMjQtYnl0ZXM="
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"hilversum", b"laren"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(body, headers)
    with time_machine.travel(clock.now() + timedelta(minutes=10)), pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body, headers)


async def test_every_attempt_has_the_same_id_and_a_time_of_its_own(
    database: Database, receiver: Receiver
) -> None:
    _, event = await opened(database)
    deliver = webhook_deliverer(database, receiver.url, SECRET)
    receiver.status = 503
    with pytest.raises(RetryLaterError, match="503"):
        await deliver(entry(event))
    receiver.status = 200
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        await deliver(entry(event))
    first, second = (headers for headers, _ in receiver.posts)
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-timestamp"] != second["webhook-timestamp"]


async def test_a_receiver_that_is_gone_for_good_is_not_tried_again(
    database: Database, receiver: Receiver
) -> None:
    _, event = await opened(database)
    receiver.status = 410
    with pytest.raises(UndeliverableError):
        await webhook_deliverer(database, receiver.url, SECRET)(entry(event))


async def test_nobody_listening_is_tried_again(database: Database) -> None:
    _, event = await opened(database)
    with pytest.raises(RetryLaterError):
        await webhook_deliverer(database, "http://127.0.0.1:9/haak", SECRET)(entry(event))


@pytest.mark.parametrize("url", ["", "https://ontvanger.example/haak"])
async def test_notes_of_the_desk_are_never_told(
    database: Database, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    settings = Settings(webhook_url=url, webhook_secret=SECRET)
    monkeypatch.setattr(announcement, "get_settings", lambda: settings)
    ticket, _ = await opened(database)
    async with database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        await handoff.add_note(session, found, "Alleen voor ons.", "Anna")
    async with database.reading() as session:
        found_kinds = list(await session.scalars(select(OutboxEntry.kind)))
    assert found_kinds.count("webhook") == (1 if url else 0)


@pytest.mark.parametrize("secret", ["", "geheim", "whsec_kort"])
def test_a_webhook_without_a_proper_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        Settings(webhook_url="https://ontvanger.example/haak", webhook_secret=secret)
