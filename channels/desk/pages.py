"""Pages from templates, also for errors: who works at the desk never sees JSON."""

import re
from collections.abc import Callable, Coroutine, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException

from channels.desk.errors import LogInNeededError, LostFormError, PageError, SecondFactorNeededError
from kit import clock

LOG_IN = "/desk/log-in"
HOME = "/desk/tickets"
SECOND_FACTOR = "/desk/account/second-factor"

_TICKET = re.compile(r"/desk/tickets/(VD-\w+)")
_TITLES = {403: "Geen toegang", 404: "Niet gevonden", 413: "Te groot"}
_MESSAGES = {
    413: "Wat u verstuurt is te groot. Er is niets verstuurd. Een bijlage is hooguit 10 MB en een bericht "
    "heeft hooguit 5.000 tekens. Maak het bestand kleiner, verdeel het over meer bestanden of kort uw "
    "tekst in. Ga daarna terug: wat u al had getypt, staat er nog."
}
_GENERAL = "Er ging iets mis met uw verzoek. Ga terug en probeer het opnieuw."


def _full_moment(moment: datetime) -> str:
    """Write a moment with its year, in Dutch local time."""
    local = moment.astimezone(clock.AMSTERDAM)
    return f"{clock.dutch_date(local.date())} om {local:%H:%M} uur"


def _day(value: date | str) -> str:
    """Write a date in words; what an editor typed instead of one stays as it is."""
    return clock.dutch_date(value) if isinstance(value, date) else value or "nog niet ingevuld"


def _on_web(address: str) -> bool:
    """Tell whether an address, which in a draft may be anything, is safe to link to."""
    return address.startswith(("https://", "http://"))


def _span(minutes: int) -> str:
    """Write how long something lasts: 8 uur, 45 minuten."""
    return f"{minutes // 60} uur" if minutes % 60 == 0 else f"{minutes} minuten"


def _score(score: float) -> str:
    """Write a score as Dutch readers do: 0,65 or 0,125."""
    text = f"{score:.3f}".replace(".", ",")
    return text.removesuffix("0")


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {
    "moment": clock.dutch_moment,
    "full_moment": _full_moment,
    "date": _day,
    "on_web": _on_web,
    "score": _score,
    "span": _span,
}
_templates = Jinja2Templates(env=_environment)


def page(request: Request, template: str, context: Mapping[str, Any], status: int = 200) -> Response:
    """Show a template; who is logged in is known to every page."""
    entry = getattr(request.state, "entry", None)
    return _templates.TemplateResponse(request, template, {"entry": entry, **context}, status)


def piece(template: str, context: Mapping[str, Any]) -> str:
    """Return a piece of a page, for a stream that brings it to a page that is open."""
    return _environment.get_template(template).render(context)


def go_to(path: str, **query: str) -> Response:
    """Send the browser to another page, which it fetches with GET."""
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)


class DeskRoute(APIRoute):
    """A route whose errors are pages, and which leads to the log-in page when that is what is missing."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler, with everything it depends on."""
        handle = super().get_route_handler()

        async def handle_with_pages(request: Request) -> Response:
            try:
                return await handle(request)
            except LogInNeededError:
                return _to_log_in(request)
            except SecondFactorNeededError:
                return go_to(SECOND_FACTOR)
            except LostFormError as error:
                return error.response
            except PageError as error:
                return _error_page(request, error.status, str(error))
            except RequestValidationError:
                return _error_page(request, 400, _GENERAL)
            except HTTPException as error:
                return _error_page(request, error.status_code, _MESSAGES.get(error.status_code, _GENERAL))

        return handle_with_pages


def _to_log_in(request: Request) -> Response:
    path = request.url.path
    return go_to(LOG_IN) if path in {HOME, "/desk"} else go_to(LOG_IN, next=path)


def _error_page(request: Request, status: int, message: str) -> Response:
    title = _TITLES.get(status, "Dat ging niet goed")
    ticket = _TICKET.match(request.url.path) if status != 404 else None
    back = {"path": ticket[0], "reference": ticket[1]} if ticket else None
    return page(request, "error.html", {"title": title, "message": message, "back": back}, status)
