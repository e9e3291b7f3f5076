"""For coordinators: what the region promises, in working hours and in days."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from pydantic import ValidationError

from channels.conversations.text import clean
from channels.desk.guard import CoordinatorVisit, Visit
from channels.desk.pages import DeskRoute, go_to, page
from handoff.tickets.levels import ServiceLevels, last_change, service_levels, set_service_levels

PATH = "/desk/promises"
MOST_PHRASES = 500

_FIELDS = {
    "reaction_hours": ("Werkuren tot de eerste reactie", 1, 400),
    "settle_hours": ("Werkuren tot de vraag is afgehandeld", 1, 400),
    "amber_hours": ("Werkuren van tevoren waarschuwen", 0, 400),
    "reopen_days": ("Dagen na afhandeling waarin een vraag weer opengaat", 0, 365),
}
_LATER = "De eerste reactie kan niet later zijn dan de afhandeling."

router = APIRouter(prefix="/promises", route_class=DeskRoute)

Text = Annotated[str, Form()]


@router.get("")
async def show(visit: CoordinatorVisit, notice: Annotated[str, Query()] = "") -> Response:
    """Show what is promised now."""
    async with visit.services.database.reading() as session:
        levels = await service_levels(session, visit.services.settings.reaction_hours)
    values = {name: str(getattr(levels, name)) for name in _FIELDS}
    return await _page(visit, values | {"thanks": "\n".join(levels.thanks)}, {}, notice == "saved")


@router.post("")
async def save(
    visit: CoordinatorVisit,
    reaction_hours: Text = "",
    settle_hours: Text = "",
    amber_hours: Text = "",
    reopen_days: Text = "",
    thanks: Text = "",
) -> Response:
    """Promise something else from now on."""
    values = {
        "reaction_hours": reaction_hours,
        "settle_hours": settle_hours,
        "amber_hours": amber_hours,
        "reopen_days": reopen_days,
    }
    phrases = [" ".join(clean(line).lower().split()) for line in thanks.splitlines() if clean(line)]
    levels, errors = _read(values, phrases)
    if levels is None:
        return await _page(visit, values | {"thanks": thanks}, errors)
    async with visit.services.database.transaction() as session:
        await set_service_levels(session, levels, visit.entry.name)
    return go_to(PATH, notice="saved")


def _read(values: dict[str, str], phrases: list[str]) -> tuple[ServiceLevels | None, dict[str, str]]:
    """Return what was filled in, or what is wrong with each field."""
    try:
        levels = ServiceLevels.model_validate(
            {**values, "thanks": tuple(dict.fromkeys(phrases))[:MOST_PHRASES]}
        )
    except ValidationError as error:
        wrong = {str(each["loc"][0]) for each in error.errors()}
        return None, {name: _whole_number(name) for name in _FIELDS if name in wrong}
    if levels.reaction_hours > levels.settle_hours:
        return None, {"reaction_hours": _LATER}
    return levels, {}


def _whole_number(name: str) -> str:
    _, least, most = _FIELDS[name]
    return f"Vul een heel getal in van {least} tot en met {most}."


async def _page(
    visit: Visit, values: dict[str, str], errors: dict[str, str], saved: bool = False
) -> Response:
    async with visit.services.database.reading() as session:
        changed = await last_change(session)
    context = {"values": values, "fields": _FIELDS, "errors": errors, "saved": saved, "changed": changed}
    return page(visit.request, "promises.html", context, 400 if errors else 200)
