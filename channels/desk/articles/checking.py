"""From the form to a draft, with a Dutch sentence at each control that keeps it from being an article."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from channels.desk.articles.form import HEADING, MORE, Typed, TypedSource
from channels.desk.errors import DeskError
from knowledge.areas import Areas
from knowledge.drafts import Draft
from knowledge.schemas import ArticleFile

LONGEST_ANSWER = 1_000
LONGEST_DETAILS = 20_000
"""Characters; far more than any article has, and it still fits in one form."""

_TAKEN = {"new", "preview", "try"}
"""Words that stand where the id of an article stands in an address of the desk."""
_EMPTY = "Vul dit in."
_CHOOSE = "Maak een keuze."
_MESSAGES = {
    "string_too_short": _EMPTY,
    "too_short": _EMPTY,
    "string_too_long": "Gebruik hooguit {max_length} tekens.",
    "string_pattern_mismatch": (
        "Gebruik alleen kleine letters, cijfers en losse streepjes, zoals 'werken-aan-huis-laren'."
    ),
    "literal_error": "Kies een van de mogelijkheden.",
}
_CHOICES = {"topic", "area", "certainty", "language", "owner"}
_NO_SOURCE = "Geef ten minste één bron op. Een artikel zonder bron wordt niet gepubliceerd."
_NO_PLACE = "Geef een webadres, of de naam van een document."
_NO_AUDIENCE = "Kies ten minste één doelgroep."
_NO_QUESTION = "Schrijf ten minste één vraag op, zoals een ondernemer die stelt."
_NO_TITLE = "Geef het concept een titel. Dan kan het worden bewaard."
_LISTS = {"sources": _NO_SOURCE, "audience": _NO_AUDIENCE, "questions": _NO_QUESTION}


class FormError(DeskError):
    """The form cannot even be saved; ``errors`` has a sentence for each control at which that is so."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("Het concept heeft nog geen naam.")


def to_draft(typed: Typed, areas: Areas) -> Draft:
    """Return what was typed, whatever is still missing or wrong; only an id it must have.

    Raises:
        FormError: there is no title to make an id of, or the id that was typed cannot be one.
    """
    if not typed.id:
        raise FormError({"title": _NO_TITLE})
    wrong = problems(typed, areas).get("id")
    if wrong:
        raise FormError({"id": wrong})
    return Draft.model_validate(_data(typed))


def problems(typed: Typed, areas: Areas) -> dict[str, str]:
    """Return what is wrong, by the id of the control at which it is; the first thing of each."""
    found: dict[str, str] = dict(_own(typed, areas))
    try:
        ArticleFile.model_validate(_data(typed))
    except ValidationError as error:
        for detail in error.errors():
            if not _follows(detail, typed):
                found.setdefault(*_told(detail, typed))
    if not typed.subject:  # then it is the id, and what is wrong stands there
        found.pop("subject", None)
    order = {control: place for place, control in enumerate(_controls(typed))}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))


def _data(typed: Typed) -> dict[str, Any]:
    """Write the form as a file would have it; an empty control says nothing."""
    data: dict[str, Any] = asdict(typed) | {
        "subject": typed.subject or typed.id,
        "questions": typed.phrasings,
        "sources": [_source(each) for each in typed.sources if each.filled],
        "details": _details(typed.details),
        "status": "published",
    }
    return data | {name: data[name] or None for name in ("kind", "upl", "translation_of")}


def _details(text: str) -> str:
    """Put a heading above the details: in a file that is where the short answer ends."""
    return text if not text or text.startswith(HEADING) else f"{MORE}\n\n{text}"


def _source(source: TypedSource) -> dict[str, str | None]:
    return asdict(source) | {"url": source.url or None, "document": source.document or None}


def _own(typed: Typed, areas: Areas) -> Iterator[tuple[str, str]]:
    """Check what an article by itself cannot, or says less clearly."""
    if typed.id in _TAKEN:
        yield "id", "Dit id is al de naam van een pagina. Kies een ander id."
    if typed.area and not areas.is_area(typed.area):
        yield "area", "Dit gebied bestaat niet. Kies een gebied uit de lijst."
    if f"\n{typed.short_answer}".find(f"\n{HEADING}") >= 0:
        yield "short_answer", "Zet een kop met ## bij 'Meer weten': het korte antwoord heeft er geen."
    yield from _too_long(typed)
    first, last = _day(typed.valid_from), _day(typed.valid_until)
    if first and last and last < first:
        yield "valid_until", "Deze datum ligt vóór 'Geldig vanaf'."
    if (typed.language == "en") != bool(typed.translation_of):
        yield (
            "translation_of",
            "Vul bij een Engels artikel het id in van het Nederlandse, en laat dit anders leeg.",
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _too_long(typed: Typed) -> Iterator[tuple[str, str]]:
    for name, longest in (("short_answer", LONGEST_ANSWER), ("details", LONGEST_DETAILS)):
        length = len(getattr(typed, name))
        if length > longest:
            yield name, f"Deze tekst is te lang: {length} tekens. Gebruik er hooguit {longest}."


def _follows(detail: ErrorDetails, typed: Typed) -> bool:
    """Tell whether a list of sources is too short only because what stands in it holds mistakes."""
    return detail["loc"] == ("sources",) and any(source.filled for source in typed.sources)


def _told(detail: ErrorDetails, typed: Typed) -> tuple[str, str]:
    """Return the control that an error is about, and the error as a sentence."""
    name, *rest = detail["loc"]
    control = _control(str(name), rest, typed)
    if str(name) in _LISTS and detail["type"] == "too_short":
        return control, _LISTS[str(name)]
    message = _message(detail, str(name), typed)
    if name == "sources" and len(rest) == 1:
        return control, _NO_PLACE
    return control, f"Regel {int(rest[0]) + 1}: {message}" if name == "questions" and rest else message


def _control(name: str, rest: Sequence[int | str], typed: Typed) -> str:
    """Name the control; a source that cannot be found at all has its error at the address."""
    if name != "sources":
        return name
    if not rest:
        return "source-0-title"
    rows = [place for place, source in enumerate(typed.sources) if source.filled]
    part = rest[1] if len(rest) > 1 else "url"
    return f"source-{rows[int(rest[0])]}-{part}"


def _message(detail: ErrorDetails, name: str, typed: Typed) -> str:
    if getattr(typed, name, None) == "" or detail["input"] == "":
        return _CHOOSE if name in _CHOICES else _EMPTY
    if detail["type"] == "value_error":  # raised by a validator of ours, in Dutch
        text = str(detail["ctx"]["error"])
        return text[:1].upper() + text[1:] + "."
    return _MESSAGES.get(detail["type"], "Dit kan niet.").format(**detail.get("ctx", {}))


def _controls(typed: Typed) -> Iterator[str]:
    """Give the ids of all controls in the order of the page."""
    yield from ("title", "id", "topic", "subject", "area", "audience", "questions", "short_answer", "details")
    for number in range(len(typed.sources)):
        yield from (f"source-{number}-{part}" for part in ("title", "url", "document", "date"))
    yield from ("checked_on", "valid_from", "valid_until", "owner", "certainty", "kind")
    yield from ("language", "translation_of", "upl")
