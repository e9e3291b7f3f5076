"""Logging in and out."""

import re
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from channels.desk import sessions
from channels.desk.errors import ForbiddenError
from channels.desk.guard import COOKIE, TheVisit, check_form
from channels.desk.models import DeskUser
from channels.desk.pages import LOG_IN, DeskRoute, go_to, page
from channels.desk.service import authenticate, renew_hash
from channels.services import Services, TheServices

# The log-in form has a token too: else another site could log somebody in as somebody else.
FORM_COOKIE = "voordeur_desk_form"

_WRONG = "Het e-mailadres of het wachtwoord klopt niet."
_TOO_OFTEN = "U vulde te vaak een verkeerd wachtwoord in. Wacht 15 minuten en probeer het dan opnieuw."
_EXPIRED = "Het formulier was verlopen. Vul uw gegevens opnieuw in."
# A page of the desk and nothing else: this comes from the address bar.
_OWN_PAGE = re.compile(r"/desk/[A-Za-z0-9/-]{1,100}")
_FORM_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

entering = APIRouter(route_class=DeskRoute)
leaving = APIRouter(route_class=DeskRoute)

Next = Annotated[str, Query(alias="next")]


@entering.get("/log-in")
async def show_log_in(request: Request, services: TheServices, after: Next = "") -> Response:
    """Show the form, or go on when somebody is logged in already."""
    async with services.database.reading() as session:
        if await sessions.find_session(session, request.cookies.get(COOKIE, "")):
            return go_to(_own_page(after))
    return _form(request, services, after)


@entering.post("/log-in")
async def log_in(
    request: Request,
    services: TheServices,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    after: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Check the password and give the browser a session of its own."""
    try:
        await check_form(request, request.cookies.get(FORM_COOKIE, ""))
    except ForbiddenError:
        return _form(request, services, after, email=email, error=_EXPIRED, status=403)
    address = request.client.host if request.client else ""
    key = sessions.attempt_key(email, address, services.settings.session_secret)
    async with services.database.transaction() as session:
        allowed = await sessions.may_try(session, key)
    if not allowed:
        return _form(request, services, after, email=email, error=_TOO_OFTEN, status=429)
    # Read only: checking a password is slow, and nobody else should wait for it.
    async with services.database.reading() as session:
        user = await authenticate(session, email, password)
    if user is None:
        return _form(request, services, after, email=email, error=_WRONG, status=400)
    return await _let_in(request, services, user, password, key, after)


@leaving.post("/log-out")
async def log_out(visit: TheVisit) -> Response:
    """End the session, here and in the browser."""
    async with visit.services.database.transaction() as session:
        await sessions.close_session(session, visit.request.cookies.get(COOKIE, ""))
    response = go_to(LOG_IN)
    response.delete_cookie(COOKIE, path="/desk", httponly=True, samesite="lax")
    return response


async def _let_in(
    request: Request, services: Services, user: DeskUser, password: str, key: str, after: str
) -> Response:
    """Begin a new session in place of one that the browser may already have."""
    async with services.database.transaction() as session:
        await sessions.forget_attempts(session, key)
        await sessions.close_session(session, request.cookies.get(COOKIE, ""))
        await renew_hash(session, user, password)
        token = await sessions.open_session(session, user)
    response = go_to(_own_page(after))
    response.delete_cookie(FORM_COOKIE, path=LOG_IN, httponly=True, samesite="lax")
    _set_cookie(response, services, COOKIE, token, "/desk")
    return response


def _form(
    request: Request, services: Services, after: str, *, email: str = "", error: str = "", status: int = 200
) -> Response:
    """Show the form with its token, the same token in every tab."""
    token = request.cookies.get(FORM_COOKIE, "")
    if not _FORM_TOKEN.fullmatch(token):
        token = secrets.token_urlsafe(32)
    context = {"email": email, "error": error, "csrf_token": token, "next": after}
    response = page(request, "log_in.html", context, status)
    _set_cookie(response, services, FORM_COOKIE, token, LOG_IN)
    return response


def _set_cookie(response: Response, services: Services, name: str, value: str, path: str) -> None:
    secure = services.settings.secure_cookies
    response.set_cookie(name, value, path=path, httponly=True, samesite="lax", secure=secure)


def _own_page(path: str) -> str:
    return path if _OWN_PAGE.fullmatch(path) and path != LOG_IN else "/desk"
