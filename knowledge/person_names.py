"""Names of persons without a title before them, known by the lists of common names in the Faker library.

A list of common names finds most names and never all: whoever publishes a text still reads it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module

# Whose first names are heard in the Netherlands, as far as they are written in Latin letters.
_FIRST_NAMES_OF = ("nl_NL", "nl_BE", "tr_TR", "pl_PL", "de_DE", "fr_FR")
_LAST_NAMES_OF = ("nl_NL", "nl_BE")

_SMALL = r"(?:(?:van|von|de|der|den|ter|ten|het|el|al|'t) ){0,3}"
_CAPITAL = r"[^\W\d_a-zà-öø-ÿ][\w'’-]+"
_WRITTEN_OUT = re.compile(rf"(?<![\w-])(?=(?P<first>{_CAPITAL}) {_SMALL}(?P<last>{_CAPITAL}))")
_WITHOUT_CAPITALS = re.compile(rf"(?<![\w-])(?=(?P<first>[\w-]+) {_SMALL}(?P<last>[\w'’-]+))")
# First names that are said as ordinary words far more often ("ik ben kok", "elke ondernemer").
_ALSO_WORDS = frozenset({"ben", "bergen", "dan", "elke"})
# Streets, schools and prizes are often called after somebody.
_PLACE = re.compile(
    r"(?:straat|laan|weg|plein|kade|gracht|singel|dijk|pad|hof|park|dreef|steeg|brug|haven|school|huis"
    r"|kerk|prijs|stichting|fonds|plantsoen)$",
    re.IGNORECASE,
)


def written_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a common first name with a last name stands in a text that is written with capitals."""
    for found in _WRITTEN_OUT.finditer(text):
        if found["first"].casefold() in _first_names() and not _PLACE.search(found["last"]):
            yield found.start("first"), found.end("last")


def typed_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands in a text of which nobody minds the capitals: both parts are common names."""
    for found in _WITHOUT_CAPITALS.finditer(text):
        if found["first"].casefold() in _first_names() and found["last"].casefold() in _last_names():
            yield found.start("first"), found.end("last")


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return _names(_FIRST_NAMES_OF, "first_names") - _ALSO_WORDS


@lru_cache(maxsize=1)
def _last_names() -> frozenset[str]:
    """Return last names in one word; the small words before them are in the patterns."""
    return _names(_LAST_NAMES_OF, "last_names")


def _names(locales: tuple[str, ...], kind: str) -> frozenset[str]:
    providers = (import_module(f"faker.providers.person.{locale}").Provider for locale in locales)
    return frozenset(name.split()[-1].casefold() for each in providers for name in getattr(each, kind))
