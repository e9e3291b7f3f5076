"""Letters of an account manager who is away: to who stands in, who can do what the letter asks."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from mail_builders import add_manager, ask, deliver, html, letter_to, plain, services_with_mail
from mail_server import Mailbox, running_mail_server

from channels.desk.service import create_user
from channels.operations.digests import put_digests
from channels.services import Services
from handoff import service as handoff
from handoff.hours import WEEKDAYS
from handoff.models import Absence, AccountManager, Ticket
from handoff.status import ENTREPRENEUR
from kit import clock
from kit.settings import Settings

ANNA, BRAM, CARLA, CORA = (f"{name}@voorbeeld.nl" for name in ("anna", "bram", "carla", "cora"))
WEEK = {day: [["00:00", "23:59"]] for day in WEEKDAYS}


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mailbox]:
    with running_mail_server() as mailbox:
        yield mailbox


@pytest.fixture
async def mailing(
    services: Services, settings: Settings, mail_server: Mailbox
) -> AsyncIterator[tuple[Services, Ticket]]:
    """Anna has a question, and goes away; for her comes Bram, for whom comes Carla."""
    mail_server.letters.clear()
    async with services_with_mail(settings, mail_server, digest_hour=0) as mailing:
        await add_manager(mailing)
        ticket = await ask(mailing)
        await deliver(mailing)
        mail_server.letters.clear()
        await add_manager(mailing, "carla", gemeenten=["huizen"], working_hours=WEEK)
        await add_manager(mailing, "bram", gemeenten=["huizen"], replacement_id="carla")
        yield mailing, ticket


async def go_away(services: Services, who: str, replacement: str | None = None, days: int | None = 3) -> None:
    last = clock.today() + timedelta(days=days) if days is not None else None
    async with services.database.transaction() as session:
        session.add(
            Absence(
                account_manager_id=who, first_day=clock.today(), last_day=last, replacement_id=replacement
            )
        )


async def react(services: Services, ticket: Ticket) -> None:
    async with services.database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        await handoff.record_reply(session, found, "Wanneer hoor ik iets?", ENTREPRENEUR)
    await deliver(services)


async def test_who_stands_in_gets_the_letter_and_reads_why(
    mailing: tuple[Services, Ticket], mail_server: Mailbox
) -> None:
    services, ticket = mailing
    await go_away(services, "anna", "bram")
    await react(services, ticket)
    assert mail_server.to() == [BRAM]
    letter = letter_to(mail_server, BRAM)
    assert "Beste Bram," in plain(letter) and "Anna is afwezig tot en met" in plain(letter)
    for text in (plain(letter), html(letter)):
        assert "U vervangt Anna en krijgt daarom dit bericht." in text


async def test_who_stands_in_for_who_stands_in_gets_it_when_both_are_away(
    mailing: tuple[Services, Ticket], mail_server: Mailbox
) -> None:
    services, ticket = mailing
    await go_away(services, "anna", "bram", days=None)
    await go_away(services, "bram")
    await react(services, ticket)
    assert mail_server.to() == [CARLA]
    assert "Anna is afwezig. U vervangt Anna" in plain(letter_to(mail_server, CARLA))


async def test_without_a_stand_in_the_coordinators_get_it_and_else_the_person(
    mailing: tuple[Services, Ticket], mail_server: Mailbox, cheap_hashing: None
) -> None:
    services, ticket = mailing
    await go_away(services, "anna")
    await react(services, ticket)
    assert mail_server.to() == [ANNA] and "afwezig" not in plain(letter_to(mail_server, ANNA))
    mail_server.letters.clear()
    async with services.database.transaction() as session:
        await create_user(session, email=CORA, name="Cora", role="coordinator")
        found = await session.get_one(Ticket, ticket.id)
        await handoff.add_note(session, found, "Weet @anna dit?", "Cora")
    await deliver(services)
    assert mail_server.to() == [CORA]
    assert "Niemand vervangt Anna." in plain(letter_to(mail_server, CORA))


async def test_a_name_in_a_note_and_the_digest_reach_who_stands_in(
    mailing: tuple[Services, Ticket], mail_server: Mailbox
) -> None:
    services, ticket = mailing
    await go_away(services, "anna", "carla")
    async with services.database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        await handoff.add_note(session, found, "Weet @anna dit?", "Bram")
    await deliver(services)
    letter = letter_to(mail_server, CARLA)
    assert letter["Subject"] == f"Bram noemt Anna bij vraag {ticket.reference}"
    mail_server.letters.clear()
    assert await put_digests(services) >= 1
    await deliver(services)
    assert mail_server.to() == [CARLA]
    digest = plain(letter_to(mail_server, CARLA))
    assert "U vervangt Anna. Die vragen staan er ook bij." in digest and "U hebt 1 open vraag." in digest


async def test_back_again_the_letters_are_the_own_ones(
    mailing: tuple[Services, Ticket], mail_server: Mailbox
) -> None:
    services, ticket = mailing
    await go_away(services, "anna", "bram")
    async with services.database.transaction() as session:
        anna = await session.get_one(AccountManager, "anna")
        anna.absences.clear()
    await react(services, ticket)
    assert mail_server.to() == [ANNA]
