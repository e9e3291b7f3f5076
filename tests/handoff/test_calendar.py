from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from dateutil.rrule import rrulestr
from handoff_builders import MONDAY, local
from icalendar import Calendar, Event
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.calendar import contact_moments_ics
from handoff.models import ClosedDay, ContactMoment


def moment(**changes: Any) -> ContactMoment:
    values: dict[str, Any] = {
        "id": "inloop",
        "gemeente": "hilversum",
        "title": "Inloop; met koffie, (voorbeeld)",
        "weekday": 1,
        "starts": "09:00",
        "ends": "12:00",
        "place": "wordt nog ingevuld (voorbeeld)",
        "appointment_needed": False,
        "valid_from": date(2026, 11, 1),
        "valid_until": None,
    }
    return ContactMoment(**values | changes)


def event(**changes: Any) -> Event:
    [found] = Calendar.from_ical(contact_moments_ics([moment(**changes)])).walk("VEVENT")
    assert isinstance(found, Event)
    return found


def occurrences(found: Event) -> list[datetime]:
    """Expand the series as a calendar does, in local time and without the excepted days."""
    start = found.decoded("dtstart")
    rule = found["rrule"].to_ical().decode()
    exceptions = found.get("exdate", [])
    listed = exceptions if isinstance(exceptions, list) else [exceptions]
    skipped = {one.dt for dates in listed for one in dates.dts}
    every = rrulestr(rule, dtstart=start).between(start, start + timedelta(days=400), inc=True)
    return [one for one in every if one not in skipped]


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.mark.parametrize(("weekday", "first"), [(0, 2), (1, 3), (2, 4), (3, 5), (4, 6), (5, 7), (6, 1)])
def test_the_first_event_is_the_first_such_weekday_from_valid_from(weekday: int, first: int) -> None:
    assert event(weekday=weekday).decoded("dtstart") == local(f"2026-11-{first:02} 09:00")


def test_closed_days_of_the_region_and_of_the_gemeente_are_left_out() -> None:
    closed = [
        ClosedDay(day=date(2026, 12, 1), name="Personeelsdag"),
        ClosedDay(day=date(2026, 12, 8), name="Verhuizing", gemeente="hilversum"),
        ClosedDay(day=date(2026, 12, 15), name="Elders", gemeente="laren"),
    ]
    [found] = Calendar.from_ical(contact_moments_ics([moment()], closed)).walk("VEVENT")
    assert isinstance(found, Event)
    days = [one.date() for one in occurrences(found)]
    assert [date(2026, 12, day) in days for day in (1, 8, 15)] == [False, False, True]


def test_an_event_is_weekly_in_dutch_time_with_title_and_place() -> None:
    found = event()
    assert found["dtstart"].params["TZID"] == "Europe/Amsterdam"
    assert found.decoded("dtend") == local("2026-11-03 12:00")
    assert found["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=TU"
    assert str(found["summary"]) == "Inloop; met koffie, (voorbeeld)"
    assert str(found["location"]) == "wordt nog ingevuld (voorbeeld)"
    assert "description" not in found


def test_the_hour_stays_the_same_when_the_clock_changes() -> None:
    assert {one.hour for one in occurrences(event())} == {9}
    assert len({one.utcoffset() for one in occurrences(event())}) == 2


def test_there_is_no_walk_in_hour_on_a_holiday() -> None:
    fridays = [one.date() for one in occurrences(event(weekday=4))]
    assert date(2026, 12, 18) in fridays
    assert date(2026, 12, 25) not in fridays
    assert date(2027, 1, 1) not in fridays
    assert date(2027, 1, 8) in fridays


@pytest.mark.parametrize(
    ("until", "last"), [(date(2026, 12, 8), 8), (date(2026, 12, 7), 1), (date(2026, 12, 14), 8)]
)
def test_the_series_ends_on_the_last_valid_day(until: date, last: int) -> None:
    assert occurrences(event(valid_until=until))[-1].date() == date(2026, 12, last)


def test_an_appointment_is_asked_for() -> None:
    assert "afspraak" in str(event(appointment_needed=True)["description"])


def test_uids_are_stable_and_different() -> None:
    moments = [moment(), moment(id="ander")]

    def uids() -> list[str]:
        return [str(one["uid"]) for one in Calendar.from_ical(contact_moments_ics(moments)).walk("VEVENT")]

    before = uids()
    with time_machine.travel(MONDAY + timedelta(days=30)):
        assert uids() == before
    assert len(set(before)) == 2


def test_the_calendar_describes_its_time_zone_and_may_be_empty() -> None:
    calendar = Calendar.from_ical(contact_moments_ics([moment()]))
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    assert not Calendar.from_ical(contact_moments_ics([])).walk("VEVENT")


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, True),
        ({"valid_from": date(2026, 11, 23)}, True),
        ({"valid_from": date(2026, 11, 24)}, False),
        ({"valid_until": date(2026, 11, 23)}, True),
        ({"valid_until": date(2026, 11, 22)}, False),
    ],
)
async def test_only_walk_in_hours_that_hold_today_are_shown(
    session: AsyncSession, changes: dict[str, Any], shown: bool
) -> None:
    session.add(moment(**changes))
    await session.flush()
    assert len(await service.contact_moments(session)) == int(shown)
    assert not await service.contact_moments(session, "huizen")
