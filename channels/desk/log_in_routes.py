"""Logging in and out."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from channels.desk import half_way, second_factor, sessions
from channels.desk.coming_in import begin_session, go_on, own_page
from channels.desk.cookies import take_cookie
from channels.desk.errors import ForbiddenError
from channels.desk.guard import COOKIE, TheVisit, check_form
from channels.desk.log_in_page import FORM_COOKIE, ask_code, show_log_in
from channels.desk.lost_form import kept_in
from channels.desk.models import DeskUser
from channels.desk.pages import LOG_IN, DeskRoute, go_to, page
from channels.desk.service import authenticate, renew_hash
from channels.services import Services, TheServices
from handoff.people import being_there

_WRONG = "Het e-mailadres of het wachtwoord klopt niet."
_OFF = "Inloggen met een wachtwoord staat hier uit. Log in via uw gemeente."
_TOO_OFTEN = "U vulde te vaak een verkeerd wachtwoord in. Wacht 15 minuten en probeer het dan opnieuw."
_EXPIRED = "Het formulier was verlopen. Vul uw gegevens opnieuw in."
_WRONG_CODE = "Deze code klopt niet, of is al gebruikt. Wacht op de volgende code van uw app."
_TOO_OFTEN_CODE = "U vulde te vaak een verkeerde code in. Wacht 15 minuten en probeer het dan opnieuw."

_NOTICES = {"password-set": "Uw wachtwoord is bewaard. Log nu in."}

entering = APIRouter(route_class=DeskRoute)
leaving = APIRouter(route_class=DeskRoute)

Next = Annotated[str, Query(alias="next")]


@entering.get("/log-in")
async def enter(
    request: Request, services: TheServices, after: Next = "", notice: Annotated[str, Query()] = ""
) -> Response:
    """Show the form, or go on when somebody is logged in already."""
    async with services.database.reading() as session:
        if await sessions.find_session(session, request.cookies.get(COOKIE, "")):
            return go_to(own_page(after))
    return show_log_in(request, services.settings, after, notice=_NOTICES.get(notice, ""))


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
    if not settings.password_log_in:
        return refuse(_OFF, 403)
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
    if user.has_second_factor:
        await _renew(services, user, password, key)
        return ask_code(request, settings, user, after, kept)
    async with services.database.transaction() as session:
        await sessions.forget_attempts(session, key)
        await renew_hash(session, user, password)
        tokens = await begin_session(session, request, user)
    return go_on(request, settings, tokens, after, kept)


@entering.post("/log-in/code")
async def enter_code(
    request: Request,
    services: TheServices,
    code: Annotated[str, Form()] = "",
    after: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Check the second factor of somebody whose password was right."""
    settings, kept = services.settings, kept_in(await request.form())
    async with services.database.reading() as session:
        user = await half_way.whose(request, session, settings)
    try:
        await check_form(request, request.cookies.get(FORM_COOKIE, ""))
    except ForbiddenError:
        user = None
    if user is None:
        return show_log_in(request, settings, after, error=_EXPIRED, kept=kept, status=403)
    key = sessions.attempt_key(user.email, "code", settings.session_secret)
    async with services.database.transaction() as session:
        if not await sessions.may_try(session, key):
            return ask_code(request, settings, user, after, kept, _TOO_OFTEN_CODE, 429)
    async with services.database.transaction() as session:
        if not await second_factor.use_code(session, user, code, settings.session_secret):
            return ask_code(request, settings, user, after, kept, _WRONG_CODE, 400)
        await sessions.forget_attempts(session, key)
        tokens = await begin_session(session, request, user)
    return go_on(request, settings, tokens, after, kept)


@leaving.post("/log-out")
async def log_out(visit: TheVisit) -> Response:
    """End the session, here and in the browser, and for who came in that way also at the provider."""
    token = visit.request.cookies.get(COOKIE, "")
    async with visit.services.database.transaction() as session:
        found = await sessions.find_session(session, token)
        await sessions.close_session(session, token)
        if visit.entry.manager_id:
            await being_there.left(session, visit.entry.manager_id)
    id_token = found[0].id_token if found else None
    elsewhere = await visit.services.provider.leaving(id_token) if id_token else None
    visit.request.state.entry = None
    # A page and no redirect: a form of ours may not lead to another site.
    response = go_to(LOG_IN)
    if elsewhere:
        response = page(visit.request, "logged_out.html", {"elsewhere": elsewhere})
    take_cookie(response, COOKIE, "/desk")
    return response


async def _renew(services: Services, user: DeskUser, password: str, key: str) -> None:
    async with services.database.transaction() as session:
        await sessions.forget_attempts(session, key)
        await renew_hash(session, user, password)
