"""Markdown of an article as HTML that cannot harm: no HTML of its own, no images, only allowed links."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

# Inside the site only the public pages: an article never leads to the desk.
_ALLOWED = re.compile(
    r"(https?://[^\s/]|mailto:[^\s]|tel:[+\d]|/kennis(/|\?|#|$)|/(\?|#|$)|#)", re.IGNORECASE
)


class _Renderer(MarkdownIt):
    """CommonMark without HTML and images; a link that is not allowed stays text."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        self.disable(["image", "html_block", "html_inline"])

    def validateLink(self, url: str) -> bool:  # noqa: N802  the name that markdown-it calls
        """Accept a link by a list of what is allowed, not of what is forbidden."""
        return bool(_ALLOWED.match(url))


@cache
def _renderer() -> _Renderer:
    return _Renderer()


def to_html(text: str) -> Markup:
    """Return Markdown as safe HTML, its headings one level below the title of the page."""
    tokens = _renderer().parse(text)
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
    return Markup(_renderer().renderer.render(tokens, _renderer().options, {}))  # noqa: S704


def to_plain(text: str) -> str:
    """Return the words of Markdown, for where no marks can stand."""
    blocks = [_words(token) for token in _renderer().parse(text) if token.type == "inline"]
    return " ".join(" ".join(blocks).split())


def _words(token: Token) -> str:
    parts = token.children or []
    return "".join(
        part.content if part.type in {"text", "code_inline"} else " " * part.type.endswith("break")
        for part in parts
    )
