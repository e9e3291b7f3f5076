"""How letters get there: nobody gets one twice, none is lost, and no trace stays."""

import asyncio
from datetime import timedelta

import pytest
import time_machine
from letter_builders import ANNA, JAN, act
from mail_builders import add_manager, ask, deliver, letter_to, plain, services_with_mail
from mail_server import Mailbox
from servers import free_port
from sqlalchemy import select

from channels.operations.worker import work_once
from channels.services import Services
from handoff import service as handoff
from handoff.models import Ticket, TicketEvent
from handoff.outbox.models import OutboxEntry, State
from handoff.status import EventKind, TicketStatus
from kit import clock
from kit.settings import Settings


async def entries(services: Services) -> dict[str, State]:
    async with services.database.reading() as session:
        rows = await session.scalars(select(OutboxEntry).order_by(OutboxEntry.id))
        return {row.payload["letter"]: row.state for row in rows}


async def test_a_letter_that_is_sent_twice_after_a_crash_is_the_same_letter(
    mailing: Services, mailbox: Mailbox
) -> None:
    await ask(mailing, email=None, phone="035 621 00 00")
    await deliver(mailing)
    async with mailing.database.transaction() as session:
        row = await session.scalar(select(OutboxEntry))
        assert row
        row.state, row.lease = State.WAITING, None  # the process died before it wrote that it was sent
    await deliver(mailing)
    first, second = mailbox.letters
    assert first["Message-ID"] == second["Message-ID"] and first["References"] == second["References"]
    assert first["Subject"] == second["Subject"] and plain(first) == plain(second)


async def test_letters_of_one_question_are_one_thread_and_have_each_an_id(
    mailing: Services, mailbox: Mailbox
) -> None:
    ticket = await ask(mailing)
    await act(mailing, ticket, "record_reply", "Dat mag.", "Anna")
    await deliver(mailing)
    letters = [each for each in mailbox.letters if each["To"] == JAN]
    assert len({each["Message-ID"] for each in letters}) == 2
    assert len({each["References"] for each in letters}) == 1


async def test_a_refused_address_is_noted_on_the_question_and_told_to_the_account_manager(
    mailing: Services, mailbox: Mailbox
) -> None:
    mailbox.refuses_for_good.add(JAN)
    ticket = await ask(mailing)
    await deliver(mailing)
    mailbox.refuses_for_good.clear()
    assert await entries(mailing) == {
        "new": State.DELIVERED,
        "receipt": State.DEAD,
        "mail-failed": State.DELIVERED,
    }
    async with mailing.database.reading() as session:
        events = await handoff.events_of(session, await session.get_one(Ticket, ticket.id))
    assert [event.kind for event in events] == [EventKind.OPENED, EventKind.MAIL_FAILED]
    assert "kwam niet aan" in plain(letter_to(mailbox, ANNA))
    assert JAN not in str([event.note for event in events])


async def test_a_server_that_says_no_for_now_gets_the_letter_later(
    mailing: Services, mailbox: Mailbox
) -> None:
    mailbox.refuses.add(JAN)
    await ask(mailing)
    with time_machine.travel(clock.now(), tick=False) as time:
        await deliver(mailing)
        assert (await entries(mailing))["receipt"] is State.WAITING
        mailbox.refuses.clear()
        time.shift(timedelta(seconds=6))
        await deliver(mailing)
    assert JAN in mailbox.to()


async def test_a_server_that_is_away_loses_nothing(services: Services, settings: Settings) -> None:
    async with services_with_mail(settings, f"smtp://127.0.0.1:{free_port()}?tls=none") as away:
        await add_manager(away)
        await ask(away)
        await deliver(away)
        assert set((await entries(away)).values()) == {State.WAITING}


async def serve(behave: str) -> tuple[asyncio.Server, str]:
    """A mail server that hangs after the greeting, or dies in the middle of a letter."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if behave == "hangs":
            await reader.read()
            return
        writer.write(b"220 hier\r\n")
        while line := await reader.readline():
            if line.upper().startswith(b"DATA"):
                writer.write(b"354 ga door\r\n")
                await writer.drain()
                await reader.readline()
                break
            writer.write(b"250 goed\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    return server, f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}?tls=none"


@pytest.mark.parametrize("behave", ["hangs", "dies halfway"])
async def test_a_server_that_hangs_or_dies_halfway_gets_the_same_letter_again(
    services: Services, settings: Settings, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, behave: str
) -> None:
    monkeypatch.setattr("kit.mail.TIMEOUT", 0.2)
    server, url = await serve(behave)
    async with services_with_mail(settings, url) as broken:
        await add_manager(broken)
        await ask(broken)
        await deliver(broken)
        assert set((await entries(broken)).values()) == {State.WAITING}
    server.close()
    monkeypatch.setattr("kit.mail.TIMEOUT", 20.0)
    async with services_with_mail(settings, mailbox) as mended:
        with time_machine.travel(clock.now() + timedelta(minutes=1)):
            await deliver(mended)
    assert sorted(mailbox.to()) == [ANNA, JAN]


async def test_without_a_mail_server_nothing_piles_up(services: Services) -> None:
    await add_manager(services)
    await ask(services)
    await deliver(services)
    assert set((await entries(services)).values()) == {State.DELIVERED}


async def test_a_purged_ticket_takes_its_letters_with_it(mailing: Services, mailbox: Mailbox) -> None:
    ticket = await ask(mailing)
    async with mailing.database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        found.status, found.closed_at = TicketStatus.CLOSED, clock.now()
        await session.flush()
        assert await handoff.purge_tickets(session, clock.now() + timedelta(days=1)) == 1
    await deliver(mailing)
    assert mailbox.letters == []


async def test_old_outbox_rows_go_with_the_hourly_work(mailing: Services) -> None:
    await ask(mailing)
    await deliver(mailing)
    with time_machine.travel(clock.now() + timedelta(days=91)):
        await work_once(mailing)
    assert await entries(mailing) == {}


async def test_events_hold_no_address(mailing: Services) -> None:
    ticket = await ask(mailing)
    async with mailing.database.reading() as session:
        rows = await session.scalars(select(OutboxEntry))
        assert all(JAN not in str(row.payload) + row.key for row in rows)
        notes = await session.scalars(select(TicketEvent.note).where(TicketEvent.ticket_id == ticket.id))
        assert all(JAN not in (note or "") for note in notes)
