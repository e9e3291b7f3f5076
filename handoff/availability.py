"""Whether somebody is there for a question now, why not, and when somebody will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.closed_days import all_closed_days, closed_dates_of, holiday_name
from handoff.hours import DEFAULT_HOURS, next_present, works_at
from handoff.models import AccountManager, ClosedDay
from handoff.presence import Presence
from kit.clock import AMSTERDAM


class Why(StrEnum):
    """Why nobody is there."""

    OUTSIDE_HOURS = "outside-hours"
    HOLIDAY = "holiday"
    NOBODY = "nobody"


@dataclass(frozen=True)
class NotThere:
    """Why nobody is there now, when somebody will be, and the name of the holiday or closed day."""

    why: Why
    back_at: datetime
    holiday: str = ""


async def not_there(
    session: AsyncSession, manager: AccountManager | None, moment: datetime, language: str = "nl"
) -> NotThere | None:
    """Tell why who gets a question is not there at a moment, and from when on; none when they are.

    The office hours are those of the regional desks; without one, the usual ones.
    """
    days = await all_closed_days(session)
    closed = closed_dates_of(manager, days)
    presence = manager.presence_on(moment) if manager else None
    who = manager or DEFAULT_HOURS
    works = works_at(who, moment, closed) and presence is not Presence.ABSENT
    if works or presence is Presence.PRESENT:
        return None
    start = _tomorrow(moment) if presence is Presence.ABSENT else moment
    back_at = next_present(who, start, closed) or next_present(DEFAULT_HOURS, start, closed) or start
    today = moment.astimezone(AMSTERDAM).date()
    holiday = holiday_name(today, language) or _closed_day_name(manager, today, days)
    if holiday:
        return NotThere(Why.HOLIDAY, back_at, holiday)
    office = await _office_works(session, moment, days)
    return NotThere(Why.NOBODY if office else Why.OUTSIDE_HOURS, back_at)


def _tomorrow(moment: datetime) -> datetime:
    """Return the beginning of the next day in the Netherlands."""
    following = moment.astimezone(AMSTERDAM).date() + timedelta(days=1)
    return datetime.combine(following, time(), AMSTERDAM)


def _closed_day_name(manager: AccountManager | None, today: date, days: Sequence[ClosedDay]) -> str:
    return next((each.name for each in days if each.day == today and each.holds_for(manager)), "")


async def _office_works(session: AsyncSession, moment: datetime, days: Sequence[ClosedDay]) -> bool:
    """Tell whether a regional desk has office hours; absence of whoever sits there changes no hours."""
    managers = (await repository.all_managers(session)).values()
    desks = [one.working_hours for one in managers if one.region_desk and one.active]
    closed = closed_dates_of(None, days)
    return any(works_at(hours, moment, closed) for hours in desks or [DEFAULT_HOURS])
