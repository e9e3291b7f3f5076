"""Which tickets a user has seen as they are now. Nothing here commits."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.entry import Entry
from channels.desk.inbox.models import SeenTicket
from handoff.models import Ticket
from kit import clock


async def unread(session: AsyncSession, entry: Entry, tickets: Sequence[Ticket]) -> Collection[int]:
    """Return the ids of the tickets that changed since the user looked; none to who only reads."""
    if entry.only_reads:
        return ()
    ids = [ticket.id for ticket in tickets]
    query = select(SeenTicket.ticket_id, SeenTicket.seen_at).where(
        SeenTicket.user_id == entry.user.id, SeenTicket.ticket_id.in_(ids)
    )
    seen = {row.ticket_id: row.seen_at for row in await session.execute(query)}
    return {each.id for each in tickets if each.id not in seen or seen[each.id] < each.updated_at}


async def mark_seen(session: AsyncSession, entry: Entry, tickets: Iterable[Ticket]) -> None:
    """Write down that the user has seen these tickets as they are now."""
    now = clock.now()
    rows = [{"user_id": entry.user.id, "ticket_id": each.id, "seen_at": now} for each in tickets]
    if not rows or entry.only_reads:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(SeenTicket).values(rows)
    keys = [SeenTicket.user_id, SeenTicket.ticket_id]
    await session.execute(added.on_conflict_do_update(index_elements=keys, set_={"seen_at": now}))
