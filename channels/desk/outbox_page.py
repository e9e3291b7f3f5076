"""The page of what has not left yet: dead letters, and what failed and is tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.guard import Visit
from channels.desk.pages import page
from handoff.models import Ticket
from handoff.outbox import service
from handoff.outbox.models import OutboxEntry, State

PATH = "/desk/outbox"
MOST_SHOWN = 100

NOTICES = {
    "retried": "Het bericht wordt nu opnieuw verstuurd.",
    "retried-all": "Alle berichten worden nu opnieuw verstuurd.",
    "removed": "Het bericht is verwijderd. Het wordt niet meer verstuurd.",
    "gone": "Dit bericht staat er niet meer: het is intussen verstuurd of verwijderd.",
}

_KINDS = {
    "e-mail": "E-mail",
    "open-klant": "Open Klant",
    "webhook": "Webhook",
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
}
_LETTERS = {
    "new": "nieuwe vraag",
    "receipt": "ontvangstbevestiging",
    "reply": "antwoord",
    "reaction": "reactie van de ondernemer",
    "closed": "vraag afgehandeld",
    "closed-by-entrepreneur": "afgesloten door de ondernemer",
    "transferred": "overgedragen",
    "offered": "overdracht aangeboden",
    "declined": "overdracht geweigerd",
    "mentioned": "genoemd in een notitie",
    "due-soon": "bijna te laat",
    "overdue": "te laat",
    "mail-failed": "e-mail niet aangekomen",
    "follow-link": "link om te volgen",
    "attachments": "bijlagen niet bewaard",
    "appointment": "afspraak",
    "digest": "dagoverzicht",
    "review": "artikelen om na te kijken",
    "invitation": "link voor een wachtwoord",
}


@dataclass(frozen=True)
class Row:
    """One entry as the page shows it."""

    id: int
    what: str
    reference: str
    attempts: int
    error: str
    at: datetime


async def show_outbox(visit: Visit, notice: str = "") -> Response:
    """Show what is dead, and what waits after a failure."""
    async with visit.services.database.reading() as session:
        dead = await _rows(session, await service.listed(session, State.DEAD, MOST_SHOWN))
        failed = await _rows(session, await service.failing(session, MOST_SHOWN))
        counts = await service.counts(session)
    context = {
        "dead": dead,
        "failed": failed,
        "waiting": sum(count for (_, state), count in counts.items() if state is State.WAITING),
        "dead_count": sum(count for (_, state), count in counts.items() if state is State.DEAD),
        "mail": visit.services.settings.mail_server is not None,
        "notice": NOTICES.get(notice, ""),
    }
    return page(visit.request, "outbox.html", context)


async def _rows(session: AsyncSession, entries: Sequence[OutboxEntry]) -> list[Row]:
    ids = {entry.payload.get("ticket") for entry in entries} - {None}
    query = select(Ticket.id, Ticket.reference).where(Ticket.id.in_(ids))
    references = {row.id: row.reference for row in await session.execute(query)}
    return [_row(entry, references.get(entry.payload.get("ticket"), "")) for entry in entries]


def _row(entry: OutboxEntry, reference: str) -> Row:
    letter = _LETTERS.get(entry.payload.get("letter", ""), "")
    what = f"{_KINDS.get(entry.kind, entry.kind)}{f': {letter}' if letter else ''}"
    return Row(entry.id, what, reference, entry.attempts, entry.error or "", entry.settled_at or entry.due_at)
