"""The only place that reads the time. Time stamps are UTC; dates are those of the Netherlands."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in the Netherlands, where validity of articles is decided."""
    return datetime.now(AMSTERDAM).date()


def dutch_date(day: date) -> str:
    """Write a date as a Dutch reader does: 21 november 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def dutch_moment(moment: datetime) -> str:
    """Write a moment in Dutch local time: maandag 23 november om 09:00 uur."""
    local = moment.astimezone(AMSTERDAM)
    return f"{_WEEKDAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} om {local:%H:%M} uur"


def written_date(day: date, language: str) -> str:
    """Write a date for a reader of a language; of one without month names here, in figures."""
    if language == "nl":
        return dutch_date(day)
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}" if language == "en" else f"{day:%d-%m-%Y}"


def written_moment(moment: datetime, language: str) -> str:
    """Write a moment in Dutch local time for a reader of a language."""
    local = moment.astimezone(AMSTERDAM)
    if language == "nl":
        return dutch_moment(moment)
    if language == "en":
        day = f"{weekday(local.weekday(), language)} {local.day} {_ENGLISH_MONTHS[local.month - 1]}"
        return f"{day} at {local:%H:%M}"
    return f"{local:%d-%m-%Y, %H:%M}"


def weekday(number: int, language: str) -> str:
    """Name a weekday in Dutch or English, Monday is 0."""
    return _WEEKDAYS[number] if language == "nl" else _ENGLISH_WEEKDAYS[number]


def dutch_weekday(weekday: int) -> str:
    """Name a weekday, Monday is 0."""
    return _WEEKDAYS[weekday]
