"""From the messenger to the desk and back: the words of both, and what the page of a ticket tells."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from messenger_builders import TelegramPhone, WhatsAppPhone, body
from provider_server import Provider
from sqlalchemy import select
from test_whatsapp_conversation import conversation_of
from time_machine import TimeMachineFixture

from channels.services import Services
from handoff.models import TicketEvent
from handoff.status import EventKind
from kit import clock

pytest_plugins = ["desk_fixtures"]


@pytest.fixture
async def client(desk_app: FastAPI) -> Any:
    """The same gateway as the desk's, for webhooks."""
    transport = httpx.ASGITransport(desk_app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voordeur.test") as client:
        yield client


async def replies_in(services: Services, ticket_id: int) -> list[tuple[str, str | None]]:
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id, TicketEvent.kind == EventKind.REPLY)
    async with services.database.reading() as session:
        return [(each.actor, each.note) for each in await session.scalars(query.order_by(TicketEvent.id))]


@pytest.mark.parametrize("which", ["whatsapp", "telegram"])
async def test_the_reply_at_the_desk_arrives_and_the_next_words_stand_in_the_ticket(
    which: str,
    phone: WhatsAppPhone,
    telegram_phone: TelegramPhone,
    services: Services,
    browse: Callable[..., Any],
    tickets: Callable[..., Any],
) -> None:
    person = {"whatsapp": phone, "telegram": telegram_phone}[which]
    await person.agrees()
    ticket = await tickets(conversation_id=await conversation_of(services))
    anna = await browse("anna")
    sent = await anna.act(ticket, "replies", text="Dat mag, als u de buren inlicht.")
    assert sent.status_code == 303, sent.text
    notice, answer = await person.hears()
    assert "U praat nu met" in body(notice)
    assert body(answer).endswith("Dat mag, als u de buren inlicht.")
    assert await person.says("Fijn, dank u wel!") == []
    written = await replies_in(services, ticket.id)
    assert [note for _, note in written] == ["Dat mag, als u de buren inlicht.", "Fijn, dank u wel!"]
    page = await anna.get(f"/desk/tickets/{ticket.reference}")
    assert "Fijn, dank u wel!" in page.text


async def test_the_page_of_a_ticket_shows_the_number_and_what_became_of_the_last_message(
    phone: WhatsAppPhone,
    whatsapp: Provider,
    services: Services,
    browse: Callable[..., Any],
    tickets: Callable[..., Any],
    time_machine: TimeMachineFixture,
) -> None:
    await phone.agrees()
    ticket = await tickets(conversation_id=await conversation_of(services))
    status = {"id": f"wamid.HBgLMzE2{len(whatsapp.taken):04d}", "status": "read", "timestamp": "1"}
    await phone.post(phone.payload(statuses=[status]))
    anna = await browse("anna")
    page = (await anna.get(f"/desk/tickets/{ticket.reference}")).text
    assert f"+{phone.number}" in page and "gelezen" in page
    assert "langer dan 24 uur" not in page
    time_machine.move_to(clock.now() + timedelta(hours=25))
    anna = await browse("anna")
    page = (await anna.get(f"/desk/tickets/{ticket.reference}")).text
    assert "langer dan 24 uur niets gestuurd" in page


async def test_without_a_hand_off_no_page_shows_the_number(
    phone: WhatsAppPhone, services: Services, browse: Callable[..., Any], tickets: Callable[..., Any]
) -> None:
    await phone.agrees()
    ticket = await tickets()  # of another conversation
    coordinator = await browse("coordinator")
    for path in ("/desk/tickets", f"/desk/tickets/{ticket.reference}"):
        page = await coordinator.get(path)
        assert page.status_code == 200 and phone.number not in page.text
