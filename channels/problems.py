"""Errors over HTTP: RFC 9457 problems with Dutch sentences, never a stack trace, never what was typed."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from channels import errors
from channels.refusals import refusals
from kit.errors import VoordeurError

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

_TITLES = {
    400: "Het verzoek klopt niet",
    401: "Geen toegang",
    403: "Geen toegang",
    404: "Niet gevonden",
    405: "Deze methode kan hier niet",
    409: "Het verzoek past niet bij de stand van zaken",
    413: "Het verzoek is te groot",
    429: "Te veel verzoeken",
    500: "Er ging iets mis bij ons",
    503: "Even niet beschikbaar",
}
_DETAILS = {
    400: "De inhoud van het verzoek is niet te lezen.",
    401: "Meld u aan om verder te gaan.",
    403: "U mag dit niet bekijken of doen.",
    404: "Op dit adres is niets te vinden.",
    405: "Gebruik een van de methoden in de Allow-header.",
    413: "Stuur een kleiner verzoek.",
    500: "Probeer het later opnieuw. Blijft het misgaan? Neem dan contact op met uw gemeente.",
}
_STATUSES: dict[type[VoordeurError], int] = {
    errors.BadFieldError: 400,
    errors.BadAnswersError: 400,
    errors.WrongTokenError: 401,
    errors.UnknownConversationError: 404,
    errors.UnknownArticleError: 404,
    errors.UnknownCheckError: 404,
    errors.KeyReusedError: 409,
    errors.CopiesError: 409,
    errors.NoMailError: 409,
    errors.HeldByOtherError: 409,
    errors.NotHeldError: 409,
    errors.TooManyRequestsError: 429,
    errors.ConversationBusyError: 503,
}
_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "60"}}


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str = Field(description="Name of the field, query parameter or header; empty: the whole body.")
    reason: str = Field(description="A Dutch phrase.")


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    type: str = "about:blank"
    status: int
    title: str
    detail: str
    instance: str
    errors: list[FieldProblem] | None = None


def problem(
    request: Request,
    status: int,
    detail: str = "",
    *,
    fields: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Make the response for an error; without detail a general Dutch sentence is given."""
    content = Problem(
        status=status,
        title=_TITLES.get(status) or HTTPStatus(status).phrase,
        detail=detail or _DETAILS.get(status, ""),
        instance=request.url.path,
        errors=list(fields) or None,
    )
    return JSONResponse(
        content.model_dump(exclude_none=True),
        status,
        headers={**_HEADERS.get(status, {}), **(headers or {})},
        media_type=MEDIA_TYPE,
    )


def add_problem_handlers(app: FastAPI) -> None:
    """Let every error of the application leave as a problem."""
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(VoordeurError, _voordeur_error)


async def _bad_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    fields = [FieldProblem(field=field, reason=reason) for field, reason in refusals(error.errors())]
    return problem(request, 400, "; ".join(_sentence(field) for field in fields) + ".", fields=fields)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(request, error.status_code, headers=error.headers)


async def _voordeur_error(request: Request, error: Exception) -> JSONResponse:
    """Show an error of ours; one that has no status of its own is a mistake in the code, and stays inside."""
    status = next((_STATUSES[kind] for kind in type(error).__mro__ if kind in _STATUSES), 500)
    if status == 500:
        logger.error("an error without status reached the edge: %s", type(error).__name__)
        return problem(request, 500)
    if isinstance(error, errors.BadFieldError):
        field = FieldProblem(field=error.field, reason=error.reason)
        return problem(request, status, f"{_sentence(field)}.", fields=[field])
    if isinstance(error, errors.BadAnswersError):
        fields = [FieldProblem(field=name, reason=reason) for name, reason in error.reasons.items()]
        return problem(request, status, str(error), fields=fields)
    if isinstance(error, errors.TooManyRequestsError):
        return problem(request, status, str(error), headers={"Retry-After": str(error.retry_after)})
    return problem(request, status, str(error))


def _sentence(field: FieldProblem) -> str:
    return f"{field.field} {field.reason}" if field.field else field.reason[:1].upper() + field.reason[1:]
