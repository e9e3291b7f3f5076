"""`voordeur chat --as whatsapp`: the same conversation as a telephone shows it, within a channel's limits."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from channels.messaging import words
from channels.messaging.consenting import consent_options, consent_text
from channels.messaging.said import Option, Part, Said, SourceLine
from channels.messaging.telegram import writing as telegram
from channels.messaging.whatsapp import writing as whatsapp
from channels.terminal.chat import TerminalChat
from kit.settings import Settings
from knowledge.areas import Areas
from knowledge.files import read_frame
from knowledge.replies import Replies

_WIDTH = 60  # of a telephone held upright, about
_WHATSAPP_BOLD = re.compile(r"\*([^*\n]+)\*")
_TELEGRAM_BOLD = re.compile(r"<b>(.*?)</b>", re.DOTALL)
_TELEGRAM_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Channel:
    """How one channel writes, how its text reads on a telephone, and how long that may be."""

    name: str
    write: Callable[[Said], list[Part]]
    shown: Callable[[str], Text]
    length: Callable[[str], int]
    longest: Callable[[Part], int]


def _shown_in_whatsapp(text: str) -> Text:
    return _bold(text.replace("\u200b", ""), _WHATSAPP_BOLD, lambda plain: plain)


def _shown_in_telegram(text: str) -> Text:
    linked = _TELEGRAM_LINK.sub(r"\2 (\1)", text)
    return _bold(linked, _TELEGRAM_BOLD, lambda plain: html.unescape(re.sub(r"<[^>]*>", "", plain)))


def _bold(text: str, marked: re.Pattern[str], plain: Callable[[str], str]) -> Text:
    shown, done = Text(), 0
    for match in marked.finditer(text):
        shown.append(plain(text[done : match.start()])).append(plain(match[1]), style="bold")
        done = match.end()
    return shown.append(plain(text[done:]))


CHANNELS = {
    "whatsapp": Channel(
        "WhatsApp",
        whatsapp.write,
        _shown_in_whatsapp,
        len,
        lambda part: whatsapp.LONGEST_BODY if part.rows else whatsapp.LONGEST_TEXT,
    ),
    "telegram": Channel(
        "Telegram",
        telegram.write,
        _shown_in_telegram,
        telegram.shown_length,
        lambda part: telegram.LONGEST_TEXT,
    ),
}


class PhoneChat(TerminalChat):
    """A conversation whose messages are written by the adapter of a channel, and shown as bubbles."""

    def __init__(self, base_url: str, console: Console, channel: Channel, consent: Said) -> None:
        """Talk to the server at an address; `consent` is what somebody reads at the first contact."""
        super().__init__(base_url, console)
        self._channel = channel
        self._consent = consent

    def run(self, gemeente: str | None = None) -> None:
        """Ask for consent as the channel does, then talk; raises what a terminal conversation raises."""
        self._console.print(
            f"Zo ziet het eruit in {self._channel.name}. Er wordt niets verstuurd.", style="dim"
        )
        self._bubbles(self._consent)
        try:
            while not words.agrees(answer := self._console.input("[bold]U:[/bold] ")):
                if words.declines(answer):
                    return
        except (EOFError, KeyboardInterrupt):
            return
        super().run(gemeente)

    def _show_one(self, message: dict[str, Any]) -> None:
        self._choices.extend(message["choices"])
        self._bubbles(said_by(message))

    def _bubbles(self, said: Said) -> None:
        for part in self._channel.write(said):
            self._console.print(self._bubble(part))

    def _bubble(self, part: Part) -> Panel:
        size = f"{self._channel.length(part.text)}/{self._channel.longest(part)} tekens"
        rows = [self._row(part, number) for number in range(len(part.rows))]
        line = [Text("─" * 20, style="dim")] if rows else []
        opener = [Text(f"☰ {part.label}", style="cyan")] if part.layout == "list" else []
        shown = Group(self._channel.shown(part.text), *line, *opener, *rows)
        return Panel(shown, width=_WIDTH, subtitle=size, subtitle_align="right")

    def _row(self, part: Part, number: int) -> Text:
        row = part.rows[number]
        shown = Text(f"[ {row.title} ]" if part.layout != "list" else f"○ {row.title}", style="cyan")
        if row.description and part.layout == "list":
            shown.append(f"\n  {row.description}", style="dim")
        return shown


def phone_chat(settings: Settings, console: Console, channel: str) -> PhoneChat:
    """Return a conversation as a channel shows it, with the running Voordeur.

    Raises:
        ContentError: the sentences or areas of the content cannot be read.
    """
    frame = read_frame(settings.content_dir)
    replies, region = Replies(frame.replies.root), Areas(frame.areas, settings.region).region_name
    text = consent_text(settings, replies, region, CHANNELS[channel].name)
    return PhoneChat(settings.base_url, console, CHANNELS[channel], Said(text, consent_options(replies)))


def said_by(message: Mapping[str, Any]) -> Said:
    """Return a message of the public API as it is said; the key of a choice is the message and a number."""
    answer = message.get("answer") or {}
    return Said(
        text=message["text"],
        options=tuple(
            Option(choice["title"], f"{message['id']}:{number}")
            for number, choice in enumerate(message["choices"])
        ),
        sources=tuple(
            SourceLine(
                each["title"], each.get("url"), each.get("date"), date.fromisoformat(each["checkedOn"])
            )
            for each in answer.get("sources", ())
        ),
        speaker=message.get("senderName"),
        language=answer.get("language") or "nl",
    )
