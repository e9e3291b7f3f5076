"""How a message looks in WhatsApp, within the limits of the Cloud API.

Limits: 4,096 characters of text; 1,024 beside buttons or a list; at most 3 reply buttons with titles of 20
characters; a list of at most 10 rows with titles of 24 and descriptions of 72 characters.
Source: developers.facebook.com, WhatsApp Business Platform, text, interactive reply buttons and interactive
list messages. A list may have more characters beside it by now; 1,024 is what every version allows.
"""

import re

from channels.messaging.markup import written
from channels.messaging.said import Layout, Option, Part, Row, Said, Words, markdown_of, numbered, words
from channels.messaging.splitting import shortened, split

LONGEST_TEXT = 4096
LONGEST_BODY = 1024
MOST_BUTTONS, LONGEST_BUTTON = 3, 20
MOST_ROWS, LONGEST_ROW, LONGEST_DESCRIPTION = 10, 24, 72
MOST_MENUS = 2

_MARKS = re.compile(r"([*_~`])")
_ZERO_WIDTH = "\u200b"


class WhatsAppStyle:
    """WhatsApp marks bold with stars and italics with underscores, and makes an address a link by itself."""

    def plain(self, text: str) -> str:
        """Keep a sign that could begin a mark from meaning one: nothing else escapes it."""
        return _MARKS.sub(rf"\1{_ZERO_WIDTH}", text)

    def bold(self, text: str) -> str:
        """Write bold."""
        return f"*{text}*" if text.strip() else text

    def italic(self, text: str) -> str:
        """Write italics."""
        return f"_{text}_" if text.strip() else text

    def link(self, text: str, address: str) -> str:
        """Write the text and the address behind it; once when they are the same."""
        bare = address.removeprefix("mailto:").removeprefix("tel:")
        return bare if text.replace(_ZERO_WIDTH, "") in {address, bare} else f"{text}: {bare}"


_STYLE = WhatsAppStyle()


def write(said: Said) -> list[Part]:
    """Write a message as one or more parts, with its choices under the last.

    Up to twenty choices are one or two messages to choose from; more get numbers to type.
    """
    text = markdown_of(said)
    if len(said.options) > MOST_ROWS * MOST_MENUS:
        return _texts(f"{text}\n\n{numbered(said.options, said.language)}")
    if not said.options:
        return _texts(text)
    label, rows = words(said.language), _rows(said.options)
    first, *others = [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)]
    before = [] if _fits(text, LONGEST_BODY) else _texts(text)
    body = label.choose_below if before else written(text, _STYLE)
    return [*before, _menu(body, first, label), *(_menu(label.or_choose, each, label) for each in others)]


def _texts(markdown: str) -> list[Part]:
    return [
        Part(written(piece, _STYLE)) for piece in split(markdown, lambda piece: _fits(piece, LONGEST_TEXT))
    ]


def _menu(body: str, rows: tuple[Row, ...], label: Words) -> Part:
    short = all(len(row.title) <= LONGEST_BUTTON and not row.description for row in rows)
    layout: Layout = "buttons" if short and len(rows) <= MOST_BUTTONS else "list"
    return Part(body, layout, rows, label.choose)


def _fits(markdown: str, most: int) -> bool:
    return len(written(markdown, _STYLE)) <= most


def _rows(options: tuple[Option, ...]) -> tuple[Row, ...]:
    """Return the choices as buttons or rows; where two titles would be alike, numbers tell them apart."""
    rows = tuple(_row(option, option.title) for option in options)
    if len({row.title for row in rows}) == len(rows):
        return rows
    return tuple(_row(option, f"{number}. {option.title}") for number, option in enumerate(options, 1))


def _row(option: Option, title: str) -> Row:
    if len(title) <= LONGEST_ROW:
        return Row(option.key, title)
    return Row(option.key, shortened(title, LONGEST_ROW), shortened(option.title, LONGEST_DESCRIPTION))
