"""One letter a day to each editor about the articles whose review is due; the worklist has them all."""

import logging
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.models import DeskUser, Role
from channels.services import Services
from kit import clock
from kit.clock import dutch_date
from kit.mail import Letter, MailError, send
from knowledge.curation.lifecycle import claim_reminders, confirm_reminders
from knowledge.curation.listing import Row, review_due

log = logging.getLogger(__name__)

type Recipient = tuple[DeskUser, Collection[str]]
"""A user with the owner roles to be reminded of; none is all."""


async def remind(services: Services) -> int:
    """Send what nobody was reminded of yet and return the number of letters; without a mail server none.

    A letter that the server did not take goes again at the next run.
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
    """Write to one person; the claim, not an open transaction, keeps other processes from doing the same."""
    settings, recipient = services.settings, str(user.id)
    async with services.database.transaction() as session:
        rows = await claim_reminders(session, recipient, owners, clock.today())
    if not rows or settings.mail_server is None:
        return False
    try:
        await send(settings.mail_server, settings.mail_from, _letter(user, rows, settings.base_url))
    except MailError as error:
        log.warning("a letter with %d reminders was not sent: %s", len(rows), error)
        return False
    async with services.database.transaction() as session:
        await confirm_reminders(session, recipient, rows)
    return True


def _letter(user: DeskUser, rows: Sequence[Row], base_url: str) -> Letter:
    many = "1 artikel" if len(rows) == 1 else f"{len(rows)} artikelen"
    articles = "\n\n".join(
        f"- {row.title} (nakijken sinds {dutch_date(row.review_on)})\n  {base_url}/desk/articles/{row.id}"
        for row in rows
    )
    text = (
        f"Beste {user.name},\n\n"
        "Het is tijd om deze artikelen na te kijken. Kloppen de feiten en de bronnen nog?\n\n"
        f"{articles}\n\n"
        f"Alles wat op u wacht, staat op de werklijst: {base_url}/desk/worklist\n\n"
        "U krijgt over elk artikel één keer bericht.\n"
    )
    return Letter(user.email, f"Voordeur: {many} om na te kijken", text)
