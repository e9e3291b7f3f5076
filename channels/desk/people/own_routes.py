"""What an account manager says of themselves: whether they are there, and when they are away."""

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response

from channels.desk.errors import NotFoundError
from channels.desk.guard import Visit, needs
from channels.desk.pages import DeskRoute, go_to
from channels.desk.people.frame import OWN, colleagues, show, words
from channels.desk.people.manager_page import TypedAbsence, find_manager, upcoming
from channels.desk.people.manager_routes import keep_absence, number, with_errors
from channels.desk.people.reading import written
from channels.desk.people.words import DAYS, now_of
from channels.desk.permissions import Permission
from handoff.closed_days import all_closed_days, closed_dates_of
from handoff.models import AccountManager
from handoff.people import absences, being_there
from handoff.people.errors import EntryError
from handoff.presence import SEEN_WITHIN, Presence
from handoff.repository import all_managers, open_loads
from kit import clock

router = APIRouter(prefix="/presence", route_class=DeskRoute)

_DESK_PAGE = re.compile(r"/desk(/[A-Za-z0-9-]+)*")
_NO_CHOICE = "Kies aanwezig, even weg of afwezig."
_NO_HOUR = "Kies een uur uit de lijst, of geen overzicht."
DIGEST_HOURS = range(6, 18)
_HOURS: Mapping[str, int | None] = {"": None, "-1": -1} | {str(hour): hour for hour in DIGEST_HOURS}


OwnVisit = Annotated[Visit, Depends(needs(Permission.SAY_PRESENCE, Permission.SAY_PRESENCE))]


@router.get("")
async def show_own(visit: OwnVisit) -> Response:
    """Show one's own presence, absences and hours."""
    return await _show(visit)


@router.post("")
async def choose(
    visit: OwnVisit, presence: Annotated[str, Form()] = "", back: Annotated[str, Form()] = ""
) -> Response:
    """Say whether one is there, and go back to the page that one came from."""
    if presence not in set(Presence):
        return await _show(visit, error=_NO_CHOICE)
    async with visit.services.database.transaction() as session:
        await being_there.choose(session, _own(visit).id, Presence(presence))
    return go_to(back) if _DESK_PAGE.fullmatch(back) and back != OWN else go_to(OWN, notice="presence")


@router.post("/digest")
async def choose_digest(visit: OwnVisit, hour: Annotated[str, Form()] = "") -> Response:
    """Say at which hour one wants the overview of the day, or that one wants none."""
    if hour not in _HOURS:
        return await _show(visit, error=_NO_HOUR)
    async with visit.services.database.transaction() as session:
        await being_there.choose_digest_hour(session, _own(visit).id, _HOURS[hour])
    return go_to(OWN, notice="digest")


@router.post("/absences")
async def plan_absence(visit: OwnVisit) -> Response:
    """Plan one's own absence."""
    typed = TypedAbsence.read(await visit.request.form())
    try:
        async with visit.services.database.transaction() as session:
            manager = await find_manager(session, _own(visit).id)
            await keep_absence(session, manager, typed, visit.entry.name)
    except EntryError as error:
        return await _show(visit, absence=with_errors(typed, error))
    return go_to(OWN, notice="absent")


@router.post("/absences/{own_absence_id}/remove")
async def remove_absence(own_absence_id: str, visit: OwnVisit) -> Response:
    """Take one's own absence away."""
    async with visit.services.database.transaction() as session:
        manager = await find_manager(session, _own(visit).id)
        if not await absences.remove(session, manager, number(own_absence_id), visit.entry.name):
            raise NotFoundError
    return go_to(OWN, notice="absence-removed")


def _own(visit: Visit) -> AccountManager:
    """Return the entry of who visits; somebody who left has nothing to say here any more."""
    if visit.entry.manager is None or not visit.entry.manager.active:
        raise NotFoundError
    return visit.entry.manager


async def _show(visit: Visit, error: str = "", absence: TypedAbsence | None = None) -> Response:
    async with visit.services.database.reading() as session:
        manager = await find_manager(session, _own(visit).id)
        managers, in_words = await all_managers(session), await words(visit, session)
        closed = closed_dates_of(manager, await all_closed_days(session))
        load = (await open_loads(session)).get(manager.id, 0)
    context: Mapping[str, object] = {
        "manager": manager,
        "now": now_of(manager, clock.now(), closed)[1],
        "minutes": int(SEEN_WITHIN.total_seconds() // 60),
        "absences": upcoming(manager, clock.today()),
        "absence": absence or TypedAbsence(),
        "load": load,
        "colleagues": colleagues(managers, manager.id),
        "hours": [(DAYS[day], written(hours)) for day in DAYS if (hours := manager.working_hours.get(day))],
        "words": in_words,
        "error": error,
        "digest_hours": DIGEST_HOURS,
        "usual_hour": visit.services.settings.digest_hour,
        "mails": visit.services.settings.mail_server is not None,
    }
    return await show(visit, "own.html", context, 400 if error or (absence and absence.errors) else 200)
