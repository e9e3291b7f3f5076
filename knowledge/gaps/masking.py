"""Taking out of a question whatever tells who asked it, before it is kept apart from its conversation.

A name is recognised by what stands before it or by lists of common names, so not always:
docs/handboek/redactie.md asks editors to look too.
"""

import re

import phonenumbers

from kit.masking import mask_personal_numbers
from knowledge.person_names import typed_names, written_names

_HOME = "NL"
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[?#@]\S*", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+\.\w+")
_NUMBER = re.compile(r"(?<![\w€])\d(?:[ .-]?\d){7,}(?!\w)")

_SMALL = r"(?:van|von|de|der|den|ter|ten|het|el|al|'t)"
_CAPITAL = r"[^\W\d_a-zà-öø-ÿ][\w'’-]*"
# What is said before a name only, so that a name without a capital is taken out too.
_SURE = re.compile(
    rf"\b((?i:mijn naam is|ik heet|dhr\.?|mevrouw|mevr\.?|meneer|de heer))\s+"
    rf"(?:{_SMALL}\s+)*[^\W\d_][\w'’-]*(?:\s+(?:{_SMALL}\s+)*{_CAPITAL})*"
)
# Also said before a trade (`ik ben kapper`): a name only when it looks like one, and no abbreviation.
_LIKELY = re.compile(
    rf"\b((?i:ik ben|u spreekt met|groet(?:en|jes)?,?))\s+(?![A-Z]{{2,}})"
    rf"(?:{_SMALL}\s+)*{_CAPITAL}(?:\s+(?:{_SMALL}\s+)*{_CAPITAL})*"
)
_HOUSE = re.compile(
    r"\b([\w'’-]*(?:straat|str\.|laan|weg|plein|dijk|kade|gracht|singel|pad|hof|steeg|dreef|plantsoen))"
    r"\s+(?:nr\.?\s*|nummer\s+)?\d{1,5}(?:\s?-?\s?[a-z]\b)?",
    re.IGNORECASE,
)
# Two small words behind a year (`in 2026 is`) are no letters of a postcode.
_POSTCODE = re.compile(r"\b([1-9]\d{3})(?:\s?[A-Z]{2}|[a-z]{2})\b")
_SPACED = re.compile(
    r"\b([1-9]\d{3})\s(?!(?:al|bv|de|en|er|ga|ik|in|is|je|km|kw|ma|me|m2|na|nu|of|om|op|te|tm|uw|we|ze)\b)[a-z]{2}\b"
)
_MASK = re.compile(r"\[[^\]\n]{1,30} verwijderd\]")


def mask(text: str) -> str:
    """Return a question in one line, without what tells who asked it; of a postcode the digits stay."""
    masked = mask_personal_numbers(" ".join(text.split()))
    masked = _ADDRESS.sub("[webadres verwijderd]", masked)
    masked = _EMAIL.sub("[e-mailadres verwijderd]", masked)
    masked = _NUMBER.sub("[nummer verwijderd]", _without_phones(masked))
    masked = _LIKELY.sub(r"\1 [naam verwijderd]", _SURE.sub(r"\1 [naam verwijderd]", masked))
    masked = _without_names(masked)
    masked = _HOUSE.sub(r"\1 [huisnummer verwijderd]", masked)
    return _SPACED.sub(r"\1", _POSTCODE.sub(r"\1", masked))


def unmarked(masked: str) -> str:
    """Return a masked question without the notes of what was removed."""
    return " ".join(_MASK.sub(" ", masked).split())


def _without_names(text: str) -> str:
    parts, done = [], 0
    for start, end in sorted({*written_names(text), *typed_names(text)}):
        if start >= done:
            parts += [text[done:start], "[naam verwijderd]"]
        done = max(done, end)  # of two first names and a last name both halves look like a name
    return "".join([*parts, text[done:]])


def _without_phones(text: str) -> str:
    parts, done = [], 0
    for match in phonenumbers.PhoneNumberMatcher(text, _HOME):
        parts += [text[done : match.start], "[telefoonnummer verwijderd]"]
        done = match.end
    return "".join([*parts, text[done:]])
