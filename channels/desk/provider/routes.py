"""To the provider of the gemeente, and back."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer

from channels.desk.coming_in import begin_session, go_on
from channels.desk.cookies import set_cookie, take_cookie
from channels.desk.errors import NotFoundError
from channels.desk.log_in_page import show_log_in
from channels.desk.pages import LOG_IN, DeskRoute
from channels.desk.provider.client import NotProvenError, Proof, ProviderDownError
from channels.desk.provider.people import NotWelcomeError, person, unwelcome, welcome
from channels.services import Services, TheServices
from kit.settings import Settings

COOKIE = "voordeur_desk_flow"
_LASTS = 600  # seconds that somebody may take at the provider
_OTHER_WAY = " Inloggen met uw wachtwoord kan wel."
_AGAIN = " Probeer het over een paar minuten opnieuw."
_NOT_PROVEN = "Inloggen via uw gemeente is niet gelukt. Probeer het opnieuw."

router = APIRouter(prefix="/log-in/provider", route_class=DeskRoute)

Next = Annotated[str, Query(alias="next")]


@router.get("")
async def leave(request: Request, services: TheServices, after: Next = "") -> Response:
    """Send the browser to the provider."""
    settings = services.settings
    if not settings.oidc_issuer:
        raise NotFoundError
    try:
        address, remembered = await services.provider.send(request)
    except ProviderDownError as error:
        return _down(request, settings, after, error)
    response = RedirectResponse(address, 303)
    value = _serializer(settings).dumps({"flow": remembered, "next": after})
    set_cookie(response, settings, COOKIE, value, LOG_IN)
    return response


@router.get("/back")
async def come_back(request: Request, services: TheServices) -> Response:
    """Let somebody in whom the provider knows and who has a role here."""
    settings = services.settings
    if not settings.oidc_issuer:
        raise NotFoundError
    remembered = _remembered(request, settings)
    after = str(remembered.get("next", ""))
    try:
        proof = await services.provider.receive(request, remembered.get("flow", {}))
        response = await _let_in(request, services, proof, after)
    except ProviderDownError as error:
        response = _down(request, settings, after, error)
    except NotProvenError:
        response = show_log_in(request, settings, after, error=_NOT_PROVEN, status=400)
    except NotWelcomeError as error:
        response = show_log_in(request, settings, after, error=str(error), status=403)
    take_cookie(response, COOKIE, LOG_IN)
    return response


async def _let_in(request: Request, services: Services, proof: Proof, after: str) -> Response:
    settings = services.settings
    try:
        who = person(proof.claims, settings.oidc_role_claim, settings.oidc_role_mapping)
    except NotWelcomeError:
        async with services.database.transaction() as session:
            await unwelcome(session, proof.claims)
        raise
    async with services.database.transaction() as session:
        user = await welcome(session, who)
        tokens = await begin_session(session, request, user, proof.id_token)
    return go_on(request, settings, tokens, after)


def _down(request: Request, settings: Settings, after: str, error: ProviderDownError) -> Response:
    message = str(error) + (_OTHER_WAY if settings.password_log_in else _AGAIN)
    return show_log_in(request, settings, after, error=message, status=503)


def _remembered(request: Request, settings: Settings) -> dict[str, Any]:
    try:
        found = _serializer(settings).loads(request.cookies.get(COOKIE, ""), max_age=_LASTS)
    except BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.session_secret, salt="desk log-in by provider")
