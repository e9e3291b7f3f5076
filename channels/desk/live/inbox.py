"""What is new for a user of the desk, as server-sent events on every page: new questions and reactions."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sse_starlette import ServerSentEvent

from channels.conversations.hub import INBOX
from channels.conversations.watching import heard
from channels.desk import repository
from channels.desk.guard import Visit, recognise
from channels.desk.permissions import Permission
from handoff.models import TicketEvent
from handoff.status import EventKind
from kit import clock

LOOK_EVERY = 10.0  # seconds; a session that ends without a word closes its streams within this
SETTLES_WITHIN = timedelta(seconds=20)
"""An event with a lower number can be committed after one with a higher number, by this much at most."""

_WORDS = {
    EventKind.OPENED: "Nieuwe vraag {reference}",
    EventKind.REPLY: "Nieuw bericht van de ondernemer bij vraag {reference}",
    EventKind.ASSIGNED: "Vraag {reference} is toegewezen",
    EventKind.OFFERED: "Vraag {reference} is ter overname aangeboden",
    EventKind.TRANSFERRED: "Vraag {reference} is overgedragen",
}
NEWS = tuple(_WORDS)


class Inbox:
    """What one user was told, and what is new since: nothing is skipped, and a client drops what it knows."""

    def __init__(self, settled: int) -> None:
        """Begin after an event: everything up to it was told, or was there before."""
        self.settled = settled
        self._told: set[int] = set()

    async def news(self, session: AsyncSession, visit: Visit) -> list[ServerSentEvent]:
        """Return what is new since the last time; the id of an event is up to where all was told."""
        found = await repository.news_in_view(session, visit.entry, self.settled, NEWS)
        fresh = [(event, reference) for event, reference in found if event.id not in self._told]
        self._told.update(event.id for event, _ in fresh)
        self._settle([event for event, _ in found])
        return [_shown(event, reference, self.settled) for event, reference in fresh]

    def _settle(self, events: Sequence[TicketEvent]) -> None:
        """Look back no further than to where nothing can come in between any more."""
        before = clock.now() - SETTLES_WITHIN
        self.settled = max([self.settled, *(event.id for event in events if event.at < before)])
        self._told = {number for number in self._told if number > self.settled}


async def follow(visit: Visit, after: int | None) -> AsyncIterator[ServerSentEvent]:
    """Yield what is new for a user until the session ends; after an event, or from now on."""
    database, hub = visit.services.database, visit.services.hub
    async with hub.listen(INBOX) as listener:
        async with database.reading() as session:
            newest = await repository.newest_event(session)
        inbox = Inbox(newest if after is None else min(after, newest))
        yield ServerSentEvent("{}", event="ready", id=str(inbox.settled))
        while True:
            found = await recognise(visit.request, visit.services)
            if found is None or not found[0].may(Permission.READ_TICKETS):
                yield ServerSentEvent("{}", event="ended")
                return
            async with database.reading() as session:
                news = await inbox.news(session, Visit(visit.request, visit.services, found[0]))
            for event in news:
                yield event
            await heard(listener, LOOK_EVERY)


def _shown(event: TicketEvent, reference: str, settled: int) -> ServerSentEvent:
    data = {"event": event.id, "reference": reference, "text": _WORDS[event.kind].format(reference=reference)}
    return ServerSentEvent(json.dumps(data), event="news", id=str(settled))
