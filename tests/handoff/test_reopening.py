"""An entrepreneur who writes after closing: thanks, something of substance, or much later."""

from datetime import timedelta

import pytest
import time_machine
from handoff_builders import MONDAY, away, manager, request, save
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.models import Ticket
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from handoff.tickets.levels import ServiceLevels, set_service_levels
from handoff.tickets.thanks import DEFAULT_THANKS, says_thanks

CLOSED, IN_PROGRESS, NEW = TicketStatus.CLOSED, TicketStatus.IN_PROGRESS, TicketStatus.NEW


@pytest.fixture
async def ticket(session: AsyncSession) -> Ticket:
    """A ticket of Anna, closed on Monday."""
    await save(session, manager(replacement_id="bram"), manager("bram", gemeenten=["huizen"]))
    with time_machine.travel(MONDAY, tick=False):
        ticket = await service.open_ticket(session, request(), reaction_hours=16)
        await service.change_status(session, ticket, CLOSED, "anna")
    return ticket


async def write(session: AsyncSession, ticket: Ticket, text: str, days: float = 1) -> Ticket:
    with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
        return await service.record_reply(session, ticket, text, ENTREPRENEUR)


@pytest.mark.parametrize(
    "text",
    [
        "Bedankt!",
        "Hartelijk dank, Anna.",
        "Oké, top, dank u wel voor de snelle reactie 👍",
        "👍",
        "Thanks!",
        "Bedankt voor de hulp en fijne dag. Groet, Jan Voorbeeld",
    ],
)
async def test_a_word_of_thanks_is_kept_and_opens_nothing(
    session: AsyncSession, ticket: Ticket, text: str
) -> None:
    assert await write(session, ticket, text) is ticket
    assert ticket.status is CLOSED
    last = (await service.events_of(session, ticket))[-1]
    assert (last.kind, last.actor, last.note) == (EventKind.REPLY, ENTREPRENEUR, text)


@pytest.mark.parametrize(
    "text",
    [
        "Bedankt, maar mag het ook op zondag",
        "Bedankt?",
        "??",
        "Dank u wel. Ik heb nog een vraag.",
        "Het is niet gelukt",
        "Nee",
    ],
)
async def test_anything_else_opens_the_ticket_again(session: AsyncSession, ticket: Ticket, text: str) -> None:
    assert await write(session, ticket, text, days=13.9) is ticket
    assert (ticket.status, ticket.closed_at, ticket.account_manager_id) == (IN_PROGRESS, None, "anna")
    events = [(event.kind, event.before, event.after) for event in await service.events_of(session, ticket)]
    assert (EventKind.STATUS, "afgehandeld", "in-behandeling") in events
    assert events[-1][0] is EventKind.REPLY


async def test_the_coordinator_adds_words_of_thanks(session: AsyncSession, ticket: Ticket) -> None:
    levels = ServiceLevels(thanks=(*DEFAULT_THANKS, "tige tank"))
    await set_service_levels(session, levels, "Coördinator")
    assert (await write(session, ticket, "Tige tank!")).status is CLOSED


@pytest.mark.parametrize("active", [False, True], ids=["left", "away"])
async def test_the_replacement_gets_it_when_the_person_is_not_there(
    session: AsyncSession, ticket: Ticket, active: bool
) -> None:
    assert ticket.account_manager
    ticket.account_manager.active = active
    ticket.account_manager.absences = [away("2026-11-01")] if active else []
    await session.flush()
    await write(session, ticket, "Het lukt niet")
    assert ticket.account_manager_id == "bram"
    moved = [
        event for event in await service.events_of(session, ticket) if event.kind is EventKind.TRANSFERRED
    ]
    assert [(event.before, event.after) for event in moved] == [("anna", "bram")]
    assert "vervangt Anna" in (moved[0].note or "")


async def test_after_the_set_days_it_is_a_new_ticket_linked_to_the_old_one(
    session: AsyncSession, ticket: Ticket
) -> None:
    new = await write(session, ticket, "Mag ik nu uitbreiden?", days=14.1)
    assert new is not ticket and new.previous_id == ticket.id
    assert (ticket.status, new.status) == (CLOSED, NEW)
    assert (new.question, new.account_manager_id) == ("Mag ik nu uitbreiden?", "anna")
    assert (new.name, new.email, new.gemeente, new.consent_at) == (
        ticket.name, ticket.email, ticket.gemeente, ticket.consent_at,
    )  # fmt: skip
    assert ticket.reference in new.summary
    last = (await service.events_of(session, ticket))[-1]
    assert (last.kind, last.after) == (EventKind.CONTINUED, new.reference)
    assert [event.kind for event in await service.events_of(session, new)] == [EventKind.OPENED]


@pytest.mark.parametrize(("days", "same"), [(2.9, True), (3.1, False)])
async def test_the_days_are_those_that_the_region_set(
    session: AsyncSession, ticket: Ticket, days: float, same: bool
) -> None:
    await set_service_levels(session, ServiceLevels(reopen_days=3), "Coördinator")
    assert (await write(session, ticket, "Het lukt niet", days) is ticket) is same


async def test_thanks_long_after_closing_make_no_new_ticket(session: AsyncSession, ticket: Ticket) -> None:
    assert await write(session, ticket, "Nogmaals bedankt", days=60) is ticket


def test_a_name_alone_counts_only_beside_thanks_of_the_list() -> None:
    assert says_thanks("Dank, Anna", DEFAULT_THANKS, ("Anna",))
    assert not says_thanks("Dank, Piet", DEFAULT_THANKS, ("Anna",))


async def test_a_new_ticket_of_the_same_chat_is_linked_to_the_closed_one(session: AsyncSession) -> None:
    await save(session, manager())
    in_chat = request(conversation_id="abc")
    first = await service.open_ticket(session, in_chat, reaction_hours=16)
    second = await service.open_ticket(session, in_chat, reaction_hours=16)
    assert second.previous_id is None
    await service.change_status(session, second, CLOSED, "anna")
    third = await service.open_ticket(session, in_chat, reaction_hours=16)
    assert (third.previous_id, first.previous_id) == (second.id, None)
    last = (await service.events_of(session, second))[-1]
    assert (last.kind, last.after) == (EventKind.CONTINUED, third.reference)
