"""Giving tickets to somebody while they leave, and giving one ticket to many at once, on both databases."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from handoff_builders import manager, request, save
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.errors import HandoffError, TicketError
from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.people import managers
from handoff.status import EventKind, TicketStatus
from kit.database import Database

PEOPLE = [f"persoon-{number}" for number in range(6)]
LEAVES, STAYS = PEOPLE[0], PEOPLE[1]

type Work = Callable[[AsyncSession, Ticket], Coroutine[Any, Any, None]]


@pytest.fixture
async def database(database_url: str) -> Any:
    database = Database(database_url)
    async with database.transaction() as session:
        for _ in range(12):
            await service.open_ticket(session, request(), reaction_hours=16)
        await save(session, *(manager(name) for name in PEOPLE), manager("loket", region_desk=True))
    yield database
    await database.close()


async def someone(session: AsyncSession, who: str) -> AccountManager:
    return await session.get_one(AccountManager, who)


async def seen(database: Database) -> list[Ticket]:
    """Every ticket as somebody sees it now, each by itself."""
    async with database.reading() as session:
        ids = list(await session.scalars(select(Ticket.id).order_by(Ticket.id)))
    return [await _seen(database, ticket_id) for ticket_id in ids]


async def _seen(database: Database, ticket_id: int) -> Ticket:
    async with database.reading() as session:
        return await session.get_one(Ticket, ticket_id)


async def attempt(database: Database, ticket: Ticket, work: Work) -> bool:
    """Do something with a ticket as it was seen before, in a transaction of its own."""
    try:
        async with database.transaction() as session:
            session.add(ticket)
            await work(session, ticket)
    except HandoffError:
        return False
    return True


async def test_nobody_who_leaves_keeps_a_ticket_that_was_given_or_opened_meanwhile(
    database: Database,
) -> None:
    tickets = await seen(database)
    async with database.transaction() as session:
        for ticket in tickets[:4]:
            found = await session.get_one(Ticket, ticket.id)
            await service.claim(session, found, await someone(session, LEAVES), "a")
            await service.change_status(session, found, TicketStatus.CLOSED, "a")
    tickets = await seen(database)

    async def reopen(session: AsyncSession, ticket: Ticket) -> None:
        await service.change_status(session, ticket, TicketStatus.IN_PROGRESS, "coördinator")

    async def claim(session: AsyncSession, ticket: Ticket) -> None:
        await service.claim(session, ticket, await someone(session, LEAVES), "a")

    async def assign(session: AsyncSession, ticket: Ticket) -> None:
        await service.assign(session, ticket, await someone(session, LEAVES), "coördinator")

    async def leave() -> bool:
        async with database.transaction() as session:
            await managers.deactivate(session, await someone(session, LEAVES), STAYS, "coördinator")
        return True

    work = [reopen] * 4 + [claim] * 4 + [assign] * 4
    tries = [attempt(database, *each) for each in zip(tickets, work, strict=True)]
    done = await asyncio.gather(*tries[:6], leave(), *tries[6:])
    async with database.reading() as session:
        left = select(func.count()).where(
            Ticket.account_manager_id == LEAVES, Ticket.status != TicketStatus.CLOSED
        )
        assert await session.scalar(left) == 0
        opened = await session.scalars(select(Ticket).where(Ticket.id.in_([each.id for each in tickets[:4]])))
        assert {(each.account_manager_id, each.status) for each in opened} == {
            (STAYS, TicketStatus.IN_PROGRESS)
        }
    assert all(done[:4])


async def test_of_many_who_assign_what_they_saw_one_wins(database: Database) -> None:
    views = [await seen(database) for _ in PEOPLE]

    def assign(who: str) -> Work:
        async def work(session: AsyncSession, ticket: Ticket) -> None:
            await service.assign(session, ticket, await someone(session, who), "coördinator")

        return work

    tries = [
        attempt(database, ticket, assign(who))
        for who, tickets in zip(PEOPLE, views, strict=True)
        for ticket in tickets
    ]
    won = await asyncio.gather(*tries)
    async with database.reading() as session:
        events = await session.scalars(
            select(TicketEvent.ticket_id).where(TicketEvent.kind == EventKind.ASSIGNED)
        )
        assert set(Counter(events).values()) == {1}
    assert (len(won), won.count(True)) == (72, 12)


async def test_two_who_leave_to_each_other_do_not_wait_for_each_other(database: Database) -> None:
    async def leave(who: str, to: str) -> bool:
        try:
            async with database.transaction() as session:
                await managers.deactivate(session, await someone(session, who), to, "coördinator")
        except HandoffError:
            return False
        return True

    done = await asyncio.gather(leave(PEOPLE[2], PEOPLE[3]), leave(PEOPLE[3], PEOPLE[2]))
    assert sorted(done) == [False, True]


async def test_who_left_claims_and_accepts_nothing(database: Database) -> None:
    ticket = (await seen(database))[0]
    async with database.transaction() as session:
        gone = await someone(session, LEAVES)
        gone.active = False
    with pytest.raises(TicketError, match="niet meer actief"):
        async with database.transaction() as session:
            await service.claim(session, await session.get_one(Ticket, ticket.id), gone, "a")
