"""What is promised on a ticket, in working hours, and what waiting and reacting do to it."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from handoff_builders import MONDAY, local, manager, request, save
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.errors import TicketError
from handoff.hours import DEFAULT_HOURS, working_time
from handoff.models import AccountManager, Ticket
from handoff.status import ENTREPRENEUR, Alarm, EventKind, TicketStatus
from handoff.tickets import figures
from handoff.tickets.levels import ServiceLevels, service_levels, set_service_levels
from handoff.tickets.models import TicketRound

NEW, IN_PROGRESS, WAITING, CLOSED = TicketStatus


@pytest.fixture
async def anna(session: AsyncSession) -> AccountManager:
    anna = manager()
    await save(session, anna, manager("bram"))
    return anna


async def opened(session: AsyncSession, at: str = "2026-11-23 10:00", **changes: Any) -> Ticket:
    with time_machine.travel(local(at), tick=False):
        return await service.open_ticket(session, request(**changes), reaction_hours=16)


async def does(at: str, work: Any) -> None:
    with time_machine.travel(local(at), tick=False):
        await work()


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23 10:00", "2026-11-23 12:30", 2.5),
        ("2026-11-23 16:00", "2026-11-24 10:00", 2),
        ("2026-11-21 12:00", "2026-11-22 12:00", 0),
        ("2026-12-24 16:00", "2026-12-28 10:00", 2),
        ("2026-11-23 12:00", "2026-11-23 10:00", 0),
    ],
)
def test_working_time_is_what_lies_inside_the_shifts(start: str, end: str, hours: float) -> None:
    assert working_time(DEFAULT_HOURS, local(start), local(end)) == timedelta(hours=hours)


async def test_a_ticket_promises_a_reaction_and_a_settlement(
    session: AsyncSession, anna: AccountManager
) -> None:
    ticket = await opened(session)
    assert ticket.react_by == ticket.due_at == local("2026-11-25 10:00")
    assert ticket.settle_by == local("2026-12-01 10:00")
    assert ticket.amber_at == local("2026-11-24 14:00")
    assert (ticket.reacted_at, ticket.paused_at, ticket.alarm) == (None, None, Alarm.NONE)


async def test_the_coordinator_sets_other_hours_for_tickets_to_come(
    session: AsyncSession, anna: AccountManager
) -> None:
    before = await opened(session)
    levels = ServiceLevels(reaction_hours=8, settle_hours=16, amber_hours=2)
    await set_service_levels(session, levels, "Coördinator")
    after = await opened(session)
    assert await service_levels(session, reaction_hours=40) == levels
    assert (before.due_at, after.due_at) == (local("2026-11-25 10:00"), local("2026-11-24 10:00"))
    assert (after.settle_by, after.amber_at) == (local("2026-11-25 10:00"), local("2026-11-23 16:00"))


async def test_after_the_first_reaction_settling_is_what_counts(
    session: AsyncSession, anna: AccountManager
) -> None:
    ticket = await opened(session)
    await does("2026-11-23 12:00", lambda: service.record_reply(session, ticket, "Welk adres?", "anna"))
    assert ticket.status is WAITING
    assert ticket.reacted_at == ticket.paused_at == local("2026-11-23 12:00")
    assert ticket.due_at == ticket.settle_by == local("2026-12-01 10:00")
    assert ticket.amber_at == local("2026-11-30 14:00")


async def test_the_clock_stands_still_while_the_entrepreneur_is_waited_for(
    session: AsyncSession, anna: AccountManager
) -> None:
    ticket = await opened(session)
    await does("2026-11-23 12:00", lambda: service.record_reply(session, ticket, "Welk adres?", "anna"))
    answer = lambda: service.record_reply(session, ticket, "Kerkstraat", ENTREPRENEUR)  # noqa: E731
    await does("2026-12-07 09:00", answer)
    # Of the 48 hours two had passed: 46 hours after Monday nine o'clock.
    assert ticket.due_at == ticket.settle_by == local("2026-12-14 15:00")
    assert ticket.amber_at == local("2026-12-14 11:00")
    assert ticket.paused_at is None
    events = await service.events_of(session, ticket)
    moved = [(event.before, event.after) for event in events if event.kind is EventKind.DUE]
    assert moved == [("2026-12-01T09:00:00+00:00", "2026-12-14T14:00:00+00:00")]


async def test_a_promise_that_was_broken_before_the_waiting_stays_broken(
    session: AsyncSession, anna: AccountManager
) -> None:
    ticket = await opened(session)
    await does("2026-12-02 12:00", lambda: service.record_reply(session, ticket, "Sorry!", "anna"))
    await does("2026-12-03 12:00", lambda: service.record_reply(session, ticket, "Nou?", ENTREPRENEUR))
    assert (ticket.settle_by, ticket.paused_at) == (local("2026-12-01 10:00"), None)


async def test_closing_while_waiting_counts_the_time_until_the_waiting(
    session: AsyncSession, anna: AccountManager
) -> None:
    ticket = await opened(session)
    await does("2026-11-23 12:00", lambda: service.record_reply(session, ticket, "Welk adres?", "anna"))
    close = lambda: service.change_status(session, ticket, CLOSED, "anna")  # noqa: E731
    await does("2026-12-21 09:00", close)
    assert ticket.closed_at and ticket.closed_at < ticket.settle_by
    assert ticket.reacted_at == local("2026-11-23 12:00")


@pytest.mark.parametrize("status", [WAITING, CLOSED])
async def test_whoever_waits_or_closes_has_reacted_also_by_phone(
    session: AsyncSession, anna: AccountManager, status: TicketStatus
) -> None:
    ticket = await opened(session)
    await does("2026-11-24 09:00", lambda: service.change_status(session, ticket, status, "anna"))
    assert ticket.reacted_at == local("2026-11-24 09:00")


async def test_taking_it_up_is_not_yet_a_reaction(session: AsyncSession, anna: AccountManager) -> None:
    ticket = await opened(session)
    await does("2026-11-24 09:00", lambda: service.change_status(session, ticket, IN_PROGRESS, "anna"))
    assert (ticket.reacted_at, ticket.due_at) == (None, local("2026-11-25 10:00"))


async def test_opened_again_a_ticket_promises_anew(session: AsyncSession, anna: AccountManager) -> None:
    ticket = await opened(session)
    await does("2026-11-24 09:00", lambda: service.change_status(session, ticket, CLOSED, "anna"))
    again = lambda: service.change_status(session, ticket, IN_PROGRESS, "anna")  # noqa: E731
    await does("2026-11-30 09:00", again)
    assert (ticket.reacted_at, ticket.closed_at) == (None, None)
    assert (ticket.due_at, ticket.settle_by) == (local("2026-12-01 17:00"), local("2026-12-07 17:00"))


async def test_an_employee_cannot_reply_to_a_closed_ticket(
    session: AsyncSession, anna: AccountManager
) -> None:
    ticket = await opened(session)
    await service.change_status(session, ticket, CLOSED, "anna")
    with pytest.raises(TicketError, match="afgehandeld"):
        await service.record_reply(session, ticket, "Nog iets", "anna")
    assert EventKind.REPLY not in [event.kind for event in await service.events_of(session, ticket)]
    assert ticket.created_at == MONDAY


async def test_every_round_of_a_ticket_counts_for_who_had_it_then(
    session: AsyncSession, anna: AccountManager
) -> None:
    """The first round is settled late, by Anna; the second in time, by Bram."""
    anna.replacement_id = "bram"
    ticket = await opened(session)
    await does("2026-11-24 09:00", lambda: service.record_reply(session, ticket, "Welk adres?", "Anna"))
    await does("2026-11-24 10:00", lambda: service.record_reply(session, ticket, "Kerkstraat", ENTREPRENEUR))
    await does("2026-12-14 09:00", lambda: service.change_status(session, ticket, CLOSED, "Anna"))
    anna.active = False
    await does("2026-12-15 09:00", lambda: service.record_reply(session, ticket, "Lukt niet", ENTREPRENEUR))
    await does("2026-12-15 10:00", lambda: service.change_status(session, ticket, CLOSED, "Bram"))
    found = await figures.figures(session, *figures.month_span(date(2026, 11, 1)))
    by_person = {each.account_manager_id: (each.tickets, each.reaction, each.settling) for each in found}
    kept, broken = figures.Kept(1, 0), figures.Kept(0, 1)
    assert by_person == {"anna": (0, kept, broken), "bram": (1, kept, kept)}
    number, reaction, settling = figures.total(found)
    assert (number, reaction.percent, settling.percent) == (1, 100, 50)
    assert await service.purge_tickets(session, local("2027-12-31 09:00")) == 1
    assert await session.scalar(select(func.count()).select_from(TicketRound)) == 0
