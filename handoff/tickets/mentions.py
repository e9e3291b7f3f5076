"""Naming a colleague in a note: they hear of it and find the ticket among their own. Nothing here commits."""

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.errors import TicketError
from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.status import EventKind
from handoff.tickets.models import TicketMention
from handoff.tickets.record import log
from kit import clock

# Not in the middle of a word: that is an e-mail address.
_AT = re.compile(r"(?<![\w.@-])@(?=\w)")
_WORD = re.compile(r"[\w-]+")


async def check_mentions(session: AsyncSession, text: str) -> None:
    """Refuse a text that names nobody with an @: the writer would think that a colleague hears of it.

    Raises:
        TicketError: somebody is named who is no colleague, left, or shares that name with another.
    """
    managers = await repository.all_managers(session)
    for at in _AT.finditer(text):
        _named(text[at.end() :], managers)


async def mentioned_in(session: AsyncSession, text: str) -> list[AccountManager]:
    """Return the colleagues who are named in a text with an @ before their id, full name or first name.

    What else stands behind an @, as in a mail that became a note, names nobody.
    """
    managers = await repository.all_managers(session)
    found: dict[str, AccountManager] = {}
    for at in _AT.finditer(text):
        with suppress(TicketError):
            one = _named(text[at.end() :], managers)
            found[one.id] = one
    return list(found.values())


async def mention(
    session: AsyncSession, ticket: Ticket, note: TicketEvent, colleagues: Iterable[AccountManager]
) -> None:
    """Let colleagues know that they are named in a note; it is unread until they open the ticket."""
    for colleague in colleagues:
        session.add(TicketMention(ticket_id=ticket.id, account_manager_id=colleague.id, event_id=note.id))
        await log(session, ticket, note.actor, EventKind.MENTIONED, after=colleague.id, note=note.note)


async def mark_read(session: AsyncSession, ticket: Ticket, account_manager_id: str) -> None:
    """Note that somebody opened a ticket in which they are named."""
    await session.execute(
        update(TicketMention)
        .where(
            TicketMention.ticket_id == ticket.id,
            TicketMention.account_manager_id == account_manager_id,
            TicketMention.read_at.is_(None),
        )
        .values(read_at=clock.now())
    )


async def unread_by(session: AsyncSession, account_manager_id: str) -> Collection[int]:
    """Return the ids of the tickets in which somebody is named and which they did not open since."""
    query = select(TicketMention.ticket_id).where(
        TicketMention.account_manager_id == account_manager_id, TicketMention.read_at.is_(None)
    )
    return set(await session.scalars(query))


def _named(rest: str, managers: Mapping[str, AccountManager]) -> AccountManager:
    """Return who is named at the beginning of a text; a longer name goes before a shorter one."""
    for name in (_by_full_name, _by_id, _by_first_name):
        matching = name(rest, managers.values())
        if len(matching) > 1:
            ids = ", ".join(f"@{one.id}" for one in matching)
            raise TicketError(f"Er zijn meer collega's met die naam. Kies uit: {ids}.")
        if matching:
            return _active(matching[0])
    raise TicketError(
        f"@{_first_word(rest)} is geen collega. Typ @ met de naam van een collega. "
        "Bedoelt u iemand anders? Laat dan het teken @ weg."
    )


def _by_full_name(rest: str, managers: Iterable[AccountManager]) -> list[AccountManager]:
    said = rest.casefold()
    matching = [one for one in managers if said.startswith(one.name.casefold())]
    longest = max((len(one.name) for one in matching), default=0)
    return [one for one in matching if len(one.name) == longest]


def _by_id(rest: str, managers: Iterable[AccountManager]) -> list[AccountManager]:
    return [one for one in managers if one.id == _first_word(rest).lower()]


def _by_first_name(rest: str, managers: Iterable[AccountManager]) -> list[AccountManager]:
    said = _first_word(rest).casefold()
    return [one for one in managers if one.active and one.name.split()[0].casefold() == said]


def _first_word(rest: str) -> str:
    found = _WORD.match(rest)
    return found[0].rstrip("-") if found else ""


def _active(manager: AccountManager) -> AccountManager:
    if not manager.active:
        raise TicketError(f"{manager.name} is niet meer actief. Noem iemand anders.")
    return manager
