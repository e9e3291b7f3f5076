"""Account managers at the desk: adding, changing, leaving and coming back. Nothing here commits.

Whatever is changed here the file no longer overwrites; the history keeps what stood there before.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.errors import TicketError
from handoff.models import AccountManager, Ticket
from handoff.people import values
from handoff.people.errors import EntryError
from handoff.people.history import Subject, record, version_of
from handoff.schemas import AccountManagerEntry
from handoff.status import TicketStatus
from handoff.tickets.holding import transfer, withdraw

MEANWHILE = (
    "Een collega heeft dit intussen gewijzigd. Wat u hebt ingevuld, staat er nog. "
    "Open deze pagina in een ander tabblad om te zien wat er nu staat, en bewaar dan opnieuw."
)
_LAST_DESK = "Dit is het enige actieve regionale loket. Er moet er altijd één zijn."


async def add(session: AsyncSession, entry: AccountManagerEntry, actor: str) -> AccountManager:
    """Add an account manager, who gets questions from now on.

    Raises:
        EntryError: the id is taken, or the replacement cannot be one.
    """
    managers = await repository.all_managers(session)
    if entry.id in managers:
        raise EntryError({"name": f"Er is al iemand met de naam {managers[entry.id].name} in de gids."})
    _check_replacement(managers, entry.id, entry.replacement_id)
    manager = AccountManager(id=entry.id, absences=[], **values.of_manager_entry(entry), edited_at_desk=True)
    session.add(manager)
    await record(session, actor, Subject.MANAGER, entry.id, {}, values.of_manager(manager))
    return manager


async def change(
    session: AsyncSession, manager: AccountManager, entry: AccountManagerEntry, version: int, actor: str
) -> None:
    """Change an entry, unless somebody else did since this version of it.

    Raises:
        EntryError: somebody did, the replacement cannot be one, or the region would have no desk.
    """
    managers = await repository.all_managers(session)
    if await version_of(session, Subject.MANAGER, manager.id) != version:
        raise EntryError({"": MEANWHILE})
    _check_replacement(managers, manager.id, entry.replacement_id)
    if manager.region_desk and not entry.region_desk:
        _check_desk_left(managers, manager)
    before = values.of_manager(manager)
    for field, value in values.of_manager_entry(entry).items():
        if field != "active" and not _same(before[field], value):
            setattr(manager, field, value)
    _keep(manager)
    await record(session, actor, Subject.MANAGER, manager.id, before, values.of_manager(manager))


async def deactivate(
    session: AsyncSession, manager: AccountManager, replacement_id: str | None, actor: str
) -> int:
    """Take somebody out of service; open tickets move to the replacement. Return how many moved.

    Raises:
        EntryError: there are open tickets and nobody to take them, the replacement is not there, or the
            region would have no desk.
    """
    await _hold(session, manager, replacement_id)
    managers = await repository.all_managers(session)
    _check_desk_left(managers, manager)
    _check_replacement(managers, manager.id, replacement_id)
    tickets = await open_tickets(session, manager.id)
    replacement = managers.get(replacement_id or "")
    before = values.of_manager(manager)
    for ticket in tickets:
        if replacement is None:
            raise EntryError({"replacement_id": "Er staan vragen open. Kies wie ze overneemt."})
        await _move(session, ticket, manager, replacement, actor)
    await _refuse_offers(session, manager, actor)
    manager.active, manager.replacement_id = False, replacement_id or manager.replacement_id
    _keep(manager)
    await record(session, actor, Subject.MANAGER, manager.id, before, values.of_manager(manager))
    return len(tickets)


async def activate(session: AsyncSession, manager: AccountManager, actor: str) -> None:
    """Let somebody who left get questions again; what moved meanwhile stays where it is."""
    before = values.of_manager(manager)
    manager.active = True
    _keep(manager)
    await record(session, actor, Subject.MANAGER, manager.id, before, values.of_manager(manager))


async def open_tickets(session: AsyncSession, manager_id: str) -> list[Ticket]:
    """Return the tickets of somebody that are not closed, the first due first."""
    query = select(Ticket).where(
        Ticket.account_manager_id == manager_id, Ticket.status != TicketStatus.CLOSED
    )
    return list(await session.scalars(query.order_by(Ticket.due_at, Ticket.id)))


async def _hold(session: AsyncSession, manager: AccountManager, replacement_id: str | None) -> None:
    """Let nobody give a ticket to who leaves any more: whoever does holds this row too.

    In the order of their ids: two who leave to each other do not wait for each other.
    """
    rows = select(AccountManager).where(AccountManager.id.in_({manager.id, replacement_id or manager.id}))
    held = rows.order_by(AccountManager.id).with_for_update().execution_options(populate_existing=True)
    await session.execute(held)


async def _move(
    session: AsyncSession,
    ticket: Ticket,
    manager: AccountManager,
    replacement: AccountManager,
    actor: str,
) -> None:
    """Give one ticket of who leaves to the replacement."""
    note = f"{manager.name} werkt hier niet meer. {replacement.name} neemt de vraag over."
    try:
        await transfer(session, ticket, replacement, actor, note)
    except TicketError as error:
        raise EntryError({"replacement_id": str(error)}) from None


async def _refuse_offers(session: AsyncSession, manager: AccountManager, actor: str) -> None:
    """Leave what was offered to who leaves with the colleagues who offered it."""
    offered = await session.scalars(select(Ticket).where(Ticket.offered_to_id == manager.id))
    for ticket in offered.all():
        await withdraw(session, ticket, actor)


def _same(before: Any, after: Any) -> bool:
    """Tell whether two values say the same: the order of a list says nothing."""
    both_lists = isinstance(before, list) and isinstance(after, list)
    return bool(before == after or (both_lists and set(before) == set(after)))


def _keep(manager: AccountManager) -> None:
    """Keep an entry from being overwritten by its file."""
    manager.edited_at_desk = True


def _check_replacement(
    managers: dict[str, AccountManager], manager_id: str, replacement_id: str | None
) -> None:
    if replacement_id is None:
        return
    other = managers.get(replacement_id)
    if replacement_id == manager_id:
        raise EntryError({"replacement_id": "Iemand kan niet zichzelf vervangen. Kies een collega."})
    if other is None:
        raise EntryError({"replacement_id": "Deze vervanger staat niet in de gids. Kies een ander."})
    if not other.active:
        raise EntryError({"replacement_id": f"{other.name} is niet meer actief. Kies iemand anders."})


def _check_desk_left(managers: dict[str, AccountManager], manager: AccountManager) -> None:
    others = [one for one in managers.values() if one.region_desk and one.active and one is not manager]
    if manager.region_desk and not others:
        raise EntryError({"region_desk": _LAST_DESK})
