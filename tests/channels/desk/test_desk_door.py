"""The one door: nobody gets past it, and no form without its token does anything."""

from collections.abc import Callable
from typing import Any

import pytest
from desk_builders import desk_routes, reload
from fastapi import FastAPI

from channels.services import Services
from handoff.status import TicketStatus

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

OPEN = {("GET", "/desk/log-in"), ("POST", "/desk/log-in"), ("POST", "/desk/log-in/code")}
OPEN |= {("GET", "/desk/log-in/provider"), ("GET", "/desk/log-in/provider/back")}
OPEN |= {("GET", "/desk/log-in/invitation/1"), ("POST", "/desk/log-in/invitation/1")}


async def test_without_a_session_every_page_leads_to_the_log_in_page(
    desk_app: FastAPI, browse: Browse
) -> None:
    browser = await browse()
    pages = [path for method, path in desk_routes(desk_app) if method == "GET" and ("GET", path) not in OPEN]
    assert len(pages) >= 6
    for path in pages:
        response = await browser.get(path)
        assert response.status_code == 303, path
        assert response.headers["location"].startswith("/desk/log-in"), path


async def test_without_a_session_every_form_is_refused(desk_app: FastAPI, browse: Browse) -> None:
    browser = await browse()
    token = await browser.token("/desk/log-in")
    forms = [
        path for method, path in desk_routes(desk_app) if method == "POST" and ("POST", path) not in OPEN
    ]
    assert len(forms) >= 9
    for path in forms:
        response = await browser.client.post(path, data={"csrf_token": token, "text": "x"})
        assert response.status_code == 403, path
        assert "Log opnieuw in" in response.text and "text/html" in response.headers["content-type"]


@pytest.mark.parametrize(
    "change",
    [
        {"data": {}},
        {"data": {"csrf_token": ""}},
        {"data": {"csrf_token": "verkeerd"}},
        {"data": {"csrf_token": "é"}},
        {"json": {"csrf_token": "verkeerd"}},
        {"files": {"csrf_token": ("a.txt", b"x")}},
        {"content": b"\xff\xfe", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
    ],
)
async def test_every_form_is_refused_without_the_right_token(
    desk_app: FastAPI, browse: Browse, change: dict[str, Any]
) -> None:
    browser = await browse("coordinator")
    for method, path in desk_routes(desk_app):
        if method == "POST":
            assert (await browser.client.post(path, **change)).status_code == 403, path


async def test_every_form_from_another_site_is_refused_even_with_the_token(
    desk_app: FastAPI, browse: Browse
) -> None:
    browser = await browse("coordinator")
    token = await browser.token("/desk/tickets")
    for method, path in desk_routes(desk_app):
        if method == "POST":
            response = await browser.client.post(
                path, data={"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"}
            )
            assert response.status_code == 403, path
    assert (await browser.get("/desk/tickets")).status_code == 200


async def test_the_desk_answers_to_reading_and_sending_only(desk_app: FastAPI) -> None:
    assert {method for method, _ in desk_routes(desk_app)} == {"GET", "HEAD", "POST"}


async def test_the_token_of_a_colleague_is_no_token(
    browse: Browse, tickets: Make, services: Services
) -> None:
    anna, bram, ticket = await browse("anna"), await browse("bram"), await tickets("anna")
    token = await bram.token("/desk/tickets")
    path = f"/desk/tickets/{ticket.reference}/status"
    response = await anna.client.post(path, data={"csrf_token": token, "status": "afgehandeld"})
    assert response.status_code == 403
    assert (await reload(services, ticket)).status is TicketStatus.NEW


@pytest.mark.parametrize("reference", ["VD-BESTAATNIET", "1", "%00", "..", "VD-é", "a" * 3000])
async def test_a_reference_that_does_not_exist_is_a_page_that_says_so(browse: Browse, reference: str) -> None:
    response = await (await browse("coordinator")).get(f"/desk/tickets/{reference}")
    assert response.status_code in (303, 404)
    assert "Traceback" not in response.text


async def test_a_ticket_is_not_reached_by_its_number(browse: Browse, tickets: Make) -> None:
    ticket = await tickets("anna")
    assert (await (await browse("anna")).get(f"/desk/tickets/{ticket.id}")).status_code == 404


@pytest.mark.parametrize(("path", "who"), [("/desk/tickets", "redactie"), ("/desk/worklist", "anna")])
async def test_a_list_for_others_is_not_there(browse: Browse, path: str, who: str) -> None:
    assert (await (await browse(who)).get(path)).status_code == 404


async def test_an_unknown_page_is_a_page_and_not_json(browse: Browse) -> None:
    response = await (await browse("anna")).get("/desk/nergens/te/vinden")
    assert response.status_code == 404
    assert "<h1>Niet gevonden</h1>" in response.text


async def test_the_desk_is_not_in_the_public_description(desk_app: FastAPI) -> None:
    assert not [path for path in desk_app.openapi()["paths"] if "desk" in path]
