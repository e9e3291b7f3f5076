"""Handing a ticket to a colleague: offered, accepted, declined, taken back; and what cannot be done."""

from datetime import date

import pytest
import time_machine
from handoff_builders import MONDAY, manager, request, save
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.errors import TicketError
from handoff.models import Absence, AccountManager, Ticket
from handoff.status import EventKind, TicketStatus

type People = dict[str, AccountManager]


@pytest.fixture
async def people(session: AsyncSession) -> People:
    people = [manager(), manager("bram", gemeenten=["huizen"]), manager("chris", gemeenten=["laren"])]
    await save(session, *people)
    return {one.id: one for one in people}


@pytest.fixture
async def ticket(session: AsyncSession, people: People) -> Ticket:
    return await service.open_ticket(session, request(), reaction_hours=16)


async def last_event(
    session: AsyncSession, ticket: Ticket
) -> tuple[EventKind, str | None, str | None, str | None]:
    event = (await service.events_of(session, ticket))[-1]
    return event.kind, event.before, event.after, event.note


async def test_an_offered_ticket_stays_until_it_is_accepted(
    session: AsyncSession, people: People, ticket: Ticket
) -> None:
    await service.offer(session, ticket, people["bram"], "Anna", "Dit is voor Huizen", "huizen")
    assert (ticket.account_manager_id, ticket.offered_to_id) == ("anna", "bram")
    assert await last_event(session, ticket) == (EventKind.OFFERED, "anna", "bram", "Dit is voor Huizen")
    await service.accept(session, ticket, people["bram"], "Bram")
    assert (ticket.account_manager, ticket.offered_to_id, ticket.offered_note) == (people["bram"], None, None)
    events = [(e.kind, e.before, e.after) for e in (await service.events_of(session, ticket))[-2:]]
    assert events == [(EventKind.TRANSFERRED, "anna", "bram"), (EventKind.GEMEENTE, "hilversum", "huizen")]
    assert ticket.gemeente == "huizen"


async def test_declining_needs_a_reason_and_leaves_the_ticket(
    session: AsyncSession, people: People, ticket: Ticket
) -> None:
    await service.offer(session, ticket, people["bram"], "Anna")
    with pytest.raises(TicketError, match="waarom"):
        await service.decline(session, ticket, people["bram"], "Bram", "  ")
    await service.decline(session, ticket, people["bram"], "Bram", "Ik ben vrij")
    assert (ticket.account_manager_id, ticket.offered_to_id) == ("anna", None)
    assert await last_event(session, ticket) == (EventKind.DECLINED, "bram", None, "Ik ben vrij")


async def test_an_offer_is_taken_back(session: AsyncSession, people: People, ticket: Ticket) -> None:
    await service.offer(session, ticket, people["bram"], "Anna")
    await service.withdraw(session, ticket, "Anna")
    with pytest.raises(TicketError, match="ingetrokken"):
        await service.accept(session, ticket, people["bram"], "Bram")
    assert ticket.account_manager_id == "anna"
    assert await last_event(session, ticket) == (EventKind.WITHDRAWN, "bram", None, None)


async def test_only_who_it_is_offered_to_accepts(
    session: AsyncSession, people: People, ticket: Ticket
) -> None:
    await service.offer(session, ticket, people["bram"], "Anna")
    with pytest.raises(TicketError):
        await service.accept(session, ticket, people["chris"], "Chris")
    assert ticket.account_manager_id == "anna"


async def test_one_offer_at_a_time(session: AsyncSession, people: People, ticket: Ticket) -> None:
    await service.offer(session, ticket, people["bram"], "Anna")
    with pytest.raises(TicketError, match="Trek die eerst in"):
        await service.offer(session, ticket, people["chris"], "Anna")
    assert ticket.offered_to_id == "bram"


@pytest.mark.parametrize("give", [service.offer, service.assign, service.transfer])
async def test_nobody_gives_a_ticket_to_who_has_it(
    session: AsyncSession, people: People, ticket: Ticket, give: object
) -> None:
    with pytest.raises(TicketError, match="al van Anna"):
        await give(session, ticket, people["anna"], "Anna")  # type: ignore[operator]


@pytest.mark.parametrize("give", [service.offer, service.assign, service.transfer])
@pytest.mark.parametrize("stand_in", ["chris", None])
async def test_nobody_gives_a_ticket_to_who_left_and_hears_who_stands_in(
    session: AsyncSession, people: People, ticket: Ticket, give: object, stand_in: str | None
) -> None:
    people["bram"].active, people["bram"].replacement_id = False, stand_in
    await session.flush()
    expected = "Chris vervangt. Kies Chris." if stand_in else "Kies iemand anders."
    with pytest.raises(TicketError, match=f"Bram is niet meer actief. {expected}"):
        await give(session, ticket, people["bram"], "Anna")  # type: ignore[operator]
    assert (ticket.account_manager_id, ticket.offered_to_id) == ("anna", None)


async def test_a_closed_ticket_is_not_offered_and_closing_ends_an_offer(
    session: AsyncSession, people: People, ticket: Ticket
) -> None:
    await service.offer(session, ticket, people["bram"], "Anna")
    await service.change_status(session, ticket, TicketStatus.CLOSED, "Anna")
    assert ticket.offered_to_id is None
    with pytest.raises(TicketError, match="afgehandeld"):
        await service.offer(session, ticket, people["bram"], "Anna")


async def test_the_coordinator_assigns_what_is_nobodys_or_somebodys(
    session: AsyncSession, people: People, ticket: Ticket
) -> None:
    await service.offer(session, ticket, people["bram"], "Anna")
    await service.assign(session, ticket, people["chris"], "Coördinator", "Spoed")
    assert (ticket.account_manager_id, ticket.offered_to_id) == ("chris", None)
    assert await last_event(session, ticket) == (EventKind.ASSIGNED, "anna", "chris", "Spoed")


async def test_nobody_gives_a_ticket_to_who_is_away(
    session: AsyncSession, people: People, ticket: Ticket
) -> None:
    away = Absence(first_day=date(2026, 11, 20), last_day=date(2026, 11, 27))
    people["bram"].absences.append(away)
    people["bram"].replacement_id = "chris"
    await session.flush()
    with (
        time_machine.travel(MONDAY, tick=False),
        pytest.raises(TicketError, match=r"tot en met 27 november 2026\. Chris vervangt\. Kies Chris\."),
    ):
        await service.offer(session, ticket, people["bram"], "Anna")
