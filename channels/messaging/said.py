"""What is to be said in a messenger, before and after a channel wrote it its own way."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kit import clock


@dataclass(frozen=True)
class Option:
    """A choice: what it says, and the short key that comes back when it is pressed."""

    title: str
    key: str


@dataclass(frozen=True)
class SourceLine:
    """Where an answer comes from."""

    title: str
    url: str | None
    dated: str | None
    """The source's own date, as it says it."""
    checked_on: date


@dataclass(frozen=True)
class Said:
    """One message on its way to a person; the text is Markdown of our small subset."""

    text: str
    options: tuple[Option, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    speaker: str | None = None
    """The account manager whose words these are; the assistant needs no name above its own."""
    language: str = "nl"


type Layout = Literal["text", "buttons", "list", "keyboard"]


@dataclass(frozen=True)
class Row:
    """One choice as a channel shows it: the title short enough, the whole title below it where it fits."""

    key: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Part:
    """One message as the channel shows it, text and all; it takes one call."""

    text: str
    layout: Layout = "text"
    rows: tuple[Row, ...] = ()
    label: str = ""
    """What opens a list."""


_WORDS = {
    "nl": ("Bron", "Gecontroleerd op {}.", "Kies", "Typ het nummer van uw keuze."),
    "en": ("Source", "Checked on {}.", "Choose", "Type the number of your choice."),
}


@dataclass(frozen=True)
class Words:
    """The labels around a message, in the language of the conversation."""

    source: str
    checked: str
    choose: str
    type_number: str


def words(language: str) -> Words:
    """Return the labels in a language; in English to whoever speaks neither."""
    return Words(*_WORDS.get(language, _WORDS["en"]))


def markdown_of(said: Said) -> str:
    """Return the whole text of a message in Markdown: who speaks, what, and the sources as links."""
    label = words(said.language)
    blocks = [f"**{said.speaker}:**"] if said.speaker else []
    blocks.append(said.text)
    for source in said.sources:
        titled = f"[{source.title}]({source.url})" if source.url else source.title
        dated = f" ({source.dated})" if source.dated else ""
        checked = label.checked.format(clock.written_date(source.checked_on, said.language))
        blocks.append(f"{label.source}: {titled}{dated}. {checked}")
    return "\n\n".join(blocks)


def numbered(options: tuple[Option, ...], language: str) -> str:
    """Return the choices as a list whose numbers can be typed."""
    lines = "\n".join(f"{number}. {option.title}" for number, option in enumerate(options, 1))
    return f"{lines}\n\n{words(language).type_number}"
