"""Whether somebody is there, why not, and when they will be."""

from datetime import date
from typing import Any

import pytest
from handoff_builders import MONDAY, SATURDAY, away, desk, local, manager, save
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.availability import NotThere, not_there
from handoff.closed_days import closed_dates
from handoff.hours import add_working_hours, next_present, working_time
from handoff.models import AccountManager, ClosedDay
from handoff.presence import Presence
from kit.clock import AMSTERDAM

PART_TIME = {"monday": [["09:00", "12:00"], ["13:00", "15:00"]], "thursday": [["09:00", "17:00"]]}
AFTER_ASCENSION = ClosedDay(day=date(2026, 5, 15), name="Dag na Hemelvaart")


async def asked(session: AsyncSession, moment: str, *, of: str = "anna", language: str = "nl") -> str:
    """Tell in a few words why somebody is not there, and when they are."""
    found = await not_there(session, await session.get(AccountManager, of), local(moment), language)
    return "there" if found is None else told(found)


def told(found: NotThere) -> str:
    back = f"{found.back_at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"
    return " ".join(filter(None, (found.why.value, found.holiday, back)))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 10:00", "there"),
        ("2026-11-23 12:30", "nobody 2026-11-23 13:00"),
        ("2026-11-23 15:00", "nobody 2026-11-26 09:00"),
        ("2026-11-24 10:00", "nobody 2026-11-26 09:00"),
        ("2026-11-23 17:00", "outside-hours 2026-11-26 09:00"),
        ("2026-11-23 08:59", "outside-hours 2026-11-23 09:00"),
        ("2026-11-21 12:00", "outside-hours 2026-11-23 09:00"),
        ("2026-12-24 18:00", "outside-hours 2026-12-28 09:00"),
        ("2026-12-25 10:00", "holiday Eerste kerstdag 2026-12-28 09:00"),
        ("2026-04-27 10:00", "holiday Koningsdag 2026-04-30 09:00"),
        ("2026-05-14 10:00", "holiday Hemelvaartsdag 2026-05-18 09:00"),
        ("2026-05-15 10:00", "holiday Dag na Hemelvaart 2026-05-18 09:00"),
        ("2026-03-29 03:30", "outside-hours 2026-03-30 09:00"),
        ("2026-10-25 02:30", "outside-hours 2026-10-26 09:00"),
    ],
)
async def test_why_somebody_is_not_there_and_when_they_are(
    session: AsyncSession, moment: str, expected: str
) -> None:
    await save(session, desk(), manager(working_hours=PART_TIME))
    session.add(ClosedDay(day=AFTER_ASCENSION.day, name=AFTER_ASCENSION.name))
    assert await asked(session, moment) == expected


async def test_a_holiday_has_a_name_in_the_language_of_the_entrepreneur(session: AsyncSession) -> None:
    await save(session, desk(), manager())
    assert "Christmas Day" in await asked(session, "2026-12-25 10:00", language="en")
    assert "Christmas Day" in await asked(session, "2026-12-25 10:00", language="tr")


@pytest.mark.parametrize(
    ("presence", "moment", "expected"),
    [
        (Presence.PRESENT, SATURDAY, None),
        (Presence.SHORTLY_AWAY, MONDAY, None),
        (Presence.ABSENT, MONDAY, "nobody 2026-11-24 09:00"),
        (Presence.ABSENT, local("2026-11-20 16:00"), "nobody 2026-11-23 09:00"),
    ],
)
async def test_what_somebody_says_at_the_desk_counts_more_than_the_hours(
    session: AsyncSession, presence: Presence, moment: Any, expected: str | None
) -> None:
    anna = manager(presence=presence, presence_at=moment, seen_at=moment)
    await save(session, desk(), anna)
    found = await not_there(session, anna, moment)
    assert (told(found) if found else None) == expected


async def test_the_region_desk_has_hours_of_its_own(session: AsyncSession) -> None:
    late = {"monday": [["12:00", "20:00"]]}
    await save(session, desk(working_hours=late), manager())
    assert await asked(session, "2026-11-23 18:00") == "nobody 2026-11-24 09:00"
    assert await asked(session, "2026-11-23 18:00", of="loket") == "there"
    assert await asked(session, "2026-11-23 08:00", of="loket") == "outside-hours 2026-11-23 12:00"


async def test_without_anybody_the_usual_office_hours_count(session: AsyncSession) -> None:
    assert await not_there(session, None, MONDAY) is None
    found = await not_there(session, None, SATURDAY)
    assert found is not None and told(found) == "outside-hours 2026-11-23 09:00"


async def test_an_absence_moves_the_day_on_which_somebody_is_back(session: AsyncSession) -> None:
    await save(session, desk(absences=[away("2026-11-23", "2026-11-25")]))
    assert await asked(session, "2026-11-23 10:00", of="loket") == "nobody 2026-11-26 09:00"


@pytest.mark.parametrize(
    ("closed", "gemeenten", "free"),
    [
        (None, ["hilversum"], True),
        (None, [], True),
        ("hilversum", ["hilversum"], True),
        ("hilversum", ["hilversum", "huizen"], False),
        ("hilversum", [], False),
        ("huizen", ["hilversum"], False),
    ],
)
async def test_a_closed_day_holds_for_the_region_or_for_who_works_for_that_gemeente_alone(
    session: AsyncSession, closed: str | None, gemeenten: list[str], free: bool
) -> None:
    anna = manager(gemeenten=gemeenten)
    await save(session, anna)
    session.add(ClosedDay(day=date(2026, 11, 23), name="Personeelsdag", gemeente=closed))
    dates = await closed_dates(session, anna)
    expected = "2026-11-24 09:00" if free else "2026-11-23 09:00"
    assert next_present(anna, local("2026-11-23 08:00"), dates) == local(expected)


async def test_a_closed_day_moves_promises(session: AsyncSession) -> None:
    closed = {date(2026, 5, 15)}
    start = local("2026-05-13 16:00")
    assert add_working_hours(manager(), start, 2, closed) == local("2026-05-18 10:00")
    assert add_working_hours(manager(), start, 2) == local("2026-05-15 10:00")
    assert working_time(manager(), start, local("2026-05-18 10:00"), closed).total_seconds() == 7200
