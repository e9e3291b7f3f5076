"""What the tests of letters share: who is in them, and what happens to a ticket."""

from channels.services import Services
from handoff import service as handoff
from handoff.models import Ticket

JAN, ANNA, CORA = "jan@ondernemer.nl", "anna@voorbeeld.nl", "cora@voorbeeld.nl"


async def act(services: Services, ticket: Ticket, what: str, *given: object, **named: object) -> Ticket:
    async with services.database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        await getattr(handoff, what)(session, found, *given, **named)
    return found
