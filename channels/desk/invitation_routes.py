"""For who was invited: setting the own password, before anybody is logged in."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from channels.desk.cookies import set_cookie
from channels.desk.errors import ForbiddenError, UserError
from channels.desk.guard import check_form
from channels.desk.invitations import InvitationError, accept, invited
from channels.desk.log_in_page import FORM_COOKIE, form_token
from channels.desk.pages import LOG_IN, DeskRoute, go_to, page
from channels.desk.service import SHORTEST_PASSWORD
from channels.services import Services, TheServices

_DIFFERENT = "De twee wachtwoorden zijn niet gelijk."
_EXPIRED = "Het formulier was verlopen. Vul uw wachtwoord opnieuw in."

router = APIRouter(prefix="/log-in/invitation/{token}", route_class=DeskRoute)

Password = Annotated[str, Form()]


@router.get("")
async def ask_password(token: str, request: Request, services: TheServices) -> Response:
    """Show the form, or why the link does not work."""
    return await _form(request, services, token)


@router.post("")
async def set_password(
    token: str,
    request: Request,
    services: TheServices,
    password_new: Password = "",
    password_again: Password = "",
) -> Response:
    """Keep the password; afterwards one logs in with it, as always."""
    try:
        await check_form(request, request.cookies.get(FORM_COOKIE, ""))
    except ForbiddenError:
        return await _form(request, services, token, _EXPIRED, 403)
    if password_new != password_again:
        return await _form(request, services, token, _DIFFERENT, 400)
    try:
        async with services.database.transaction() as session:
            await accept(session, await invited(session, services.settings, token), password_new)
    except (InvitationError, UserError) as error:
        return await _form(request, services, token, str(error), 400)
    return go_to(LOG_IN, notice="password-set")


async def _form(
    request: Request, services: Services, token: str, error: str = "", status: int = 200
) -> Response:
    settings, user = services.settings, None
    try:
        async with services.database.reading() as session:
            user = await invited(session, settings, token)
    except InvitationError as wrong:
        error, status = str(wrong), max(status, 400)
    csrf_token = form_token(request)
    context = {"user": user, "error": error, "csrf_token": csrf_token, "shortest": SHORTEST_PASSWORD}
    response = page(request, "invitation.html", context, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    set_cookie(response, settings, FORM_COOKIE, csrf_token, LOG_IN)
    return response
