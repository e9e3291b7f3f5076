"""Postcodes in what people type, and the gemeente of each."""

import re
from collections.abc import Iterable, Mapping

from knowledge.search.words import lemma

_CODE = r"(?<![\w.,/€-])([1-9]\d{3})"
_NOT_LETTERS = frozenset(
    {"in", "op", "om", "te", "of", "en", "is", "ik", "er", "we", "ze", "je", "na", "af", "al", "me", "nu"}
    | {"zo", "km", "cm", "mm", "kg", "ml", "gr", "kw", "st", "pm", "pp", "pd", "nl", "bv", "dm", "ha", "mb"}
)
"""Two small letters that hardly ever are those of a postcode: `1250 is te veel`."""
_FULL = re.compile(_CODE + r"\s?([a-z]{2}|[A-Z]{2})\b")
_ALONE = re.compile(r"^\W*(?:postcode\W+)?([1-9]\d{3})(?:\s?([a-z]{2}))?\W*$", re.IGNORECASE)
_BARE = re.compile(_CODE + r"(?!\w|[.,:/-]\d|,-|\s?[%€])")
_BEFORE = re.compile(r"([^\W_]+|[€+])\W*$")
_AFTER = re.compile(r"^\s*([^\W_]+)")

_SURE = frozenset(
    {"postcode", "postcodegebied", "pc", "adres", "wijk", "omgeving", "buurt", "gebied"}
    | {"woon", "woont", "wonen", "wonend", "woonachtig"}
)
_LEADS = frozenset({"in", "te", "rond", "bij", "naar", "nabij", "uit", "regio"})
_AMOUNT_BEFORE = frozenset(
    {"€", "+", "eur", "euro", "kvk", "nummer", "nr", "no", "van", "voor", "max", "maximaal", "min"}
    | {"minimaal", "artikel", "art", "sinds", "vanaf", "jaar", "bouwjaar", "anno", "budget", "bedrag"}
    | {"kost", "kosten", "ongeveer", "circa", "ca", "tot", "tussen", "boven", "onder", "over", "per"}
    | {"met", "huur", "prijs", "omzet", "betaal", "verdien", "krijg", "tel", "telefoon", "huisnummer"}
    | {"code", "pin", "of", "en", "is", "zijn", "heb", "hebben", "iso", "nen", "wet", "lijn", "bus"}
    | {"ruim", "bijna", "zo'n"}
)
_COUNTED = frozenset(
    {"euro", "eur", "m", "m2", "m3", "meter", "vierkante", "kubieke", "uur", "km", "kg", "kilo", "liter"}
    | {"stuks", "stuk", "man", "mensen", "leden", "per", "procent", "keer", "jaar", "ton", "watt", "kwh"}
    | {"ex", "excl", "incl", "bruto", "netto", "x"}
)
"""Besides these every plural: `in 1403 boeken`."""
_ROUND = 50
"""Multiples of this are amounts more often than postcodes: `rond 1250`."""
_YEARS = range(1900, 2100)
_SEEN = 40
"""Characters on either side that tell what a number is."""
_MARKS = " .,?!:;\"'()"


class Postcodes:
    """The four digits of postcodes; those of the gemeenten that are near count in a sentence too."""

    def __init__(self, postcodes: Mapping[str, Iterable[str]], near: frozenset[str]) -> None:
        """Index the ranges (`1200-1223`, `1394`) of gemeenten by slug; where two overlap the first counts."""
        self._gemeenten: dict[int, str] = {}
        for slug, ranges in postcodes.items():
            for first, _, last in (each.partition("-") for each in ranges):
                for postcode in range(int(first), int(last or first) + 1):
                    self._gemeenten.setdefault(postcode, slug)
        self._near = near

    def full(self, text: str) -> list[str]:
        """Return the gemeenten of postcodes with their letters, and of four digits that are all there is."""
        found = [*_FULL.finditer(text), *_ALONE.finditer(text)]
        digits = {match[1] for match in found if match[2] not in _NOT_LETTERS}
        return [self._gemeenten[int(code)] for code in digits if int(code) in self._gemeenten]

    def bare(self, text: str) -> list[str]:
        """Return the gemeenten near by of four digits that stand where a place would, not an amount."""
        found = (
            (self._gemeenten.get(int(match[1])), match)
            for match in _BARE.finditer(text)
            if int(match[1]) not in _YEARS
        )
        return [slug for slug, match in found if slug in self._near and _is_place(text, match)]


def _is_place(text: str, match: re.Match[str]) -> bool:
    """Judge four digits by the words around them."""
    head = text[max(match.start() - _SEEN, 0) : match.start()].lower()
    tail = text[match.end() : match.end() + _SEEN].lower()
    before, after = _BEFORE.search(head), _AFTER.match(tail)
    last = before[1] if before else ""
    if after and _is_counted(after[1]):
        return False
    if last in _SURE or head.rstrip().endswith("buurt van"):
        return True
    first = not head.strip(_MARKS)
    at_an_end = first or (not tail.strip(_MARKS) and not _is_amount(head, last))
    return (last in _LEADS or at_an_end) and int(match[1]) % _ROUND != 0


def _is_amount(head: str, last: str) -> bool:
    """Tell whether the word before makes it an amount or a number; `te huur` does not."""
    if last == "huur":
        return not head.rstrip().endswith("te huur")
    return last in _AMOUNT_BEFORE or last.isdigit()


def _is_counted(word: str) -> bool:
    """Tell whether a word is a unit or a plural: something of which there can be a thousand."""
    plural = word.endswith(("en", "s")) and len(lemma(word)) < len(word)
    return word in _COUNTED or word.isdigit() or plural
