"""The description of the API, and whether the gateway keeps to it."""

import asyncio

import httpx
import pytest
import schemathesis
from channels_builders import Talk
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

PATHS = {
    "/v1/conversations": {"post"},
    "/v1/conversations/{conversation_id}": {"get", "delete"},
    "/v1/conversations/{conversation_id}/messages": {"post"},
    "/v1/conversations/{conversation_id}/events": {"get"},
    "/v1/conversations/{conversation_id}/feedback": {"post"},
    "/v1/conversations/{conversation_id}/typing": {"post"},
    "/v1/conversations/{conversation_id}/read": {"post"},
    "/v1/articles": {"get"},
    "/v1/articles/{article_id}": {"get"},
    "/v1/checks": {"get"},
    "/v1/checks/{check}": {"get", "post"},
    "/v1/gemeenten": {"get"},
    "/v1/contact-moments": {"get"},
    "/v1/contact-moments.ics": {"get"},
}


async def test_the_description_is_valid_and_has_every_call_of_the_contract(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/v1/openapi.json")).json()
    validate(schema)
    for path, methods in PATHS.items():
        assert set(schema["paths"][path]) == methods


async def test_bad_input_is_described_as_a_problem_and_never_as_422(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/v1/openapi.json")).json()
    assert "422" not in str(schema) and "HTTPValidationError" not in str(schema)
    post = schema["paths"]["/v1/conversations/{conversation_id}/messages"]["post"]["responses"]
    assert {"201", "400", "401", "404", "409", "413"} <= set(post)
    reference = post["400"]["content"]["application/problem+json"]["schema"]["$ref"]
    assert reference == "#/components/schemas/Problem"
    assert set(schema["components"]["schemas"]["Problem"]["required"]) >= {"status", "title", "detail"}


async def test_names_on_the_wire_are_camel_case_and_paths_kebab_case(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/v1/openapi.json")).json()
    for shape in schema["components"]["schemas"].values():
        assert not [name for name in shape.get("properties", {}) if "_" in name or "-" in name]
    for path in schema["paths"]:
        fixed = [step for step in path.split("/") if not step.startswith("{")]
        assert all(step == step.lower() and "_" not in step for step in fixed)


# Accepting all that fits the schema is not asked: a gemeente must exist, a text must be visible.
CHECKED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
STREAM = "/v1/conversations/{conversation_id}/events"
CALLS = [(method, path) for path in PATHS if path != STREAM for method in sorted(PATHS[path] - {"delete"})]


@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_generated_requests_get_described_answers(
    talk: Talk, base_url: str, method: str, path: str
) -> None:
    description = (await talk.client.get("/v1/openapi.json")).json()
    schema = schemathesis.openapi.from_dict(description)
    schema.config.update(base_url=base_url)

    @given(case=schema[path][method.upper()].as_strategy())
    @settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def attempt(case: schemathesis.Case) -> None:
        if "conversation_id" in case.path_parameters:
            case.path_parameters["conversation_id"] = talk.id
        case.call_and_validate(checks=CHECKED, headers=talk.headers)

    await asyncio.to_thread(attempt)
