"""Logging in and out."""

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from channels.desk import sessions
from channels.desk.errors import ForbiddenError
from channels.desk.guard import COOKIE, TheVisit, check_form
from channels.desk.log_in_page import FORM_COOKIE, set_cookie, show_log_in
from channels.desk.lost_form import ask_again, kept_in
from channels.desk.models import DeskUser
from channels.desk.pages import LOG_IN, DeskRoute, go_to
from channels.desk.service import authenticate, renew_hash
from channels.services import Services, TheServices
from kit.settings import Settings

_WRONG = "Het e-mailadres of het wachtwoord klopt niet."
_TOO_OFTEN = "U vulde te vaak een verkeerd wachtwoord in. Wacht 15 minuten en probeer het dan opnieuw."
_EXPIRED = "Het formulier was verlopen. Vul uw gegevens opnieuw in."
# A page of the desk and nothing else: this comes from the address bar.
_OWN_PAGE = re.compile(r"/desk/[A-Za-z0-9/-]{1,200}")

entering = APIRouter(route_class=DeskRoute)
leaving = APIRouter(route_class=DeskRoute)

Next = Annotated[str, Query(alias="next")]


@entering.get("/log-in")
async def enter(request: Request, services: TheServices, after: Next = "") -> Response:
    """Show the form, or go on when somebody is logged in already."""
    async with services.database.reading() as session:
        if await sessions.find_session(session, request.cookies.get(COOKIE, "")):
            return go_to(_own_page(after))
    return show_log_in(request, services.settings, after)


@entering.post("/log-in")
async def log_in(
    request: Request,
    services: TheServices,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    after: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Check the password and give the browser a session of its own."""
    settings, kept = services.settings, kept_in(await request.form())

    def refuse(error: str, status: int) -> Response:
        return show_log_in(request, settings, after, email=email, error=error, kept=kept, status=status)

    try:
        await check_form(request, request.cookies.get(FORM_COOKIE, ""))
    except ForbiddenError:
        return refuse(_EXPIRED, 403)
    address = request.client.host if request.client else ""
    key = sessions.attempt_key(email, address, settings.session_secret)
    async with services.database.transaction() as session:
        allowed = await sessions.may_try(session, key)
    if not allowed:
        return refuse(_TOO_OFTEN, 429)
    # Read only: checking a password is slow, and nobody else should wait for it.
    async with services.database.reading() as session:
        user = await authenticate(session, email, password)
    if user is None:
        return refuse(_WRONG, 400)
    token, csrf_token = await _let_in(request, services, user, password, key)
    return _go_on(request, settings, token, after, kept, csrf_token)


@leaving.post("/log-out")
async def log_out(visit: TheVisit) -> Response:
    """End the session, here and in the browser."""
    async with visit.services.database.transaction() as session:
        await sessions.close_session(session, visit.request.cookies.get(COOKIE, ""))
    response = go_to(LOG_IN)
    response.delete_cookie(COOKIE, path="/desk", httponly=True, samesite="lax")
    return response


async def _let_in(
    request: Request, services: Services, user: DeskUser, password: str, key: str
) -> tuple[str, str]:
    """Begin a new session in place of one that the browser may already have; return its two tokens."""
    async with services.database.transaction() as session:
        await sessions.forget_attempts(session, key)
        await sessions.close_session(session, request.cookies.get(COOKIE, ""))
        await renew_hash(session, user, password)
        return await sessions.open_session(session, user)


def _go_on(
    request: Request,
    settings: Settings,
    token: str,
    after: str,
    kept: Sequence[tuple[str, str]],
    csrf_token: str,
) -> Response:
    """Go to the page that was wanted, or to the form that was lost."""
    path = _own_page(after)
    response = ask_again(request, path, kept, csrf_token) if kept else go_to(path)
    response.delete_cookie(FORM_COOKIE, path=LOG_IN, httponly=True, samesite="lax")
    set_cookie(response, settings, COOKIE, token, "/desk")
    return response


def _own_page(path: str) -> str:
    return path if _OWN_PAGE.fullmatch(path) and path != LOG_IN else "/desk"
