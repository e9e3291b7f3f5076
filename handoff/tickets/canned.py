"""Texts that are sent often, with variables. Nothing here commits."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.errors import TicketError
from handoff.tickets.models import CannedReply
from kit import clock

SHARED = ""
"""The owner of what everybody may use."""

VARIABLES: Mapping[str, str] = {
    "naam": "de naam van de ondernemer",
    "kenmerk": "het kenmerk van de vraag",
    "gemeente": "de gemeente van de vraag",
    "onderwerp": "het onderwerp van de vraag",
    "accountmanager": "uw eigen naam",
}
LONGEST_TITLE = 100
LONGEST_TEXT = 5000

_VARIABLE = re.compile(r"\{(\w+)\}")


async def canned_replies(session: AsyncSession, owner_id: str) -> Sequence[CannedReply]:
    """Return the texts that a user may use: the own ones first, then those of everybody."""
    query = select(CannedReply).where(or_(CannedReply.owner_id == owner_id, CannedReply.owner_id == SHARED))
    return (await session.scalars(query.order_by(CannedReply.owner_id.desc(), CannedReply.title))).all()


async def save(
    session: AsyncSession, reply: CannedReply | None, *, owner_id: str, title: str, text: str, actor: str
) -> CannedReply:
    """Write a new text, or change one.

    Raises:
        TicketError: a part is empty or too long, a variable is unknown, or the title is taken.
    """
    title, text = title.strip(), text.strip()
    check(title, text)
    other = await session.scalar(
        select(CannedReply).where(CannedReply.owner_id == owner_id, CannedReply.title == title)
    )
    if other is not None and other is not reply:
        raise TicketError("Er is al een standaardantwoord met deze titel. Kies een andere.")
    if reply is None:
        reply = CannedReply()
        session.add(reply)
    reply.owner_id, reply.title, reply.text = owner_id, title, text
    reply.changed_by, reply.changed_at = actor, clock.now()
    await session.flush()
    return reply


def check(title: str, text: str) -> None:
    """Refuse what could not be sent.

    Raises:
        TicketError: as ``save``.
    """
    if not title or not text:
        raise TicketError("Vul een titel en een tekst in.")
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise TicketError(
            f"Een titel heeft hooguit {LONGEST_TITLE} tekens en een tekst hooguit {LONGEST_TEXT}."
        )
    if "{" in _VARIABLE.sub("", text) or "}" in _VARIABLE.sub("", text):
        raise TicketError("De accolades kloppen niet. Schrijf een variabele zo: {naam}.")
    unknown = sorted(set(_VARIABLE.findall(text)) - set(VARIABLES))
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        raise TicketError(f"De variabele {{{unknown[0]}}} bestaat niet. Kies uit: {known}.")


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its variables filled in; all of VARIABLES must have a value."""
    return _VARIABLE.sub(lambda found: values[found[1]], text)
