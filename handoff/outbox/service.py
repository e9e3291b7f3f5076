"""Writing and settling entries. Nothing here commits."""

import random
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handoff.outbox import bell
from handoff.outbox.models import OutboxEntry, State
from handoff.outbox.schemas import Entry
from kit import clock

LEASE = timedelta(minutes=3)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
# With these pauses some two and a half days, a weekend of a broken mail server.
MOST_ATTEMPTS = 70
_LONGEST_ERROR = 500

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


async def put(
    session: AsyncSession,
    kind: str,
    key: str,
    payload: dict[str, Any],
    *,
    order_key: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Write an entry in the caller's transaction; the same key twice is once.

    Entries with the same order key go one after another, in the order in which they were put. A dead one
    lets the next pass. Not before ``due_at``, which is now when nothing is said.
    """
    now = clock.now()
    insert = _INSERTS[session.get_bind().dialect.name]
    values = {
        "kind": kind,
        "key": key,
        "payload": payload,
        "order_key": order_key,
        "state": State.WAITING,
        "due_at": due_at or now,
        "created_at": now,
        "attempts": 0,
    }
    statement = cast(Any, insert(OutboxEntry).values(values)).on_conflict_do_nothing(index_elements=["key"])
    await session.execute(statement)
    bell.ring_after_commit(session)


async def any_due(session: AsyncSession, kinds: Collection[str]) -> bool:
    """Tell, by reading only, whether an entry of these kinds can be claimed now."""
    found = await session.scalar(select(OutboxEntry.id).where(*_claimable(kinds, clock.now())).limit(1))
    return found is not None


async def claim(session: AsyncSession, kinds: Collection[str], most: int) -> list[Entry]:
    """Lease entries that are due, the longest waiting first; commit before delivering them.

    One statement: two couriers never get the same entry. A claim counts as an attempt, so that an entry
    that kills its process does not do so for ever.
    """
    now, lease = clock.now(), secrets.token_hex(16)
    due = (
        select(OutboxEntry.id)
        .where(*_claimable(kinds, now))
        .order_by(OutboxEntry.due_at, OutboxEntry.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(OutboxEntry)
        .where(OutboxEntry.id.in_(due.scalar_subquery()))
        .values(lease=lease, leased_until=now + LEASE, attempts=OutboxEntry.attempts + 1)
        .returning(OutboxEntry)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    claimed = sorted(await session.scalars(statement), key=lambda row: (row.due_at, row.id))
    return [_entry(row, lease) for row in claimed]


async def delivered(session: AsyncSession, entry: Entry) -> bool:
    """Write that an entry arrived; false when the lease ran out and somebody else has it now."""
    return await _settle(session, entry, state=State.DELIVERED, settled_at=clock.now(), error=None)


async def retry_later(
    session: AsyncSession, entry: Entry, error: str, after: timedelta | None = None
) -> bool:
    """Let an entry wait for its next attempt; after too many it is dead. False as in ``delivered``."""
    if entry.attempt >= MOST_ATTEMPTS:
        return await bury(session, entry, error)
    due_at = clock.now() + (after if after is not None else pause(entry.attempt))
    return await _settle(session, entry, due_at=due_at, error=error[:_LONGEST_ERROR])


async def bury(session: AsyncSession, entry: Entry, error: str) -> bool:
    """Make an entry a dead letter, which only a person brings back. False as in ``delivered``."""
    values = {"state": State.DEAD, "settled_at": clock.now(), "error": error[:_LONGEST_ERROR]}
    return await _settle(session, entry, **values)


def pause(attempt: int) -> timedelta:
    """Return how long to wait after an attempt: twice as long each time, and never all at the same moment."""
    doubled: int = 2 ** min(attempt - 1, 20)
    longest = min(FIRST_PAUSE * doubled, LONGEST_PAUSE)
    return longest * random.uniform(0.75, 1.0)  # noqa: S311 - spreads load, hides nothing


async def revive(session: AsyncSession, entry_id: int) -> bool:
    """Let an entry that waits or is dead be tried at once, as if never before; false when there is none."""
    values = {"state": State.WAITING, "due_at": clock.now(), "attempts": 0, "settled_at": None}
    changed = await _change(session, entry_id, OutboxEntry.state != State.DELIVERED, **values)
    bell.ring_after_commit(session)
    return changed


async def revive_all(session: AsyncSession) -> None:
    """Let every dead entry be tried again."""
    values = {"state": State.WAITING, "due_at": clock.now(), "attempts": 0, "settled_at": None}
    statement = update(OutboxEntry).where(OutboxEntry.state == State.DEAD).values(**values)
    await session.execute(statement.execution_options(synchronize_session=False))
    bell.ring_after_commit(session)


async def remove(session: AsyncSession, entry_id: int) -> bool:
    """Delete a dead entry; false when there is none."""
    statement = delete(OutboxEntry).where(OutboxEntry.id == entry_id, OutboxEntry.state == State.DEAD)
    return cast(CursorResult[Any], await session.execute(statement)).rowcount == 1


async def counts(session: AsyncSession) -> dict[tuple[str, State], int]:
    """Return how many entries of each kind wait and how many are dead."""
    query = (
        select(OutboxEntry.kind, OutboxEntry.state, func.count())
        .where(OutboxEntry.state != State.DELIVERED)
        .group_by(OutboxEntry.kind, OutboxEntry.state)
    )
    return {(kind, state): count for kind, state, count in await session.execute(query)}


async def listed(session: AsyncSession, state: State, most: int) -> Sequence[OutboxEntry]:
    """Return the entries in a state, the newest first."""
    query = select(OutboxEntry).where(OutboxEntry.state == state).order_by(OutboxEntry.id.desc()).limit(most)
    return (await session.scalars(query)).all()


async def failing(session: AsyncSession, most: int) -> Sequence[OutboxEntry]:
    """Return the entries that failed and are tried again, the next first."""
    query = select(OutboxEntry).where(OutboxEntry.state == State.WAITING, OutboxEntry.error.is_not(None))
    return (await session.scalars(query.order_by(OutboxEntry.due_at).limit(most))).all()


async def oldest_waiting(session: AsyncSession) -> datetime | None:
    """Return since when the entry that is due the longest has been due; nothing when none is."""
    query = select(func.min(OutboxEntry.due_at)).where(OutboxEntry.state == State.WAITING)
    due = await session.scalar(query)
    return due if due and due <= clock.now() else None


async def purge(session: AsyncSession, before: datetime) -> int:
    """Delete what was delivered or died before a moment; return how many."""
    statement = delete(OutboxEntry).where(OutboxEntry.settled_at < before)
    return cast(CursorResult[Any], await session.execute(statement)).rowcount


def _claimable(kinds: Collection[str], now: datetime) -> tuple[Any, ...]:
    """Return what holds for an entry that may be delivered now."""
    earlier = aliased(OutboxEntry)
    blocked = exists().where(
        earlier.order_key == OutboxEntry.order_key,
        earlier.id < OutboxEntry.id,
        earlier.state == State.WAITING,
    )
    return (
        OutboxEntry.state == State.WAITING,
        OutboxEntry.due_at <= now,
        OutboxEntry.kind.in_(kinds),
        or_(OutboxEntry.leased_until.is_(None), OutboxEntry.leased_until < now),
        or_(OutboxEntry.order_key.is_(None), ~blocked),
    )


async def _settle(session: AsyncSession, entry: Entry, **values: Any) -> bool:
    """Change an entry whose lease is still ours, and let go of it."""
    return await _change(
        session, entry.id, OutboxEntry.lease == entry.lease, lease=None, leased_until=None, **values
    )


async def _change(session: AsyncSession, entry_id: int, condition: Any, **values: Any) -> bool:
    statement = (
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id, condition)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], await session.execute(statement)).rowcount == 1


def _entry(row: OutboxEntry, lease: str) -> Entry:
    return Entry(row.id, row.kind, row.key, row.payload, row.attempts, row.created_at, lease)
