"""What the tests of the conversation API share: bad input by name, and how a problem is told."""

import httpx


def assert_problem(response: httpx.Response, status: int, field: str | None = None) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["API-Version"]
    problem: dict[str, object] = response.json()
    assert problem["status"] == status
    assert problem["title"] and problem["detail"]
    assert problem["instance"] == response.request.url.path
    if field is not None:
        errors = problem["errors"]
        assert isinstance(errors, list)
        assert field in [error["field"] for error in errors]
        assert all(error["reason"] for error in errors)
    return problem
