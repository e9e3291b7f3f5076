"""Lets the websites of the embeddings call the API, and no others (CORS)."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from channels.problems import problem
from channels.web.embedding.service import Embeddings
from channels.web.headers import HEADERS

# Files of the widget are the same for everybody and open to all: kept by a browser for a year, one that was
# loaded before a website came on the list would stay refused.
_SHARED = ("/v1/",)
_METHODS = ("GET", "HEAD", "POST", "DELETE")
_REQUEST_HEADERS = ("Authorization", "Idempotency-Key", "Last-Event-ID")
_RESPONSE_HEADERS = ("API-Version", "Retry-After")
# Seconds that a browser remembers a preflight. Taking a website off the list works at once all the same:
# every answer is checked again, only an attempt may still be made.
_REMEMBER = 600
_REFUSED = (
    "Deze website mag dit niet opvragen. Een coördinator kan de website toevoegen op de desk, bij Websites."
)


class Cors(CORSMiddleware):
    """Starlette's, with a list that changes while it runs, and for shared addresses only.

    No credentials: a conversation is opened with a token, so no cookie has a meaning elsewhere.
    """

    def __init__(self, app: ASGIApp, embeddings: Embeddings) -> None:
        """Wrap an application."""
        super().__init__(
            app,
            allow_methods=_METHODS,
            allow_headers=_REQUEST_HEADERS,
            expose_headers=_RESPONSE_HEADERS,
            max_age=_REMEMBER,
        )
        self._embeddings = embeddings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer preflights, and mark answers; what is not shared passes as it is."""
        if scope["type"] != "http" or not scope["path"].startswith(_SHARED):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _is_preflight(scope, headers) and not self.is_allowed_origin(headers["origin"]):
            await _refusal(scope)(scope, receive, send)
            return
        await super().__call__(scope, receive, send)

    def is_allowed_origin(self, origin: str) -> bool:
        """Tell whether a website is on the list now."""
        return self._embeddings.allows(origin)

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer as every response of ours: with its version and safety headers, and without words."""
        asked = super().preflight_response(request_headers)
        response = Response(status_code=204 if asked.status_code == 200 else asked.status_code)
        for name, value in asked.headers.items():
            if name not in {"content-length", "content-type"}:
                response.headers[name] = value
        _complete(response.headers)
        return response


def _is_preflight(scope: Scope, headers: Headers) -> bool:
    asks = "origin" in headers and "access-control-request-method" in headers
    return bool(scope["method"] == "OPTIONS" and asks)


def _refusal(scope: Scope) -> Response:
    response = problem(Request(scope), 403, _REFUSED, headers={"Vary": "Origin", "Cache-Control": "no-store"})
    _complete(response.headers)
    return response


def _complete(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
