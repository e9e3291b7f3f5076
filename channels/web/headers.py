"""What every response carries, and what an unexpected error looks like from outside."""

import logging
import traceback

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels.problems import problem

logger = logging.getLogger(__name__)

API_VERSION = "1.3.0"

_CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "API-Version": API_VERSION,
    "Content-Security-Policy": _CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Answers of the API are personal or change at once; files under /static decide for themselves.
_NO_STORE = "no-store"


class StandardHeaders:
    """Middleware around everything, so that errors carry the headers too."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; answer an error that nobody foresaw with a bare problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _complete(MutableHeaders(scope=message), scope["path"])
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            _log(error)
            if started:
                raise
            response = problem(Request(scope), 500)
            await response(scope, receive, send_with_headers)


def _complete(headers: MutableHeaders, path: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if not path.startswith("/static/"):
        headers.setdefault("Cache-Control", _NO_STORE)


def _log(error: Exception) -> None:
    """Log the way to the error without its message, which may hold what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)
    way = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    logger.error("unexpected %s in %s", type(error).__name__, way)
