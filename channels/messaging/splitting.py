"""Cuts a long text where it hurts least: between paragraphs, lines, sentences, words."""

import re
from bisect import bisect_left
from collections.abc import Callable

# Each keeps the sign that it ends with, and is written back with what it was cut at.
_BORDERS = (
    (re.compile(r"\n{2,}"), "\n\n"),
    (re.compile(r"\n"), "\n"),
    (re.compile(r"(?<=[.!?…:;])\s+(?=\S)"), " "),
    (re.compile(r"\s+"), " "),
)


def split(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut Markdown into pieces that each fit, in order; no bold or link is cut in two but by sheer length.

    `fits` tells whether a piece is short enough once it is written as the channel wants it.
    """
    return _split(text.strip(), fits, 0)


def _split(text: str, fits: Callable[[str], bool], level: int) -> list[str]:
    if fits(text):
        return [text] if text else []
    if level == len(_BORDERS):
        return _by_length(text, fits)
    border, glue = _BORDERS[level]
    parts, pieces = _whole(border, text), []
    while parts:
        count = _most_that_fit(parts, glue, fits)
        pieces += [glue.join(parts[:count])] if count else _split(parts[0], fits, level + 1)
        parts = parts[max(count, 1) :]
    return pieces


def _most_that_fit(parts: list[str], glue: str, fits: Callable[[str], bool]) -> int:
    """Return how many of the first parts fit together; by halving, for writing a text takes time."""
    return bisect_left(range(1, len(parts) + 1), True, key=lambda count: not fits(glue.join(parts[:count])))


def _whole(border: re.Pattern[str], text: str) -> list[str]:
    """Cut at every border that lies in no bold and no link."""
    parts, start = [], 0
    for match in border.finditer(text):
        before = text[start : match.start()]
        if _closed(before):
            parts.append(before)
            start = match.end()
    return [part for part in (*parts, text[start:]) if part]


def _closed(text: str) -> bool:
    opened = text.rfind("[")
    in_link = opened >= 0 and not re.match(r"\[[^]]*\](\([^)]*\))?", text[opened:])
    in_address = re.search(r"\]\([^)]*$", text) is not None
    return text.count("**") % 2 == 0 and not in_link and not in_address


def _by_length(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut a word without end, or bold that is too long, by halves until each fits."""
    if fits(text) or len(text) < 2:
        return [text]
    middle = len(text) // 2
    return [*_by_length(text[:middle], fits), *_by_length(text[middle:], fits)]


def shortened(title: str, most: int) -> str:
    """Shorten a title at a word, with an ellipsis."""
    if len(title) <= most:
        return title
    cut = title[: most - 1]
    inside_word = title[most - 1] != " " and " " in cut[most // 2 :]
    at_word = cut.rsplit(" ", 1)[0] if inside_word else cut
    return at_word.rstrip(" ,.:;-") + "…"
