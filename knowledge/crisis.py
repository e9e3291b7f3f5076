"""Hearing that somebody may think of ending their life, by the words of ``vocabulary/crisis.yaml``.

No model decides this: a list that editors can read must find it, also while Rasa is down.
"""

import re
import unicodedata
from collections.abc import Iterable

from knowledge.schemas import CrisisFile

MOST_BETWEEN = 2
"""Other words between two words of a phrase: `niet meer leven` is also `niet meer verder wil leven`."""

_WORD = re.compile(r"[a-z0-9]+")


class Crisis:
    """Compares what people type with the phrases."""

    def __init__(self, content: CrisisFile) -> None:
        """Prepare the phrases."""
        self.article = content.article
        self._patterns = [_pattern(phrase) for phrase in content.phrases]

    def heard_in(self, text: str) -> bool:
        """Tell whether a text holds one of the phrases; capitals, accents and signs make no difference."""
        plain = " ".join(_words(text))
        return any(pattern.search(plain) for pattern in self._patterns)


def _pattern(phrase: str) -> re.Pattern[str]:
    between = rf"(?: [a-z0-9]+){{0,{MOST_BETWEEN}}} "
    return re.compile(rf"\b{between.join(_words(phrase))}\b")


def _words(text: str) -> Iterable[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _WORD.findall(plain)
