"""Reading what was typed in the forms of the directory: one line, a day, working hours, words."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from starlette.datastructures import FormData

from channels.conversations.text import clean

LONGEST_ID = 64
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:u|uur)?"
_SHIFT = re.compile(rf"{_TIME}\s*(?:-|–|tot)\s*{_TIME}")
_BETWEEN = re.compile(r"\s*(?:,|;|\+|\ben\b)\s*")
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


class TypedError(ValueError):
    """What was typed cannot be read; the message is a Dutch sentence."""


def line(form: FormData, name: str) -> str:
    """Return a field as one line, without characters that nobody sees."""
    value = form.get(name)
    return " ".join(clean(value).split()) if isinstance(value, str) else ""


def ticked(form: FormData, name: str) -> tuple[str, ...]:
    """Return the values of the boxes that were ticked."""
    return tuple(clean(value) for value in form.getlist(name) if isinstance(value, str))


def day(text: str) -> date:
    """Read a day: 2026-12-24 as a browser sends it, or 24-12-2026 as people write it.

    Raises:
        TypedError: it is no day.
    """
    dutch = _DUTCH_DAY.fullmatch(text)
    iso = f"{dutch[3]}-{int(dutch[2]):02}-{int(dutch[1]):02}" if dutch else text
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        raise TypedError("Dit is geen dag. Schrijf bijvoorbeeld 24-12-2026.") from None
    if not 2000 <= found.year <= 2100:
        raise TypedError("Dit jaartal klopt niet.")
    return found


def shifts(text: str) -> list[tuple[str, str]]:
    """Read the working hours of a day, such as ``09:00-12:30, 13:00-17:00``; an empty text is a day off.

    Raises:
        TypedError: a part is no time from and to, ends before it begins, or overlaps another.
    """
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    found = sorted(map(_shift, parts))
    if any(earlier[1] > later[0] for earlier, later in pairwise(found)):
        raise TypedError("Twee werktijden overlappen elkaar.")
    return found


def clock(text: str) -> str:
    """Read a time of day: 9, 9:00, 09.00.

    Raises:
        TypedError: it is none.
    """
    found = re.fullmatch(_TIME, text)
    if not found:
        raise TypedError("Dit is geen tijd. Schrijf bijvoorbeeld 09:00.")
    return _time(found[1], found[2])


def written(hours: Sequence[Sequence[str]]) -> str:
    """Write the working hours of a day as they are typed."""
    return ", ".join("-".join(shift) for shift in hours)


def slug(text: str, longest: int = LONGEST_ID) -> str:
    """Make an id of a name: small letters, no accents, dashes between the words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:longest].strip("-")


def _shift(part: str) -> tuple[str, str]:
    found = _SHIFT.fullmatch(part)
    if not found:
        raise TypedError(f"'{part}' kan ik niet lezen. Schrijf bijvoorbeeld 09:00-12:30, 13:00-17:00.")
    start, end = _time(found[1], found[2]), _time(found[3], found[4])
    if start >= end:
        raise TypedError(f"Bij '{part}' ligt het begin niet voor het einde.")
    return start, end


def _time(hour: str, minute: str | None) -> str:
    if int(hour) > 23 or int(minute or 0) > 59:
        raise TypedError(f"{hour}:{minute or '00'} is geen tijd. De dag loopt van 00:00 tot en met 23:59.")
    return f"{int(hour):02}:{minute or '00'}"
