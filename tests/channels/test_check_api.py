"""The guided checks over HTTP, with the real rule files."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from check_pages import checking_app
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = ("werken-aan-huis", "financiering", "locatie")
HOME = {"gemeente": "hilversum", "trade": "kapper", "home-area": 120, "work-area": 20, "customers": True}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    app = checking_app(tmp_path_factory.mktemp("checks"))
    yield app
    del app.state.services.library.index


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voordeur.test") as client:
        yield client


async def judge(client: httpx.AsyncClient, check: str, answers: object) -> httpx.Response:
    return await client.post(f"/v1/checks/{check}", json={"answers": answers})


async def test_the_three_checks_are_listed_in_order(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/checks")
    checks = response.json()["checks"]
    assert [check["id"] for check in checks] == list(CHECKS)
    assert all(check["title"] and check["topic"] and check["introduction"] for check in checks)
    assert response.headers["API-Version"]


async def test_a_step_comes_with_its_sources_and_when_they_were_checked(client: httpx.AsyncClient) -> None:
    found = (await judge(client, "financiering", {"gemeente": "hilversum", "phase": "zwaar-weer"})).json()
    steps = {step["text"]: step for step in found["steps"]}
    [bureau] = [step for text, step in steps.items() if "Bureau Zelfstandigen" in text]
    assert bureau["sources"][0]["url"].startswith("https://www.hilversum.nl/")
    assert bureau["sources"][0]["date"] == "2022" and bureau["checkedOn"] == "2026-11-21"
    assert all(isinstance(each["text"], str) for each in found["ask"])


@pytest.mark.parametrize("check", CHECKS)
async def test_a_check_tells_every_question_with_what_may_be_answered(
    client: httpx.AsyncClient, check: str
) -> None:
    questions = (await client.get(f"/v1/checks/{check}")).json()["questions"]
    assert len({question["id"] for question in questions}) == len(questions) > 4
    for question in questions:
        assert question["text"] and question["name"]
        assert bool(question["options"]) == (question["kind"] in {"choice", "many"})
        assert bool(question["unit"]) == (question["kind"] == "number")


@pytest.mark.parametrize("check", CHECKS)
async def test_without_answers_nothing_is_known_and_everything_is_open(
    client: httpx.AsyncClient, check: str
) -> None:
    outcome = (await judge(client, check, {})).json()
    assert outcome["verdict"] == "unknown" and outcome["questions"] and outcome["disclaimer"]


@pytest.mark.parametrize("check", CHECKS)
async def test_not_knowing_anything_is_an_answer_too(client: httpx.AsyncClient, check: str) -> None:
    questions = (await client.get(f"/v1/checks/{check}")).json()["questions"]
    outcome = (await judge(client, check, {question["id"]: "onbekend" for question in questions})).json()
    assert outcome["verdict"] == "unknown" and outcome["questions"] == []


async def test_an_outcome_has_criteria_with_limit_answer_source_and_date(client: httpx.AsyncClient) -> None:
    response = await judge(client, "werken-aan-huis", HOME)
    outcome = response.json()
    assert response.status_code == 200 and outcome["check"] == "werken-aan-huis"
    assert outcome["verdictLabel"] and "rechten" in outcome["disclaimer"]
    for criterion in outcome["criteria"]:
        assert criterion["limit"] and criterion["checkedOn"] and criterion["sources"]
        assert criterion["met"] in {"yes", "no", "unknown", "open"}
    asked = {question["id"] for question in outcome["questions"]}
    assert asked and not asked & HOME.keys()


async def test_a_scheme_tells_for_whom_how_and_until_when(client: httpx.AsyncClient) -> None:
    answers = {"phase": "starter", "gemeente": "hilversum", "purpose": "start", "amount": 10_000}
    schemes = (await judge(client, "financiering", answers)).json()["schemes"]
    assert schemes
    for scheme in schemes:
        assert scheme["forWhom"] and scheme["gives"] and scheme["apply"] and scheme["until"]
        assert scheme["fit"] in {"fits", "may-fit", "does-not-fit"} and scheme["sources"]


async def test_the_same_answers_give_the_same_outcome(client: httpx.AsyncClient) -> None:
    first, second = [await judge(client, "werken-aan-huis", HOME) for _ in range(2)]
    assert first.content == second.content


async def test_every_answer_that_cannot_be_used_is_named_with_its_reason(client: httpx.AsyncClient) -> None:
    answers = {"gemeente": "atlantis", "home-area": 0, "staff": -1, "customers": "misschien", "wens": "ja"}
    response = await judge(client, "werken-aan-huis", answers)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert {error["field"] for error in problem["errors"]} == {f"answers.{name}" for name in answers}
    assert all(error["reason"] for error in problem["errors"])
    assert problem["instance"] == "/v1/checks/werken-aan-huis"


@pytest.mark.parametrize(
    ("check", "answers", "field"),
    [
        ("werken-aan-huis", {"home-area": 100, "work-area": 101}, "answers.work-area"),
        ("werken-aan-huis", {"work-area": "0 m2"}, "answers.work-area"),
        ("werken-aan-huis", {"nuisance": ["geen", "stank"]}, "answers.nuisance"),
        ("werken-aan-huis", {"nuisance": "lawaai"}, "answers.nuisance"),
        ("werken-aan-huis", {"trade": "x" * 1001}, "answers.trade"),
        ("werken-aan-huis", {"trade": {"naam": "kapper"}}, "answers.trade"),
        ("werken-aan-huis", {"staff": 1.5}, "answers.staff"),
        ("werken-aan-huis", {"staff": True}, "answers.staff"),
        ("werken-aan-huis", {"staff": 10**400}, "answers.staff"),
        ("werken-aan-huis", {"home-area": [100]}, "answers.home-area"),
        ("financiering", {"amount": -500}, "answers.amount"),
        ("financiering", {"amount": "veel"}, "answers.amount"),
        ("financiering", {"phase": "failliet"}, "answers.phase"),
        ("locatie", {"place": 7}, "answers.place"),
        ("locatie", {"x" * 500: 1}, "answers." + "x" * 64),
    ],
)
async def test_a_bad_answer_is_refused(
    client: httpx.AsyncClient, check: str, answers: dict[str, Any], field: str
) -> None:
    response = await judge(client, check, answers)
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
async def test_what_is_no_number_is_refused(client: httpx.AsyncClient, number: str) -> None:
    body = f'{{"answers": {{"amount": {number}}}}}'
    headers = {"Content-Type": "application/json"}
    response = await client.post("/v1/checks/financiering", content=body, headers=headers)
    assert response.status_code == 400


@pytest.mark.parametrize("body", [None, [], {}, {"answers": None}, {"answers": []}, {"answers": "ja"}, "x"])
async def test_a_body_of_another_shape_is_refused(client: httpx.AsyncClient, body: object) -> None:
    response = await client.post("/v1/checks/locatie", json=body)
    assert response.status_code == 400 and response.json()["errors"]


@pytest.mark.parametrize("check", ["bestaat-niet", "Locatie", "%00", "..%2Flocatie", "a" * 3000])
@pytest.mark.parametrize("method", ["get", "post"])
async def test_a_check_that_is_not_there_is_not_found(
    client: httpx.AsyncClient, check: str, method: str
) -> None:
    body = {"json": {"answers": {}}} if method == "post" else {}
    response = await client.request(method, f"/v1/checks/{check}", **body)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


async def test_names_on_the_wire_are_camel_case(client: httpx.AsyncClient) -> None:
    answered = (await judge(client, "werken-aan-huis", HOME)).json()
    assert not re.search(r'"[a-z]+_[a-z]+":', json.dumps(answered))


OF_API = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_generated_requests_get_described_answers(app: FastAPI, check: str, method: str) -> None:
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", app)

    @given(case=schema["/v1/checks/{check}"][method].as_strategy(), data=st.data())
    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def attempt(case: schemathesis.Case, data: st.DataObject) -> None:
        case.path_parameters["check"] = check
        if isinstance(case.body, dict) and isinstance(case.body.get("answers"), dict):
            ids = [each.id for each in app.state.services.library.checks.get(check).all_questions()]
            values = list(case.body["answers"].values())
            case.body["answers"] = {data.draw(st.sampled_from(ids)): value for value in values}
        case.call_and_validate(checks=OF_API)

    attempt()
