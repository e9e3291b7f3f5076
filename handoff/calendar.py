"""Walk-in hours as an iCalendar file, for the calendar of the entrepreneur."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from handoff.closed_days import is_holiday
from handoff.models import ClosedDay, ContactMoment
from kit import clock

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Calendars are fetched again now and then; holidays further ahead come with a later copy.
_HOLIDAYS_AHEAD = timedelta(days=2 * 366)


def contact_moments_ics(moments: Iterable[ContactMoment], closed: Sequence[ClosedDay] = ()) -> bytes:
    """Return a calendar with one weekly event for each walk-in hour, without holidays and closed days."""
    calendar = Calendar()
    calendar.add("prodid", "-//Voordeur//Spreekuren//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Spreekuren voor ondernemers")
    for moment in moments:
        calendar.add_component(_event(moment, closed))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(moment: ContactMoment, closed: Sequence[ClosedDay]) -> Event:
    """Return the weekly event of a walk-in hour."""
    first = moment.valid_from + timedelta(days=(moment.weekday - moment.valid_from.weekday()) % 7)
    event = Event()
    event.add("uid", f"{moment.id}@spreekuren.voordeur")
    event.add("dtstamp", clock.now())
    event.add("dtstart", _local(first, moment.starts))
    event.add("dtend", _local(first, moment.ends))
    event.add("rrule", _weekly(moment))
    event.add("summary", moment.title)
    event.add("location", moment.place)
    if moment.appointment_needed:
        event.add("description", "Maak eerst een afspraak.")
    dates = {each.day for each in closed if each.gemeente in {None, moment.gemeente}}
    for day in _free_days(moment, first, dates):
        event.add("exdate", _local(day, moment.starts))
    return event


def _weekly(moment: ContactMoment) -> dict[str, object]:
    """Return the recurrence rule; its end is in UTC, as RFC 5545 asks for events with a time zone."""
    rule: dict[str, object] = {"freq": "weekly", "byday": _DAYS[moment.weekday]}
    if moment.valid_until:
        rule["until"] = _local(moment.valid_until, "23:59").astimezone(UTC)
    return rule


def _free_days(moment: ContactMoment, first: date, closed: Collection[date]) -> list[date]:
    """Return the dates of the series that are public holidays or closed days."""
    end = clock.today() + _HOLIDAYS_AHEAD
    last = min(moment.valid_until, end) if moment.valid_until else end
    weeks = range((last - first).days // 7 + 1)
    days = [first + timedelta(weeks=week) for week in weeks]
    return [day for day in days if is_holiday(day) or day in closed]


def _local(day: date, at: str) -> datetime:
    """Return a date and a Dutch local time as a moment."""
    return datetime.combine(day, time.fromisoformat(at), clock.AMSTERDAM)
