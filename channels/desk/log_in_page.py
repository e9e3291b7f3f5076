"""The log-in page, with the token that its form needs before anybody is known."""

import re
import secrets
from collections.abc import Sequence

from fastapi import Request, Response

from channels.desk.pages import LOG_IN, page
from kit.settings import Settings

# The log-in form has a token too: else another site could log somebody in as somebody else.
FORM_COOKIE = "voordeur_desk_form"

_FORM_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def show_log_in(
    request: Request,
    settings: Settings,
    after: str,
    *,
    email: str = "",
    error: str = "",
    kept: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> Response:
    """Show the form with its token, the same token in every tab.

    ``after`` is the page that somebody wanted, ``kept`` what they typed there before they were logged out.
    """
    token = request.cookies.get(FORM_COOKIE, "")
    if not _FORM_TOKEN.fullmatch(token):
        token = secrets.token_urlsafe(32)
    context = {"email": email, "error": error, "csrf_token": token, "next": after, "kept": kept}
    response = page(request, "log_in.html", context, status)
    set_cookie(response, settings, FORM_COOKIE, token, LOG_IN)
    return response


def set_cookie(response: Response, settings: Settings, name: str, value: str, path: str) -> None:
    """Give the browser a cookie that no script reads and no other site sends along."""
    secure = settings.secure_cookies
    response.set_cookie(name, value, path=path, httponly=True, samesite="lax", secure=secure)
