"""Delivers entries of the outbox to Open Klant."""

from collections.abc import Awaitable, Callable

from handoff.models import Ticket
from handoff.open_klant.client import OpenKlant
from handoff.open_klant.registration import Office, Registration
from handoff.outbox import Deliverer, Entry
from kit.database import Database

type ChannelOf = Callable[[Ticket], Awaitable[str]]
"""Tells in Dutch over which channel the question of a ticket came."""


def open_klant_deliverer(
    database: Database, url: str, token: str, office: Office, channel_of: ChannelOf
) -> Deliverer:
    """Return what brings a ticket in Open Klant up to date; a ticket that was erased meanwhile is done."""

    async def deliver(entry: Entry) -> None:
        async with database.reading() as session:
            ticket = await session.get(Ticket, entry.payload["ticket"])
        if ticket is None:
            return
        channel = await channel_of(ticket)
        async with OpenKlant(url, token) as api:
            await Registration(database, api, office, ticket, channel).bring_up_to_date()

    return deliver
