"""What an entrepreneur thought of how a question was handled: a mark, and a remark if they like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, SmallInteger, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from handoff.tickets.record import log
from kit import clock
from kit.database import Base, UtcDateTime
from kit.masking import mask_personal_numbers

SCORES = range(1, 6)
LONGEST_REMARK = 1_000


class RatingError(TicketError):
    """An opinion cannot be kept; ``why`` is `early`, `no_score` or `long_remark`."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


class Rating(Base):
    """One opinion a ticket: who thinks again changes it."""

    __tablename__ = "ratings"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    score: Mapped[int] = mapped_column(SmallInteger)
    remark: Mapped[str] = mapped_column(Text, default="")
    rated_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Opinion:
    """An opinion, and the reference of what it is about."""

    reference: str
    score: int
    remark: str


async def rate(session: AsyncSession, ticket: Ticket, score: int, remark: str) -> None:
    """Keep an opinion, in the place of an earlier one. Nothing here commits.

    Raises:
        RatingError: the ticket is not closed, or the score or the remark cannot be used.
    """
    if ticket.status is not TicketStatus.CLOSED:
        raise RatingError("early", "U kunt een oordeel geven als uw vraag is afgehandeld.")
    if score not in SCORES:
        raise RatingError("no_score", "Kies een cijfer van 1 tot en met 5.")
    if len(remark) > LONGEST_REMARK:
        raise RatingError("long_remark", f"Uw opmerking is te lang. Gebruik hooguit {LONGEST_REMARK} tekens.")
    remark = mask_personal_numbers(remark.strip())
    earlier = await session.get(Rating, ticket.id)
    before = str(earlier.score) if earlier else None
    await session.merge(Rating(ticket_id=ticket.id, score=score, remark=remark, rated_at=clock.now()))
    await log(
        session, ticket, ENTREPRENEUR, EventKind.RATED, before=before, after=str(score), note=remark or None
    )


async def rating_of(session: AsyncSession, ticket: Ticket) -> Rating | None:
    """Return the opinion on a ticket, if there is one."""
    return await session.get(Rating, ticket.id)


async def given_between(session: AsyncSession, start: datetime, end: datetime) -> Sequence[Opinion]:
    """Return the opinions that were given in a time, the newest first."""
    query = (
        select(Ticket.reference, Rating.score, Rating.remark)
        .join(Ticket, Ticket.id == Rating.ticket_id)
        .where(Rating.rated_at >= start, Rating.rated_at < end)
        .order_by(Rating.rated_at.desc())
    )
    return [Opinion(*row) for row in await session.execute(query)]


def mean(opinions: Sequence[Opinion]) -> float | None:
    """Return the mean score, none without opinions."""
    return sum(each.score for each in opinions) / len(opinions) if opinions else None
