"""Letters about a ticket: who gets which, what stands in it, and that nobody gets it twice."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
import time_machine
from mail_builders import add_manager, ask, deliver, html, letter_to, links, plain, services_with_mail
from mail_server import Mailbox, running_mail_server
from servers import free_port
from sqlalchemy import select

from channels.conversations.schemas import PostMessage, StartConversation
from channels.desk.service import create_user
from channels.operations.digests import put_digests
from channels.operations.worker import watch_promises, work_once
from channels.services import Services
from handoff import service as handoff
from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.notices import CHAT_PAUSE
from handoff.outbox.models import OutboxEntry, State
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from kit import clock
from kit.settings import Settings

JAN, ANNA, CORA = "jan@ondernemer.nl", "anna@voorbeeld.nl", "cora@voorbeeld.nl"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mailbox]:
    with running_mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(mail_server: Mailbox) -> Mailbox:
    mail_server.letters.clear()
    mail_server.refuses.clear()
    return mail_server


@pytest.fixture
async def mailing(services: Services, settings: Settings, mailbox: Mailbox) -> AsyncIterator[Services]:
    async with services_with_mail(settings, mailbox) as mailing:
        await add_manager(mailing)
        yield mailing


async def act(services: Services, ticket: Ticket, what: str, *given: object, **named: object) -> Ticket:
    async with services.database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        await getattr(handoff, what)(session, found, *given, **named)
    return found


async def entries(services: Services) -> dict[str, State]:
    async with services.database.reading() as session:
        rows = await session.scalars(select(OutboxEntry).order_by(OutboxEntry.id))
        return {row.payload["letter"]: row.state for row in rows}


async def test_a_new_question_is_told_to_the_account_manager_and_confirmed_to_the_entrepreneur(
    mailing: Services, mailbox: Mailbox
) -> None:
    ticket = await ask(mailing)
    await deliver(mailing)
    assert sorted(mailbox.to()) == [ANNA, JAN]
    to_anna, to_jan = letter_to(mailbox, ANNA), letter_to(mailbox, JAN)
    assert to_anna["Subject"] == f"Nieuwe vraag {ticket.reference}"
    assert "Beste Anna," in plain(to_anna)
    assert "> Mag ik hier een werkplaats beginnen?" in plain(to_anna)
    assert links(to_anna) == [f"{mailing.settings.base_url}/desk/tickets/{ticket.reference}"]
    assert to_jan["Subject"] == f"Wij hebben uw vraag ontvangen ({ticket.reference})"
    assert f"Uw kenmerk is {ticket.reference}" in plain(to_jan)
    assert links(to_jan)[0].startswith(f"{mailing.settings.base_url}/volg/")
    for letter in (to_anna, to_jan):
        assert letter["Auto-Submitted"] == "auto-generated"
        assert '<html lang="nl">' in html(letter)


async def test_what_somebody_typed_is_no_markup_and_no_link_in_a_letter(
    mailing: Services, mailbox: Mailbox
) -> None:
    question = "<script>alert(1)</script>\n\n[Klik hier](https://kwaad.example)\n- een\n> twee"
    await ask(mailing, question=question, name="[Jan](https://kwaad.example)")
    await deliver(mailing)
    for letter in mailbox.letters:
        assert "<script>" not in html(letter) and "&lt;script&gt;" in html(letter)
        assert 'href="https://kwaad.example"' not in html(letter)


async def test_the_setting_keeps_every_word_of_the_entrepreneur_out_of_the_mail(
    services: Services, settings: Settings, mailbox: Mailbox
) -> None:
    async with services_with_mail(settings, mailbox, mail_content=False) as mailing:
        await add_manager(mailing)
        ticket = await ask(mailing)
        await act(mailing, ticket, "record_reply", "Dat mag op de begane grond.", "Anna")
        await act(mailing, ticket, "record_reply", "Ook met lawaai?", ENTREPRENEUR)
        await deliver(mailing)
    assert len(mailbox.letters) == 4
    for letter in mailbox.letters:
        for words in ("werkplaats", "begane grond", "lawaai"):
            assert words not in letter.as_string()
    assert "Jan" not in letter_to(mailbox, ANNA).as_string()
    assert "leest het antwoord op uw eigen pagina" in plain(letter_to(mailbox, JAN))


async def test_who_asked_in_english_gets_english_letters(mailing: Services, mailbox: Mailbox) -> None:
    ticket = await ask(mailing, language="en")
    await act(mailing, ticket, "record_reply", "You may.", "Anna")
    await act(mailing, ticket, "change_status", TicketStatus.CLOSED, "Anna")
    await deliver(mailing)
    subjects = [str(letter["Subject"]) for letter in mailbox.letters if letter["To"] == JAN]
    assert subjects == [
        f"We have received your question ({ticket.reference})",
        f"Answer to your question {ticket.reference}",
        f"Your question {ticket.reference} is closed",
    ]
    assert '<html lang="en">' in html(letter_to(mailbox, JAN))
    assert letter_to(mailbox, ANNA)["Subject"].startswith("Nieuwe vraag")


async def test_a_closed_question_asks_for_an_opinion_and_one_that_the_entrepreneur_closed_does_not(
    mailing: Services, mailbox: Mailbox
) -> None:
    ticket = await ask(mailing)
    await act(mailing, ticket, "change_status", TicketStatus.CLOSED, "Anna")
    await deliver(mailing)
    assert links(letter_to(mailbox, JAN))[-1].endswith("#oordeel")
    other = await ask(mailing)
    await act(mailing, other, "change_status", TicketStatus.CLOSED, ENTREPRENEUR)
    await deliver(mailing)
    assert "zelf afgesloten" in plain(letter_to(mailbox, ANNA))
    assert "oordeel" not in plain(letter_to(mailbox, JAN))


async def test_without_an_e_mail_address_only_the_account_manager_gets_mail(
    mailing: Services, mailbox: Mailbox
) -> None:
    await ask(mailing, email=None, phone="035 621 00 00")
    await deliver(mailing)
    assert mailbox.to() == [ANNA]


async def test_a_question_of_nobody_goes_to_the_coordinators(
    services: Services, settings: Settings, mailbox: Mailbox
) -> None:
    async with services_with_mail(settings, mailbox) as mailing:
        async with mailing.database.transaction() as session:
            await create_user(session, email=CORA, name="Cora", role="coordinator")
        await ask(mailing)
        await deliver(mailing)
    assert "zonder behandelaar" in letter_to(mailbox, CORA)["Subject"]


async def test_what_is_for_somebody_who_left_goes_to_the_coordinators(
    mailing: Services, mailbox: Mailbox
) -> None:
    async with mailing.database.transaction() as session:
        await create_user(session, email=CORA, name="Cora", role="coordinator")
    ticket = await ask(mailing)
    await deliver(mailing)
    mailbox.letters.clear()
    async with mailing.database.transaction() as session:
        (await session.get_one(AccountManager, "anna")).active = False
    await act(mailing, ticket, "record_reply", "Bent u er nog?", ENTREPRENEUR)
    await deliver(mailing)
    assert mailbox.to() == [CORA]


async def test_who_has_the_question_no_longer_when_the_letter_goes_gets_none(
    mailing: Services, mailbox: Mailbox
) -> None:
    await add_manager(mailing, "bram", gemeenten=["laren"])
    ticket = await ask(mailing)
    async with mailing.database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        found.account_manager_id = "bram"
    await deliver(mailing)
    assert mailbox.to() == [JAN]


async def test_who_goes_on_in_the_chat_gets_no_mail_and_who_left_gets_one_with_all_of_it(
    mailing: Services, services: Services, mailbox: Mailbox
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        conversation, _, _ = await services.conversations.start(StartConversation())
        ticket = await ask(mailing, conversation_id=conversation.id)
        await deliver(mailing)
        await act(mailing, ticket, "record_reply", "Goedemiddag.", "Anna")
        time.shift(timedelta(seconds=30))
        await services.conversations.post(conversation.id, PostMessage(text="Dag!"))
        time.shift(CHAT_PAUSE)
        mailbox.letters.clear()
        await deliver(mailing)
        assert mailbox.to() == []
        await act(mailing, ticket, "record_reply", "Dat mag.", "Anna")
        time.shift(timedelta(seconds=30))
        await act(mailing, ticket, "record_reply", "Op de begane grond.", "Anna")
        time.shift(CHAT_PAUSE)
        await deliver(mailing)
    assert mailbox.to() == [JAN]
    assert "> Dat mag.\n>\n> Op de begane grond." in plain(mailbox.letters[0])


async def test_a_chat_that_is_gone_makes_no_difference_to_the_letter(
    mailing: Services, mailbox: Mailbox
) -> None:
    ticket = await ask(mailing, conversation_id="gewist")
    await act(mailing, ticket, "record_reply", "Dat mag.", "Anna")
    with time_machine.travel(clock.now() + CHAT_PAUSE):
        await deliver(mailing)
    assert "> Dat mag." in plain(letter_to(mailbox, JAN))


async def test_reactions_are_told_once_until_the_account_manager_does_something(
    mailing: Services, mailbox: Mailbox
) -> None:
    ticket = await ask(mailing)
    for text in ("Nog iets.", "En nog iets."):
        await act(mailing, ticket, "record_reply", text, ENTREPRENEUR)
    await deliver(mailing)
    reactions = [each for each in mailbox.letters if each["Subject"].startswith("Reactie")]
    assert len(reactions) == 1 and "> Nog iets." in plain(reactions[0])
    await act(mailing, ticket, "add_note", "Gelezen.", "Anna")
    await act(mailing, ticket, "record_reply", "Een derde.", ENTREPRENEUR)
    await deliver(mailing)
    assert "> Een derde." in plain(letter_to(mailbox, ANNA))


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


async def test_a_digest_comes_once_a_working_day_from_the_hour_that_was_set(
    mailing: Services, mailbox: Mailbox
) -> None:
    with time_machine.travel("2026-11-23 07:50 +01:00", tick=False) as time:
        ticket = await ask(mailing)
        await deliver(mailing)
        mailbox.letters.clear()
        assert await put_digests(mailing) == 0
        time.move_to("2026-11-23 08:05 +01:00")
        assert await put_digests(mailing) == await put_digests(mailing) == 1
        await deliver(mailing)
        assert mailbox.to() == [ANNA]
        time.move_to("2026-11-24 20:00 +01:00")  # after work, and then a weekend
        assert await put_digests(mailing) == 0
        time.move_to("2026-11-28 09:00 +01:00")
        assert await put_digests(mailing) == 0
        time.move_to("2026-11-30 09:00 +01:00")
        await put_digests(mailing)
        await deliver(mailing)
    text = plain(mailbox.letters[-1])
    assert mailbox.letters[-1]["Subject"] == "Uw vragen van vandaag: 1 open, 1 te laat"
    assert f"- {ticket.reference} (Hilversum): reactie verwacht" in text and "werkplaats" not in text


async def test_who_has_nothing_open_gets_no_digest(mailing: Services, mailbox: Mailbox) -> None:
    with time_machine.travel("2026-11-23 09:00 +01:00", tick=False):
        assert await put_digests(mailing) == 1
        await deliver(mailing)
    assert mailbox.letters == []


async def test_nearly_due_is_told_to_the_account_manager_and_late_to_the_coordinator_too(
    mailing: Services, mailbox: Mailbox
) -> None:
    async with mailing.database.transaction() as session:
        await create_user(session, email=CORA, name="Cora", role="coordinator")
    with time_machine.travel("2026-11-23 10:00 +01:00", tick=False) as time:
        ticket = await ask(mailing)
        await deliver(mailing)
        time.move_to(ticket.due_at - timedelta(minutes=30))
        for _ in range(2):
            await watch_promises(mailing)
        mailbox.letters.clear()
        await deliver(mailing)
        assert [str(each["Subject"]) for each in mailbox.letters] == [
            f"Vraag {ticket.reference} moet bijna beantwoord zijn"
        ]
        time.move_to(ticket.due_at + timedelta(minutes=1))
        await watch_promises(mailing)
        mailbox.letters.clear()
        await deliver(mailing)
    assert sorted(mailbox.to()) == [ANNA, CORA]
    assert all("te laat" in each["Subject"] for each in mailbox.letters)
