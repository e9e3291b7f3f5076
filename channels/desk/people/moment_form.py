"""The form of a walk-in hour, kept as it was typed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Self

from starlette.datastructures import FormData

from channels.desk.people.reading import TypedError, clock, day, line, slug
from handoff.hours import WEEKDAYS
from handoff.models import ContactMoment
from handoff.people.errors import EntryError
from handoff.schemas import ContactMomentEntry
from kit.clock import today

_LONGEST = {"title": 200, "place": 300}


@dataclass(frozen=True)
class TypedMoment:
    """Everything in the form."""

    title: str = ""
    gemeente: str = ""
    weekday: str = ""
    starts: str = ""
    ends: str = ""
    place: str = ""
    appointment_needed: bool = False
    valid_from: str = ""
    valid_until: str = ""
    example: bool = False
    """Whether this is still the invented example that Voordeur came with."""

    @classmethod
    def of(cls, moment: ContactMoment) -> Self:
        """Fill the form with a walk-in hour."""
        return cls(
            moment.title,
            moment.gemeente,
            WEEKDAYS[moment.weekday],
            moment.starts,
            moment.ends,
            moment.place,
            moment.appointment_needed,
            str(moment.valid_from),
            str(moment.valid_until or ""),
            moment.example,
        )

    @classmethod
    def read(cls, form: FormData) -> Self:
        """Take what a browser sent."""
        plain = ("title", "gemeente", "weekday", "starts", "ends", "place", "valid_from", "valid_until")
        values = {name: line(form, name) for name in plain}
        return cls(**values, appointment_needed="appointment_needed" in form, example="example" in form)


def check(typed: TypedMoment, moment_id: str | None, gemeenten: Collection[str]) -> ContactMomentEntry:
    """Return the walk-in hour that was typed, with a new id when it has none yet.

    Raises:
        EntryError: fields hold mistakes; all of them.
    """
    problems: dict[str, str] = {}
    for name, longest in _LONGEST.items():
        _text(name, getattr(typed, name), longest, problems)
    if typed.gemeente not in gemeenten:
        problems["gemeente"] = "Kies een gemeente."
    if typed.weekday not in WEEKDAYS:
        problems["weekday"] = "Kies een dag."
    starts, ends = (_read(name, getattr(typed, name), clock, problems) for name in ("starts", "ends"))
    if starts and ends and starts >= ends:
        problems["ends"] = "Het einde ligt niet na het begin."
    first = _read("valid_from", typed.valid_from, day, problems) if typed.valid_from else today()
    last = _read("valid_until", typed.valid_until, day, problems) if typed.valid_until else None
    if first and last and last < first:
        problems["valid_until"] = "De laatste dag ligt voor de eerste dag."
    if problems:
        raise EntryError(problems)
    return _entry(typed, moment_id or slug(f"{typed.gemeente} {typed.title}"), starts, ends, first, last)


def _entry(
    typed: TypedMoment,
    moment_id: str,
    starts: str | None,
    ends: str | None,
    first: date | None,
    last: date | None,
) -> ContactMomentEntry:
    return ContactMomentEntry.model_validate(
        {
            "id": moment_id,
            "gemeente": typed.gemeente,
            "title": typed.title,
            "weekday": typed.weekday,
            "starts": starts,
            "ends": ends,
            "place": typed.place,
            "appointment_needed": typed.appointment_needed,
            "example": typed.example,
            "valid_from": first,
            "valid_until": last,
        }
    )


def _text(name: str, text: str, longest: int, problems: dict[str, str]) -> None:
    if not text or (name == "title" and not slug(text)):
        problems[name] = "Vul dit in."
    elif len(text) > longest:
        problems[name] = f"Dit is te lang. Gebruik er hooguit {longest} tekens voor."


def _read[Value](
    name: str, text: str, read: Callable[[str], Value], problems: dict[str, str]
) -> Value | None:
    try:
        return read(text)
    except TypedError as error:
        problems[name] = str(error)
    return None
