"""What the pages of the directory share: where they are, what they say after a form, and names for ids."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.guard import Visit, needs
from channels.desk.pages import page
from channels.desk.people.words import Words, control
from channels.desk.permissions import Permission
from handoff.models import AccountManager
from handoff.repository import all_managers
from kit import clock
from knowledge.topics import TOPICS

Coordinating = Annotated[Visit, Depends(needs(Permission.COORDINATE, Permission.COORDINATE))]
"""For pages that are a form and nothing else: who only reads has no use for them."""

PATH = "/desk/directory"
MOMENTS = "/desk/walk-in-hours"
CLOSED = "/desk/closed-days"
OWN = "/desk/presence"

# What a page says after a form was sent; the address bar carries the key only.
NOTICES = {
    "added": "Toegevoegd. Een nieuwe vraag kan er nu al terechtkomen.",
    "changed": "Bewaard. Het geldt vanaf nu.",
    "absent": "De afwezigheid staat erin. Nieuwe vragen gaan die dagen naar de vervanger.",
    "absence-removed": "De afwezigheid is weggehaald.",
    "deactivated": (
        "Niet meer actief. De open vragen staan bij de vervanger, de gesprekken voert de assistent weer, "
        "en inloggen kan niet meer."
    ),
    "activated": "Weer actief. Geef zo nodig bij Gebruikers weer toegang tot de desk.",
    "hour-added": "Het spreekuur staat erin.",
    "hour-changed": "Het spreekuur is gewijzigd.",
    "hour-ended": "Het spreekuur is beëindigd. Ondernemers zien het niet meer.",
    "day-added": "Op die dag is het kantoor dicht. Termijnen schuiven door bij nieuwe vragen.",
    "day-removed": "Die dag is het kantoor weer gewoon open.",
    "presence": "Uw aanwezigheid is gewijzigd.",
    "digest": "Bewaard. Het geldt vanaf het volgende overzicht.",
}


async def show(visit: Visit, template: str, context: Mapping[str, Any], status: int = 200) -> Response:
    """Show a page of the directory."""
    shared: dict[str, Any] = {
        "areas": visit.services.library.areas,
        "topics": TOPICS,
        "today": clock.today(),
        "control": control,
        "longest_note": 120,
        "notice": NOTICES.get(visit.request.query_params.get("notice", ""), ""),
    }
    return page(visit.request, f"people/{template}", shared | dict(context), status)


def languages_of(visit: Visit) -> dict[str, str]:
    """Return the languages that an account manager can have, with their Dutch names."""
    known = visit.services.library.languages.known
    return {code: language.dutch_name for code, language in known.items()} or {"nl": "Nederlands"}


async def words(visit: Visit, session: AsyncSession) -> Words:
    """Return the words for what stands in the directory now."""
    managers = await all_managers(session)
    return Words(visit.services.library.areas, managers, languages_of(visit))


def colleagues(managers: Mapping[str, AccountManager], but: str | None) -> dict[str, str]:
    """Return who can stand in for somebody, by id, in the order of their names."""
    others = [one for one in managers.values() if one.active and one.id != but]
    return {one.id: one.name for one in sorted(others, key=lambda one: one.name)}
