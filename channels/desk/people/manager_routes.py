"""Account managers at the desk: for a coordinator, who also plans the absence of others."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.repository import held_by
from channels.desk import users
from channels.desk.errors import NotFoundError
from channels.desk.guard import CoordinatorVisit, Visit
from channels.desk.pages import DeskRoute, go_to
from channels.desk.people.frame import PATH, Coordinating, languages_of
from channels.desk.people.manager_form import TypedManager, check
from channels.desk.people.manager_page import (
    TypedAbsence,
    find_manager,
    show_deactivate,
    show_list,
    show_manager,
    show_new,
)
from channels.desk.people.reading import TypedError, day
from channels.desk.repository import users_of
from channels.errors import ChannelError
from handoff.models import AccountManager
from handoff.people import absences, managers
from handoff.people.errors import EntryError
from handoff.people.history import Subject, record

router = APIRouter(prefix="/directory", route_class=DeskRoute)

_LARGEST_ID = 2**31 - 1


@router.get("")
async def list_managers(visit: CoordinatorVisit) -> Response:
    """List who works here."""
    return await show_list(visit)


@router.get("/new")
async def begin(visit: Coordinating) -> Response:
    """Show an empty form."""
    return await show_new(visit, TypedManager())


@router.post("/new")
async def add(visit: CoordinatorVisit) -> Response:
    """Add somebody, or show the form again."""
    typed = TypedManager.read(await visit.request.form())
    try:
        entry = check(typed, None, visit.services.library.areas.region_gemeenten, languages_of(visit))
        async with visit.services.database.transaction() as session:
            manager = await managers.add(session, entry, visit.entry.name)
    except EntryError as error:
        return await show_new(visit, typed, error.problems)
    return go_to(f"{PATH}/{manager.id}", notice="added")


@router.get("/{manager_id}")
async def open_manager(manager_id: str, visit: CoordinatorVisit) -> Response:
    """Show somebody's entry."""
    return await show_manager(visit, manager_id)


@router.post("/{manager_id}")
async def change(manager_id: str, visit: CoordinatorVisit, version: Annotated[str, Form()] = "") -> Response:
    """Change an entry, or show the form again with what was typed."""
    typed = TypedManager.read(await visit.request.form())
    try:
        async with visit.services.database.transaction() as session:
            manager = await find_manager(session, manager_id)
            allowed = (*visit.services.library.areas.region_gemeenten, *manager.gemeenten)
            entry = check(typed, manager_id, allowed, languages_of(visit))
            await managers.change(session, manager, entry, number(version or "0"), visit.entry.name)
    except EntryError as error:
        return await show_manager(visit, manager_id, typed, error.problems)
    return go_to(f"{PATH}/{manager_id}", notice="changed")


@router.post("/{manager_id}/absences")
async def plan_absence(manager_id: str, visit: CoordinatorVisit) -> Response:
    """Plan an absence of somebody."""
    typed = TypedAbsence.read(await visit.request.form())
    try:
        async with visit.services.database.transaction() as session:
            manager = await find_manager(session, manager_id)
            await keep_absence(session, manager, typed, visit.entry.name)
    except EntryError as error:
        return await show_manager(visit, manager_id, absence=with_errors(typed, error))
    return go_to(f"{PATH}/{manager_id}", notice="absent")


@router.post("/{manager_id}/absences/{absence_id}/remove")
async def remove_absence(manager_id: str, absence_id: str, visit: CoordinatorVisit) -> Response:
    """Take an absence of somebody away."""
    async with visit.services.database.transaction() as session:
        manager = await find_manager(session, manager_id)
        if not await absences.remove(session, manager, number(absence_id), visit.entry.name):
            raise NotFoundError
    return go_to(f"{PATH}/{manager_id}", notice="absence-removed")


@router.get("/{manager_id}/deactivate")
async def ask_deactivate(manager_id: str, visit: Coordinating) -> Response:
    """Ask who takes over."""
    return await show_deactivate(visit, manager_id)


@router.post("/{manager_id}/deactivate")
async def deactivate(
    manager_id: str, visit: CoordinatorVisit, replacement_id: Annotated[str, Form()] = ""
) -> Response:
    """Take somebody out of service, with everything that belongs to it."""
    try:
        async with visit.services.database.transaction() as session:
            manager = await find_manager(session, manager_id)
            await managers.deactivate(session, manager, replacement_id or None, visit.entry.name)
            await _keep_out(session, manager, visit.entry.name)
    except EntryError as error:
        return await show_deactivate(visit, manager_id, replacement_id, error.problems)
    await _give_back_conversations(visit, manager_id)
    return go_to(f"{PATH}/{manager_id}", notice="deactivated")


@router.post("/{manager_id}/activate")
async def activate(manager_id: str, visit: CoordinatorVisit) -> Response:
    """Let somebody get questions again."""
    async with visit.services.database.transaction() as session:
        manager = await find_manager(session, manager_id)
        await managers.activate(session, manager, visit.entry.name)
    return go_to(f"{PATH}/{manager_id}", notice="activated")


async def keep_absence(
    session: AsyncSession, manager: AccountManager, typed: TypedAbsence, actor: str
) -> None:
    """Plan the absence that was typed.

    Raises:
        EntryError: something is wrong with it, field by field.
    """
    problems: dict[str, str] = {}
    first_day = _day("first_day", typed.first_day, problems)
    last_day = _day("last_day", typed.last_day, problems) if typed.last_day else None
    if problems or first_day is None:
        raise EntryError(problems)
    await absences.add(session, manager, first_day, last_day, typed.replacement_id or None, actor)


def with_errors(typed: TypedAbsence, error: EntryError) -> TypedAbsence:
    """Keep what was typed together with what is wrong with it."""
    errors = {f"absence_{name}": message for name, message in error.problems.items()}
    return TypedAbsence(typed.first_day, typed.last_day, typed.replacement_id, errors)


def number(text: str) -> int:
    """Read the number of a row.

    Raises:
        NotFoundError: it is none, or no row can have it.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= _LARGEST_ID):
        raise NotFoundError
    return int(text)


def _day(name: str, text: str, problems: dict[str, str]) -> date | None:
    try:
        return day(text)
    except TypedError as error:
        problems[name] = str(error)
    return None


async def _keep_out(session: AsyncSession, manager: AccountManager, actor: str) -> None:
    """Let nobody log in any longer as somebody who left."""
    for user in await users_of(session, manager.id):
        if user.active:
            before = users.values_of(user)
            await users.deactivate(session, user)
            await record(session, actor, Subject.USER, str(user.id), before, users.values_of(user))


async def _give_back_conversations(visit: Visit, manager_id: str) -> None:
    """Let the assistant hold the conversations again; each has a lock and a transaction of its own."""
    async with visit.services.database.reading() as session:
        held = await held_by(session, manager_id)
    for conversation_id in held:
        try:
            await visit.services.conversations.give_back(conversation_id, manager_id)
        except ChannelError:
            continue  # erased or given back a moment ago
