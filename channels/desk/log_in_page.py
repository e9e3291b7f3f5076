"""The log-in page, with the token that its form needs before anybody is known."""

import re
import secrets
from collections.abc import Sequence

from fastapi import Request, Response

from channels.desk import half_way
from channels.desk.cookies import set_cookie
from channels.desk.models import DeskUser
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
    notice: str = "",
    kept: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> Response:
    """Show the form with its token, the same token in every tab.

    ``after`` is the page that somebody wanted, ``kept`` what they typed there before they were logged out.
    """
    token = form_token(request)
    context = {
        "email": email,
        "error": error,
        "notice": notice,
        "csrf_token": token,
        "next": after,
        "kept": kept,
        "password": settings.password_log_in,
        "provider": settings.oidc_name if settings.oidc_issuer else "",
    }
    response = page(request, "log_in.html", context, status)
    set_cookie(response, settings, FORM_COOKIE, token, LOG_IN)
    return response


def ask_code(
    request: Request,
    settings: Settings,
    user: DeskUser,
    after: str,
    kept: Sequence[tuple[str, str]] = (),
    error: str = "",
    status: int = 200,
) -> Response:
    """Ask somebody whose password was right for the code of their app."""
    token = form_token(request)
    context = {"error": error, "next": after, "kept": kept, "csrf_token": token}
    response = page(request, "log_in_code.html", context, status)
    set_cookie(response, settings, FORM_COOKIE, token, LOG_IN)
    half_way.remember(response, settings, user)
    return response


def form_token(request: Request) -> str:
    """Return the token of the browser for forms before anybody is known, the same in every tab."""
    token = request.cookies.get(FORM_COOKIE, "")
    return token if _FORM_TOKEN.fullmatch(token) else secrets.token_urlsafe(32)
