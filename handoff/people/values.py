"""What an entry of the directory says, in plain values: to compare with its file, and for the history."""

from typing import Any

from handoff.models import AccountManager, ClosedDay, ContactMoment
from handoff.schemas import AccountManagerEntry, ContactMomentEntry

MANAGER_FIELDS = (
    "name",
    "email",
    "phone",
    "gemeenten",
    "topics",
    "sectors",
    "languages",
    "working_hours",
    "replacement_id",
    "region_desk",
    "active",
    "example",
)
MOMENT_FIELDS = (
    "gemeente",
    "title",
    "weekday",
    "starts",
    "ends",
    "place",
    "appointment_needed",
    "example",
    "valid_from",
    "valid_until",
)


def of_manager(manager: AccountManager) -> dict[str, Any]:
    """Return what an entry says, without its absences."""
    return {field: getattr(manager, field) for field in MANAGER_FIELDS}


def with_absences(manager: AccountManager) -> dict[str, Any]:
    """Return what an entry says, with its absences: first day, last day and who stands in."""
    absences = [[str(each.first_day), _day(each.last_day), each.replacement_id] for each in manager.absences]
    return of_manager(manager) | {"absences": sorted(absences, key=str)}


def of_manager_entry(entry: AccountManagerEntry) -> dict[str, Any]:
    """Return what the file says, in the same values as the entry that it becomes."""
    dumped = entry.model_dump(mode="json")
    return {field: dumped[field] for field in MANAGER_FIELDS}


def of_moment(moment: ContactMoment) -> dict[str, Any]:
    """Return what a walk-in hour says."""
    dates = {"valid_from": str(moment.valid_from), "valid_until": _day(moment.valid_until)}
    return {field: getattr(moment, field) for field in MOMENT_FIELDS} | dates


def of_moment_entry(entry: ContactMomentEntry) -> dict[str, Any]:
    """Return what the file says, in the same values as the walk-in hour that it becomes."""
    dumped = entry.model_dump(mode="json") | {"weekday": entry.weekday_number}
    return {field: dumped[field] for field in MOMENT_FIELDS}


def of_closed_day(day: ClosedDay) -> dict[str, Any]:
    """Return what a closed day says."""
    return {"day": str(day.day), "name": day.name, "gemeente": day.gemeente}


def _day(value: object) -> str | None:
    return str(value) if value else None
