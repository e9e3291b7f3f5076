"""Keeping personal numbers out of everything that is stored: citizen service numbers (BSN) and IBANs.

Only numbers that pass their check are masked. Phone numbers, KVK numbers, dates and amounts are recognised
first and left alone, because a BSN is nothing but eight or nine digits with a check digit.
"""

import re

from stdnum import iban
from stdnum.nl import bsn

BSN_MASK = "[BSN verwijderd]"
IBAN_MASK = "[IBAN verwijderd]"

_SHORTEST_IBAN = 15
# Looks ahead, so that the letters of a word before it ("op 12 ...") do not hide an IBAN that starts later.
_IBAN_START = re.compile(r"(?<![^\W_])(?=([a-z]{2}\d{2}(?:[ .-]?[a-z0-9]){11,30}))", re.IGNORECASE)

# Tried from left to right: what is recognised as something else cannot be a BSN.
_NUMBERS = re.compile(
    r"""
    (?P<other>
        (?:\+|\b00)31[ -]?(?:\(0\)[ -]?)?[1-9](?:[ .-]?\d){8}(?!\d)      # +31 6 12345678
      | \+\d{1,3}(?:[ ()./-]{0,2}\d){6,11}(?!\d)                         # phone abroad
      | \b0[89]00[ -]?\d{4,7}\b                                          # 0800 1234
      | \b0(?!\d{8}\b)[1-9](?:[ .()/-]{0,2}\d){8}(?!\d)                  # 06 12345678, (035) 123 45 67
      | \b(?:k\.?\s?v\.?\s?k|kamer\ van\ koophandel)
        (?:(?!bsn|burgerservice|sofi)[^\d\n]){0,40}
        \d(?:[ .]?\d){7}(?!\d)                                           # kvk-nummer: 12345678
      | (?:€|\beur(?:o)?\b)\s?\d[\d.,]*                                  # € 12.345.678
      | \d[\d.]{0,15},(?:\d{2}\b|-)                                      # 12.345.678,50
      | \d[\d.]{0,15}\s?(?:€|eur\b|euro\b|m2\b|m²)                       # 12345678 euro
      | \b\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d{2}\b                     # 21.11.2026
      | \b(?:19|20)\d{2}[-./ ](?:0[1-9]|1[0-2])[-./ ][0-3]\d\b           # 2026.11.21
      | \b(?:19|20)\d{2}\s(?:19|20)\d{2}\b                               # 2025 2026
    )
  | (?P<run>(?:(?<=bsn)|(?<=bsn-)|(?<=nummer)|(?<=\bNL)|(?<![\w,€-]))\d+(?:[ .-]\d+)*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GROUP = re.compile(r"(?<![\d-])\d{8,9}(?![\d-])")


def mask_personal_numbers(text: str) -> str:
    """Return the text with every valid BSN and IBAN replaced by a note that it was removed."""
    return _NUMBERS.sub(_mask_bsn, _mask_ibans(text))


def without_masks(text: str) -> str:
    """Return a masked text without the notes, for whoever reads what the words mean."""
    return text.replace(BSN_MASK, "").replace(IBAN_MASK, "").strip()


def _mask_ibans(text: str) -> str:
    """Replace the IBANs."""
    parts: list[str] = []
    done = 0
    for match in _IBAN_START.finditer(text):
        length = _iban_length(match.group(1), text, match.start())
        if length and match.start() >= done:
            parts += [text[done : match.start()], IBAN_MASK]
            done = match.start() + length
    return "".join([*parts, text[done:]])


def _iban_length(candidate: str, text: str, start: int) -> int:
    """Return how many characters from the start are an IBAN, 0 for none; words may stand right behind it."""
    for length in range(len(candidate), _SHORTEST_IBAN - 1, -1):
        following = text[start + length : start + length + 1]
        # Without the lists of banks of each country: a bank that is not on them is still a bank.
        if not following.isalnum() and iban.is_valid(candidate[:length], check_country=False):
            return length
    return 0


def _mask_bsn(match: re.Match[str]) -> str:
    """Replace a run of digit groups that is a BSN as a whole, or the groups in it that are."""
    run = match.group("run")
    if run is None:
        return match.group()
    if _is_bsn(run):
        return BSN_MASK
    return _GROUP.sub(lambda group: BSN_MASK if _is_bsn(group.group()) else group.group(), run)


def _is_bsn(number: str) -> bool:
    """Tell whether digits, with separators or not, are a BSN of eight or nine digits."""
    return sum(sign.isdigit() for sign in number) in (8, 9) and bool(bsn.is_valid(number))
