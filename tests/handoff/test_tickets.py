"""Opening a ticket: what it keeps, when it is due, how it is found, and what is refused."""

import re
from typing import Any

import pytest
import time_machine
from handoff_builders import CONSENT, MONDAY, SATURDAY, local, manager, request, save
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from ticket_states import NEW, opened

from handoff import service
from handoff.errors import ContactError, TicketError
from handoff.models import AccountManager, Ticket
from handoff.schemas import TranscriptLine
from handoff.status import ENTREPRENEUR, EventKind
from kit.database import Database

pytest_plugins = ["ticket_fixtures"]

LINE = TranscriptLine(sender="entrepreneur", sender_name="Jan", sent_at=MONDAY, text="Mag dit?")


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
