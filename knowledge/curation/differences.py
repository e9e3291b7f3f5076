"""What differs between two versions of an article, field by field and word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Literal

from kit.clock import dutch_date
from knowledge.drafts import Draft, DraftSource

LABELS = {
    "title": "Titel",
    "topic": "Onderwerp",
    "subject": "Vraagstuk",
    "area": "Gebied",
    "audience": "Doelgroep",
    "questions": "Vragen",
    "short_answer": "Kort antwoord",
    "details": "Meer weten",
    "sources": "Bronnen",
    "checked_on": "Gecontroleerd op",
    "valid_from": "Geldig vanaf",
    "valid_until": "Geldig tot en met",
    "owner": "Eigenaar",
    "upl": "UPL-naam",
    "certainty": "Zekerheid",
    "status": "Status",
    "language": "Taal",
    "translation_of": "Vertaling van",
    "kind": "Soort",
}
"""The fields in the order in which an editor reads them."""

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Part:
    """A piece of text that is in both versions, or in one of them."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True)
class FieldDifference:
    """A field that differs: both values as text, and the way from one to the other."""

    field: str
    label: str
    before: str
    after: str
    parts: tuple[Part, ...]


def differences(before: Draft, after: Draft) -> list[FieldDifference]:
    """Return the fields in which two versions of an article differ."""
    found = []
    for name in Draft.model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old != new and name != "id":
            found.append(_difference(name, _text(old), _text(new)))
    order = list(LABELS)
    return sorted(found, key=lambda each: order.index(each.field) if each.field in order else len(order))


def _difference(name: str, old: str, new: str) -> FieldDifference:
    return FieldDifference(name, LABELS.get(name, name), old, new, tuple(_parts(old, new)))


def _parts(old: str, new: str) -> Iterator[Part]:
    """Compare word by word, so that one changed amount shows as that and nothing more."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Part("same", "".join(before[first:last]))
        if kind in {"replace", "delete"}:
            yield Part("removed", "".join(before[first:last]))
        if kind in {"replace", "insert"}:
            yield Part("added", "".join(after[start:end]))


def _text(value: Any) -> str:
    """Write the value of any field as an editor reads it; of a list one item a line."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(map(_text, value))
    if isinstance(value, DraftSource):
        return ", ".join(filter(None, (value.title, value.url, value.document, value.date)))
    return dutch_date(value) if isinstance(value, date) else str(value)
