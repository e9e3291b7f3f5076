"""The directory at the desk: adding, changing, planning absence and leaving, as a coordinator does it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from desk_builders import Browser, reload, user_named
from sqlalchemy import select

from channels.services import Services
from handoff.hours import DEFAULT_HOURS
from handoff.models import AccountManager, DirectoryChange
from handoff.routing import route
from handoff.status import EventKind, TicketStatus
from handoff.tickets.finding import events_of
from kit import clock

pytest_plugins = ["desk_fixtures"]

SOON = clock.today() + timedelta(days=30)
NEW = "/desk/directory/new"
ANNA = "/desk/directory/anna"
DITTE: dict[str, Any] = {
    "name": "Ditte Voorbeeld",
    "email": "ditte@example.nl",
    "phone": "035 629 22 22",
    "gemeenten": ["laren", "hilversum"],
    "topics": ["coaching"],
    "sectors": "Media, zorg en welzijn",
    "languages": ["nl", "en"],
    "hours-monday": "9-12.30 en 13.00 - 17 uur",
    "hours-friday": "09:00-12:30",
    "replacement_id": "bram",
}


@pytest.fixture
async def coordinator(browse: Callable[..., Any]) -> Browser:
    browser: Browser = await browse("coordinator")
    return browser


async def stored(services: Services, manager_id: str) -> AccountManager:
    async with services.database.reading() as session:
        return await session.get_one(AccountManager, manager_id)


def form_of(page: str) -> dict[str, Any]:
    """Return what stands in the fields of a page, as a browser would send it."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input id="[^"]*" name="([^"]*)" type="[a-z]*" value="([^"]*)"', page):
        found[name] = unescape(value)
    ticked = re.findall(r'type="checkbox" name="([^"]*)" value="([^"]*)" checked', page)
    for name, value in ticked:
        found.setdefault(name, []).append(value)
    return found


async def test_somebody_new_gets_questions_at_once(coordinator: Browser, services: Services) -> None:
    response = await coordinator.send(NEW, NEW, **DITTE)
    assert response.headers["location"] == "/desk/directory/ditte-voorbeeld?notice=added"
    ditte = await stored(services, "ditte-voorbeeld")
    assert (ditte.phone, ditte.sectors) == ("+31356292222", ["media", "zorg-en-welzijn"])
    assert ditte.working_hours == {
        "monday": [["09:00", "12:30"], ["13:00", "17:00"]],
        "friday": [["09:00", "12:30"]],
    }
    async with services.database.reading() as session:
        found = await route(
            session, gemeente="hilversum", topic="coaching", sector="media", moment=clock.now()
        )
    assert found.name == "Ditte Voorbeeld"
    page = (await coordinator.get("/desk/directory")).text
    assert "Ditte Voorbeeld" in page and "Laren, Hilversum" in page


WRONG: list[tuple[str, Any, str]] = [
    ("name", "", "Vul de naam in"),
    ("name", "!!!", "Vul de naam in"),
    ("name", "A" * 121, "te lang"),
    ("name", "Anna", "Er is al iemand met de naam Anna"),
    ("email", "ditte", "Dit e-mailadres klopt niet"),
    ("phone", "035 1", "Dit telefoonnummer klopt niet"),
    ("gemeenten", [], "Kies een of meer gemeenten"),
    ("gemeenten", ["almere"], "hoort niet bij de regio"),
    ("topics", ["bouwen"], "Kies alleen onderwerpen uit de lijst"),
    ("sectors", "media, !!", "woorden met komma"),
    ("languages", [], "Kies ten minste één taal"),
    ("languages", ["xx"], "Kies ten minste één taal"),
    ("hours-monday", "hele dag", "kan ik niet lezen"),
    ("hours-monday", "17-9", "ligt het begin niet voor het einde"),
    ("hours-monday", "9-9", "ligt het begin niet voor het einde"),
    ("hours-monday", "9-25", "is geen tijd"),
    ("hours-monday", "9:75-12", "is geen tijd"),
    ("hours-monday", "9-13, 12-17", "overlappen elkaar"),
    ("replacement_id", "niemand", "staat niet in de gids"),
    ("replacement_id", "oud", "is niet meer actief"),
]


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(coordinator: Browser) -> None:
    for field, value, told in WRONG:
        response = await coordinator.send(NEW, NEW, **DITTE | {field: value})
        assert response.status_code == 400, field
        beside = re.search(rf'id="{field}-error"><strong>Fout:</strong> ([^<]*)', unescape(response.text))
        assert beside and told in beside[1], (field, value)
        kept = form_of(response.text)
        for name in DITTE.keys() - {field, "replacement_id"}:
            assert sorted(kept[name]) == sorted(DITTE[name]), name


async def test_several_mistakes_are_told_at_once(coordinator: Browser) -> None:
    response = await coordinator.send(NEW, NEW, **DITTE | {"name": "", "email": "x", "hours-friday": "?"})
    assert response.text.count("<strong>Fout:</strong>") == 3
    assert '<a href="#hours-friday">Vrijdag</a>' in response.text


async def test_a_change_is_kept_with_what_stood_there_before(
    coordinator: Browser, services: Services
) -> None:
    page = await coordinator.get(ANNA)
    typed = form_of(page.text)
    assert typed.pop("example") == ["on"]  # a real person in the place of the example
    typed |= {"email": "anna.nieuw@example.nl", "hours-friday": "", "version": "0"}
    response = await coordinator.send(ANNA, ANNA, **typed)
    assert response.status_code == 303, response.text
    anna = await stored(services, "anna")
    assert (anna.email, anna.edited_at_desk) == ("anna.nieuw@example.nl", True)
    assert anna.working_hours == {day: hours for day, hours in DEFAULT_HOURS.items() if day != "friday"}
    async with services.database.reading() as session:
        [change] = list(await session.scalars(select(DirectoryChange)))
    assert (change.actor, change.before["email"]) == ("Coordinator", "anna@example.nl")
    assert set(change.after) == {
        "email",
        "working_hours",
        "example",
    }  # the order of gemeenten and topics is no change
    shown = (await coordinator.get(ANNA)).text
    assert "anna@example.nl</del>" in re.sub(r"<span.*?</span>", "", shown)


async def test_two_coordinators_do_not_overwrite_each_other(
    browse: Callable[..., Any], coordinator: Browser, services: Services
) -> None:
    typed = form_of((await coordinator.get(ANNA)).text) | {"version": "0"}
    assert (await coordinator.send(ANNA, ANNA, **typed | {"name": "Anna Eerst"})).status_code == 303
    other: Browser = await browse("coordinator")
    refused = await other.send(ANNA, ANNA, **typed | {"name": "Anna Tweede"})
    assert refused.status_code == 400
    assert "Een collega heeft dit intussen gewijzigd" in refused.text
    assert form_of(refused.text)["name"] == "Anna Tweede"
    assert (await stored(services, "anna")).name == "Anna Eerst"


async def test_absences_are_planned_one_after_another_and_taken_away(
    coordinator: Browser, services: Services
) -> None:
    for first, last in ((SOON, SOON + timedelta(days=4)), (SOON + timedelta(days=60), None)):
        typed = {"absence_first_day": f"{first:%d-%m-%Y}", "absence_last_day": str(last or "")}
        response = await coordinator.send(f"{ANNA}/absences", ANNA, **typed, absence_replacement_id="bram")
        assert response.status_code == 303
    anna = await stored(services, "anna")
    assert [each.replacement_id for each in anna.absences] == ["bram", "bram"]
    page = (await coordinator.get(ANNA)).text
    assert clock.dutch_date(SOON) in page and "Bram Voorbeeld vervangt" in page
    gone = anna.absences[0].id
    await coordinator.send(f"{ANNA}/absences/{gone}/remove", ANNA)
    assert len((await stored(services, "anna")).absences) == 1
    assert (await coordinator.send(f"{ANNA}/absences/{gone}/remove", ANNA)).status_code == 404


WRONG_ABSENCES: list[tuple[dict[str, str], str, str]] = [
    ({"absence_first_day": ""}, "first_day", "Dit is geen dag"),
    ({"absence_first_day": "morgen"}, "first_day", "Dit is geen dag"),
    ({"absence_first_day": "31-02-2027"}, "first_day", "Dit is geen dag"),
    ({"absence_last_day": "2026-13-01"}, "last_day", "Dit is geen dag"),
    ({"absence_last_day": str(SOON - timedelta(days=1))}, "last_day", "ligt voor de eerste dag"),
    ({"absence_first_day": "2020-01-01", "absence_last_day": "2020-01-02"}, "last_day", "al voorbij"),
    ({"absence_replacement_id": "anna"}, "replacement_id", "Kies een collega die actief is"),
    ({"absence_replacement_id": "oud"}, "replacement_id", "Kies een collega die actief is"),
]


async def test_an_absence_that_makes_no_sense_is_refused_beside_its_field(coordinator: Browser) -> None:
    right = {"absence_first_day": str(SOON), "absence_last_day": "", "absence_replacement_id": ""}
    for typed, field, told in WRONG_ABSENCES:
        response = await coordinator.send(f"{ANNA}/absences", ANNA, **right | typed)
        assert response.status_code == 400, typed
        assert re.search(rf'id="absence_{field}-error"><strong>Fout:</strong> [^<]*{told}', response.text), (
            told
        )
        assert all(f'value="{value}"' in response.text for value in typed.values()), typed


async def test_absences_do_not_overlap(coordinator: Browser) -> None:
    path = f"{ANNA}/absences"
    assert (await coordinator.send(path, ANNA, absence_first_day=str(SOON))).status_code == 303
    response = await coordinator.send(path, ANNA, absence_first_day=str(SOON + timedelta(days=300)))
    assert response.status_code == 400
    assert "Er staat al een afwezigheid" in response.text


async def test_who_leaves_hands_everything_over(
    coordinator: Browser, browse: Callable[..., Any], services: Services, tickets: Callable[..., Any]
) -> None:
    anna: Browser = await browse("anna")
    open_, closed = await tickets("anna"), await tickets("anna", status=TicketStatus.CLOSED)
    path = f"{ANNA}/deactivate"
    assert "1 open vraag gaat naar de vervanger" in (await coordinator.get(path)).text
    refused = await coordinator.send(path, path)
    assert refused.status_code == 400
    assert "Er staan vragen open. Kies wie ze overneemt." in refused.text
    assert (await coordinator.send(path, path, replacement_id="bram")).status_code == 303
    assert (await reload(services, open_)).account_manager_id == "bram"
    assert (await reload(services, closed)).account_manager_id == "anna"
    async with services.database.reading() as session:
        event = (await events_of(session, open_))[-1]
    assert (event.kind, event.actor) == (EventKind.TRANSFERRED, "Coordinator")
    assert "werkt hier niet meer" in (event.note or "")
    assert not (await user_named(services, "anna")).active
    assert (await anna.get("/desk/tickets")).status_code == 303
    gone = await stored(services, "anna")
    assert (gone.active, gone.replacement_id) == (False, "bram")
    await coordinator.send(f"{ANNA}/activate", ANNA)
    assert (await stored(services, "anna")).active


async def test_conversations_that_who_leaves_held_go_back_to_the_assistant(
    coordinator: Browser,
    browse: Callable[..., Any],
    services: Services,
    tickets: Callable[..., Any],
    conversation: str,
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    await anna.act(ticket, "take-over")
    path = f"{ANNA}/deactivate"
    assert (await coordinator.send(path, path, replacement_id="bram")).status_code == 303
    held, _ = await services.conversations.read(conversation)
    assert held.holder == "assistant"


async def test_only_a_colleague_who_works_here_can_take_over(coordinator: Browser) -> None:
    path = f"{ANNA}/deactivate"
    for chosen, told in (("anna", "niet zichzelf"), ("oud", "niet meer actief"), ("x", "staat niet")):
        response = await coordinator.send(path, path, replacement_id=chosen)
        assert response.status_code == 400 and told in response.text, chosen


async def test_a_replacement_who_is_away_gets_no_open_questions(
    coordinator: Browser, tickets: Callable[..., Any]
) -> None:
    await tickets("anna")
    await coordinator.send(
        "/desk/directory/bram/absences", "/desk/directory/bram", absence_first_day=str(clock.today())
    )
    path = f"{ANNA}/deactivate"
    response = await coordinator.send(path, path, replacement_id="bram")
    assert response.status_code == 400 and "is afwezig" in response.text


async def test_the_last_regional_desk_stays(coordinator: Browser, services: Services) -> None:
    path = "/desk/directory/loket"
    response = await coordinator.send(f"{path}/deactivate", f"{path}/deactivate")
    assert response.status_code == 400 and "enige actieve regionale loket" in response.text
    typed = form_of((await coordinator.get(path)).text) | {"gemeenten": ["laren"], "version": "0"}
    typed.pop("region_desk", None)
    refused = await coordinator.send(path, path, **typed)
    assert refused.status_code == 400 and "enige actieve regionale loket" in refused.text
    assert (await stored(services, "loket")).active


async def test_a_difference_with_the_file_is_shown(coordinator: Browser, services: Services) -> None:
    async with services.database.transaction() as session:
        anna = await session.get_one(AccountManager, "anna")
        anna.edited_at_desk = True
        anna.file_entry = {"name": "Anna van het bestand", "gemeenten": ["laren"]}
    assert "Bestand en desk verschillen" in (await coordinator.get("/desk/directory")).text
    page = (await coordinator.get(ANNA)).text
    assert "In het bestand staat iets anders" in page and "Anna van het bestand" in page


async def test_who_does_not_exist_is_not_found(coordinator: Browser) -> None:
    for name in ("nobody", "%00", "a" * 80, "%C3%A9"):
        assert (await coordinator.get(f"/desk/directory/{name}")).status_code == 404, name


async def test_an_absence_today_changes_the_list_at_once(coordinator: Browser) -> None:
    last = clock.today() + timedelta(days=1)
    await coordinator.send(
        f"{ANNA}/absences", ANNA, absence_first_day=str(clock.today()), absence_last_day=str(last)
    )
    page = (await coordinator.get("/desk/directory")).text
    assert f"afwezig tot en met {clock.dutch_date(last)}" in page
