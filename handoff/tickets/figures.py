"""How often promises are kept: by month, gemeente and account manager."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import Ticket
from handoff.status import TicketStatus
from handoff.tickets.models import TicketRound
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

    def __add__(self, other: "Figures") -> "Figures":
        """Add the figures of the same group."""
        return replace(
            self,
            tickets=self.tickets + other.tickets,
            reaction=self.reaction + other.reaction,
            settling=self.settling + other.settling,
        )


async def figures(session: AsyncSession, start: datetime, end: datetime) -> Sequence[Figures]:
    """Return the figures of the tickets that came in from start until before end.

    Each group is a gemeente and an account manager. A ticket that was opened again counts with every round,
    each for who had it then. One that was merged into another does not count, nor a reaction that nobody
    waited for because the entrepreneur closed the ticket.
    """
    counted = and_(Ticket.created_at >= start, Ticket.created_at < end, Ticket.merged_into_id.is_(None))
    now = clock.now()
    tickets = _grouped(Ticket, func.count(), [*_reaction(Ticket, _late(now)), *_settling(now)])
    in_time = TicketRound.closed_at <= TicketRound.settle_by
    settled = (in_time, TicketRound.closed_at > TicketRound.settle_by)
    rounds = _grouped(TicketRound, literal(0), [*_reaction(TicketRound), *settled])
    rounds = rounds.join(Ticket, Ticket.id == TicketRound.ticket_id)
    found: dict[tuple[str | None, str | None], Figures] = {}
    rows = [row for query in (tickets, rounds) for row in await session.execute(query.where(counted))]
    for group in map(_figures, rows):
        key = (group.gemeente, group.account_manager_id)
        found[key] = found[key] + group if key in found else group
    return [found[key] for key in sorted(found, key=lambda each: (each[0] or "", each[1] or ""))]


def _grouped(
    table: type[Ticket | TicketRound], tickets: ColumnElement[int], conditions: Iterable[ColumnElement[bool]]
) -> Select[Any]:
    """Count how often each condition holds, by gemeente and account manager."""
    group: list[Any] = [table.gemeente, table.account_manager_id]
    return select(*group, tickets, *map(_count, conditions)).group_by(*group)


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


def _reaction(
    table: type[Ticket | TicketRound], late: ColumnElement[bool] | None = None
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Say where the reaction came in time, and where it did not; late is what is open and waits in vain."""
    in_vain = table.closed_at > table.react_by
    waiting_in_vain = and_(table.reacted_at.is_(None), in_vain if late is None else or_(late, in_vain))
    return table.reacted_at <= table.react_by, or_(table.reacted_at > table.react_by, waiting_in_vain)


def _late(now: datetime) -> ColumnElement[bool]:
    return and_(Ticket.status != TicketStatus.CLOSED, Ticket.react_by < now)


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
