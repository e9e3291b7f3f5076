"""The public description of the API: /v1/openapi.json."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from channels.problems import MEDIA_TYPE, Problem
from channels.web.headers import API_VERSION

_DESCRIPTION = (
    "Voordeur antwoordt ondernemers in de regio uit een kennisbank die redacteuren bijhouden, "
    "en brengt hen bij een accountmanager. Fouten zijn `application/problem+json` met een Nederlandse zin."
)
_REFUSALS = {
    400: "The request is not right; `errors` names the fields.",
    401: "The token is missing or wrong.",
    404: "There is nothing here, or no longer.",
    409: "It does not fit how things are; `detail` says why, such as a key that came earlier.",
    413: "The body is too large.",
    429: "Too many requests; see Retry-After.",
    503: "Not now; see Retry-After.",
}
_VERSION_HEADER = {
    "description": "The full version of the API.",
    "schema": {"type": "string", "examples": [API_VERSION]},
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the errors of a route."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _REFUSALS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def describe(app: FastAPI) -> None:
    """Let the application describe itself as it is: bad input is 400, and every response has its version."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _schema(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _schema(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title="Voordeur",
        version=API_VERSION,
        description=_DESCRIPTION,
        routes=app.routes,
        tags=app.openapi_tags,
    )
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    for operations in schema["paths"].values():
        for operation in operations.values():
            _complete(operation["responses"])
    return schema


def _complete(responses: dict[str, Any]) -> None:
    responses.pop("422", None)
    for response in responses.values():
        response.setdefault("headers", {})["API-Version"] = _VERSION_HEADER
