"""Writes our small Markdown as a messenger shows it: paragraphs, lists, bold, italics and links."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from markdown_it import MarkdownIt
from markdown_it.token import Token

_BREAKS = {"softbreak": "\n", "hardbreak": "\n"}


class Style(Protocol):
    """How one messenger writes what our Markdown knows. What is given to bold and italic is written."""

    def plain(self, text: str) -> str:
        """Write text so that no sign in it means something."""
        ...

    def bold(self, text: str) -> str:
        """Write bold."""
        ...

    def italic(self, text: str) -> str:
        """Write italics."""
        ...

    def link(self, text: str, address: str) -> str:
        """Write a link; the text is written, the address is not."""
        ...


@dataclass(frozen=True)
class _Line:
    """One paragraph, heading or line of a list; `depth` counts the lists around it."""

    token: Token
    depth: int
    lead: str


def written(markdown: str, style: Style) -> str:
    """Write Markdown in a style; what the style does not know is written as its text."""
    text, before = "", 0
    for line in _lines(_parser().parse(markdown)):
        between = "\n" if before and line.depth else "\n\n"
        body = _body(line.token, style)
        text += (between if text else "") + "  " * max(0, line.depth - 1) + line.lead + body
        before = line.depth
    return text


@lru_cache(1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def _lines(tokens: Sequence[Token]) -> Iterator[_Line]:
    counters: list[int | None] = []
    lead, heading = "", False
    for token in tokens:
        if token.type.endswith("_list_open"):
            counters.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
        elif token.type.endswith("_list_close"):
            counters.pop()
        elif token.type == "list_item_open":
            number = counters[-1]
            lead = "• " if number is None else f"{number}. "
            counters[-1] = None if number is None else number + 1
        elif token.type.startswith("heading_"):
            heading = token.type.endswith("open")
        elif token.type in {"inline", "fence", "code_block"}:
            token.meta["heading"] = heading
            yield _Line(token, len(counters), lead)
            lead = ""


def _body(token: Token, style: Style) -> str:
    if token.type != "inline":
        return style.plain(token.content.rstrip("\n"))
    body = _inline(iter(token.children or []), style)
    return style.bold(body) if token.meta["heading"] else body


def _inline(tokens: Iterator[Token], style: Style) -> str:
    """Write tokens up to the end of the mark that they stand in."""
    text = ""
    for token in tokens:
        if token.type.endswith("_close"):
            return text
        if token.type == "strong_open":
            text += style.bold(_inline(tokens, style))
        elif token.type == "em_open":
            text += style.italic(_inline(tokens, style))
        elif token.type == "link_open":
            text += style.link(_inline(tokens, style), str(token.attrs["href"]))
        else:
            text += _BREAKS.get(token.type) or style.plain(token.content)
    return text
