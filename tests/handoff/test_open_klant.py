"""A hand-off in Open Klant: calls as its description asks, and nothing twice whatever breaks."""

import os
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from handoff_builders import MONDAY, manager, request, save
from open_klant_server import TOKEN, Fault, OpenKlantServer, description_file, running_open_klant
from sqlalchemy import select

from handoff import service as handoff
from handoff.models import AccountManager, Ticket
from handoff.open_klant import announcement
from handoff.open_klant.client import OpenKlant
from handoff.open_klant.deliverer import open_klant_deliverer
from handoff.open_klant.models import OpenKlantRecord
from handoff.open_klant.reading_back import ACTOR, read_back
from handoff.open_klant.registration import Office
from handoff.outbox import Deliverer, Entry, RetryLaterError, UndeliverableError
from handoff.outbox.models import OutboxEntry
from handoff.status import TicketStatus
from kit.database import Database
from kit.settings import Settings

if description_file() is None:
    if os.environ.get("CI"):
        raise FileNotFoundError("the description of the Klantinteracties API is not beside the project")
    pytest.skip("de beschrijving van de API staat niet naast het project", allow_module_level=True)

ONE_OF_EACH = {
    "actoren": 2,
    "klantcontacten": 1,
    "actorklantcontacten": 2,
    "betrokkenen": 1,
    "digitaleadressen": 2,
    "onderwerpobjecten": 1,
    "internetaken": 1,
}


@pytest.fixture
async def server() -> AsyncIterator[OpenKlantServer]:
    async with running_open_klant() as server:
        yield server


async def website(_ticket: Ticket) -> str:
    return "website"


def delivery(database: Database, server: OpenKlantServer, token: str = TOKEN) -> Deliverer:
    office = Office("Ondernemersloket", "https://voordeur.example/desk")
    return open_klant_deliverer(database, server.url, token, office, website)


async def opened(database: Database, **changes: Any) -> Ticket:
    async with database.transaction() as session:
        if await session.get(AccountManager, "anna") is None:
            await save(session, manager("anna", phone="035 621 00 00"), manager("bram"))
        values = {"phone": "06-12345678", "topic": None} | changes
        return await handoff.open_ticket(session, request(**values), reaction_hours=16)


def entry(ticket: Ticket) -> Entry:
    return Entry(1, "open-klant", "key", {"ticket": ticket.id}, 1, MONDAY, "lease")


def counts(server: OpenKlantServer) -> dict[str, int]:
    return {path: len(known) for path, known in server.things.items() if known}


async def move(database: Database, ticket: Ticket, status: TicketStatus) -> None:
    async with database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        await handoff.change_status(session, found, status, "Anna")


async def test_a_hand_off_is_registered_whole(database: Database, server: OpenKlantServer) -> None:
    ticket = await opened(database)
    await delivery(database, server)(entry(ticket))
    assert server.refused == []
    assert counts(server) == ONE_OF_EACH
    [task], [contact] = server.all("internetaken"), server.all("klantcontacten")
    assert task["referentienummer"] == contact["referentienummer"] == ticket.reference[3:]
    assert task["status"] == "te_verwerken"
    assert contact["kanaal"] == "website" and contact["inhoud"] == ticket.question
    assert {each["adres"] for each in server.all("digitaleadressen")} == {"jan@example.nl", "+31612345678"}
    holders = {each["uuid"] for each in task["toegewezenAanActoren"]}
    assert holders == {each["uuid"] for each in server.all("actoren")}


async def test_what_is_too_long_is_cut_and_what_does_not_fit_is_left_out(
    database: Database, server: OpenKlantServer
) -> None:
    far = f"{'a' * 60}@{'b' * 30}.nl"
    ticket = await opened(database, question="vraag " * 600, email=far, phone=None, name="J" * 120)
    await delivery(database, server)(entry(ticket))
    assert server.refused == []
    assert len(server.all("klantcontacten")[0]["inhoud"]) <= 1000
    assert server.all("digitaleadressen") == []


@pytest.mark.parametrize("what", [500, "lost"])
async def test_it_goes_on_where_it_broke_off_and_makes_nothing_twice(
    database: Database, server: OpenKlantServer, what: int | str
) -> None:
    deliver = delivery(database, server)
    await deliver(entry(await opened(database)))
    calls = len(server.calls)
    assert calls > 15
    for at in range(1, calls + 1):
        server.things.clear()
        ticket = await opened(database)
        server.fault = Fault(len(server.calls) + at, what)
        try:
            await deliver(entry(ticket))
        except RetryLaterError:
            await deliver(entry(ticket))
        assert counts(server) == ONE_OF_EACH, f"broken at call {at}"


@pytest.mark.parametrize(("status", "error"), [(401, RetryLaterError), (403, RetryLaterError)])
async def test_a_token_that_is_refused_waits_for_who_puts_it_right(
    database: Database, server: OpenKlantServer, status: int, error: type[Exception]
) -> None:
    server.fault = Fault(1, status)
    with pytest.raises(error, match="token") as raised:
        await delivery(database, server)(entry(await opened(database)))
    assert getattr(raised.value, "after", None) == timedelta(minutes=15)


async def test_a_wrong_token_is_refused_by_the_server_itself(
    database: Database, server: OpenKlantServer
) -> None:
    with pytest.raises(RetryLaterError, match="token"):
        await delivery(database, server, token="verkeerd")(entry(await opened(database)))
    assert counts(server) == {}


async def test_what_open_klant_refuses_is_a_dead_letter_that_names_no_person(
    database: Database, server: OpenKlantServer
) -> None:
    server.fault = Fault(5, 400)
    with pytest.raises(UndeliverableError) as raised:
        await delivery(database, server)(entry(await opened(database)))
    assert "Jan" not in str(raised.value) and "jan@" not in str(raised.value)


async def test_nobody_there_is_tried_again(database: Database) -> None:
    async with running_open_klant() as gone:
        ticket = await opened(database)
    with pytest.raises(RetryLaterError):
        await delivery(database, gone)(entry(ticket))


async def test_closing_and_reopening_change_the_task(database: Database, server: OpenKlantServer) -> None:
    deliver, ticket = delivery(database, server), await opened(database)
    await deliver(entry(ticket))
    patched = [call for call in server.calls if call.startswith("PATCH")]
    assert patched == []
    for status, there in (
        (TicketStatus.CLOSED, "verwerkt"),
        (TicketStatus.IN_PROGRESS, "te_verwerken"),
    ):
        await move(database, ticket, status)
        await deliver(entry(ticket))
        assert server.all("internetaken")[0]["status"] == there
    assert counts(server) == ONE_OF_EACH


async def test_another_account_manager_gets_the_task(database: Database, server: OpenKlantServer) -> None:
    deliver, ticket = delivery(database, server), await opened(database)
    await deliver(entry(ticket))
    async with database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        found.account_manager_id = "bram" if found.account_manager_id == "anna" else "anna"
    await deliver(entry(ticket))
    actors = {each["uuid"]: each["naam"] for each in server.all("actoren")}
    holders = [actors[each["uuid"]] for each in server.all("internetaken")[0]["toegewezenAanActoren"]]
    assert set(actors.values()) == {"Anna", "Bram", "Ondernemersloket"}
    assert len(holders) == 2


async def test_a_task_that_is_finished_there_closes_the_ticket(
    database: Database, server: OpenKlantServer
) -> None:
    ticket = await opened(database)
    await delivery(database, server)(entry(ticket))
    server.all("internetaken")[0]["status"] = "verwerkt"
    async with OpenKlant(server.url, TOKEN) as api:
        assert await read_back(database, api) == 0  # looked at a moment ago
        with time_machine.travel(MONDAY + timedelta(days=30)):
            assert await read_back(database, api) == 1
            assert await read_back(database, api) == 0
    async with database.reading() as session:
        closed = await session.get_one(Ticket, ticket.id)
        events = await handoff.events_of(session, closed)
    assert closed.status is TicketStatus.CLOSED
    assert events[-1].actor == ACTOR


async def test_a_task_that_is_gone_is_not_looked_at_again(
    database: Database, server: OpenKlantServer
) -> None:
    ticket = await opened(database)
    await delivery(database, server)(entry(ticket))
    server.things["internetaken"].clear()
    async with OpenKlant(server.url, TOKEN) as api:
        with time_machine.travel(MONDAY + timedelta(days=30)):
            assert await read_back(database, api) == 0
            before = len(server.calls)
            assert await read_back(database, api) == 0
            assert len(server.calls) == before
    async with database.reading() as session:
        record = await session.get_one(OpenKlantRecord, ticket.id)
        assert (await session.get_one(Ticket, ticket.id)).status is TicketStatus.NEW
    assert record.status is None


@pytest.mark.parametrize("url", ["", "https://openklant.example/klantinteracties/api/v1"])
async def test_only_with_open_klant_it_is_put_in_the_outbox(
    database: Database, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    settings = Settings(open_klant_url=url, open_klant_token="x")
    monkeypatch.setattr(announcement, "get_settings", lambda: settings)
    await opened(database)
    async with database.reading() as session:
        kinds = list(await session.scalars(select(OutboxEntry.kind)))
    assert kinds.count("open-klant") == (1 if url else 0)


async def test_a_ticket_that_was_erased_meanwhile_is_done(
    database: Database, server: OpenKlantServer
) -> None:
    await delivery(database, server)(Entry(1, "open-klant", "key", {"ticket": 999}, 1, MONDAY, "lease"))
    assert server.calls == []
