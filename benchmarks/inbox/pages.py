"""The pages that are read: the list, each filter, searches for rare and for common words, and tickets."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx
from sqlalchemy import func, select

from benchmarks.inbox.busy import Busy
from channels.services import Services
from handoff.models import Ticket
from handoff.status import TicketStatus

LIST = "/desk/tickets"
TICKETS = 40
DEEP = 20_000
# Common, usual and rare in what entrepreneurs ask; two words; a name; an address; nothing that exists.
WORDS = (
    "bedrijf",
    "vergunning",
    "terras",
    "subsidie aanvragen",
    "ondernemer 123",
    "ondernemer77@example.nl",
    "xyz",
)
FILTERS = {
    "open": "",
    "new": "status=nieuw",
    "closed": "status=afgehandeld",
    "all": "status=alles",
    "gemeente": "gemeente=laren",
    "topic": "topic=financiering",
    "nobody": "manager=niemand",
    "tag": "tag=label+8",
    "late": "due=te-laat",
    "nearly late": "due=bijna",
    "unread": "unread=1",
    "unread of all": "unread=1&status=alles",
    "language": "language=en",
    "days": "since=2026-01-01&until=2026-03-31&status=alles",
    "newest": "sort=nieuw",
    "last changed": "sort=gewijzigd&status=alles",
    "three filters": "gemeente=hilversum&topic=starten&status=alles&sort=nieuw",
}


@dataclass(frozen=True)
class Took:
    """What a page took, in milliseconds: by the clock, and of processors."""

    waited: float
    busy: float


class Reader:
    """Reads pages and takes the time."""

    def __init__(self, browser: httpx.AsyncClient, busy: Busy, times: int) -> None:
        """Read each page so many times."""
        self._browser, self._busy, self._times = browser, busy, times

    async def read(self, addresses: Sequence[str]) -> list[Took]:
        """Return what each reading took, after one of each that does not count."""
        for address in addresses[:3]:
            await self._one(address)
        await self._busy.look()
        return [await self._one(addresses[number % len(addresses)]) for number in range(self._times)]

    async def _one(self, address: str) -> Took:
        worked, began = self._busy.now(), time.perf_counter()
        response = await self._browser.get(address)
        took = Took((time.perf_counter() - began) * 1000, self._busy.now() - worked)
        assert response.status_code == 200, (address, response.status_code)
        return took


async def pages(services: Services, who: str) -> list[tuple[str, list[str]]]:
    """Return the pages with their names."""
    found = [("front page", [LIST])]
    found += [
        (f"filter: {name}", [f"{LIST}?{query}&sort=termijn" if not query else f"{LIST}?{query}"])
        for name, query in FILTERS.items()
    ]
    found += [("400th page", [await _deep(services)])]
    found += [(f"search: {words}", [f"{LIST}?status=alles&q={words.replace(' ', '+')}"]) for words in WORDS]
    found += [
        (f"search: {words}, newest", [f"{LIST}?status=alles&sort=nieuw&q={words}"]) for words in WORDS[:3]
    ]
    return [*found, ("ticket", [f"{LIST}/{reference}" for reference in await _references(services, who)])]


async def _deep(services: Services) -> str:
    """Return the address of a page far down the list of what is closed; of few tickets, of the last."""
    from channels.desk.inbox.filters import Filters
    from channels.desk.inbox.finding import _place

    async with services.database.reading() as session:
        closed = Ticket.status == TicketStatus.CLOSED
        number = await session.scalar(select(func.count()).where(closed)) or 0
        query = select(Ticket).where(closed).order_by(Ticket.created_at.desc())
        ticket = (await session.scalars(query.offset(min(DEEP, number - 1)).limit(1))).one()
    filters = Filters(status="afgehandeld", sort="nieuw")
    return filters.link(after=_place(ticket, filters))


async def _references(services: Services, who: str) -> Sequence[str]:
    query = select(Ticket.reference).where(Ticket.account_manager_id == "bench-3")
    async with services.database.reading() as session:
        return (await session.scalars(query.order_by(Ticket.id).limit(TICKETS))).all()
