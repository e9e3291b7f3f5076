"""What is left of a typed text before anything else looks at it."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

LONGEST_TEXT = 1000
LONGEST_CHOICE = 200

# Letters by category, but blank on every screen: Hangul fillers and the empty Braille cell.
_BLANK_LETTERS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"))
_MANY_EMPTY_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Return the text in NFC, without control, zero-width and half characters, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(letter for letter in text.translate(_BLANK_LETTERS) if _is_kept(letter))
    return _MANY_EMPTY_LINES.sub("\n\n", unicodedata.normalize("NFC", kept)).strip()


def is_visible(text: str) -> bool:
    """Tell whether a reader sees anything at all: a letter, a digit, a sign or an emoji."""
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def _is_kept(letter: str) -> bool:
    # Cc control, Cf zero-width and direction marks, Cs half of a surrogate pair.
    return letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")


def _clean_input(value: Any) -> Any:
    """Clean text; leave what is not text for the type check to refuse."""
    return clean(value) if isinstance(value, str) else value


def _require_visible(text: str) -> str:
    if not is_visible(text):
        raise ValueError("mag niet leeg zijn")
    return text


CleanText = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(_require_visible),
    BeforeValidator(_clean_input),
]
CleanChoice = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=LONGEST_CHOICE),
    AfterValidator(_require_visible),
    BeforeValidator(_clean_input),
]
