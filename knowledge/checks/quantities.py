"""Quantities in Dutch text: `twintig m²`, `4 bij 5`, `een derde`, `€ 10.000`, `2,5 ton`."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from text_to_num import alpha2digit

from knowledge.checks.conditions import Unit

_FRACTIONS = {
    r"1 ?/ ?2|½|de helft|(?:een )?hal(?:f|ve)(?= (?:huis|woning|appartement|pand))": 1 / 2,
    r"1 ?/ ?3|(?:een|één|1) derde": 1 / 3,
    r"2 ?/ ?3|twee ?derde|2 derde": 2 / 3,
    r"1 ?/ ?4|(?:een|één|1) (?:kwart|vierde)": 1 / 4,
    r"3 ?/ ?4|drie ?kwart|3 kwart": 3 / 4,
    r"1 ?/ ?5|(?:een|één|1) vijfde": 1 / 5,
    r"1 ?/ ?6|(?:een|één|1) zesde": 1 / 6,
    r"1 ?/ ?10|(?:een|één|1) tiende": 1 / 10,
}
_SPOKEN = (
    (re.compile(r"\banderhal(?:f|ve)\b"), "1,5"),
    (re.compile(r"\b(\w+?) ?[eë]n ?(?:een ?)?hal(?:f|ve)\b"), r"\1 komma vijf"),
    (re.compile(r"\b(?:nul|geen enkele?)\b"), "0"),
    (re.compile(r"\btwee\b(?! en | komma)"), "2"),
    (re.compile(r"\b(?:een|één) (?=mille|ton\b|miljoen|procent)"), "1 "),
    (re.compile(r"\bmiljoen\b"), "mln"),
    (re.compile(r"(?<=\d) ?(?:duizend|mille|k)\b"), " mille"),
)
_AFTER: tuple[tuple[str, Unit], ...] = (
    (r"(?:m2|m\^2|vierkante ?meters?|meters? vierkant|vierkant|kwadraat)\b", "m2"),
    (r"(?:%|procent\b|pct\b)", "percent"),
    (
        r"(?:personeels(?:leden|lid)|medewerkers?|werknemers?|personen|persoon|mensen|collega'?s?|fte)\b",
        "personen",
    ),
    (r"(?:opvang|gast)?(?:kind|kinderen|kindjes|baby'?s|peuters|kleuters)\b", "kinderen"),
    (r"(?:slaap|gasten|hotel|logeer)?kamers?\b", "kamers"),
    (r"(?:bed|bedden|slaapplaats(?:en)?)\b", "bedden"),
    (r"(?:nacht|nachten|overnachting(?:en)?)\b", "nachten"),
    (r"(?:minuut|minuten|min)\b", "minuten"),
    (r"(?:uur|uren)\b", "uren"),
    (r"(?:meter|m)\b", "meter"),
)
_TIMES = {"mille": 1_000, "ton": 100_000, "mln": 1_000_000}
_NUMBER = r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_SIZE = re.compile(
    rf"(?P<long>{_NUMBER}) ?(?:m|meter)? ?(?:x|×|\*|bij|keer|maal) ?(?P<wide>{_NUMBER}) ?(?:m2?\b|meter\b)?"
)
_PERCENTAGE = [(re.compile(rf"(?<!\w)(?:{words})(?!\w)"), part * 100) for words, part in _FRACTIONS.items()]
_MONEY = r" ?(?:euro'?s?\b|eur\b|€)?(?:,-+)?"
_AMOUNT = re.compile(
    rf"(?P<euro>€ ?)?(?<![\w,.])(?P<minus>(?:[-−]|\bmin) ?)?(?P<euro2>€ ?)?(?P<number>{_NUMBER})(?![.,]?\d)"
    rf"(?: ?(?P<times>{'|'.join(_TIMES)})\b)?(?P<money>{_MONEY})"
)
_CATEGORY = re.compile(r"\b(?:milieu|hinder|bedrijfs)?cat(?:egorie)?\.? ?$")
_PER_AREA = re.compile(r" ?(?:per|/|p/) ?(?:m2|vierkante ?meter|meter)\b")
_PER_MONTH = re.compile(r" ?(?:per|/|in de|p/) ?(?:maand|mnd|m)\b|,? ?maandelijks")
_PER_YEAR = re.compile(r" ?(?:per|/|p/) ?(?:jaar|jr|j)\b|,? ?jaarlijks")
_MONTHS = 12
_TOO_MUCH = 1e12
"""Somebody leaned on a key; such a number is none."""
_ALSO: set[tuple[Unit | None, Unit | None]] = {("euro", "euro-per-maand"), ("euro", "euro-per-m2")}
"""Units in which people answer a question in another: `1.500 euro` to a rent for each month."""


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and its place in the text; a bare number has no unit."""

    value: float
    unit: Unit | None
    start: int
    end: int


def spelled(text: str) -> str:
    """Write a text in lower case without accents, its numbers in digits."""
    text = text.casefold().replace("²", "2")
    for pattern, percentage in _PERCENTAGE:
        text = pattern.sub(f"{percentage:.2f}%".replace(".", ","), text)
    for pattern, digits in _SPOKEN:
        text = pattern.sub(digits, text)
    return plain(alpha2digit(text, "nl"))


def plain(text: str) -> str:
    """Write a text in lower case, without accents and with single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.replace("’", "'").split())


def find(text: str) -> list[Quantity]:
    """Find the quantities of a `spelled` text, from left to right."""
    sizes = list(_sizes(text))
    taken = [(size.start, size.end) for size in sizes]
    amounts = [
        amount for amount in _amounts(text) if not any(start <= amount.start < end for start, end in taken)
    ]
    possible = [quantity for quantity in (*sizes, *amounts) if abs(quantity.value) < _TOO_MUCH]
    return sorted(possible, key=lambda quantity: quantity.start)


def _sizes(text: str) -> Iterator[Quantity]:
    for found in _SIZE.finditer(text):
        yield Quantity(round(_value(found["long"]) * _value(found["wide"]), 2), "m2", *found.span())


def _amounts(text: str) -> Iterator[Quantity]:
    for found in _AMOUNT.finditer(text):
        value = _value(found["number"]) * _TIMES.get(found["times"] or "", 1)
        value = -value if found["minus"] else value
        money = found["euro"] or found["euro2"] or found["times"] or found["money"].strip(" ,-")
        yield _money(text, found, value) if money else _measured(text, found, value)


def _money(text: str, found: re.Match[str], value: float) -> Quantity:
    """Read what the money is for: once, a month, or a square metre a year."""
    area = _PER_AREA.match(text, found.end())
    end = area.end() if area else found.end()
    month, year = _PER_MONTH.match(text, end), _PER_YEAR.match(text, end)
    end = max(period.end() if period else end for period in (month, year))
    if area:
        return Quantity(value * _MONTHS if month else value, "euro-per-m2", found.start(), end)
    if month or year:
        return Quantity(round(value / _MONTHS, 2) if year else value, "euro-per-maand", found.start(), end)
    return Quantity(value, "euro", found.start(), end)


def _measured(text: str, found: re.Match[str], value: float) -> Quantity:
    if _CATEGORY.search(text[: found.start()]):
        return Quantity(value, "categorie", *found.span())
    for pattern, unit in _AFTER:
        after = re.compile(rf" ?{pattern}").match(text, found.end())
        if after:
            return Quantity(value, unit, found.start(), after.end())
    if period := _PER_MONTH.match(text, found.end()) or _PER_YEAR.match(text, found.end()):
        return _money(text, found, value) if period else Quantity(value, None, *found.span())
    return Quantity(value, None, *found.span())


def _value(digits: str) -> float:
    """Read digits with a comma for decimals; a point separates thousands only in front of three digits."""
    digits = digits.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return float(digits.replace(",", "."))


def compatible(found: Unit | None, asked: Unit | None) -> bool:
    """Tell whether a quantity can answer a question in a unit; a bare number answers any."""
    return found in {None, asked} or (found, asked) in _ALSO
