"""Refuses large bodies: as a problem, and at the desk with a page.

The framework's own limit answers in English, as plain text.
"""

import re

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels.problems import problem

# A text of 1,000 characters, escaped in JSON as wasteful as can be, with room to spare.
LARGEST_BODY = 64 * 1024
# Rasa sends the whole tracker of a conversation with every action call.
LARGEST_INTERNAL_BODY = 8 * 1024 * 1024
# An article of 20,000 characters in a form of the desk, with every sign escaped.
LARGEST_FORM = 256 * 1024
# Meta sends several events in one webhook, of three megabytes at most.
LARGEST_WEBHOOK = 3 * 1024 * 1024
# An attachment of 10 MB; what is larger but not absurd is refused with a sentence, on its page.
LARGEST_UPLOAD = 25 * 1024 * 1024
# A browser that is still sending shows no answer: so much is thrown away before a person gets a page.
_MOST_THROWN_AWAY = 256 * 1024 * 1024
_DESK = "/desk/"
_UPLOAD = re.compile(r"/desk/tickets/[^/]+/attachments")
_LARGER = (
    ("/internal/", LARGEST_INTERNAL_BODY),
    (_DESK, LARGEST_FORM),
    ("/channels/", LARGEST_WEBHOOK),
)


class BodyLimit:
    """Middleware that never reads more of a body than is allowed."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a body by its announced length at once, and one without while it comes in."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _limit(scope["path"])
        announced = Headers(scope=scope).get("content-length", "")
        is_too_large = announced.isdecimal() and int(announced) > limit
        if scope["path"].startswith(_DESK):
            await self._app(scope, _counted(receive, 0 if is_too_large else limit, _MOST_THROWN_AWAY), send)
        elif is_too_large:
            await problem(Request(scope), 413)(scope, receive, send)
        else:
            await self._app(scope, _counted(receive, limit), send)


def _limit(path: str) -> int:
    if _UPLOAD.fullmatch(path):
        return LARGEST_UPLOAD
    return next((most for start, most in _LARGER if path.startswith(start)), LARGEST_BODY)


def _counted(receive: Receive, limit: int, most: int = 0) -> Receive:
    """Refuse what goes over the limit, after reading on to at most so many bytes without keeping them."""
    received = 0

    async def receive_counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received <= limit:
            return message
        while received < most and message.get("more_body", False):
            message = await receive()
            received += len(message.get("body", b""))
        raise HTTPException(413)

    return receive_counted
