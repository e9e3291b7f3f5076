"""Says in Dutch what is wrong with a field that the validation refused."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_REASONS = {
    "missing": "is verplicht",
    "string_type": "moet tekst zijn",
    "string_too_short": "mag niet leeg zijn",
    "string_too_long": "mag hooguit {max_length} tekens lang zijn",
    "string_pattern_mismatch": "heeft niet de juiste vorm",
    "string_unicode": "bevat tekens die niet bestaan",
    "bool_type": "moet true of false zijn",
    "int_type": "moet een geheel getal zijn",
    "int_parsing": "moet een geheel getal zijn",
    "int_from_float": "moet een geheel getal zijn",
    "greater_than_equal": "mag niet kleiner zijn dan {ge}",
    "less_than_equal": "mag niet groter zijn dan {le}",
    "literal_error": "heeft geen toegestane waarde",
    "json_invalid": "het verzoek is geen geldige JSON",
    "model_attributes_type": "de inhoud moet een JSON-object zijn, met Content-Type application/json",
    "model_type": "de inhoud moet een JSON-object zijn",
    "dict_type": "de inhoud moet een JSON-object zijn",
}
_OTHER = "heeft geen geldige waarde"
_WHOLE_BODY = {"json_invalid", "model_attributes_type", "model_type", "dict_type"}
_PLACES = {"body", "query", "path", "header", "cookie"}


def refusals(errors: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the name of each refused field, empty for the whole body, and a Dutch reason."""
    for error in errors:
        whole = error["type"] in _WHOLE_BODY
        yield "" if whole else _field(error["loc"]), _reason(error)


def _field(location: Sequence[str | int]) -> str:
    steps = location[1:] if location and location[0] in _PLACES else location
    return ".".join(str(step) for step in steps)


def _reason(error: Mapping[str, Any]) -> str:
    context = error.get("ctx") or {}
    if error["type"] == "value_error":  # raised by a validator of ours, in Dutch
        return str(context["error"])
    if error["type"] == "missing" and tuple(error["loc"]) == ("body",):
        return "de inhoud ontbreekt: stuur een JSON-object, met Content-Type application/json"
    return _REASONS.get(error["type"], _OTHER).format(**context)
