"""The words in which the pages of the directory say what stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from channels.desk.models import Role
from channels.desk.people.reading import written
from handoff.hours import WEEKDAYS, works_at
from handoff.models import AccountManager, DirectoryChange
from handoff.presence import Presence
from kit.clock import AMSTERDAM, dutch_date, dutch_moment, dutch_weekday
from knowledge.areas import Areas
from knowledge.topics import TOPICS

DAYS = {day: dutch_weekday(number) for number, day in enumerate(WEEKDAYS)}

LABELS = {
    "name": "Naam",
    "email": "E-mailadres",
    "phone": "Telefoon",
    "gemeenten": "Gemeenten",
    "topics": "Onderwerpen",
    "sectors": "Sectoren",
    "languages": "Talen",
    "working_hours": "Werktijden",
    "replacement_id": "Vaste vervanger",
    "region_desk": "Regionaal loket",
    "role": "Rol",
    "account_manager_id": "Accountmanager",
    "owner_roles": "Spreekt voor",
    "has_second_factor": "Tweede stap",
    "invited_at": "Laatste link",
    "active": "Actief",
    "example": "Voorbeeld",
    "absences": "Afwezig",
    "gemeente": "Gemeente",
    "title": "Titel",
    "weekday": "Dag",
    "starts": "Begin",
    "ends": "Einde",
    "place": "Plaats",
    "appointment_needed": "Afspraak nodig",
    "valid_from": "Vanaf",
    "valid_until": "Tot en met",
    "day": "Dag",
}


def control(field: str) -> str:
    """Name a field of a form in the list of what is wrong."""
    return DAYS.get(field.removeprefix("hours-"), LABELS.get(field, field)).capitalize()


@dataclass(frozen=True)
class Line:
    """One field that changed, or that differs between the desk and the file."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change of the directory as a reader sees it."""

    at: datetime
    actor: str
    what: str
    lines: list[Line]


class Words:
    """Writes values of the directory in Dutch, with names in the place of ids."""

    def __init__(self, areas: Areas, managers: Mapping[str, AccountManager], languages: Mapping[str, str]):
        """Take what ids stand for; languages by code."""
        self._areas, self._managers, self._codes = areas, managers, languages

    def changes(self, stored: list[DirectoryChange]) -> list[Change]:
        """Show changes with what stood there before and after."""
        return [Change(each.at, each.actor, self._what(each), self._lines(each)) for each in stored]

    def differences(self, here: Mapping[str, Any], there: Mapping[str, Any]) -> list[Line]:
        """Show the fields in which two versions of an entry differ."""
        return [
            Line(LABELS.get(key, key), self.value(key, here[key]), self.value(key, there.get(key)))
            for key in here
            if here[key] != there.get(key)
        ]

    def person(self, manager_id: str | None) -> str:
        """Return the name of an account manager."""
        manager = self._managers.get(manager_id or "")
        return manager.name if manager else manager_id or "niemand"

    def value(self, key: str, value: Any) -> str:
        """Write one value of a field."""
        if value is None or value == "" or value == [] or value == {}:
            return "(leeg)"
        if isinstance(value, bool):
            return "ja" if value else "nee"
        writer = getattr(self, f"_{key}", None)
        if writer:
            return str(writer(value))
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    def _what(self, change: DirectoryChange) -> str:
        if not change.before:
            return "Toegevoegd"
        if not change.after:
            return "Weggehaald"
        if "active" in change.after:
            return "Weer actief gemaakt" if change.after["active"] else "Niet meer actief gemaakt"
        return "Afwezigheid gewijzigd" if set(change.after) == {"absences"} else "Gewijzigd"

    def _lines(self, change: DirectoryChange) -> list[Line]:
        fields = [key for key in LABELS if key in change.before or key in change.after]
        return [
            Line(
                LABELS[key],
                self.value(key, change.before.get(key)) if change.before else "",
                self.value(key, change.after.get(key)) if change.after else "",
            )
            for key in fields
        ]

    def _gemeenten(self, slugs: list[str]) -> str:
        return ", ".join(map(self._areas.name, slugs))

    def _gemeente(self, slug: str) -> str:
        return self._areas.name(slug)

    def _topics(self, keys: list[str]) -> str:
        return ", ".join(TOPICS[key].title if key in TOPICS else key for key in keys)

    def _languages(self, codes: list[str]) -> str:
        return ", ".join(self._codes.get(code, code) for code in codes)

    def _working_hours(self, hours: dict[str, list[list[str]]]) -> str:
        return "; ".join(f"{DAYS[day]} {written(hours[day])}" for day in WEEKDAYS if hours.get(day))

    def _replacement_id(self, manager_id: str) -> str:
        return self.person(manager_id)

    _account_manager_id = _replacement_id

    def _role(self, role: str) -> str:
        return Role(role).label

    def _invited_at(self, moment: str) -> str:
        return dutch_moment(datetime.fromisoformat(moment))

    def _weekday(self, number: int) -> str:
        return dutch_weekday(number)

    def _valid_from(self, day: str) -> str:
        return dutch_date(date.fromisoformat(day))

    _valid_until = _day = _valid_from

    def _absences(self, absences: list[list[str | None]]) -> str:
        return "; ".join(map(self._absence, absences))

    def _absence(self, absence: list[str | None]) -> str:
        first, last, replacement = absence
        until = f"tot en met {dutch_date(date.fromisoformat(last))}" if last else "zonder einddatum"
        stands_in = f", {self.person(replacement)} vervangt" if replacement else ""
        return f"{dutch_date(date.fromisoformat(str(first)))} {until}{stands_in}"


def now_of(manager: AccountManager, moment: datetime, closed: frozenset[date]) -> tuple[str, str]:
    """Say in a few words whether somebody is there now, with a key for how it looks."""
    absence = manager.absence_on(moment.astimezone(AMSTERDAM).date())
    if absence:
        until = f" tot en met {dutch_date(absence.last_day)}" if absence.last_day else ""
        return "away", f"afwezig{until}"
    presence = manager.presence_on(moment)
    if presence is Presence.PRESENT:
        return "there", "aanwezig"
    if presence is not None:
        return "away", presence.label
    return ("works", "werkt nu") if works_at(manager, moment, closed) else ("off", "werkt nu niet")
