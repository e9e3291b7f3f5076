"""Recognising a trade by the names that editors gave it."""

import re

from knowledge.checks.quantities import plain
from knowledge.schemas import Vocabulary


class Trades:
    """The trades of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._names = {
            plain(spelling): trade.name
            for trade in reversed(vocabulary.trades)
            for spelling in (*trade.also, trade.name)
        }
        longest_first = sorted(self._names, key=len, reverse=True)
        names = "|".join(map(re.escape, longest_first)) or r"(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")

    def find(self, text: str) -> str | None:
        """Return the name of the first trade that a text names, or nothing."""
        found = self._pattern.search(plain(text))
        return self._names[found[0]] if found else None
