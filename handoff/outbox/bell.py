"""Wakes the couriers of this process when a transaction with an entry commits; others look by themselves."""

import asyncio
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

_MARK = "outbox"
_waiting: WeakSet[asyncio.Event] = WeakSet()


def listen() -> asyncio.Event:
    """Return an event that is set whenever an entry was committed in this process."""
    rung = asyncio.Event()
    _waiting.add(rung)
    return rung


def ring_after_commit(session: AsyncSession) -> None:
    """Ring when this session commits; a transaction that is rolled back wakes nobody."""
    session.info[_MARK] = True


@event.listens_for(Session, "after_commit")
def _ring(session: Session) -> None:
    if session.info.get(_MARK):
        for rung in _waiting:
            rung.set()
