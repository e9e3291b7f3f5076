"""Working hours in Dutch local time, without weekends off, holidays, closed days and absence.

A moment is any timezone aware datetime; results are in UTC. Durations are real hours, so a shift over the
night on which the clock changes is an hour longer or shorter. The extra closed dates of somebody come from
``handoff.closed_days``.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta

from handoff.closed_days import is_holiday
from handoff.models import AccountManager
from kit.clock import AMSTERDAM

type WorkingHours = dict[str, list[list[str]]]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DEFAULT_HOURS: WorkingHours = {day: [["09:00", "17:00"]] for day in WEEKDAYS[:5]}

# Further ahead than any absence or weekly pattern needs; without an end the search would go on for ever.
_HORIZON_DAYS = 400


def works_at(who: AccountManager | WorkingHours, moment: datetime, closed: Collection[date] = ()) -> bool:
    """Tell whether somebody is at work; a shift ends just before its closing time."""
    day = moment.astimezone(AMSTERDAM).date()
    return any(start <= moment < end for start, end in _shifts(who, day, closed))


def next_present(
    who: AccountManager | WorkingHours, moment: datetime, closed: Collection[date] = ()
) -> datetime | None:
    """Return the first moment from the given one on which somebody is at work.

    None when there is none in the coming year: no working hours, or an absence without end.
    """
    for start, _ in _shifts_from(who, moment, closed):
        return max(start, moment).astimezone(UTC)
    return None


def add_working_hours(
    who: AccountManager | WorkingHours, moment: datetime, hours: float, closed: Collection[date] = ()
) -> datetime:
    """Return the moment at which the given number of working hours has passed.

    Someone who does not work that many hours in the coming year gets the default hours: a promise
    needs a date.
    """
    left = timedelta(hours=hours)
    for start, end in _shifts_from(who, moment, closed):
        begin = max(start, moment.astimezone(UTC))
        if left <= end - begin:
            return begin + left
        left -= end - begin
    if who is DEFAULT_HOURS:
        return (moment + left).astimezone(UTC)
    return add_working_hours(DEFAULT_HOURS, moment, hours, closed)


def working_time(
    who: AccountManager | WorkingHours, start: datetime, end: datetime, closed: Collection[date] = ()
) -> timedelta:
    """Return how much of the time between two moments is working time; none when the end comes first."""
    total = timedelta(0)
    for begin, close in _shifts_from(who, start, closed):
        if max(begin, start) >= end:
            break
        total += min(close, end) - max(begin, start)
    return total


def _shifts_from(
    who: AccountManager | WorkingHours, moment: datetime, closed: Collection[date]
) -> Iterator[tuple[datetime, datetime]]:
    """Give the shifts that end after the moment, in order, up to the horizon."""
    first = moment.astimezone(AMSTERDAM).date()
    for ahead in range(_HORIZON_DAYS):
        for start, end in _shifts(who, first + timedelta(days=ahead), closed):
            if end > moment:
                yield start, end


def _shifts(
    who: AccountManager | WorkingHours, day: date, closed: Collection[date]
) -> list[tuple[datetime, datetime]]:
    """Return the shifts of a date in UTC, in order; none on a holiday, a closed day or during absence."""
    if is_holiday(day) or day in closed or (isinstance(who, AccountManager) and who.absent_on(day)):
        return []
    pattern = who.working_hours if isinstance(who, AccountManager) else who
    spans = pattern.get(WEEKDAYS[day.weekday()], [])
    return sorted((_utc(day, start), _utc(day, end)) for start, end in spans)


def _utc(day: date, clock: str) -> datetime:
    """Turn a local date and time into UTC, where durations are real."""
    return datetime.combine(day, time.fromisoformat(clock), AMSTERDAM).astimezone(UTC)
