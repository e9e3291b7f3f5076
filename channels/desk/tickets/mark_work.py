"""What is put on a ticket, each in a transaction of its own; the result is the notice to show.

Every function raises what those of ``ticket_work`` raise.
"""

from datetime import date

from channels.desk.errors import NotFoundError, RefusedError
from channels.desk.guard import Visit
from channels.desk.live.holding import let_go
from channels.desk.ticket_page import visible_ticket
from channels.desk.ticket_rules import open_ticket, workable
from handoff.tickets import marks, merging


async def set_tags(visit: Visit, reference: str, tags: str) -> str:
    """Let a ticket have these tags, with commas between them, and no others."""
    async with visit.services.database.transaction() as session:
        ticket = await workable(session, visit, reference)
        await marks.set_tags(session, ticket, tags.split(","), visit.entry.name)
    return "tags-changed"


async def set_rode_loper(visit: Visit, reference: str, wanted: bool) -> str:
    """Say whether this entrepreneur gets the red carpet."""
    async with visit.services.database.transaction() as session:
        ticket = await workable(session, visit, reference)
        await marks.set_rode_loper(session, ticket, wanted, visit.entry.name)
    return "rode-loper-changed"


async def set_follow_up(visit: Visit, reference: str, day: str) -> str:
    """Let a ticket come back on top on a day; an empty day is never."""
    try:
        wanted = date.fromisoformat(day.strip()) if day.strip() else None
    except ValueError:
        raise RefusedError("Vul een datum in, bijvoorbeeld 2027-01-31.") from None
    async with visit.services.database.transaction() as session:
        ticket = await workable(session, visit, reference)
        await marks.set_follow_up(session, ticket, wanted, visit.entry.name)
    return "follow-up-set" if wanted else "follow-up-cleared"


async def merge(visit: Visit, reference: str, double_reference: str) -> str:
    """Merge another ticket into this one; its conversation goes back to the assistant."""
    async with visit.services.database.transaction() as session:
        ticket = await open_ticket(session, visit, reference)
        try:
            double = await visible_ticket(session, visit.entry, "".join(double_reference.split()))
        except NotFoundError:
            raise RefusedError("Er is geen vraag met dit kenmerk, of die is van een collega.") from None
        if not visit.entry.may_work_on(double):
            raise RefusedError("Pak de andere vraag eerst op.")
        await let_go(session, visit.entry, double)
        await merging.merge(session, double, ticket, visit.entry.name)
    await visit.services.conversations.announce(double.conversation_id or "")
    return "merged"
