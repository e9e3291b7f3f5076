"""What an entrepreneur thought of how a question was handled: a mark, and a remark if they like."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, SmallInteger, Text, func, select
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


class Rating(Base):
    """One opinion a ticket: who thinks again changes it."""

    __tablename__ = "ratings"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    score: Mapped[int] = mapped_column(SmallInteger)
    remark: Mapped[str] = mapped_column(Text, default="")
    rated_at: Mapped[datetime] = mapped_column(UtcDateTime)


async def rate(session: AsyncSession, ticket: Ticket, score: int, remark: str) -> None:
    """Keep an opinion, in the place of an earlier one. Nothing here commits.

    Raises:
        TicketError: the ticket is not closed, or the score or the remark cannot be used.
    """
    if ticket.status is not TicketStatus.CLOSED:
        raise TicketError("U kunt een oordeel geven als uw vraag is afgehandeld.")
    if score not in SCORES:
        raise TicketError("Kies een cijfer van 1 tot en met 5.")
    if len(remark) > LONGEST_REMARK:
        raise TicketError(f"Uw opmerking is te lang. Gebruik hooguit {LONGEST_REMARK} tekens.")
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


async def average(session: AsyncSession, gemeenten: Collection[str] | None = None) -> tuple[float, int]:
    """Return the mean score and the number of opinions, of all tickets or those of some gemeenten."""
    query = select(func.avg(Rating.score), func.count()).join(Ticket, Ticket.id == Rating.ticket_id)
    if gemeenten is not None:
        query = query.where(Ticket.gemeente.in_(gemeenten))
    mean, count = (await session.execute(query)).one()
    return float(mean or 0), count
