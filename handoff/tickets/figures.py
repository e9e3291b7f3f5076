"""How often promises are kept: by month, gemeente and account manager."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import Ticket
from handoff.status import TicketStatus
from kit import clock


@dataclass(frozen=True)
class Kept:
    """How many promises of one kind were kept and how many broken; those still running are neither."""

    kept: int = 0
    broken: int = 0

    @property
    def percent(self) -> int | None:
        """The part that was kept, none when there is nothing to tell."""
        total = self.kept + self.broken
        return round(100 * self.kept / total) if total else None

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.kept + other.kept, self.broken + other.broken)


@dataclass(frozen=True)
class Figures:
    """The tickets of one group that came in during a period."""

    gemeente: str | None
    account_manager_id: str | None
    tickets: int
    reaction: Kept
    settling: Kept


async def figures(session: AsyncSession, start: datetime, end: datetime) -> Sequence[Figures]:
    """Return the figures of the tickets that came in from start until before end.

    Each group is a gemeente and an account manager. A ticket that was opened again counts by its last
    round. One that was merged into another does not count, nor a reaction that nobody waited for because
    the entrepreneur closed the ticket.
    """
    now = clock.now()
    reacted, settled = _reaction(now), _settling(now)
    query = (
        select(
            Ticket.gemeente,
            Ticket.account_manager_id,
            func.count(),
            *(_count(condition) for condition in (*reacted, *settled)),
        )
        .where(Ticket.created_at >= start, Ticket.created_at < end, Ticket.merged_into_id.is_(None))
        .group_by(Ticket.gemeente, Ticket.account_manager_id)
        .order_by(Ticket.gemeente, Ticket.account_manager_id)
    )
    return [_figures(row) for row in await session.execute(query)]


async def kept_lately(session: AsyncSession) -> dict[str, Kept]:
    """Return how many promises were kept and broken on the tickets of the last 30 days, by kind."""
    now = clock.now()
    _, reaction, settling = total(await figures(session, now - timedelta(days=30), now))
    return {"reaction": reaction, "settling": settling}


def _figures(row: Sequence[Any]) -> Figures:
    gemeente, manager, tickets, reacted, not_reacted, settled, not_settled = row
    return Figures(gemeente, manager, tickets, Kept(reacted, not_reacted), Kept(settled, not_settled))


def total(found: Iterable[Figures]) -> tuple[int, Kept, Kept]:
    """Return the number of tickets, the reactions and the settlements of all groups together."""
    groups = list(found)
    reaction = sum((each.reaction for each in groups), Kept())
    return sum(each.tickets for each in groups), reaction, sum((each.settling for each in groups), Kept())


def month_span(month: date) -> tuple[datetime, datetime]:
    """Return the first moment of a month in the Netherlands and that of the next one."""
    first = month.replace(day=1)
    following = first.replace(month=first.month + 1) if first.month < 12 else date(first.year + 1, 1, 1)
    return _midnight(first), _midnight(following)


def months_back(number: int) -> list[date]:
    """Return the first days of this month and those before it, the newest first."""
    first = clock.today().replace(day=1)
    found = [first]
    while len(found) < number:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def _reaction(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Say of which tickets the reaction came in time, and of which it did not."""
    waiting_in_vain = and_(
        Ticket.reacted_at.is_(None),
        or_(
            and_(Ticket.status != TicketStatus.CLOSED, Ticket.react_by < now),
            Ticket.closed_at > Ticket.react_by,
        ),
    )
    return Ticket.reacted_at <= Ticket.react_by, or_(Ticket.reacted_at > Ticket.react_by, waiting_in_vain)


def _settling(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Say which tickets were settled in time, and which were not; while we wait the clock stands still."""
    overdue = and_(Ticket.status.in_((TicketStatus.NEW, TicketStatus.IN_PROGRESS)), Ticket.settle_by < now)
    stopped_late = and_(Ticket.status == TicketStatus.WAITING, Ticket.paused_at > Ticket.settle_by)
    return (
        Ticket.closed_at <= Ticket.settle_by,
        or_(Ticket.closed_at > Ticket.settle_by, overdue, stopped_late),
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.AMSTERDAM).astimezone(UTC)
