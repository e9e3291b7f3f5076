"""The list of account managers, and the page of one with everything that can be done there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from channels.desk.errors import NotFoundError
from channels.desk.guard import Visit
from channels.desk.people.frame import colleagues, languages_of, show, words
from channels.desk.people.manager_form import TypedManager
from channels.desk.people.reading import line
from channels.desk.people.words import DAYS, Line, Words, now_of
from channels.desk.repository import users_of
from handoff.closed_days import all_closed_days, closed_dates_of
from handoff.models import Absence, AccountManager
from handoff.people import values
from handoff.people.history import Subject, changes_of, version_of
from handoff.people.managers import open_tickets
from handoff.repository import all_managers, open_loads
from kit import clock


@dataclass(frozen=True)
class TypedAbsence:
    """What was typed to plan an absence, and what is wrong with it."""

    first_day: str = ""
    last_day: str = ""
    replacement_id: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, form: FormData) -> "TypedAbsence":
        """Take what a browser sent."""
        first_day, last_day = line(form, "absence_first_day"), line(form, "absence_last_day")
        return cls(first_day, last_day, line(form, "absence_replacement_id"))


@dataclass(frozen=True)
class Row:
    """An account manager in the list."""

    manager: AccountManager
    now: str
    looks: str
    load: int


async def find_manager(session: AsyncSession, manager_id: str) -> AccountManager:
    """Return an account manager.

    Raises:
        NotFoundError: there is none with this id.
    """
    # PostgreSQL fails on some characters, instead of finding nothing.
    known = len(manager_id) <= 64 and manager_id.isascii() and manager_id.isprintable()
    manager = await session.get(AccountManager, manager_id) if known else None
    if manager is None:
        raise NotFoundError
    return manager


async def show_list(visit: Visit) -> Response:
    """Show who works here, and whether they are there now."""
    async with visit.services.database.reading() as session:
        managers, loads = await all_managers(session), await open_loads(session)
        closed = await all_closed_days(session)
        in_words = await words(visit, session)
    ordered = sorted(managers.values(), key=lambda one: (not one.region_desk, one.name))
    moment = clock.now()
    rows = []
    for one in ordered:
        looks, now = now_of(one, moment, closed_dates_of(one, closed))
        rows.append(Row(one, now, looks, loads.get(one.id, 0)))
    context = {
        "groups": {
            "Actief": [row for row in rows if row.manager.active],
            "Niet meer actief": [row for row in rows if not row.manager.active],
        },
        "conflicts": [row.manager for row in rows if row.manager.file_entry],
        "words": in_words,
    }
    return await show(visit, "list.html", context)


async def show_new(visit: Visit, typed: TypedManager, errors: Mapping[str, str] | None = None) -> Response:
    """Show the form of somebody new; errors make it status 400."""
    async with visit.services.database.reading() as session:
        managers = await all_managers(session)
    context = {**_form(visit, managers, None, typed, errors or {}), "manager": None, "version": 0}
    return await show(visit, "manager.html", context, 400 if errors else 200)


async def show_manager(
    visit: Visit,
    manager_id: str,
    typed: TypedManager | None = None,
    errors: Mapping[str, str] | None = None,
    absence: TypedAbsence | None = None,
) -> Response:
    """Show somebody's form, absences and history; errors make it status 400."""
    async with visit.services.database.reading() as session:
        manager = await find_manager(session, manager_id)
        managers, in_words = await all_managers(session), await words(visit, session)
        version = await version_of(session, Subject.MANAGER, manager_id)
        history = list(await changes_of(session, Subject.MANAGER, manager_id))
        closed = closed_dates_of(manager, await all_closed_days(session))
        log_ins = await users_of(session, manager_id)
    told = errors or {}
    context = {
        **_form(visit, managers, manager, typed or TypedManager.of(manager), told),
        "manager": manager,
        # After a refusal the form keeps the version that it was opened with.
        "version": (await visit.request.form()).get("version", version) if told else version,
        "now": now_of(manager, clock.now(), closed)[1],
        "absences": upcoming(manager, clock.today()),
        "absence": absence or TypedAbsence(),
        "history": in_words.changes(history),
        "differences": _differences(manager, in_words),
        "words": in_words,
        "log_ins": log_ins,
    }
    return await show(visit, "manager.html", context, 400 if told or (absence and absence.errors) else 200)


def upcoming(manager: AccountManager, today: date) -> list[Absence]:
    """Return the absences that are not over."""
    return [each for each in manager.absences if each.last_day is None or each.last_day >= today]


async def show_deactivate(
    visit: Visit, manager_id: str, chosen: str = "", errors: Mapping[str, str] | None = None
) -> Response:
    """Ask who takes over from somebody who leaves; errors make it status 400."""
    async with visit.services.database.reading() as session:
        manager = await find_manager(session, manager_id)
        managers = await all_managers(session)
        tickets = await open_tickets(session, manager_id)
    context = {
        "manager": manager,
        "tickets": tickets,
        "colleagues": colleagues(managers, manager_id),
        "chosen": chosen or manager.replacement_id or "",
        "errors": errors or {},
    }
    return await show(visit, "deactivate.html", context, 400 if errors else 200)


def _form(
    visit: Visit,
    managers: Mapping[str, AccountManager],
    manager: AccountManager | None,
    typed: TypedManager,
    errors: Mapping[str, str],
) -> dict[str, object]:
    areas = visit.services.library.areas
    own = manager.gemeenten if manager else ()
    return {
        "typed": typed,
        "errors": errors,
        "gemeenten": {slug: areas.name(slug) for slug in dict.fromkeys((*areas.region_gemeenten, *own))},
        "languages": languages_of(visit),
        "days": DAYS,
        "colleagues": colleagues(managers, manager.id if manager else None),
    }


def _differences(manager: AccountManager, in_words: Words) -> list[Line]:
    """Show in what the file says something else than the desk."""
    if not manager.file_entry:
        return []
    return in_words.differences(values.of_manager(manager), manager.file_entry)
