"""A walk past every route of the desk: each role, and every ticket with that of another gemeente."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from desk_builders import TOKEN, Browser, reload
from desk_doors import FIELDS, MAY, PEOPLE, Objects, desk_doors
from doors import DOORS
from fastapi import FastAPI
from sqlalchemy import func, select

from channels.desk.models import Role
from channels.desk.permissions import PERMISSIONS, Permission
from channels.services import Services
from handoff.models import TicketEvent
from handoff.status import TicketStatus

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

OTHERS_FIELDS = {
    "account_manager_id": "bram",
    "status": "afgehandeld",
    "text": "tekst van een ander",
    "note": "tekst van een ander",
}


@pytest.fixture
async def objects(services: Services, tickets: Make, browse: Browse) -> Objects:
    return Objects(services, tickets, browse, "anna")


def test_every_route_has_an_expectation_and_every_expectation_a_route(desk_app: FastAPI) -> None:
    assert desk_doors(desk_app) == DOORS.keys()


def test_the_one_place_that_knows_says_the_same_as_this_table() -> None:
    told = {role: permissions - {Permission.CHANGE} for role, permissions in PERMISSIONS.items()}
    assert told == MAY
    assert {role for role in Role if Permission.CHANGE not in PERMISSIONS[role]} == {Role.AUDITOR}


async def own_token(browser: Browser) -> str:
    return await browser.token("/desk/account")


async def answer(browser: Browser, door: str, path: str, token: str) -> tuple[int, str]:
    """Knock, and return the status with the page."""
    if path.endswith("/events"):
        response = await browser.client.head(path)  # a stream has no end
    elif door.startswith("GET"):
        response = await browser.get(path)
    else:
        form = {"csrf_token": token} | FIELDS.get(door, {})
        response = await browser.client.post(path, data=form)
    return response.status_code, response.text


@pytest.mark.parametrize("role", Role)
async def test_each_role_passes_the_doors_it_may_and_no_other(
    browse: Browse, objects: Objects, role: Role
) -> None:
    browser = await browse(PEOPLE[role])
    objects.visitor, token, wrong = PEOPLE[role], await own_token(browser), []
    for door, permission in sorted(DOORS.items(), key=lambda each: each[0] == "POST /desk/log-out"):
        status, text = await answer(browser, door, await objects.fill(door), token)
        if permission in MAY[role]:
            passed = status in (200, 204, 303, 400, 409)
        elif role is Role.AUDITOR and door.startswith("POST"):
            passed = status == 403 and "niets wijzigen" in text
        else:
            passed = status == 404
        if not passed:
            wrong.append(f"{door}: {status}")
    assert wrong == []


async def test_an_auditor_reads_a_ticket_with_its_history_and_is_offered_nothing_to_change(
    browse: Browse, tickets: Make
) -> None:
    ticket = await tickets("anna")
    page = (await (await browse("auditor")).get(f"/desk/tickets/{ticket.reference}")).text
    assert "Regel uit de kopie" in page and "Geschiedenis" in page and "Geopend" in page
    assert "kunt niets wijzigen" in page
    assert set(re.findall(r'<form[^>]*method="post"[^>]*action="([^"]+)"', page)) == {"/desk/log-out"}


async def test_no_form_of_an_auditor_changes_a_ticket(
    browse: Browse, services: Services, tickets: Make
) -> None:
    browser = await browse("auditor")
    token, ticket = await own_token(browser), await tickets("anna")
    for door in DOORS:
        if door.startswith("POST") and "{reference}" in door:
            path = door.split()[1].replace("{reference}", ticket.reference)
            path = re.sub(r"\{\w+\}", "1", path)
            response = await browser.client.post(path, data={"csrf_token": token} | OTHERS_FIELDS)
            assert response.status_code == 403, door
    assert (await reload(services, ticket)).status is TicketStatus.NEW
    assert await event_count(services) == 1


@pytest.mark.parametrize("who", ["bram", "loket", "oud", "redactie"])
async def test_an_object_of_another_gemeente_is_not_there(
    browse: Browse, services: Services, tickets: Make, conversation: str, who: str
) -> None:
    ticket, browser = await tickets("anna", conversation_id=conversation), await browse(who)
    before = len((await services.conversations.read(conversation))[1])
    token = await own_token(browser)
    doors = [door for door in DOORS if "{reference}" in door]
    assert len(doors) >= 10
    for door in doors:
        path = re.sub(r"\{\w+\}", "1", door.split()[1].replace("{reference}", ticket.reference))
        if door.startswith("POST"):
            response = await browser.client.post(path, data={"csrf_token": token} | OTHERS_FIELDS)
        else:
            response = await browser.client.request(door.split()[0], path)
        assert response.status_code == 404, door
        assert "Regel uit" not in response.text and "werkplaats" not in response.text, door
    assert await event_count(services) == 1
    held, messages = await services.conversations.read(conversation)
    assert (held.holder, len(messages)) == ("assistant", before)


async def test_a_session_or_a_view_of_a_colleague_is_not_there(browse: Browse, objects: Objects) -> None:
    objects.visitor = "bram"
    path = await objects.fill("POST /desk/account/sessions/{session_id}/end")
    anna = await browse("anna")
    token = await own_token(anna)
    assert (await anna.client.post(path, data={"csrf_token": token})).status_code == 404
    view = await objects.fill("POST /desk/views/{view_id}/remove")
    assert (await anna.client.post(view, data={"csrf_token": token})).status_code == 404
    assert "2 apparaten" in (await (await browse("bram")).get("/desk/account/sessions")).text


async def event_count(services: Services) -> int:
    async with services.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(TicketEvent)) or 0


async def test_an_auditor_sees_drafts_and_history_but_no_button(browse: Browse, objects: Objects) -> None:
    browser, path = await browse("auditor"), await objects.fill("GET /{article_id}/{revision_id}")
    article, revision = path.strip("/").split("/")
    draft = await browser.get(f"/desk/articles/{article}/revisions/{revision}")
    assert draft.status_code == 200 and "Lunchroom aan huis" in draft.text
    for text in (draft.text, (await browser.get("/desk/articles/kapsalon-hilversum/history")).text):
        assert set(re.findall(r'<form[^>]*method="post"[^>]*action="([^"]+)"', text)) == {"/desk/log-out"}
    led = await browser.get(f"/desk/articles/{article}")
    assert led.headers["location"].endswith(f"/revisions/{revision}")


async def test_an_auditor_changes_the_own_password(browse: Browse) -> None:
    browser = await browse("auditor")
    assert TOKEN.search((await browser.get("/desk/account")).text)
    fields = {"password_now": "een lang wachtwoord", "password_new": "een ander wachtwoord"}
    response = await browser.send(
        "/desk/account", "/desk/account", password_again="een ander wachtwoord", **fields
    )
    assert response.status_code == 303
