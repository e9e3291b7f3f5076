"""Markdown as a reader hears it: sentences and words, without the marks."""

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'’)]*\s+(?=[\"'‘(]?[^\W\d_a-z])")
"""A full stop in a number, an address or before a small letter ends nothing."""
_AROUND = " \t\n.,;:!?()[]\"'‘’“”…–—*_/"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


def blocks(markdown: str) -> Iterator[str]:
    """Yield each paragraph and each item of a list as plain text; headings are left out."""
    tokens = _parser().parse(markdown)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and before is not None and before.type != "heading_open":
            yield "".join(_texts(token)).strip()


def _texts(token: Token) -> Iterator[str]:
    for part in token.children or []:
        yield " " if part.type in {"softbreak", "hardbreak"} else part.content


def sentences(markdown: str) -> list[str]:
    """Split into sentences; an item of a list is one at least, with or without a full stop."""
    return [sentence for block in blocks(markdown) for sentence in _SENTENCE_END.split(block) if sentence]


def words(sentence: str) -> list[str]:
    """Split a sentence into words without the signs around them."""
    return [word for part in sentence.split() if (word := part.strip(_AROUND))]
