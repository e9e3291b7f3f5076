"""Takes what is due from the outbox and delivers it; as many couriers as there are processes."""

import asyncio
import logging
import traceback
from collections.abc import Mapping
from contextlib import suppress

from handoff.outbox import bell, service
from handoff.outbox.errors import RetryLaterError, UndeliverableError
from handoff.outbox.schemas import Deliverer, Entry
from kit.database import Database

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0  # seconds; entries of this process are heard at once, those of another are found
MOST_AT_ONCE = 8
LONGEST_DELIVERY = 60.0  # seconds; well within the lease, so that nobody else begins meanwhile


class Courier:
    """Delivers the entries of every kind that it has a deliverer for."""

    def __init__(self, database: Database, deliverers: Mapping[str, Deliverer]) -> None:
        """Take the deliverers by kind; entries of other kinds are left alone."""
        self._database = database
        self._deliverers = deliverers

    async def run(self) -> None:
        """Deliver until cancelled; a kind whose other side hangs does not hold up the others."""
        async with asyncio.TaskGroup() as group:
            for kind in self._deliverers:
                group.create_task(self._run(kind))

    async def deliver_due(self) -> int:
        """Deliver what is due now, all kinds; return how many entries were tried."""
        return sum([await self._deliver_some(kind) for kind in self._deliverers])

    async def _run(self, kind: str) -> None:
        rung = bell.listen()
        while True:
            rung.clear()
            try:
                while await self._deliver_some(kind):
                    pass
            except Exception as error:  # noqa: BLE001  the other kinds go on, and so does this one
                log.warning("the outbox could not be read: %s", type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await rung.wait()

    async def _deliver_some(self, kind: str) -> int:
        """Deliver a handful of one kind at once; return how many."""
        async with self._database.reading() as session:
            if not await service.any_due(session, [kind]):
                return 0
        async with self._database.transaction() as session:
            entries = await service.claim(session, [kind], MOST_AT_ONCE)
        await asyncio.gather(*map(self._deliver, entries))
        return len(entries)

    async def _deliver(self, entry: Entry) -> None:
        try:
            async with asyncio.timeout(LONGEST_DELIVERY):
                await self._deliverers[entry.kind](entry)
        except RetryLaterError as error:
            log.info("%s entry %d is tried again later: %s", entry.kind, entry.id, error)
            async with self._database.transaction() as session:
                await service.retry_later(session, entry, str(error), error.after)
        except UndeliverableError as error:
            log.warning("%s entry %d is a dead letter: %s", entry.kind, entry.id, error)
            async with self._database.transaction() as session:
                await service.bury(session, entry, str(error))
        except Exception as error:  # noqa: BLE001  whatever it is, the entry is tried again
            log.error(
                "%s entry %d failed: %s at %s", entry.kind, entry.id, type(error).__name__, _place(error)
            )
            async with self._database.transaction() as session:
                await service.retry_later(session, entry, type(error).__name__)
        else:
            async with self._database.transaction() as session:
                await service.delivered(session, entry)


def _place(error: Exception) -> str:
    """Tell where it went wrong; not the message of the error, which may hold what a person typed."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}"
