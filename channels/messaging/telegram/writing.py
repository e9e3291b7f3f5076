"""How a message looks in Telegram, within the limits of the Bot API.

Limits: 4,096 characters of text after the marks are read, counted in UTF-16 as Telegram does; 64 bytes of
callback data. Source: core.telegram.org/bots/api, sendMessage and InlineKeyboardButton. The number of buttons
and the length of a title are ours: more cannot be read on a telephone.
"""

import html
import re

from channels.messaging.markup import written
from channels.messaging.said import Option, Part, Row, Said, markdown_of, numbered
from channels.messaging.splitting import shortened, split

LONGEST_TEXT = 4096
LONGEST_DATA = 64  # bytes
MOST_BUTTONS, LONGEST_BUTTON = 12, 60
CHOSEN = "✓ "

_TAG = re.compile(r"<[^>]*>")
_ADDRESSES = ("https://", "http://", "mailto:", "tel:")


class TelegramStyle:
    """Telegram reads a few tags of HTML."""

    def plain(self, text: str) -> str:
        """Write text without tags."""
        return html.escape(text, quote=False)

    def bold(self, text: str) -> str:
        """Write bold."""
        return f"<b>{text}</b>"

    def italic(self, text: str) -> str:
        """Write italics."""
        return f"<i>{text}</i>"

    def link(self, text: str, address: str) -> str:
        """Write a link; an address of another kind is no link but text."""
        if not address.startswith(_ADDRESSES):
            return f"{text} ({self.plain(address)})"
        return f'<a href="{html.escape(address)}">{text}</a>'


_STYLE = TelegramStyle()


def write(said: Said) -> list[Part]:
    """Write a message as one or more parts; choices stand under the last."""
    text = markdown_of(said)
    rows = _rows(said.options)
    cut = any(row.description for row in rows)
    if said.options and (cut or not rows):
        text += "\n\n" + numbered(said.options, said.language)
    pieces = [written(piece, _STYLE) for piece in split(text, _fits)]
    return [*map(Part, pieces[:-1]), Part(pieces[-1], "keyboard" if rows else "text", rows)]


def shown_length(text: str) -> int:
    """Return how long a written text is for Telegram: without tags, in units of UTF-16."""
    return len(html.unescape(_TAG.sub("", text)).encode("utf-16-le")) // 2


def _fits(markdown: str) -> bool:
    return shown_length(written(markdown, _STYLE)) <= LONGEST_TEXT


def _rows(options: tuple[Option, ...]) -> tuple[Row, ...]:
    if len(options) > MOST_BUTTONS:
        return ()
    return tuple(_row(number, option) for number, option in enumerate(options, 1))


def _row(number: int, option: Option) -> Row:
    """Return a button; one whose title is cut begins with the number under which the text has it whole."""
    if len(option.title) <= LONGEST_BUTTON:
        return Row(option.key, option.title)
    return Row(option.key, shortened(f"{number}. {option.title}", LONGEST_BUTTON), option.title)
