"""Walk-in hours at the desk: the list, and the form of one."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.errors import NotFoundError
from channels.desk.guard import CoordinatorVisit, Visit
from channels.desk.pages import DeskRoute, go_to
from channels.desk.people.frame import MOMENTS, Coordinating, show, words
from channels.desk.people.manager_routes import number
from channels.desk.people.moment_form import TypedMoment, check
from channels.desk.people.words import DAYS
from handoff.models import ContactMoment
from handoff.people import values, walk_in_hours
from handoff.people.errors import EntryError
from handoff.people.history import Subject, changes_of, version_of
from kit import clock

router = APIRouter(prefix="/walk-in-hours", route_class=DeskRoute)


@router.get("")
async def list_hours(visit: CoordinatorVisit) -> Response:
    """List the walk-in hours, those that ended apart."""
    async with visit.services.database.reading() as session:
        found = await walk_in_hours.every(session)
    today = clock.today()
    over = [each for each in found if each.valid_until and each.valid_until < today]
    context = {
        "groups": {"Nu en straks": [each for each in found if each not in over], "Beëindigd": over},
        "conflicts": [each for each in found if each.file_entry],
        "weekdays": list(DAYS.values()),
    }
    return await show(visit, "walk_in_hours.html", context)


@router.get("/new")
async def begin(visit: Coordinating) -> Response:
    """Show an empty form."""
    return await _form(visit, None, TypedMoment(valid_from=clock.today().isoformat()))


@router.post("/new")
async def add(visit: CoordinatorVisit) -> Response:
    """Add a walk-in hour, or show the form again."""
    typed = TypedMoment.read(await visit.request.form())
    try:
        entry = check(typed, None, visit.services.library.areas.region_gemeenten)
        async with visit.services.database.transaction() as session:
            await walk_in_hours.add(session, entry, visit.entry.name)
    except EntryError as error:
        return await _form(visit, None, typed, error.problems)
    return go_to(MOMENTS, notice="hour-added")


@router.get("/{moment_id}")
async def open_hour(moment_id: str, visit: CoordinatorVisit) -> Response:
    """Show the form of a walk-in hour."""
    return await _form(visit, moment_id)


@router.post("/{moment_id}")
async def change(moment_id: str, visit: CoordinatorVisit, version: Annotated[str, Form()] = "") -> Response:
    """Change a walk-in hour, or show the form again."""
    typed = TypedMoment.read(await visit.request.form())
    try:
        async with visit.services.database.transaction() as session:
            moment = await _find(session, moment_id)
            allowed = (*visit.services.library.areas.region_gemeenten, moment.gemeente)
            entry = check(typed, moment_id, allowed)
            await walk_in_hours.change(session, moment, entry, number(version or "0"), visit.entry.name)
    except EntryError as error:
        return await _form(visit, moment_id, typed, error.problems)
    return go_to(MOMENTS, notice="hour-changed")


@router.post("/{moment_id}/end")
async def end(moment_id: str, visit: CoordinatorVisit) -> Response:
    """End a walk-in hour."""
    async with visit.services.database.transaction() as session:
        await walk_in_hours.end(session, await _find(session, moment_id), visit.entry.name)
    return go_to(MOMENTS, notice="hour-ended")


async def _find(session: AsyncSession, moment_id: str) -> ContactMoment:
    # PostgreSQL fails on some characters, instead of finding nothing.
    known = len(moment_id) <= 64 and moment_id.isascii() and moment_id.isprintable()
    moment = await session.get(ContactMoment, moment_id) if known else None
    if moment is None:
        raise NotFoundError
    return moment


async def _form(
    visit: Visit,
    moment_id: str | None,
    typed: TypedMoment | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    """Show the form; errors make it status 400, and it keeps the version that it was opened with."""
    areas = visit.services.library.areas
    context: dict[str, object] = {"moment": None, "history": [], "differences": [], "version": 0}
    if moment_id is not None:
        async with visit.services.database.reading() as session:
            context |= await _stored(visit, session, moment_id)
        typed = typed or TypedMoment.of(await _found(visit, moment_id))
    if errors:
        context["version"] = (await visit.request.form()).get("version", context["version"])
    context |= {
        "typed": typed,
        "errors": errors or {},
        "gemeenten": {slug: areas.name(slug) for slug in areas.region_gemeenten},
        "days": DAYS,
    }
    return await show(visit, "walk_in_hour.html", context, 400 if errors else 200)


async def _found(visit: Visit, moment_id: str) -> ContactMoment:
    async with visit.services.database.reading() as session:
        return await _find(session, moment_id)


async def _stored(visit: Visit, session: AsyncSession, moment_id: str) -> dict[str, object]:
    moment, in_words = await _find(session, moment_id), await words(visit, session)
    stored = moment.file_entry
    return {
        "moment": moment,
        "history": in_words.changes(list(await changes_of(session, Subject.MOMENT, moment_id))),
        "differences": in_words.differences(values.of_moment(moment), stored) if stored else [],
        "version": await version_of(session, Subject.MOMENT, moment_id),
    }
