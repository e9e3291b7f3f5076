"""What is done with a mail that came in; in one transaction with the note that it was read."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.elsewhere import say_elsewhere
from channels.conversations.text import is_visible
from channels.mail.addresses import Answered, read_address
from channels.mail.incoming.reading import Incoming, Kind
from channels.mail.models import IncomingMail
from handoff import repository
from handoff.mail_events import note_by_mail, note_mail, note_mail_failed
from handoff.models import Ticket
from handoff.notices import Notice, Side, put_notice
from kit import clock
from kit.masking import mask_personal_numbers
from kit.settings import Settings

MOST_AN_HOUR = 20
"""Mails about one question; two programs that answer each other would go on for ever."""


class Outcome(StrEnum):
    """What became of a mail."""

    REPLY = "reply"
    NOTE = "note"
    OTHER_SENDER = "other-sender"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"
    NOTHING = "nothing"
    LOOP = "loop"
    TOO_MANY = "too-many"
    UNKNOWN = "unknown"

    @property
    def is_refused(self) -> bool:
        """Whether nothing of it was kept, so that a person had better look at the mail itself."""
        return self in {Outcome.UNKNOWN, Outcome.LOOP, Outcome.TOO_MANY}


@dataclass(frozen=True)
class Handled:
    """What became of a mail, and in which conversation something may be new."""

    outcome: Outcome
    conversation_id: str | None = None


@dataclass(frozen=True)
class _Found:
    answered: Answered
    ticket: Ticket


async def handle(session: AsyncSession, settings: Settings, mail: Incoming) -> Handled:
    """Put a mail with its question, once however often it is read. Nothing here commits."""
    known = await session.get(IncomingMail, mail.key)
    if known is not None:
        return Handled(Outcome(known.outcome))
    found = await _find(session, settings, mail)
    outcome = await _sort(session, mail, found) if found else Outcome.UNKNOWN
    ticket_id = found.ticket.id if found else None
    session.add(IncomingMail(key=mail.key, read_at=clock.now(), outcome=outcome, ticket_id=ticket_id))
    await session.flush()
    return Handled(outcome, found.ticket.conversation_id if found else None)


async def _find(session: AsyncSession, settings: Settings, mail: Incoming) -> _Found | None:
    """Return the ticket of the first address that we signed ourselves."""
    for address in mail.recipients:
        answered = read_address(settings, address)
        ticket = answered and await repository.ticket_with_reference(session, answered.reference)
        if answered and ticket:
            return _Found(answered, ticket)
    return None


async def _sort(session: AsyncSession, mail: Incoming, found: _Found) -> Outcome:
    ticket, side = found.ticket, found.answered.side
    match mail.kind:
        case Kind.LOOP:
            return Outcome.LOOP
        case Kind.DELAYED:
            return Outcome.NOTHING
        case Kind.BOUNCE:
            await note_mail_failed(session, ticket, side, mail.status)
            return Outcome.BOUNCE
        case Kind.AUTO_REPLY:
            await note_mail(session, ticket, _AUTOMATIC[side])
            return Outcome.AUTO_REPLY
    if await _is_flood(session, ticket):
        await note_mail(session, ticket, _TOO_MANY)
        return Outcome.TOO_MANY
    return await _keep(session, mail, found)


async def _keep(session: AsyncSession, mail: Incoming, found: _Found) -> Outcome:
    """Keep what a person wrote."""
    ticket, text = found.ticket, _with_attachments(mail)
    if not is_visible(text):
        return Outcome.NOTHING
    if found.answered.side is not Side.ENTREPRENEUR:
        written = f"Per e-mail geschreven:\n\n{text}"
        await note_by_mail(session, ticket, written, await _author(session, mail))
        return Outcome.NOTE
    if mail.sender.casefold() != (ticket.email or "").casefold():
        said = f"Iemand antwoordde vanaf een ander adres ({mail.sender}). Controleer wie dit is:\n\n{text}"
        await note_mail(session, ticket, mask_personal_numbers(said))
        return Outcome.OTHER_SENDER
    kept_in = await say_elsewhere(session, ticket, text)
    if mail.attachments:
        await put_notice(session, kept_in, Notice("attachments", Side.ENTREPRENEUR), mail.key[:32])
    return Outcome.REPLY


async def _author(session: AsyncSession, mail: Incoming) -> str:
    """Return the name of the account manager who writes, or the address of whoever else got the letter."""
    for manager in (await repository.all_managers(session)).values():
        if manager.active and manager.email.casefold() == mail.sender.casefold():
            return manager.name
    return mail.sender[:120]


def _with_attachments(mail: Incoming) -> str:
    if not mail.attachments:
        return mail.text
    many = "één bijlage" if mail.attachments == 1 else f"{mail.attachments} bijlagen"
    return f"{mail.text}\n\n[Bij deze e-mail zat {many}. Bijlagen uit e-mail worden niet bewaard.]".strip()


async def _is_flood(session: AsyncSession, ticket: Ticket) -> bool:
    since = clock.now() - timedelta(hours=1)
    query = select(func.count()).where(IncomingMail.ticket_id == ticket.id, IncomingMail.read_at > since)
    return (await session.scalar(query) or 0) >= MOST_AN_HOUR


_AUTOMATIC = {
    Side.ENTREPRENEUR: "De ondernemer heeft een automatisch antwoord ingesteld, misschien door afwezigheid.",
    Side.DESK: "De accountmanager heeft een automatisch antwoord ingesteld, misschien door afwezigheid.",
    Side.COLLEAGUE: "Een collega heeft een automatisch antwoord ingesteld, misschien door afwezigheid.",
}
_TOO_MANY = "Er kwamen te veel e-mails achter elkaar over deze vraag. De rest is niet verwerkt."
