"""A process that is there to be killed: it opens tickets, says so when they are committed, and delivers.

It imports once and forks a child that works; when the child is killed it forks the next one.
"""

import asyncio
import os
import sys
from datetime import timedelta
from itertools import count

from channels.operations.deliverers import deliverers
from channels.services import build_services
from handoff.outbox import service as outbox
from handoff.outbox.courier import Courier
from handoff.schemas import HandOffRequest
from handoff.service import open_ticket
from kit import clock
from kit.settings import get_settings

PAUSE = 0.02  # seconds; so that letters are under way while tickets are opened


async def work() -> None:
    """Open tickets and deliver letters until killed."""
    outbox.LEASE = timedelta(seconds=1)  # else the next child waits minutes for what this one holds
    services = build_services(get_settings())
    delivering = asyncio.create_task(Courier(services.database, deliverers(services)).run())
    say(f"pid {os.getpid()}")
    for number in count():
        request = HandOffRequest(
            name="Jan Voorbeeld",
            email="jan@ondernemer.nl",
            question=f"Vraag {number}",
            consent_at=clock.now(),
            consent_text="Mag dat?",
        )
        async with services.database.transaction() as session:
            ticket = await open_ticket(session, request, reaction_hours=16)
        say(ticket.reference)  # from here on an entrepreneur has seen it
        await asyncio.sleep(PAUSE)
        assert not delivering.done()


def say(line: str) -> None:
    """Tell the test something, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Keep a child at work."""
    while True:
        child = os.fork()
        if child == 0:
            asyncio.run(work())
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
