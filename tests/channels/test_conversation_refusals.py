"""The API for conversations: who may not in, what is too large, and what is not there."""

import json

import httpx
import pytest
from channels_builders import Talk
from conversation_problems import assert_problem

from channels.services import Services


@pytest.mark.parametrize(
    "path", ["", "/messages", "/events", "/feedback"], ids=["read", "post", "watch", "feedback"]
)
@pytest.mark.parametrize(
    ("authorization", "status"),
    [(None, 401), ("Bearer fout", 401), ("Bearer ", 401), ("Basic YTpi", 401), ("fout", 401)],
)
async def test_a_missing_or_wrong_token_is_refused(
    talk: Talk, path: str, authorization: str | None, status: int
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    method, body = (
        ("POST", {"text": "a", "helpful": True}) if path in ("/messages", "/feedback") else ("GET", None)
    )
    response = await talk.client.request(method, talk.path + path, json=body, headers=headers)
    assert_problem(response, status)
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_the_token_of_another_conversation_is_refused(talk: Talk) -> None:
    other = (await talk.client.post("/v1/conversations")).json()
    headers = {"Authorization": f"Bearer {other['token']}"}
    assert_problem(await talk.client.get(talk.path, headers=headers), 401)
    assert_problem(await talk.client.delete(talk.path, headers=headers), 401)
    assert await talk.transcript()


@pytest.mark.parametrize("unknown", ["abc", "a" * 24, "a" * 500, "%00", "%2e%2e", "a'; --", "🏠"])
async def test_an_unknown_conversation_is_not_found(client: httpx.AsyncClient, unknown: str) -> None:
    headers = {"Authorization": "Bearer x"}
    for method, path in [("GET", ""), ("DELETE", ""), ("POST", "/messages"), ("GET", "/events")]:
        body = {"text": "hallo"} if method == "POST" else None
        response = await client.request(
            method, f"/v1/conversations/{unknown}{path}", json=body, headers=headers
        )
        assert response.status_code == 404, response.text
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_that_is_too_large_is_refused(talk: Talk, chunked: bool) -> None:
    async def chunks():
        for _ in range(100):
            yield b" " * 10_000

    headers = talk.headers | {"Content-Type": "application/json"}
    content = chunks() if chunked else b" " * 1_000_000
    assert_problem(await talk.client.post(f"{talk.path}/messages", content=content, headers=headers), 413)


@pytest.mark.parametrize(
    "path", ["/v1/conversations/", "/v1/articles/", "/v1/nergens", "/nergens/", "/v2/articles"]
)
async def test_an_unknown_address_or_a_trailing_slash_is_not_found(
    client: httpx.AsyncClient, path: str
) -> None:
    assert_problem(await client.get(path), 404)


async def test_a_wrong_method_is_named_as_such(client: httpx.AsyncClient) -> None:
    response = await client.put("/v1/conversations", json={})
    assert_problem(response, 405)
    assert "POST" in response.headers["Allow"]


async def test_an_unexpected_error_shows_no_trace(
    talk: Talk, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def break_down(*_: object) -> None:
        raise ZeroDivisionError("geheim")

    monkeypatch.setattr(services.conversations, "read", break_down)
    response = await talk.client.get(talk.path, headers=talk.headers)
    problem = assert_problem(response, 500)
    assert "geheim" not in json.dumps(problem) and "Traceback" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "geheim" not in caplog.text and "ZeroDivisionError" in caplog.text
