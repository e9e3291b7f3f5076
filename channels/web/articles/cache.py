"""Pages that a browser and a proxy may keep, but ask about every time: withdrawn is withdrawn at once."""

import hashlib
from datetime import UTC, date, datetime
from email.utils import format_datetime

from fastapi import Request, Response

_KEEP = "public, no-cache"


def cached(request: Request, response: Response, changed_on: date | None = None) -> Response:
    """Give a page its fingerprint; who has that page already gets 304 and no page.

    Only the fingerprint decides. A day is too coarse for that: ``Last-Modified`` tells people and crawlers
    when the content was last checked.
    """
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = _KEEP
    if changed_on:
        moment = datetime(changed_on.year, changed_on.month, changed_on.day, tzinfo=UTC)
        response.headers["Last-Modified"] = format_datetime(moment, usegmt=True)
    if not _has(request, tag):
        return response
    kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
    return Response(status_code=304, headers=kept)


def _has(request: Request, tag: str) -> bool:
    """Compare as RFC 9110 asks for If-None-Match: weakly, against each of a list, or anything at all."""
    given = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    return tag in given or given == ["*"]
