"""Which days somebody has off besides weekends and absence: public holidays and the region's own."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

import holidays
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import AccountManager, ClosedDay

_LANGUAGES = {"nl": "nl"}
_OTHERWISE = "en_US"


@lru_cache(maxsize=64)
def _holidays_of(year: int, language: str) -> dict[date, str]:
    """Return the public holidays of a year with their names in a language."""
    found = holidays.country_holidays("NL", years=year, language=language)
    return {day: found[day] for day in found}


def is_holiday(day: date) -> bool:
    """Tell whether a date is a public holiday in the Netherlands."""
    return holiday_name(day) is not None


def holiday_name(day: date, language: str = "nl") -> str | None:
    """Name the public holiday on a date, in Dutch or else in English; none when it is an ordinary day."""
    return _holidays_of(day.year, _LANGUAGES.get(language, _OTHERWISE)).get(day)


def holidays_of(*years: int) -> list[tuple[date, str]]:
    """Return the public holidays of some years with their Dutch names, the first first."""
    return sorted(each for year in years for each in _holidays_of(year, "nl").items())


async def all_closed_days(session: AsyncSession) -> Sequence[ClosedDay]:
    """Return the extra closed days, the first first."""
    return (await session.scalars(select(ClosedDay).order_by(ClosedDay.day, ClosedDay.id))).all()


def closed_dates_of(manager: AccountManager | None, days: Sequence[ClosedDay]) -> frozenset[date]:
    """Return the dates of the extra closed days that hold for somebody; for nobody those of the region."""
    return frozenset(each.day for each in days if each.holds_for(manager))


async def closed_dates(session: AsyncSession, manager: AccountManager | None) -> Collection[date]:
    """Return the extra closed dates of somebody, to reckon working hours with."""
    return closed_dates_of(manager, await all_closed_days(session))
