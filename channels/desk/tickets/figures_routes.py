"""For coordinators: how often promises are kept, and what is too late now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from channels.desk.guard import CoordinatorVisit, Visit
from channels.desk.pages import DeskRoute, page
from channels.desk.repository import red_tickets
from channels.desk.view import row
from handoff.models import AccountManager
from handoff.ratings import given_between, mean
from handoff.repository import all_managers
from handoff.tickets.figures import Figures, Kept, figures, month_span, months_back, total
from kit.clock import dutch_date

MONTHS_SHOWN = 6

router = APIRouter(prefix="/figures", route_class=DeskRoute)


@dataclass(frozen=True)
class Line:
    """A row of a table: what it is about, how many tickets, and how often the promises were kept."""

    name: str
    tickets: int
    reaction: Kept
    settling: Kept
    key: str = ""


@router.get("")
async def show_figures(visit: CoordinatorVisit, month: Annotated[str, Query()] = "") -> Response:
    """Show the last months, and one month by gemeente and by account manager."""
    months = {each.strftime("%Y-%m"): each for each in months_back(MONTHS_SHOWN)}
    chosen = months.get(month, next(iter(months.values())))
    async with visit.services.database.reading() as session:
        managers = await all_managers(session)
        by_month = {each: await figures(session, *month_span(each)) for each in months.values()}
        opinions = await given_between(session, *month_span(chosen))
        red = [row(ticket) for ticket in await red_tickets(session)]
    context = {
        "months": [_line(_title(each), found, f"{each:%Y-%m}") for each, found in by_month.items()],
        "chosen": _title(chosen),
        "gemeenten": _grouped(by_month[chosen], _gemeente(visit)),
        "people": _grouped(by_month[chosen], _person(managers)),
        "opinions": opinions,
        "mean": mean(opinions),
        "red": red,
    }
    return page(visit.request, "figures.html", context)


def _grouped(found: Iterable[Figures], name: Callable[[Figures], str]) -> list[Line]:
    """Put the groups with the same name together, in the order of the alphabet."""
    groups: dict[str, list[Figures]] = {}
    for each in found:
        groups.setdefault(name(each), []).append(each)
    return [_line(title, groups[title]) for title in sorted(groups)]


def _line(title: str, found: Sequence[Figures], key: str = "") -> Line:
    return Line(title, *total(found), key)


def _gemeente(visit: Visit) -> Callable[[Figures], str]:
    areas = visit.services.library.areas
    return lambda each: areas.name(areas.current(each.gemeente)) if each.gemeente else "onbekend"


def _person(managers: Mapping[str, AccountManager]) -> Callable[[Figures], str]:
    return lambda each: managers[each.account_manager_id].name if each.account_manager_id else "niemand"


def _title(month: date) -> str:
    """Write a month, given by its first day, as november 2026."""
    return dutch_date(month).removeprefix("1 ")
