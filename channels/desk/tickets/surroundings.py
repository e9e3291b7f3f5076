"""What belongs to a ticket besides its question and its conversation, for its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import repository
from channels.desk.entry import Entry
from handoff.appointments import Appointment, appointments_of
from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.ratings import Rating, rating_of
from handoff.status import TicketStatus
from handoff.tickets import canned, marks, merging
from handoff.tickets.attachments import attachments_of
from handoff.tickets.models import CannedReply, TicketAttachment, TicketMention
from handoff.tickets.standing_in import is_there
from kit import clock


@dataclass(frozen=True)
class Surroundings:
    """What the page of a ticket shows around it."""

    tags: Sequence[str]
    known_tags: Sequence[str]
    doubles: Sequence[Ticket]
    stays: Ticket | None
    """The ticket into which this one was merged."""
    previous: Ticket | None
    """The closed ticket on which this one goes on."""
    following: Sequence[Ticket]
    related: Sequence[Ticket]
    """Other tickets of the same entrepreneur that the user may see."""
    elsewhere: int
    """How many more there are that the user may not see."""
    events: Sequence[TicketEvent]
    attachments: Sequence[TicketAttachment]
    canned: Sequence[CannedReply]
    appointments: Sequence[Appointment]
    rating: Rating | None

    @property
    def waiting(self) -> list[TicketAttachment]:
        """The files that were not sent yet."""
        return [each for each in self.attachments if each.event_id is None]

    @property
    def mergeable(self) -> list[Ticket]:
        """The related tickets that can be merged into this one."""
        return [each for each in self.related if each.status is not TicketStatus.CLOSED]

    @property
    def others(self) -> dict[int, str]:
        """The references of the tickets that were merged into this one, by id."""
        return {double.id: double.reference for double in self.doubles}


async def surroundings(session: AsyncSession, entry: Entry, ticket: Ticket) -> Surroundings:
    """Read what belongs to a visible ticket."""
    doubles = await merging.merged_into(session, ticket)
    following = (await session.scalars(select(Ticket).where(Ticket.previous_id == ticket.id))).all()
    linked = {ticket.merged_into_id, ticket.previous_id, *(each.id for each in (*doubles, *following))}
    related = [each for each in await merging.related(session, ticket) if each.id not in linked]
    visible = await repository.visible_among(session, entry, [each.id for each in related])
    ids = [ticket.id, *(double.id for double in doubles)]
    return Surroundings(
        tags=(await marks.tags_of(session, [ticket]))[ticket.id],
        known_tags=await marks.known_tags(session),
        doubles=doubles,
        stays=await _ticket(session, ticket.merged_into_id),
        previous=await _ticket(session, ticket.previous_id),
        following=following,
        related=[each for each in related if each.id in visible],
        elsewhere=sum(each.id not in visible for each in related),
        events=await merging.whole_history(session, ticket, doubles),
        attachments=await attachments_of(session, ids),
        canned=await canned.canned_replies(session, entry.holder_id),
        appointments=await appointments_of(session, ticket),
        rating=await rating_of(session, ticket),
    )


async def may_note(session: AsyncSession, entry: Entry, ticket: Ticket) -> bool:
    """Tell whether a user may write to colleagues about a ticket: also who was asked something in one."""
    if entry.may_work_on(ticket) or entry.may_answer_offer(ticket):
        return True
    asked = select(TicketMention.id).where(
        TicketMention.ticket_id == ticket.id, TicketMention.account_manager_id.in_(entry.hands)
    )
    return await session.scalar(asked.limit(1)) is not None


def colleagues(managers: Mapping[str, AccountManager], ticket: Ticket) -> list[tuple[AccountManager, bool]]:
    """Return who can get a ticket, by name, and whether each is there today."""
    today = clock.today()
    others = [one for one in managers.values() if one.active and one.id != ticket.account_manager_id]
    return [(one, is_there(one, today)) for one in sorted(others, key=lambda one: one.name)]


async def _ticket(session: AsyncSession, ticket_id: int | None) -> Ticket | None:
    return await session.get(Ticket, ticket_id) if ticket_id else None
