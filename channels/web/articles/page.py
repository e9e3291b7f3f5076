"""Fills in the templates of the public pages, for one reader."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from fastapi import Depends, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from channels.conversations.text import LONGEST_TEXT
from channels.errors import TooManyRequestsError
from channels.services import Services, TheServices
from channels.web.articles import labels, text, view
from channels.web.articles.cache import cached
from channels.web.articles.view import HOME, Place
from channels.web.themes.files import theme_for
from knowledge.library import Library
from knowledge.topics import TOPICS

ENGLISH_HOME = "/en"
"""The start of the pages in English."""
_NOT_INDEXED = {"X-Robots-Tag": "noindex"}

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {
    "html": text.to_html,
    "plain": text.to_plain,
    "day": labels.day,
    "clock_time": labels.clock_time,
}
_environment.globals |= {"labels": labels, "home": HOME, "longest": LONGEST_TEXT, "path": view.path}


@dataclass(frozen=True)
class Reader:
    """Who reads a page: the request, the gemeente that was chosen, and what there is to read."""

    request: Request
    services: Services
    place: Place

    @property
    def library(self) -> Library:
        """The knowledge store as this process sees it."""
        return self.services.library

    @property
    def base(self) -> str:
        """The address of the site, without a slash at the end."""
        return self.services.settings.base_url

    def at(self, gemeente: str) -> Self:
        """Return the reader with the gemeente of a form."""
        return replace(self, place=Place.of(self.library.areas, gemeente))

    def wait(self, error: TooManyRequestsError) -> Response:
        """Ask a reader who asks too much to wait a moment."""
        response = self.page("articles/too_many.html", 429, message=str(error))
        response.headers["Retry-After"] = str(error.retry_after)
        return response

    def page(
        self, template: str, status: int = 200, *, address: str = HOME, language: str = "nl", **context: Any
    ) -> Response:
        """Fill in a template that search engines do not keep: an error, or an answer to this reader alone.

        The address is that of the page itself, without the choices of this reader.
        """
        return self._fill(template, status, address, language, context | {"indexed": False})

    def kept(
        self,
        template: str,
        address: str,
        *,
        language: str = "nl",
        changed_on: date | None = None,
        **context: Any,
    ) -> Response:
        """Fill in a template of a lasting page; with an unknown gemeente it is shown, and refused."""
        if self.place.refused:
            return self.page(template, 400, address=address, language=language, **context)
        response = self._fill(template, 200, address, language, context | {"indexed": True})
        return cached(self.request, response, changed_on)

    def _front(self, language: str) -> str:
        """Return the front page: in English, or that of the gemeente of the reader when it has one."""
        gemeente = self.place.gemeente
        if language == labels.ENGLISH:
            return self.place.link(ENGLISH_HOME)
        return f"/{gemeente}" if gemeente and self.library.areas.in_region(gemeente) else "/"

    def _fill(
        self, template: str, status: int, address: str, language: str, context: dict[str, Any]
    ) -> Response:
        everywhere = {
            "region": self.library.areas.region_name,
            "areas": self.library.areas,
            "place": self.place,
            "choices": view.gemeente_choices(self.library),
            "base": self.base,
            "canonical": self.base + address,
            "topics": TOPICS,
            "here": self.request.url.path,
            "front": self._front(language),
            "theme": theme_for(self.services.settings.themes_dir, self.place.gemeente),
            "language": language,
            "t": labels.LABELS[language],
            "data": "",
        }
        html = _environment.get_template(template).render(everywhere | context)
        headers = {"Content-Language": language} | ({} if context["indexed"] else _NOT_INDEXED)
        return Response(html, status, headers, "text/html; charset=utf-8")


async def _reader(request: Request, services: TheServices, gemeente: str = "") -> Reader:
    return Reader(request, services, Place.of(services.library.areas, gemeente))


TheReader = Annotated[Reader, Depends(_reader)]
