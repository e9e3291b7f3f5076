"""A process of its own that claims every ticket: ``python claimer.py ADDRESS WHO`` writes how many it got."""

import asyncio
import sys

from sqlalchemy import select

from handoff import service
from handoff.errors import TicketError
from handoff.models import AccountManager, Ticket
from kit.database import Database


async def claim_all(address: str, who: str) -> int:
    database = Database(address)
    async with database.reading() as session:
        ids = list(await session.scalars(select(Ticket.id).order_by(Ticket.id)))
    won = [await claim_one(database, ticket_id, who) for ticket_id in ids]
    await database.close()
    return sum(won)


async def claim_one(database: Database, ticket_id: int, who: str) -> bool:
    async with database.transaction() as session:
        manager = await session.get_one(AccountManager, who)
        try:
            await service.claim(session, await session.get_one(Ticket, ticket_id), manager, who)
        except TicketError:
            return False
    return True


if __name__ == "__main__":
    sys.stdout.write(str(asyncio.run(claim_all(sys.argv[1], sys.argv[2]))))
