"""The periodic tasks: retention, articles that grow old, reminders. Safe to run in several processes."""

import asyncio
import logging
from datetime import timedelta

from sqlalchemy import delete

from channels.mail.incoming.poller import watch_mailbox
from channels.mail.models import IncomingMail
from channels.operations.deliverers import deliverers
from channels.operations.digests import put_digests
from channels.operations.reminders import remind
from channels.operations.retention import KEPT
from channels.services import Services
from handoff.open_klant.client import OpenKlant
from handoff.open_klant.reading_back import read_back
from handoff.outbox import service as outbox
from handoff.outbox.courier import Courier
from handoff.service import purge_tickets
from handoff.tickets.alarms import sound_alarms
from handoff.tickets.attachments import sweep
from handoff.tickets.marks import raise_follow_ups
from kit import clock
from knowledge.curation.lifecycle import withdraw_expired
from knowledge.gaps import service as gaps

log = logging.getLogger(__name__)

PERIOD = 3600.0  # seconds
PROMISES_PERIOD = 300.0  # seconds
OPEN_KLANT_PERIOD = 60.0  # seconds


async def work(services: Services) -> None:
    """Deliver what leaves, and do every periodic task, until cancelled."""
    async with asyncio.TaskGroup() as group:
        group.create_task(Courier(services.database, deliverers(services)).run())
        group.create_task(_work_hourly(services))
        group.create_task(_watch_promises(services))
        if services.settings.open_klant_url:
            group.create_task(_watch_open_klant(services))
        if services.settings.mailbox:
            group.create_task(watch_mailbox(services))


async def deliver_to_messengers(services: Services) -> None:
    """Deliver what goes to messengers, until cancelled; also at a gateway that leaves the rest to a worker.

    It hears of its own entries at once, where a worker looks every few seconds; people wait for an answer.
    """
    channels = services.messengers.adapters
    mine = {kind: each for kind, each in deliverers(services).items() if kind in channels}
    await Courier(services.database, mine).run()


async def _work_hourly(services: Services) -> None:
    while True:
        await work_once(services)
        await asyncio.sleep(PERIOD)


async def _watch_promises(services: Services) -> None:
    while True:
        try:
            await watch_promises(services)
            await put_digests(services)
        except Exception:
            log.exception("the promises on tickets could not be looked at; it is tried again")
        await asyncio.sleep(PROMISES_PERIOD)


async def _watch_open_klant(services: Services) -> None:
    """Close what was finished there, until cancelled."""
    url, token = services.settings.open_klant_url, services.settings.open_klant_token
    while True:
        try:
            async with OpenKlant(url, token) as api:
                await read_back(services.database, api)
        except Exception as error:  # noqa: BLE001  whatever is wrong there, Voordeur goes on
            log.warning("Open Klant could not be read: %s", error)
        await asyncio.sleep(OPEN_KLANT_PERIOD)


async def watch_promises(services: Services) -> int:
    """Tell of promises that are broken or nearly, bring back what was put off; return how many tickets."""
    async with services.database.transaction() as session:
        told = await sound_alarms(session)
    async with services.database.transaction() as session:
        return told + await raise_follow_ups(session)


async def work_once(services: Services) -> None:
    """Do every task; one that fails is logged, keeps no other from its turn, and is tried again."""
    for task in (purge, expire, tend_gaps, remind, tidy):
        try:
            await task(services)
        except Exception:
            log.exception("a periodic task failed; it is tried again: %s", task.__name__)


async def purge(services: Services) -> tuple[int, int]:
    """Erase conversations and tickets past their retention; return how many of each."""
    settings, now = services.settings, clock.now()
    conversations = await services.conversations.purge(now - timedelta(days=settings.conversation_days))
    await services.messengers.purge()
    async with services.database.transaction() as session:
        tickets = await purge_tickets(session, now - timedelta(days=settings.ticket_days))
    async with services.database.reading() as session:
        files = await sweep(session, settings.data_dir)
    log.info("retention: %d conversations, %d tickets and %d files erased", conversations, tickets, files)
    return conversations, tickets


async def expire(services: Services) -> int:
    """Withdraw the articles that are past their last day; return how many."""
    async with services.database.transaction() as session:
        expired = await withdraw_expired(session, clock.today())
    if expired:
        log.info("expired and withdrawn: %s", ", ".join(expired))
    return len(expired)


async def tend_gaps(services: Services) -> int:
    """Delete unanswered questions past their retention, group the others; return how many were deleted."""
    await services.library.refresh()  # a worker of its own loads nothing else
    async with services.database.transaction() as session:
        gone = await gaps.purge(session, clock.today() - timedelta(days=services.settings.gap_days))
        await gaps.assign(session, services.library.areas)
    if gone:
        log.info("retention: %d unanswered questions erased", gone)
    return gone


async def tidy(services: Services) -> int:
    """Delete what left long ago from the outbox, and the traces of mail that came in; return how many."""
    before = clock.now() - KEPT
    async with services.database.transaction() as session:
        read = delete(IncomingMail).where(IncomingMail.read_at < before)
        await session.execute(read)
        return await outbox.purge(session, before)
