"""Days on which the office is closed though they are no public holidays."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response

from channels.conversations.text import clean
from channels.desk.errors import NotFoundError
from channels.desk.guard import CoordinatorVisit, Visit
from channels.desk.pages import DeskRoute, go_to
from channels.desk.people.frame import CLOSED, show, words
from channels.desk.people.manager_routes import number
from channels.desk.people.reading import TypedError, day
from handoff.closed_days import all_closed_days, holidays_of
from handoff.people import closed
from handoff.people.errors import EntryError
from handoff.people.history import Subject, changes_of
from kit import clock

router = APIRouter(prefix="/closed-days", route_class=DeskRoute)

LONGEST_NAME = 120
Text = Annotated[str, Form()]


@router.get("")
async def list_days(visit: CoordinatorVisit) -> Response:
    """List the closed days and the public holidays."""
    return await _show(visit)


@router.post("")
async def add(visit: CoordinatorVisit, on: Text = "", name: Text = "", gemeente: Text = "") -> Response:
    """Close a day, or show the form again."""
    typed = {"day": clean(on), "name": " ".join(clean(name).split()), "gemeente": clean(gemeente)}
    try:
        closing = _check(typed, visit)
        async with visit.services.database.transaction() as session:
            await closed.add(session, closing, typed["name"], typed["gemeente"] or None, visit.entry.name)
    except EntryError as error:
        return await _show(visit, typed, error.problems)
    return go_to(CLOSED, notice="day-added")


@router.post("/{closed_day_id}/remove")
async def remove(closed_day_id: str, visit: CoordinatorVisit) -> Response:
    """Open a day again."""
    async with visit.services.database.transaction() as session:
        if not await closed.remove(session, number(closed_day_id), visit.entry.name):
            raise NotFoundError
    return go_to(CLOSED, notice="day-removed")


def _check(typed: Mapping[str, str], visit: Visit) -> date:
    """Return the day that was typed.

    Raises:
        EntryError: fields hold mistakes; all of them.
    """
    problems: dict[str, str] = {}
    found = clock.today()
    try:
        found = day(typed["day"])
    except TypedError as error:
        problems["day"] = str(error)
    if found < clock.today():
        problems["day"] = "Deze dag is al voorbij."
    if not typed["name"]:
        problems["name"] = "Schrijf waarom het kantoor dicht is. Ondernemers lezen dit."
    elif len(typed["name"]) > LONGEST_NAME:
        problems["name"] = f"Dit is te lang. Gebruik er hooguit {LONGEST_NAME} tekens voor."
    if typed["gemeente"] and typed["gemeente"] not in visit.services.library.areas.region_gemeenten:
        problems["gemeente"] = "Kies een gemeente van de regio, of de hele regio."
    if problems:
        raise EntryError(problems)
    return found


async def _show(
    visit: Visit, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> Response:
    areas, today = visit.services.library.areas, clock.today()
    async with visit.services.database.reading() as session:
        days = [each for each in await all_closed_days(session) if each.day >= today]
        in_words = await words(visit, session)
        history = list(await changes_of(session, Subject.CLOSED_DAY))
    context = {
        "days": days,
        "holidays": [each for each in holidays_of(today.year, today.year + 1) if each[0] >= today],
        "history": in_words.changes(history),
        "typed": typed or {"day": "", "name": "", "gemeente": ""},
        "errors": errors or {},
        "gemeenten": {slug: areas.name(slug) for slug in areas.region_gemeenten},
    }
    return await show(visit, "closed_days.html", context, 400 if errors else 200)
