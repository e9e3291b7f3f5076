"""One letter a day to each editor about the articles whose review is due; the worklist has them all."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.models import DeskUser, Role
from channels.services import Services
from handoff import outbox
from handoff.notices import EMAIL
from kit import clock
from knowledge.curation.lifecycle import claim_reminders, confirm_reminders
from knowledge.curation.listing import review_due

type Recipient = tuple[DeskUser, Collection[str]]
"""A user with the owner roles to be reminded of; none is all."""


async def remind(services: Services) -> int:
    """Put letters about what nobody was reminded of yet in the outbox; return how many.

    Without a mail server none: whoever sets one up later is not told of everything that went before.
    """
    if services.settings.mail_server is None:
        return 0
    async with services.database.reading() as session:
        recipients = await _recipients(session)
    return sum([await _remind(services, user, owners) for user, owners in recipients])


async def _recipients(session: AsyncSession) -> list[Recipient]:
    """Return the editors, and for owner roles that no editor has the coordinators."""
    users = list(await session.scalars(select(DeskUser).where(DeskUser.active).order_by(DeskUser.id)))
    editors: list[Recipient] = [(user, user.owner_roles) for user in users if user.role is Role.EDITOR]
    if not all(owners for _, owners in editors):
        return editors
    covered = {owner for _, owners in editors for owner in owners}
    orphaned = {row.owner for row in await review_due(session, clock.today())} - covered
    coordinators = [user for user in users if user.role is Role.COORDINATOR]
    return editors + [(user, orphaned) for user in coordinators if orphaned]


async def _remind(services: Services, user: DeskUser, owners: Collection[str]) -> bool:
    """Put a letter to one person in the outbox, and remember it in the same transaction."""
    async with services.database.transaction() as session:
        rows = await claim_reminders(session, str(user.id), owners, clock.today())
        if not rows:
            return False
        payload = {"letter": "review", "user": user.id, "articles": [row.id for row in rows]}
        await outbox.put(session, EMAIL, _key(user, {row.id: row.review_on for row in rows}), payload)
        await confirm_reminders(session, str(user.id), rows)
    return True


def _key(user: DeskUser, due: dict[str, date]) -> str:
    """Return the same key for the same articles on the same dates."""
    newest = max(due.values())
    return f"{EMAIL}:review:{user.id}:{newest}:{len(due)}:{min(due)}"[:200]
