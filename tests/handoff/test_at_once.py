"""Two people never hold the same ticket or the same chat: many try at the same moment, on both databases."""

import asyncio
import sys
from collections import Counter
from pathlib import Path

from handoff_builders import manager, request, save
from sqlalchemy import select

from assistant.engine import Engine
from channels.conversations.hub import Hub
from channels.conversations.locks import LocalLocks
from channels.conversations.models import Conversation, Message
from channels.conversations.service import Conversations
from channels.errors import HeldByOtherError
from handoff import service
from handoff.errors import TicketError
from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.status import EventKind, TicketStatus
from kit import clock
from kit.database import Database
from kit.settings import ROOT

PEOPLE = [f"persoon-{number}" for number in range(8)]
TICKETS = 25
CLAIMER = Path(__file__).with_name("claimer.py")


async def prepared(address: str, tickets: int = TICKETS) -> Database:
    """A database with tickets of nobody, and people who want them."""
    database = Database(address)
    async with database.transaction() as session:
        for _ in range(tickets):
            await service.open_ticket(session, request(), reaction_hours=16)
        await save(session, *(manager(name) for name in PEOPLE))
    return database


async def _claimer(address: str, who: str) -> int:
    """How many tickets a process of its own got."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(CLAIMER), address, who),
        stdout=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT)},
    )
    async with asyncio.timeout(60):
        output, _ = await process.communicate()
    return int(output)


async def winners(database: Database, kind: EventKind) -> tuple[Counter[int], dict[int, str | None]]:
    """How often something happened to each ticket, and who holds it."""
    async with database.reading() as session:
        events = await session.scalars(select(TicketEvent.ticket_id).where(TicketEvent.kind == kind))
        holders = await session.execute(select(Ticket.id, Ticket.account_manager_id))
        return Counter(events), {row[0]: row[1] for row in holders}


async def attempt(database: Database, ticket_id: int, who: str) -> bool:
    async with database.transaction() as session:
        someone = await session.get_one(AccountManager, who)
        try:
            await service.claim(session, await session.get_one(Ticket, ticket_id), someone, who)
        except TicketError:
            return False
    return True


async def test_of_two_hundred_claims_by_tasks_each_ticket_takes_one(database_url: str) -> None:
    database = await prepared(database_url)
    _, holders = await winners(database, EventKind.CLAIMED)
    wanted = [(ticket_id, who) for ticket_id in holders for who in PEOPLE]
    won = await asyncio.gather(*(attempt(database, *each) for each in wanted))
    claims, holders = await winners(database, EventKind.CLAIMED)
    assert len(won) == 200 and won.count(True) == TICKETS
    assert set(claims.values()) == {1} and len(claims) == TICKETS
    assert holders == {ticket: who for (ticket, who), first in zip(wanted, won, strict=True) if first}
    await database.close()


async def test_of_three_processes_that_claim_everything_each_ticket_takes_one(database_url: str) -> None:
    database = await prepared(database_url, 40)
    outputs = await asyncio.gather(*(_claimer(database_url, who) for who in PEOPLE[:3]))
    got = dict(zip(PEOPLE, outputs, strict=False))
    claims, holders = await winners(database, EventKind.CLAIMED)
    assert sum(got.values()) == 40
    assert set(claims.values()) == {1} and len(claims) == 40
    assert Counter(holders.values()) == Counter({who: number for who, number in got.items() if number})
    await database.close()


async def test_an_offer_is_accepted_declined_or_withdrawn_but_one_of_them(database_url: str) -> None:
    database = await prepared(database_url, 10)
    async with database.transaction() as session:
        giver, receiver = [await session.get_one(AccountManager, name) for name in PEOPLE[:2]]
        tickets = list(await session.scalars(select(Ticket)))
        for ticket in tickets:
            await service.claim(session, ticket, giver, "gever")
            await service.offer(session, ticket, receiver, "gever")
    answers = ("accept", "decline", "withdraw")

    async def answer(ticket_id: int, how: str) -> str:
        async with database.transaction() as session:
            ticket = await session.get_one(Ticket, ticket_id)
            someone = await session.get_one(AccountManager, PEOPLE[1])
            try:
                if how == "accept":
                    await service.accept(session, ticket, someone, "krijger")
                elif how == "decline":
                    await service.decline(session, ticket, someone, "krijger", "Niet van mij")
                else:
                    await service.withdraw(session, ticket, "gever")
            except TicketError:
                return ""
        return how

    done = await asyncio.gather(*(answer(ticket.id, how) for ticket in tickets for how in answers * 3))
    kinds = (EventKind.TRANSFERRED, EventKind.DECLINED, EventKind.WITHDRAWN)
    happened = [await winners(database, kind) for kind in kinds]
    assert len(list(filter(None, done))) == 10
    assert Counter(ticket for counts, _ in happened for ticket in counts.elements()) == Counter(
        {ticket.id: 1 for ticket in tickets}
    )
    accepted = set(happened[0][0])
    assert happened[0][1] == {t.id: PEOPLE[1] if t.id in accepted else PEOPLE[0] for t in tickets}
    await database.close()


async def test_a_reply_and_a_transfer_at_once_never_let_two_people_answer(database_url: str) -> None:
    """Whoever answers holds the ticket at that moment: no answer of the giver comes after the transfer."""
    database = await prepared(database_url, 12)
    async with database.transaction() as session:
        giver = await session.get_one(AccountManager, PEOPLE[0])
        tickets = list(await session.scalars(select(Ticket)))
        for ticket in tickets:
            await service.claim(session, ticket, giver, PEOPLE[0])

    async def reply(ticket_id: int) -> bool:
        async with database.reading() as session:
            seen = await session.get_one(Ticket, ticket_id)
        if seen.account_manager_id != PEOPLE[0]:  # the desk lets nobody else write
            return False
        async with database.transaction() as session:
            session.add(seen)
            try:
                await service.record_reply(session, seen, "Antwoord", PEOPLE[0])
            except TicketError:
                return False
        return True

    async def give_away(ticket_id: int) -> bool:
        async with database.transaction() as session:
            ticket = await session.get_one(Ticket, ticket_id)
            someone = await session.get_one(AccountManager, PEOPLE[1])
            await service.assign(session, ticket, someone, "coördinator")
        return True

    work = [each(ticket.id) for ticket in tickets for each in (reply, give_away, reply)]
    await asyncio.gather(*work)
    for ticket in tickets:
        async with database.reading() as session:
            kinds = [event.kind for event in await service.events_of(session, ticket)]
        assert kinds.count(EventKind.ASSIGNED) == 1
        assert EventKind.REPLY not in kinds[kinds.index(EventKind.ASSIGNED) :]
    await database.close()


async def test_one_of_many_gateways_without_a_common_lock_gets_the_chat(database_url: str) -> None:
    """Each person comes by a gateway of their own; only the database is common to them."""
    database = Database(database_url)
    async with database.transaction() as session:
        for number in range(10):
            session.add(_conversation(f"gesprek-{number}"))
    gateways = [Conversations(database, _nobody(), Hub(), LocalLocks()) for _ in PEOPLE]

    async def take(gateway: Conversations, who: str, number: int) -> bool:
        try:
            await gateway.take_over(f"gesprek-{number}", who, who.title())
            await gateway.send_as_account_manager(f"gesprek-{number}", who, f"Ik ben {who}")
        except HeldByOtherError:
            return False
        return True

    tries = [
        take(each, who, number) for number in range(10) for each, who in zip(gateways, PEOPLE, strict=True)
    ]
    won = await asyncio.gather(*tries)
    async with database.reading() as session:
        talks = {each.id: each.holder_id for each in await session.scalars(select(Conversation))}
        said = list(await session.scalars(select(Message).where(Message.sender == "account-manager")))
    assert len(won) == 80 and won.count(True) == 10
    assert {each.conversation_id: each.text for each in said} == {
        talk: f"Ik ben {holder}" for talk, holder in talks.items()
    }
    assert len(said) == 10
    await database.close()


def _conversation(name: str) -> Conversation:
    now = clock.now()
    return Conversation(id=name, token_hash="x" * 64, channel="web", created_at=now, last_active_at=now)


def _nobody() -> Engine:
    """These conversations never ask the assistant anything."""
    return object.__new__(Engine)


async def test_one_of_many_messages_opens_a_closed_ticket_and_all_are_kept(
    database_url: str,
) -> None:
    database = await prepared(database_url, 1)
    async with database.transaction() as session:
        ticket = await session.scalar(select(Ticket))
        assert ticket
        await service.claim(session, ticket, await session.get_one(AccountManager, PEOPLE[0]), "a")
        await service.change_status(session, ticket, TicketStatus.CLOSED, "a")

    async def write(number: int) -> None:
        async with database.transaction() as session:
            found = await session.get_one(Ticket, ticket.id)
            await service.record_reply(session, found, f"Bericht {number} van mij", "ondernemer")

    await asyncio.gather(*(write(number) for number in range(8)))
    async with database.reading() as session:
        events = await service.events_of(session, ticket)
    replies = {event.note for event in events if event.kind is EventKind.REPLY}
    assert replies == {f"Bericht {number} van mij" for number in range(8)}
    assert [event.after for event in events if event.kind is EventKind.STATUS].count("in-behandeling") == 1
    await database.close()
