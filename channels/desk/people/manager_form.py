"""The form of an account manager: what was typed in it, kept as it was typed, whatever is wrong with it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Self

from starlette.datastructures import FormData

from channels.desk.people.reading import TypedError, line, shifts, slug, ticked, written
from handoff.contact import parse_email, parse_phone
from handoff.errors import ContactError
from handoff.hours import WEEKDAYS
from handoff.models import AccountManager
from handoff.people.errors import EntryError
from handoff.schemas import AccountManagerEntry
from knowledge.topics import TOPICS

LONGEST_NAME = 120
MOST_SECTORS = 20


@dataclass(frozen=True)
class TypedManager:
    """Everything in the form; working hours are a text for each day, sectors stand with commas between."""

    name: str = ""
    email: str = ""
    phone: str = ""
    gemeenten: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sectors: str = ""
    languages: tuple[str, ...] = ("nl",)
    hours: dict[str, str] = field(default_factory=dict)
    replacement_id: str = ""
    region_desk: bool = False
    example: bool = False
    """Whether this is still the invented example that Voordeur came with."""

    @classmethod
    def of(cls, manager: AccountManager) -> Self:
        """Fill the form with an entry."""
        return cls(
            manager.name,
            manager.email,
            manager.phone or "",
            tuple(manager.gemeenten),
            tuple(manager.topics),
            ", ".join(manager.sectors),
            tuple(manager.languages),
            {day: written(manager.working_hours.get(day, [])) for day in WEEKDAYS},
            manager.replacement_id or "",
            manager.region_desk,
            manager.example,
        )

    @classmethod
    def read(cls, form: FormData) -> Self:
        """Take what a browser sent; whatever else it sent is left alone."""
        return cls(
            line(form, "name"),
            line(form, "email"),
            line(form, "phone"),
            ticked(form, "gemeenten"),
            ticked(form, "topics"),
            line(form, "sectors"),
            ticked(form, "languages"),
            {day: line(form, f"hours-{day}") for day in WEEKDAYS},
            line(form, "replacement_id"),
            "region_desk" in form,
            "example" in form,
        )


def check(
    typed: TypedManager, manager_id: str | None, gemeenten: Collection[str], languages: Collection[str]
) -> AccountManagerEntry:
    """Return the entry that was typed, with a new id when it has none yet.

    Raises:
        EntryError: fields hold mistakes; all of them.
    """
    problems: dict[str, str] = {}
    values = {
        "name": _name(typed.name, problems),
        "email": _contact("email", typed.email, parse_email, problems),
        "phone": _contact("phone", typed.phone, parse_phone, problems) if typed.phone else None,
        "sectors": _sectors(typed.sectors, problems),
        "working_hours": _hours(typed.hours, problems),
    }
    if not typed.gemeenten and not typed.region_desk:
        problems["gemeenten"] = "Kies een of meer gemeenten, of vink aan dat dit een regionaal loket is."
    if unknown := sorted({*typed.gemeenten} - {*gemeenten}):
        problems["gemeenten"] = f"Deze gemeente hoort niet bij de regio: {', '.join(unknown)}."
    if {*typed.topics} - {*TOPICS}:
        problems["topics"] = "Kies alleen onderwerpen uit de lijst."
    if not typed.languages or {*typed.languages} - {*languages}:
        problems["languages"] = "Kies ten minste één taal uit de lijst."
    if problems:
        raise EntryError(problems)
    return AccountManagerEntry.model_validate(
        values
        | {
            "id": manager_id or slug(typed.name),
            "gemeenten": list(typed.gemeenten),
            "topics": list(typed.topics),
            "languages": list(typed.languages),
            "replacement_id": typed.replacement_id or None,
            "region_desk": typed.region_desk,
            "example": typed.example,
        }
    )


def _name(name: str, problems: dict[str, str]) -> str:
    if not slug(name):
        problems["name"] = "Vul de naam in, met gewone letters."
    elif len(name) > LONGEST_NAME:
        problems["name"] = f"De naam is te lang. Gebruik er hooguit {LONGEST_NAME} tekens voor."
    return name


def _contact(name: str, text: str, parse: Callable[[str], str], problems: dict[str, str]) -> str:
    try:
        return parse(text)
    except ContactError as error:
        problems[name] = str(error)
        return text


def _sectors(text: str, problems: dict[str, str]) -> list[str]:
    words = [word.strip() for word in text.replace(";", ",").split(",") if word.strip()]
    found = list(dict.fromkeys(map(slug, words)))
    if "" in found or len(found) > MOST_SECTORS:
        problems["sectors"] = "Schrijf sectoren als woorden met komma's ertussen, bijvoorbeeld: media, zorg."
    return found


def _hours(typed: dict[str, str], problems: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Read every day; days off are left out."""
    found: dict[str, list[tuple[str, str]]] = {}
    for day, text in typed.items():
        try:
            found[day] = shifts(text)
        except TypedError as error:
            problems[f"hours-{day}"] = str(error)
    return {day: hours for day, hours in found.items() if hours}
