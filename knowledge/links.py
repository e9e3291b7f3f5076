"""Where a text may lead to: the open web, mail, phone, and our own public pages."""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt

_ALLOWED = re.compile(r"https?://[^\s/]|mailto:[^\s@]+@|tel:\+?\d|/kennis(?:[/?#]|$)", re.IGNORECASE)


class _Lenient(MarkdownIt):
    """CommonMark that sees every link as one: what is refused here must not pass as plain text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name that markdown-it calls
        """Accept anything."""
        return True


@cache
def _parser() -> _Lenient:
    return _Lenient("commonmark")


def forbidden_links(text: str) -> Iterator[str]:
    """Yield the targets of links in Markdown that lead to anything else, as somebody typed them."""
    for token in _parser().parse(text):
        for part in token.children or []:
            target = str(part.attrs.get("href", ""))
            if part.type == "link_open" and not _ALLOWED.match(target):
                yield unquote(target)
