"""What an entrepreneur writes to the person who holds the chat: in the ticket, and new in the list."""

from collections.abc import Callable
from typing import Any

from desk_builders import Browser, reload
from sqlalchemy import select

from channels.conversations.schemas import PostMessage
from channels.services import Services
from handoff.models import Ticket, TicketEvent
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

NEWS = "nieuw bericht"


async def answers(services: Services, ticket: Ticket) -> list[str | None]:
    async with services.database.reading() as session:
        wanted = select(TicketEvent.note).where(
            TicketEvent.ticket_id == ticket.id,
            TicketEvent.actor == ENTREPRENEUR,
            TicketEvent.kind == EventKind.REPLY,
        )
        return list(await session.scalars(wanted))


async def marked(browser: Browser) -> bool:
    return NEWS in (await browser.get("/desk/tickets")).text


async def test_an_answer_ends_the_waiting_and_shows_as_new_until_it_is_answered(
    services: Services, browse: Browse, tickets: Make, conversation: str
) -> None:
    anna = await browse("anna")
    ticket = await tickets("anna", conversation_id=conversation)
    await anna.act(ticket, "replies", text="Hoe groot is de werkplaats?")
    assert (await reload(services, ticket)).status is TicketStatus.WAITING
    assert not await marked(anna)
    for _ in range(2):  # the same key again is the same message
        await services.conversations.post(conversation, PostMessage(text="40 m2"), "sleutel")
    assert (await reload(services, ticket)).status is TicketStatus.IN_PROGRESS
    assert await answers(services, ticket) == ["40 m2"]
    assert await marked(anna)
    assert "40 m2" in (await anna.get(f"/desk/tickets/{ticket.reference}")).text
    await anna.act(ticket, "replies", text="Dank u.")
    assert not await marked(anna)


async def test_what_is_said_to_the_assistant_changes_no_ticket(
    services: Services, browse: Browse, tickets: Make, conversation: str
) -> None:
    anna = await browse("anna")
    ticket = await tickets("anna", conversation_id=conversation)
    await services.conversations.post(conversation, PostMessage(text="nog een vraag"))
    assert await answers(services, ticket) == [] and not await marked(anna)
    assert (await reload(services, ticket)).status is TicketStatus.NEW


async def test_personal_numbers_are_masked_in_the_ticket_too(
    services: Services, browse: Browse, tickets: Make, conversation: str
) -> None:
    anna = await browse("anna")
    ticket = await tickets("anna", conversation_id=conversation)
    await anna.act(ticket, "take-over")
    await services.conversations.post(conversation, PostMessage(text="bsn 111222333"))
    [note] = await answers(services, ticket)
    assert "111222333" not in str(note)


async def test_a_conversation_without_an_open_ticket_takes_messages_as_ever(
    services: Services, browse: Browse, tickets: Make, conversation: str
) -> None:
    closed = await tickets("anna", conversation_id=conversation, status=TicketStatus.CLOSED)
    await services.conversations.take_over(conversation, "anna", "Anna Voorbeeld")
    await services.conversations.post(conversation, PostMessage(text="bedankt"))
    assert await answers(services, closed) == []
    _, messages = await services.conversations.read(conversation)
    assert messages[-1].text == "bedankt"
