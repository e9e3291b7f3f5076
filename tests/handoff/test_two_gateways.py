"""The directory on both databases, with two gateways: what one changes, the other knows at once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest
import time_machine
from handoff_builders import MONDAY, desk, manager, request, save
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.availability import not_there
from handoff.closed_days import closed_dates
from handoff.hours import DEFAULT_HOURS
from handoff.models import AccountManager, Ticket
from handoff.people import absences, being_there, closed, managers
from handoff.people.errors import EntryError
from handoff.people.history import Subject, changes_of, version_of
from handoff.presence import Presence
from handoff.routing import route
from handoff.schemas import AccountManagerEntry
from kit.database import Database
from kit.settings import ROOT

TODAY = MONDAY.date()


@pytest.fixture
async def gateways(database_url: str) -> AsyncIterator[tuple[Database, Database]]:
    first, second = Database(database_url), Database(database_url)
    async with first.transaction() as session:
        await save(
            session, desk(), manager("anna", replacement_id="bram"), manager("bram", gemeenten=["laren"])
        )
    yield first, second
    await first.close()
    await second.close()


def entry(**changes: object) -> AccountManagerEntry:
    values = {
        "id": "anna",
        "name": "Anna",
        "email": "anna@example.nl",
        "gemeenten": ["hilversum"],
        "working_hours": {day: ["09:00-17:00"] for day in DEFAULT_HOURS},
        "replacement_id": "bram",
    }
    return AccountManagerEntry.model_validate(values | changes)


async def who(session: AsyncSession, gemeente: str = "hilversum") -> str:
    return (await route(session, gemeente=gemeente, topic=None, moment=MONDAY)).name


async def test_each_change_of_one_gateway_is_known_to_the_other(gateways: tuple[Database, Database]) -> None:
    here, there = gateways
    async with there.reading() as session:
        assert await who(session) == "Anna"
    async with here.transaction() as session:
        anna = await session.get_one(AccountManager, "anna")
        await absences.add(session, anna, TODAY, None, None, "Coördinator")
    async with there.reading() as session:
        assert await who(session) == "Bram"
    async with here.transaction() as session:
        anna = await session.get_one(AccountManager, "anna")
        assert await absences.remove(session, anna, anna.absences[0].id, "Coördinator")
        with time_machine.travel(MONDAY, tick=False):
            await being_there.choose(session, "anna", Presence.ABSENT)
        await managers.add(session, entry(id="zoe", name="Zoe", replacement_id=None), "Coördinator")
        await closed.add(session, date(2026, 11, 24), "Personeelsdag", None, "Coördinator")
    async with there.reading() as session:
        assert await who(session) == "Zoe"
        anna = await session.get_one(AccountManager, "anna")
        assert await closed_dates(session, anna) == {date(2026, 11, 24)}
        kinds = [len(await changes_of(session, kind)) for kind in Subject]
    assert dict(zip(Subject, kinds, strict=True)) == {
        Subject.MANAGER: 3,
        Subject.MOMENT: 0,
        Subject.CLOSED_DAY: 1,
        Subject.USER: 0,
    }


async def test_tickets_move_with_who_leaves_on_both_databases(gateways: tuple[Database, Database]) -> None:
    here, there = gateways
    async with here.transaction() as session:
        tickets = [
            await service.open_ticket(session, request(email=f"{number}@example.nl"), reaction_hours=8)
            for number in range(5)
        ]
        anna = await session.get_one(AccountManager, "anna")
        assert await managers.deactivate(session, anna, "bram", "Coördinator") == 5
    async with there.reading() as session:
        kept = [await session.get_one(Ticket, ticket.id) for ticket in tickets]
        assert {ticket.account_manager_id for ticket in kept} == {"bram"}
        assert await who(session) == "Loket"
        assert (await session.get_one(AccountManager, "anna")).replacement_id == "bram"


async def test_a_question_that_comes_in_while_somebody_leaves_never_stays_with_them(
    gateways: tuple[Database, Database],
) -> None:
    here, there = gateways

    async def ask(number: int) -> None:
        async with there.transaction() as session:
            await service.open_ticket(session, request(email=f"{number}@example.nl"), reaction_hours=8)

    async with asyncio.TaskGroup() as tasks:
        for number in range(6):
            tasks.create_task(ask(number))
        async with here.transaction() as session:
            anna = await session.get_one(AccountManager, "anna")
            await managers.deactivate(session, anna, "bram", "Coördinator")
            tasks.create_task(ask(6))
            await asyncio.sleep(0.2)  # a question that chose Anna before this is stored waits for it
    async with there.reading() as session:
        owners = [ticket.account_manager_id for ticket in await service.tickets_of(session, None)]
    assert len(owners) == 7 and set(owners) <= {"bram", "loket"}


async def test_a_form_of_before_a_change_of_the_other_gateway_changes_nothing(
    gateways: tuple[Database, Database],
) -> None:
    here, there = gateways
    async with here.reading() as session:
        version = await version_of(session, Subject.MANAGER, "anna")
    for database, phone, refused in ((here, "035 629 22 22", False), (there, "035 629 33 33", True)):
        async with database.transaction() as session:
            anna = await session.get_one(AccountManager, "anna")
            try:
                await managers.change(session, anna, entry(phone=phone), version, "Coördinator")
            except EntryError as error:
                assert refused and "intussen gewijzigd" in str(error)
    async with there.reading() as session:
        assert (await session.get_one(AccountManager, "anna")).phone == "+31356292222"


async def test_the_files_that_ship_can_be_imported_after_work_at_the_desk(
    gateways: tuple[Database, Database],
) -> None:
    here, there = gateways
    for _ in range(2):
        async with here.transaction() as session:
            assert (await service.import_directory(session, ROOT / "knowledge" / "content")).conflicts == ()
    async with here.transaction() as session:
        gijs = await session.get_one(AccountManager, "gijs-voorbeeld")
        await managers.change(
            session, gijs, entry(id=gijs.id, name="Gijs Anders", replacement_id=None), 0, "Coördinator"
        )
    async with there.transaction() as session:
        counts = await service.import_directory(session, ROOT / "knowledge" / "content")
        assert counts.conflicts == ("gijs-voorbeeld",)
        assert await not_there(session, gijs, MONDAY) is None
