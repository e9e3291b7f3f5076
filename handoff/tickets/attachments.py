"""Files of the account manager for the entrepreneur, in the data folder and outside what is served.

The row says that a file is there; a file without a row, of which the transaction failed or whose ticket was
erased, is swept away. Nothing here commits.
"""

import asyncio
import hashlib
import os
import secrets
import time
from collections.abc import Collection, Sequence
from itertools import batched
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.errors import TicketError
from handoff.models import Ticket, TicketEvent
from handoff.status import EventKind, TicketStatus
from handoff.tickets.files import CheckedFile
from handoff.tickets.models import TicketAttachment
from handoff.tickets.record import change, log
from kit import clock

MOST_FILES = 20
# A file is on disk just before its row is committed.
_YOUNG = 3600.0  # seconds
# A statement holds a limited number of values.
_AT_ONCE = 500


async def attach(
    session: AsyncSession, data_dir: Path, ticket: Ticket, file: CheckedFile, actor: str
) -> TicketAttachment:
    """Keep a file with a ticket; it goes to the entrepreneur with the reply in which it is chosen.

    Raises:
        TicketError: the ticket is closed, or has too many files.
    """
    if not await change(session, ticket, Ticket.status != TicketStatus.CLOSED, updated_at=clock.now()):
        raise TicketError("Deze vraag is afgehandeld. Zet de status eerst weer op 'In behandeling'.")
    if len(await attachments_of(session, [ticket.id])) >= MOST_FILES:
        raise TicketError(f"Bij een vraag passen hooguit {MOST_FILES} bijlagen.")
    attachment = TicketAttachment(
        id=secrets.token_hex(16),
        ticket_id=ticket.id,
        name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        added_by=actor,
        added_at=clock.now(),
    )
    await asyncio.to_thread(_write, path_of(data_dir, attachment.id), file.content)
    session.add(attachment)
    await log(session, ticket, actor, EventKind.ATTACHED, after=attachment.id, note=file.name)
    return attachment


async def attachments_of(session: AsyncSession, ticket_ids: Collection[int]) -> Sequence[TicketAttachment]:
    """Return the files of tickets, oldest first."""
    query = select(TicketAttachment).where(TicketAttachment.ticket_id.in_(ticket_ids))
    return (await session.scalars(query.order_by(TicketAttachment.added_at, TicketAttachment.id))).all()


async def chosen(session: AsyncSession, ticket: Ticket, ids: Collection[str]) -> Sequence[TicketAttachment]:
    """Return the files of a ticket that go with a reply.

    Raises:
        TicketError: one of them does not belong to the ticket.
    """
    found = [each for each in await attachments_of(session, [ticket.id]) if each.id in set(ids)]
    if len(found) != len(set(ids)):
        raise TicketError("Een van de bijlagen hoort niet bij deze vraag. Kies de bijlagen opnieuw.")
    return found


async def mark_sent(session: AsyncSession, ticket: Ticket, attachments: Collection[TicketAttachment]) -> None:
    """Note that files went out with the last reply on a ticket."""
    last = select(func.max(TicketEvent.id)).where(
        TicketEvent.ticket_id == ticket.id, TicketEvent.kind == EventKind.REPLY
    )
    ids = [each.id for each in attachments]
    await session.execute(
        update(TicketAttachment)
        .where(TicketAttachment.id.in_(ids))
        .values(event_id=last.scalar_subquery())
        .execution_options(synchronize_session=False)
    )


async def sent_with(session: AsyncSession, ticket: Ticket) -> dict[int, list[TicketAttachment]]:
    """Return the files that went out, by the id of the reply they went with."""
    found: dict[int, list[TicketAttachment]] = {}
    for each in await attachments_of(session, [ticket.id]):
        if each.event_id is not None:
            found.setdefault(each.event_id, []).append(each)
    return found


async def sent_attachment(session: AsyncSession, attachment_id: str) -> TicketAttachment | None:
    """Return a file that went out to the entrepreneur."""
    found = await session.get(TicketAttachment, attachment_id)
    return found if found is not None and found.event_id is not None else None


async def sweep(session: AsyncSession, data_dir: Path) -> int:
    """Delete the files that belong to no ticket; return how many."""
    old = await asyncio.to_thread(_old_files, data_dir / "attachments")
    gone = 0
    for names in batched(old, _AT_ONCE, strict=False):
        query = select(TicketAttachment.id).where(TicketAttachment.id.in_(names))
        for name in set(names) - set(await session.scalars(query)):
            old[name].unlink(missing_ok=True)
            gone += 1
    return gone


def path_of(data_dir: Path, attachment_id: str) -> Path:
    """Return where the content of a file lies."""
    return data_dir / "attachments" / attachment_id[:2] / attachment_id


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by the owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _old_files(folder: Path) -> dict[str, Path]:
    before = time.time() - _YOUNG
    paths = folder.glob("*/*") if folder.exists() else ()
    return {path.stem: path for path in paths if path.stat().st_mtime < before}
