from datetime import UTC, date, timedelta

import pytest
from handoff_builders import away, local, manager

from handoff.closed_days import is_holiday
from handoff.hours import DEFAULT_HOURS, WEEKDAYS, add_working_hours, next_present, works_at
from handoff.models import AccountManager

SPLIT = {"monday": [["09:00", "12:30"], ["13:00", "17:00"]], "tuesday": [["09:00", "12:30"]]}
NIGHTS = {day: [["00:00", "06:00"]] for day in WEEKDAYS}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 08:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 16:59", True),
        ("2026-11-23 17:00", False),
        ("2026-11-21 12:00", False),  # Saturday
        ("2026-11-22 12:00", False),  # Sunday
        ("2026-04-27 12:00", False),  # Koningsdag, a Monday
        ("2025-04-26 12:00", False),  # Koningsdag a day early, a Saturday
        ("2026-04-28 12:00", True),
        ("2026-12-25 12:00", False),  # Christmas, a Friday
        ("2028-12-26 12:00", False),  # second Christmas day, a Tuesday
        ("2026-05-14 12:00", False),  # Hemelvaartsdag
        ("2026-05-25 12:00", False),  # second Pentecost day
        ("2027-01-01 12:00", False),
        ("2026-12-31 12:00", True),
        ("2026-03-30 09:00", True),  # the Monday after the clock went forward
        ("2026-03-30 08:59", False),
        ("2026-10-26 09:00", True),  # the Monday after the clock went back
        ("2026-10-26 08:59", False),
    ],
)
def test_someone_with_default_hours_is_at_work_or_not(moment: str, expected: bool) -> None:
    assert works_at(manager(), local(moment)) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 12:29", True),
        ("2026-11-23 12:30", False),
        ("2026-11-23 12:59", False),
        ("2026-11-23 13:00", True),
        ("2026-11-24 13:00", False),
        ("2026-11-25 10:00", False),
    ],
)
def test_a_split_shift_has_a_break(moment: str, expected: bool) -> None:
    assert works_at(manager(working_hours=SPLIT), local(moment)) is expected


def test_presence_is_decided_in_dutch_time_whatever_zone_the_moment_has() -> None:
    assert works_at(manager(), local("2026-07-06 09:00").astimezone(UTC))
    assert not works_at(manager(), local("2026-07-06 08:00").astimezone(UTC))


@pytest.mark.parametrize(
    ("days", "day", "expected"),
    [
        ((), "2026-11-23", False),
        (("2026-11-23", "2026-11-24"), "2026-11-20", False),
        (("2026-11-23", "2026-11-24"), "2026-11-23", True),
        (("2026-11-23", "2026-11-24"), "2026-11-24", True),
        (("2026-11-23", "2026-11-24"), "2026-11-25", False),
        (("2026-11-23",), "2027-06-01", True),
        (("2026-11-23",), "2026-11-20", False),
    ],
)
def test_absence_includes_both_ends_and_may_have_no_end(
    days: tuple[str, ...], day: str, expected: bool
) -> None:
    one = manager(absences=[away(*days)] if days else [])
    assert one.absent_on(date.fromisoformat(day)) is expected


def test_several_absences_count_and_the_longest_says_until_when() -> None:
    one = manager(
        absences=[away("2026-12-21", "2026-12-31"), away("2027-07-05"), away("2026-12-28", "2027-01-03")]
    )
    days = ("2026-12-20", "2026-12-29", "2027-01-03", "2027-01-04", "2027-07-05")
    assert [one.absent_on(date.fromisoformat(day)) for day in days] == [False, True, True, False, True]
    absence = one.absence_on(date(2026, 12, 29))
    assert absence is not None and absence.last_day == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-23 10:00", 2, "2026-11-23 12:00"),
        ("2026-11-23 10:00", 7, "2026-11-23 17:00"),
        ("2026-11-23 10:00", 7.5, "2026-11-24 09:30"),
        ("2026-11-23 10:00", 16, "2026-11-25 10:00"),
        ("2026-11-23 07:00", 1, "2026-11-23 10:00"),
        ("2026-11-23 19:00", 1, "2026-11-24 10:00"),
        ("2026-11-20 16:00", 2, "2026-11-23 10:00"),  # over the weekend
        ("2026-11-21 12:00", 16, "2026-11-24 17:00"),
        ("2026-04-24 16:00", 2, "2026-04-28 10:00"),  # weekend and Koningsdag
        ("2026-12-24 16:00", 2, "2026-12-28 10:00"),  # Christmas and weekend
        ("2026-12-31 16:00", 2, "2027-01-04 10:00"),  # new year
        ("2026-03-27 16:00", 2, "2026-03-30 10:00"),  # clock goes forward in the weekend
        ("2026-10-23 16:00", 2, "2026-10-26 10:00"),  # clock goes back in the weekend
    ],
)
def test_working_hours_pass_only_while_people_work(start: str, hours: float, expected: str) -> None:
    assert add_working_hours(DEFAULT_HOURS, local(start), hours) == local(expected)
    assert add_working_hours(manager(), local(start), hours) == local(expected)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-23 12:00", 1, "2026-11-23 13:30"),
        ("2026-11-23 12:45", 1, "2026-11-23 14:00"),
        ("2026-11-23 16:00", 2, "2026-11-24 10:00"),
        ("2026-11-24 12:00", 1, "2026-11-30 09:30"),
    ],
)
def test_a_break_and_days_off_do_not_count(start: str, hours: float, expected: str) -> None:
    assert add_working_hours(manager(working_hours=SPLIT), local(start), hours) == local(expected)


@pytest.mark.parametrize(("night", "hours"), [("2026-03-29", 5), ("2026-10-25", 7), ("2026-11-22", 6)])
def test_a_night_shift_on_a_change_of_clock_is_an_hour_shorter_or_longer(night: str, hours: int) -> None:
    worker = manager(working_hours=NIGHTS)
    assert add_working_hours(worker, local(f"{night} 00:00"), hours) == local(f"{night} 06:00")
    assert add_working_hours(worker, local(f"{night} 00:00"), hours + 0.5) > local(f"{night} 06:00")


def test_the_hour_that_comes_twice_is_worked_twice() -> None:
    first = local("2026-10-25 02:30")
    assert works_at(manager(working_hours=NIGHTS), first)
    assert works_at(manager(working_hours=NIGHTS), first.replace(fold=1))


def test_the_order_of_shifts_in_the_data_does_not_matter() -> None:
    reverse = {"monday": [["13:00", "17:00"], ["09:00", "12:30"]]}
    due = add_working_hours(manager(working_hours=reverse), local("2026-11-23 09:00"), 4)
    assert due == local("2026-11-23 13:30")


def test_absence_moves_the_promise() -> None:
    gone = manager(absences=[away("2026-11-23", "2026-11-24")])
    assert add_working_hours(gone, local("2026-11-23 10:00"), 1) == local("2026-11-25 10:00")


@pytest.mark.parametrize("never", [manager(working_hours={}), manager(absences=[away("2026-01-01")])])
def test_someone_who_never_works_still_gets_a_due_date(never: AccountManager) -> None:
    due = add_working_hours(never, local("2026-11-23 10:00"), 2)
    assert due == local("2026-11-23 12:00")


def test_a_promise_beyond_the_horizon_ends() -> None:
    assert add_working_hours(DEFAULT_HOURS, local("2026-11-23 10:00"), 100_000) > local("2030-01-01 00:00")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00"),
        ("2026-11-23 07:00", "2026-11-23 09:00"),
        ("2026-11-23 17:00", "2026-11-24 09:00"),
        ("2026-11-20 17:00", "2026-11-23 09:00"),
        ("2026-12-24 17:00", "2026-12-28 09:00"),
        ("2026-04-25 10:00", "2026-04-28 09:00"),
    ],
)
def test_next_present_skips_nights_weekends_and_holidays(moment: str, expected: str) -> None:
    assert next_present(manager(), local(moment)) == local(expected)


def test_nobody_knows_when_someone_without_hours_is_present() -> None:
    assert next_present(manager(working_hours={}), local("2026-11-23 10:00")) is None


def test_results_are_in_utc() -> None:
    moment = local("2026-11-23 10:00")
    present = next_present(manager(), moment)
    assert present is not None
    assert present.utcoffset() == timedelta(0)
    assert add_working_hours(DEFAULT_HOURS, moment, 1).utcoffset() == timedelta(0)


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2030])
def test_christmas_is_a_holiday_every_year_and_the_day_after_is_not(year: int) -> None:
    assert [is_holiday(date(year, 12, day)) for day in (24, 25, 26, 27)] == [False, True, True, False]
