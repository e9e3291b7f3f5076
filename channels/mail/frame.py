"""Turns a template into a letter: one text, read as plain text and as HTML.

The first line of a template is the subject. Below it stand paragraphs with an empty line between them; lines
that begin with ``-`` are a list, lines that begin with ``>`` a quotation, and ``[words](address)`` alone on
its line is a link. A quotation is never read any further: it holds what somebody typed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kit import clock

_LINK = re.compile(r"^\[(?P<words>[^\]]+)\]\((?P<address>https?://\S+)\)$")
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Block:
    """One part of a letter."""

    kind: Literal["paragraph", "list", "quotation", "link"]
    lines: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True)
class Text:
    """A letter without its envelope."""

    subject: str
    plain: str
    html: str


def _quoted(text: str) -> str:
    """Put what somebody typed in a quotation."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def _environment(*, html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=html,  # noqa: S701  no browser reads the plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "quoted": _quoted,
        "moment": clock.dutch_moment,
        "date": clock.dutch_date,
        "written": clock.written_moment,
    }
    return environment


_plain, _html = _environment(html=False), _environment(html=True)


def write(template: str, language: str, context: Mapping[str, Any]) -> Text:
    """Fill in a template; a letter that is not there in a language is a mistake of ours."""
    filled = _plain.get_template(f"{language}/{template}.txt").render(context)
    footer = _plain.get_template(f"{language}/footer.txt").render(context)
    subject, _, body = filled.strip().partition("\n")
    subject = " ".join(subject.split())
    blocks, foot = list(_blocks(body)), list(_blocks(footer))
    plain = "\n\n".join([*map(_as_plain, blocks), "-- \n" + "\n\n".join(map(_as_plain, foot))]) + "\n"
    html = _html.get_template("letter.html").render(
        subject=subject, language=language, blocks=blocks, footer=foot
    )
    return Text(subject, plain, html)


def _blocks(text: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = tuple(line.strip() for line in part.splitlines() if line.strip())
        link = _LINK.match(part.strip())
        if not lines:
            continue
        if all(line.startswith(">") for line in lines):
            yield Block("quotation", tuple(line[1:].strip() for line in lines))
        elif link:
            yield Block("link", (link["words"],), link["address"])
        elif all(line.startswith("- ") for line in lines):
            yield Block("list", tuple(line[2:] for line in lines))
        else:
            yield Block("paragraph", (" ".join(lines),))


def _as_plain(block: Block) -> str:
    if block.kind == "link":
        return f"{block.lines[0]}:\n{block.address}"
    mark = {"list": "- ", "quotation": "> "}.get(block.kind, "")
    return "\n".join(f"{mark}{line}".rstrip() for line in block.lines)
