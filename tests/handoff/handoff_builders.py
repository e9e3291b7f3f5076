"""What the tests of this room are made of."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.hours import DEFAULT_HOURS
from handoff.models import Absence, AccountManager
from handoff.schemas import HandOffRequest
from kit.clock import AMSTERDAM

CONSENT = "Mag ik uw gegevens doorsturen?"


def local(text: str) -> datetime:
    """A moment in Dutch local time: 2026-11-23 09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


# A Monday at ten: everyone with default hours is at work.
MONDAY = local("2026-11-23 10:00")
SATURDAY = local("2026-11-21 12:00")


def away(first: str, last: str | None = None, replacement_id: str | None = None) -> Absence:
    """An absence by its days: 2026-11-16."""
    last_day = date.fromisoformat(last) if last else None
    return Absence(first_day=date.fromisoformat(first), last_day=last_day, replacement_id=replacement_id)


def manager(name: str = "anna", **changes: Any) -> AccountManager:
    values: dict[str, Any] = {
        "id": name,
        "name": name.title(),
        "email": f"{name}@example.nl",
        "phone": None,
        "gemeenten": ["hilversum"],
        "topics": [],
        "sectors": [],
        "languages": ["nl"],
        "working_hours": DEFAULT_HOURS,
        "region_desk": False,
        "active": True,
        "example": True,
        "absences": [],
    }
    return AccountManager(**values | changes)


def desk(**changes: Any) -> AccountManager:
    return manager("loket", gemeenten=[], region_desk=True, **changes)


def request(**changes: Any) -> HandOffRequest:
    values: dict[str, Any] = {
        "gemeente": "hilversum",
        "topic": "omgevingsplan",
        "name": "Jan Voorbeeld",
        "email": "jan@example.nl",
        "question": "Mag ik hier een werkplaats beginnen?",
        "consent_at": MONDAY,
        "consent_text": CONSENT,
    }
    return HandOffRequest(**values | changes)


async def save(session: AsyncSession, *rows: AccountManager) -> None:
    """Store account managers; a replacement is named after everyone exists."""
    naming = [*rows, *(absence for row in rows for absence in row.absences)]
    replacements = [(each, each.replacement_id) for each in naming]
    for each in naming:
        each.replacement_id = None
    session.add_all(rows)
    await session.flush()
    for each, replacement in replacements:
        each.replacement_id = replacement
    await session.flush()
