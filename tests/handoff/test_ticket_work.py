"""Working on a ticket: its status, replies and notes, who has it, and when it goes."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from handoff_builders import MONDAY, away, desk, manager, request, save
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from ticket_states import CLOSED, IN_PROGRESS, NEW, WAITING, opened

from handoff import service
from handoff.errors import TicketError
from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.status import ENTREPRENEUR, TRANSITIONS, EventKind, TicketStatus
from kit.database import Database

pytest_plugins = ["ticket_fixtures"]


async def kinds(session: AsyncSession, ticket: Ticket) -> list[EventKind]:
    return [event.kind for event in await service.events_of(session, ticket)]


async def walk(session: AsyncSession, ticket: Ticket, status: TicketStatus) -> None:
    if ticket.status is not status:
        await service.change_status(session, ticket, status, "anna")


@pytest.mark.parametrize("before", list(TicketStatus))
@pytest.mark.parametrize("after", list(TicketStatus))
async def test_a_status_changes_as_the_table_allows(
    session: AsyncSession, anna: AccountManager, before: TicketStatus, after: TicketStatus
) -> None:
    ticket = await opened(session)
    await walk(session, ticket, before)
    if after in TRANSITIONS[before]:
        await service.change_status(session, ticket, after, "anna")
        last = (await service.events_of(session, ticket))[-1]
        assert ticket.status is after
        assert (last.kind, last.actor, last.before, last.after) == (EventKind.STATUS, "anna", before, after)
    else:
        with pytest.raises(TicketError, match=before.label):
            await service.change_status(session, ticket, after, "anna")
        assert ticket.status is before


async def test_closing_sets_the_closing_moment_and_reopening_clears_it(
    session: AsyncSession, anna: AccountManager
) -> None:
    ticket = await opened(session)
    with time_machine.travel(MONDAY, tick=False):
        await service.change_status(session, ticket, CLOSED, "anna")
    assert ticket.closed_at == ticket.updated_at == MONDAY
    await service.change_status(session, ticket, IN_PROGRESS, "anna")
    assert ticket.closed_at is None


async def test_a_status_that_a_colleague_changed_is_not_overwritten(database: Database) -> None:
    async with database.transaction() as session:
        await save(session, manager())
        ticket = await opened(session)
    async with database.reading() as session:
        stale = await service.ticket_by_reference(session, ticket.reference)
    async with database.transaction() as session:
        await service.change_status(session, await session.get_one(Ticket, ticket.id), CLOSED, "anna")
    async with database.transaction() as session:
        session.add(stale)
        with pytest.raises(TicketError, match="collega"):
            await service.change_status(session, stale, WAITING, "bram")
        assert stale.status is CLOSED


@pytest.mark.parametrize(
    ("before", "actor", "after"),
    [
        (NEW, "anna", WAITING),
        (IN_PROGRESS, "anna", WAITING),
        (WAITING, "anna", WAITING),
        (NEW, ENTREPRENEUR, NEW),
        (IN_PROGRESS, ENTREPRENEUR, IN_PROGRESS),
        (WAITING, ENTREPRENEUR, IN_PROGRESS),
        (CLOSED, ENTREPRENEUR, CLOSED),
    ],
)
async def test_a_reply_moves_the_status_to_whoever_must_act(
    session: AsyncSession, anna: AccountManager, before: TicketStatus, actor: str, after: TicketStatus
) -> None:
    ticket = await opened(session)
    await walk(session, ticket, before)
    await service.record_reply(session, ticket, " Bedankt ", actor)
    replies = [event for event in await service.events_of(session, ticket) if event.kind is EventKind.REPLY]
    assert [(event.actor, event.note) for event in replies] == [(actor, "Bedankt")]
    assert ticket.status is after


async def test_a_note_is_kept_and_changes_no_status(session: AsyncSession, anna: AccountManager) -> None:
    ticket = await opened(session)
    await service.add_note(session, ticket, "Eerst collega bellen", "anna")
    assert await kinds(session, ticket) == [EventKind.OPENED, EventKind.NOTE]
    assert ticket.status is NEW


@pytest.mark.parametrize("write", [service.add_note, service.record_reply])
async def test_an_empty_text_is_refused(session: AsyncSession, anna: AccountManager, write: Any) -> None:
    ticket = await opened(session)
    with pytest.raises(TicketError, match="leeg"):
        await write(session, ticket, "  ", "anna")


async def unclaimed(database: Database) -> Ticket:
    async with database.transaction() as session:
        ticket = await opened(session)
        await save(session, manager("anna"), manager("bram"))
    return ticket


async def test_the_second_to_claim_a_ticket_is_told_so(database: Database) -> None:
    ticket = await unclaimed(database)
    async with database.transaction() as session:
        ticket = await service.ticket_by_reference(session, ticket.reference)
        anna, bram = [await session.get_one(AccountManager, key) for key in ("anna", "bram")]
        await service.claim(session, ticket, anna, "anna")
        with pytest.raises(TicketError, match="al opgepakt"):
            await service.claim(session, ticket, bram, "bram")
        assert ticket.account_manager is anna
        assert await kinds(session, ticket) == [EventKind.OPENED, EventKind.CLAIMED]
        assert not await service.unassigned(session)


async def test_of_many_who_claim_at_once_exactly_one_wins(database: Database) -> None:
    ticket = await unclaimed(database)

    async def attempt(key: str) -> bool:
        async with database.reading() as session:
            seen = await service.ticket_by_reference(session, ticket.reference)
        async with database.transaction() as session:
            session.add(seen)
            try:
                await service.claim(session, seen, await session.get_one(AccountManager, key), key)
            except TicketError:
                return False
            return True

    won = await asyncio.gather(*(attempt(key) for key in ["anna", "bram"] * 5))
    assert won.count(True) == 1


async def test_a_ticket_can_be_handed_over_with_a_note(session: AsyncSession, anna: AccountManager) -> None:
    ticket = await opened(session)
    bram = await session.get_one(AccountManager, "bram")
    await service.transfer(session, ticket, bram, "anna", note="Dit is voor Huizen")
    last = (await service.events_of(session, ticket))[-1]
    assert ticket.account_manager is bram
    assert (last.kind, last.before, last.after, last.note) == (
        EventKind.TRANSFERRED, "anna", "bram", "Dit is voor Huizen",
    )  # fmt: skip


async def test_a_ticket_is_not_handed_to_someone_who_left(
    session: AsyncSession, anna: AccountManager
) -> None:
    ticket = await opened(session)
    bram = await session.get_one(AccountManager, "bram")
    bram.active = False
    with pytest.raises(TicketError, match="niet meer actief"):
        await service.transfer(session, ticket, bram, "anna")
    assert ticket.account_manager is anna


async def test_the_list_of_an_account_manager_begins_with_the_first_due(
    session: AsyncSession, anna: AccountManager
) -> None:
    late = await service.open_ticket(session, request(), reaction_hours=40)
    soon = await service.open_ticket(session, request(), reaction_hours=2)
    other = await opened(session, gemeente="huizen")
    assert list(await service.tickets_of(session, "anna")) == [soon, late]
    assert list(await service.tickets_of(session, "bram")) == [other]
    assert len(await service.tickets_of(session, None)) == 3


async def test_closed_tickets_are_not_among_the_unassigned(session: AsyncSession) -> None:
    ticket = await opened(session)
    await service.change_status(session, ticket, CLOSED, "anna")
    assert not await service.unassigned(session)


@pytest.mark.parametrize(("offset", "gone"), [(-1, 1), (0, 0), (1, 0)])
async def test_only_tickets_closed_before_the_moment_are_purged(
    session: AsyncSession, anna: AccountManager, offset: int, gone: int
) -> None:
    ticket, still_open = await opened(session), await opened(session)
    with time_machine.travel(MONDAY + timedelta(seconds=offset), tick=False):
        await service.change_status(session, ticket, CLOSED, "anna")
    assert await service.purge_tickets(session, MONDAY) == gone
    assert len(await service.tickets_of(session, None)) == 2 - gone
    assert await session.scalar(select(func.count()).select_from(TicketEvent)) == 3 - 2 * gone
    assert await service.ticket_by_reference(session, still_open.reference)


async def test_a_reopened_ticket_is_not_purged(session: AsyncSession, anna: AccountManager) -> None:
    ticket = await opened(session)
    await service.change_status(session, ticket, CLOSED, "anna")
    await service.change_status(session, ticket, IN_PROGRESS, "anna")
    assert await service.purge_tickets(session, MONDAY + timedelta(days=9_999)) == 0


async def test_the_preview_names_who_gets_the_ticket(session: AsyncSession) -> None:
    await save(session, desk(), manager("media", sectors=["media"]), manager("anna"))
    route = await service.preview_account_manager(session, "hilversum", "coaching", "media", "nl")
    assert route.name == "Media"
    assert (await service.preview_account_manager(session, gemeente=None, topic=None)).name == "Loket"
    assert (await opened(session, sector="media")).account_manager is route.account_manager


async def test_the_replacement_sees_the_ticket_of_someone_away(session: AsyncSession) -> None:
    gone = manager("anna", absences=[away("2026-11-01")], replacement_id="bram")
    await save(session, gone, manager("bram", gemeenten=["huizen"]))
    with time_machine.travel(MONDAY, tick=False):
        ticket = await opened(session)
    assert ticket.account_manager_id == "bram"
