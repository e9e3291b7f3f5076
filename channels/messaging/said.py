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
    "nl": (
        "Bron",
        "Bronnen",
        "gecontroleerd op {}",
        "Kies",
        "Kies hieronder, of typ uw vraag.",
        "Of kies:",
        "Typ het nummer van uw keuze.",
    ),
    "en": (
        "Source",
        "Sources",
        "checked on {}",
        "Choose",
        "Choose below, or type your question.",
        "Or choose:",
        "Type the number of your choice.",
    ),
}


@dataclass(frozen=True)
class Words:
    """The labels around a message, in the language of the conversation."""

    source: str
    sources: str
    checked: str
    choose: str
    choose_below: str
    or_choose: str
    type_number: str


def words(language: str) -> Words:
    """Return the labels in a language; in English to whoever speaks neither."""
    return Words(*_WORDS.get(language, _WORDS["en"]))


def markdown_of(said: Said) -> str:
    """Return the whole text of a message in Markdown: who speaks, what, and the sources as links."""
    blocks = [f"**{said.speaker}:**"] if said.speaker else []
    blocks.append(said.text)
    if said.sources:
        blocks.append(_sources(said.sources, said.language))
    return "\n\n".join(blocks)


def numbered(options: tuple[Option, ...], language: str) -> str:
    """Return the choices as a list whose numbers can be typed."""
    lines = "\n".join(f"{number}. {option.title}" for number, option in enumerate(options, 1))
    return f"{lines}\n\n{words(language).type_number}"


def _sources(sources: tuple[SourceLine, ...], language: str) -> str:
    """Write one source in a sentence, several as a list; a day they share is said once."""
    label, days = words(language), {source.checked_on for source in sources}
    checked = {day: label.checked.format(clock.written_date(day, language)) for day in days}
    if len(sources) == 1:
        return f"{label.source}: {_titled(sources[0])}, {checked[sources[0].checked_on]}."
    if len(days) == 1:
        lines = "\n".join(f"- {_titled(source)}" for source in sources)
        return f"{label.sources}, {checked[sources[0].checked_on]}:\n\n{lines}"
    lines = "\n".join(f"- {_titled(source)}, {checked[source.checked_on]}" for source in sources)
    return f"{label.sources}:\n\n{lines}"


def _titled(source: SourceLine) -> str:
    title = f"{source.title} ({source.dated})" if source.dated else source.title
    return f"[{title}]({source.url})" if source.url else title
