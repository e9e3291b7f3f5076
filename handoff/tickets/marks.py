"""What colleagues put on a ticket: tags, rode loper, a day to look again. Nothing here commits."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.status import VOORDEUR, EventKind, TicketStatus
from handoff.tickets.models import TicketTag
from handoff.tickets.record import change, log
from kit import clock

LONGEST_TAG = 40
MOST_TAGS = 10


async def tags_of(session: AsyncSession, tickets: Iterable[Ticket]) -> dict[int, list[str]]:
    """Return the tags of tickets by ticket id, in the order of the alphabet."""
    ids = [ticket.id for ticket in tickets]
    query = select(TicketTag).where(TicketTag.ticket_id.in_(ids)).order_by(TicketTag.tag)
    found: dict[int, list[str]] = {ticket_id: [] for ticket_id in ids}
    for row in await session.scalars(query):
        found[row.ticket_id].append(row.tag)
    return found


async def known_tags(session: AsyncSession) -> Sequence[str]:
    """Return every tag in use, in the order of the alphabet."""
    return (await session.scalars(select(TicketTag.tag).distinct().order_by(TicketTag.tag))).all()


async def set_tags(session: AsyncSession, ticket: Ticket, tags: Collection[str], actor: str) -> None:
    """Let a ticket have exactly these tags; each one that comes or goes is an event.

    Raises:
        TicketError: a tag is too long, or there are too many.
    """
    wanted = {_tag(tag) for tag in tags if tag.strip()}
    if len(wanted) > MOST_TAGS:
        raise TicketError(f"Gebruik hooguit {MOST_TAGS} labels.")
    present = set((await tags_of(session, [ticket]))[ticket.id])
    for tag in sorted(wanted - present):
        session.add(TicketTag(ticket_id=ticket.id, tag=tag))
        await log(session, ticket, actor, EventKind.TAGGED, after=tag)
    for tag in sorted(present - wanted):
        await session.execute(delete(TicketTag).where(TicketTag.ticket_id == ticket.id, TicketTag.tag == tag))
        await log(session, ticket, actor, EventKind.TAGGED, before=tag)


async def set_rode_loper(session: AsyncSession, ticket: Ticket, wanted: bool, actor: str) -> None:
    """Say whether this entrepreneur gets the red carpet; saying it twice is saying it once."""
    if await change(session, ticket, Ticket.rode_loper.is_(not wanted), rode_loper=wanted):
        before, after = ("nee", "ja") if wanted else ("ja", "nee")
        await log(session, ticket, actor, EventKind.RODE_LOPER, before=before, after=after)


async def set_follow_up(session: AsyncSession, ticket: Ticket, day: date | None, actor: str) -> None:
    """Let the ticket come back on top on a day, or on none.

    Raises:
        TicketError: the day is not in the future, or the ticket is closed.
    """
    if day is not None and day <= clock.today():
        raise TicketError("Kies een dag na vandaag.")
    before = ticket.follow_up_on
    still_open = Ticket.status != TicketStatus.CLOSED
    if not await change(session, ticket, still_open, follow_up_on=day, on_top=False):
        raise TicketError("Deze vraag is afgehandeld. Zet de status eerst weer op 'In behandeling'.")
    if before != day:
        await log(session, ticket, actor, EventKind.FOLLOW_UP, before=_text(before), after=_text(day))


async def raise_follow_ups(session: AsyncSession) -> int:
    """Put the open tickets whose day has come on top; return how many. Safe in several processes."""
    query = select(Ticket).where(Ticket.follow_up_on <= clock.today(), Ticket.status != TicketStatus.CLOSED)
    raised = 0
    for ticket in (await session.scalars(query.order_by(Ticket.id))).all():
        day = ticket.follow_up_on
        if await change(session, ticket, Ticket.follow_up_on == day, follow_up_on=None, on_top=True):
            await log(session, ticket, VOORDEUR, EventKind.RAISED, before=_text(day))
            raised += 1
    return raised


def _tag(text: str) -> str:
    tag = " ".join(text.split()).lower()
    if len(tag) > LONGEST_TAG:
        raise TicketError(
            f"Het label '{tag[:LONGEST_TAG]}…' is te lang. Gebruik hooguit {LONGEST_TAG} tekens."
        )
    return tag


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
