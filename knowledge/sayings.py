"""Recognising a few fixed things by the words that editors list for them."""

import re

from knowledge.language_files import SayingsFile

_WORD = re.compile(r"\w+(?:'\w+)?")


class Sayings:
    """Compares what people type with phrases; capitals and signs make no difference."""

    def __init__(self, content: SayingsFile) -> None:
        """Prepare the phrases."""
        self._whole = {bare(phrase) for phrase in content.whole}
        self._within = [f" {bare(phrase)} " for phrase in content.within]

    def are(self, text: str) -> bool:
        """Tell whether a text is nothing but one of the phrases."""
        typed = bare(text)
        return typed in self._whole or f" {typed} " in self._within

    def heard_in(self, text: str) -> bool:
        """Tell whether a text is one of the phrases, or holds one that counts anywhere."""
        typed = bare(text)
        return typed in self._whole or any(phrase in f" {typed} " for phrase in self._within)


def bare(text: str) -> str:
    """Write a text as its words alone, in lower case."""
    return " ".join(_WORD.findall(text.lower().replace("’", "'")))
