import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from handoff_builders import CONSENT, MONDAY, SATURDAY, away, desk, local, manager, request, save
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.errors import ContactError, TicketError
from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.schemas import TranscriptLine
from handoff.status import ENTREPRENEUR, TRANSITIONS, EventKind, TicketStatus
from kit.database import Database

LINE = TranscriptLine(sender="entrepreneur", sender_name="Jan", sent_at=MONDAY, text="Mag dit?")
NEW, IN_PROGRESS, WAITING, CLOSED = TicketStatus


@pytest.fixture
async def anna(session: AsyncSession) -> AccountManager:
    anna = manager()
    await save(session, anna, manager("bram", gemeenten=["huizen"]))
    return anna


async def opened(session: AsyncSession, **changes: Any) -> Ticket:
    return await service.open_ticket(session, request(**changes), reaction_hours=16)


async def kinds(session: AsyncSession, ticket: Ticket) -> list[EventKind]:
    return [event.kind for event in await service.events_of(session, ticket)]


async def test_an_opened_ticket_keeps_everything_that_was_sent(database: Database) -> None:
    findings = [{"check": "werken-aan-huis", "verdict": "waarschijnlijk"}]
    async with database.transaction() as session:
        await save(session, manager())
        ticket = await opened(
            session, conversation_id="abc", sector="media", phone="06 12345678", summary="Kort",
            transcript=[LINE], findings=findings,
        )  # fmt: skip
    async with database.reading() as session:
        stored = await service.ticket_by_reference(session, ticket.reference)
    assert (stored.gemeente, stored.topic, stored.sector, stored.language) == (
        "hilversum", "omgevingsplan", "media", "nl",
    )  # fmt: skip
    assert (stored.name, stored.email, stored.phone) == ("Jan Voorbeeld", "jan@example.nl", "+31612345678")
    assert (stored.conversation_id, stored.summary, stored.findings) == ("abc", "Kort", findings)
    assert stored.transcript == [
        {
            "sender": "entrepreneur",
            "senderName": "Jan",
            "sentAt": "2026-11-23T10:00:00+01:00",
            "text": "Mag dit?",
        }
    ]
    assert (stored.consent_at, stored.consent_text) == (MONDAY, CONSENT)
    assert stored.status is NEW
    assert stored.closed_at is None
    assert stored.account_manager is not None
    assert stored.account_manager.name == "Anna"
    assert stored.routing_reason.startswith("Anna is accountmanager voor Hilversum. Anna werkt nu")


@pytest.mark.parametrize(
    ("moment", "hours", "due"),
    [
        ("2026-11-23 10:00", 16, "2026-11-25 10:00"),
        ("2026-11-21 12:00", 8, "2026-11-23 17:00"),
        ("2026-12-24 16:00", 2, "2026-12-28 10:00"),
    ],
)
async def test_a_ticket_is_due_in_working_hours(
    session: AsyncSession, anna: AccountManager, moment: str, hours: int, due: str
) -> None:
    with time_machine.travel(local(moment), tick=False):
        ticket = await service.open_ticket(session, request(), reaction_hours=hours)
    assert ticket.due_at == local(due)
    assert ticket.created_at == ticket.updated_at == local(moment)


async def test_the_hours_of_the_account_manager_set_the_due_date(session: AsyncSession) -> None:
    await save(session, manager(working_hours={"friday": [["09:00", "11:00"]]}))
    with time_machine.travel(MONDAY, tick=False):
        ticket = await service.open_ticket(session, request(), reaction_hours=3)
    assert ticket.due_at == local("2026-12-04 10:00")


async def test_without_anyone_in_the_directory_a_ticket_is_still_kept(session: AsyncSession) -> None:
    with time_machine.travel(SATURDAY, tick=False):
        ticket = await opened(session)
    assert ticket.account_manager is None
    assert ticket.due_at == local("2026-11-24 17:00")
    assert list(await service.unassigned(session)) == [ticket]


async def test_the_first_event_tells_who_got_the_ticket_and_why(
    session: AsyncSession, anna: AccountManager
) -> None:
    ticket = await opened(session)
    [event] = await service.events_of(session, ticket)
    assert (event.kind, event.after, event.note) == (EventKind.OPENED, "nieuw", ticket.routing_reason)


async def test_references_cannot_be_guessed_and_are_unique() -> None:
    references = {service.new_reference() for _ in range(2_000)}
    assert len(references) == 2_000
    assert all(re.fullmatch(r"VD-[2-9A-HJKMNP-Z]{10}", reference) for reference in references)
    for position in range(3, 13):
        assert len({reference[position] for reference in references}) == 31


async def test_two_tickets_never_share_a_reference(session: AsyncSession, anna: AccountManager) -> None:
    first, second = await opened(session), await opened(session)
    assert first.reference != second.reference
    assert Ticket.__table__.c.reference.unique


@pytest.mark.parametrize(
    "change", [str.lower, lambda text: f"  {text} ", lambda text: text.replace("-", "- ")]
)
async def test_a_ticket_is_found_however_the_reference_is_typed(
    session: AsyncSession, anna: AccountManager, change: Any
) -> None:
    ticket = await opened(session)
    assert await service.ticket_by_reference(session, change(ticket.reference)) is ticket


@pytest.mark.parametrize("reference", ["", "1", "VD-", "VD-0000000000", "%", "VD-__________"])
async def test_an_unknown_reference_finds_nothing(
    session: AsyncSession, anna: AccountManager, reference: str
) -> None:
    await opened(session)
    with pytest.raises(TicketError, match="kenmerk"):
        await service.ticket_by_reference(session, reference)


async def test_personal_numbers_do_not_reach_the_ticket(session: AsyncSession, anna: AccountManager) -> None:
    line = LINE.model_copy(update={"text": "bsn 123456782"})
    ticket = await opened(session, question="bsn 123456782?", summary="bsn 123456782", transcript=[line])
    await service.add_note(session, ticket, "bsn 123456782", "anna")
    await service.record_reply(session, ticket, "bsn 123456782", ENTREPRENEUR)
    notes = [event.note for event in await service.events_of(session, ticket)]
    assert "123456782" not in f"{ticket.question}{ticket.summary}{ticket.transcript}{notes}"


@pytest.mark.parametrize(
    "wrong", [{"email": "jan@"}, {"phone": "061234"}, {"email": None, "phone": None, "conversation_id": None}]
)
def test_a_request_without_usable_contact_data_is_a_contact_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ContactError):
        request(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"question": ""},
        {"question": "a" * 10_001},
        {"consent_text": ""},
        {"consent_at": None},
        {"consent_at": MONDAY.replace(tzinfo=None)},
        {"gemeente": "Gooise Meren"},
        {"topic": "{name}"},
        {"language": "nederlands"},
    ],
)
def test_an_incomplete_request_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        request(**wrong)


def test_a_conversation_alone_is_enough_to_reach_someone() -> None:
    assert request(email=None, conversation_id="abc").phone is None


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
