"""Who sees which tickets, in which order, and how near the deadline is."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from channels.desk.view import due
from handoff.models import Ticket
from handoff.status import TicketStatus

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROW = re.compile(r'<th scope="row"><a href="/desk/tickets/(VD-\w+)">')


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("anna", {"annas", "nobodys-hilversum"}),
        ("bram", {"brams", "nobodys-laren"}),
        ("loket", {"nobodys-hilversum", "nobodys-laren", "nobodys-nowhere"}),
        ("oud", {"ouds"}),
        ("coordinator", {"annas", "brams", "ouds", "nobodys-hilversum", "nobodys-laren", "nobodys-nowhere"}),
    ],
)
async def test_everybody_sees_their_own_and_what_they_may_take(
    browse: Browse, tickets: Make, who: str, seen: set[str]
) -> None:
    made = {
        "annas": await tickets("anna"),
        "brams": await tickets("bram", gemeente="laren"),
        "ouds": await tickets("oud"),
        "nobodys-hilversum": await tickets(None),
        "nobodys-laren": await tickets(None, gemeente="laren"),
        "nobodys-nowhere": await tickets(None, gemeente=None, topic=None),
    }
    browser = await browse(who)
    listed = set(ROW.findall((await browser.get("/desk/tickets")).text))
    assert listed == {made[name].reference for name in seen}
    for name, ticket in made.items():
        response = await browser.get(f"/desk/tickets/{ticket.reference}")
        assert response.status_code == (200 if name in seen else 404), name


async def test_a_closed_ticket_of_nobody_is_for_the_coordinator_only(browse: Browse, tickets: Make) -> None:
    ticket = await tickets(None, status=TicketStatus.CLOSED)
    for who, status in (("anna", 404), ("loket", 404), ("coordinator", 200)):
        response = await (await browse(who)).get(f"/desk/tickets/{ticket.reference}")
        assert response.status_code == status


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"nieuw", "in-behandeling", "wacht-op-ondernemer"}),
        ("?status=open", {"nieuw", "in-behandeling", "wacht-op-ondernemer"}),
        ("?status=onzin", {"nieuw", "in-behandeling", "wacht-op-ondernemer"}),
        *((f"?status={status.value}", {status.value}) for status in TicketStatus),
    ],
)
async def test_the_list_is_filtered_by_status(
    browse: Browse, tickets: Make, query: str, shown: set[str]
) -> None:
    made = {status.value: (await tickets("anna", status=status)).reference for status in TicketStatus}
    for who in ("anna", "coordinator"):
        listed = ROW.findall((await (await browse(who)).get(f"/desk/tickets{query}")).text)
        assert sorted(listed) == sorted(made[status] for status in shown)


async def test_the_first_due_stands_first(browse: Browse, tickets: Make) -> None:
    late = await tickets("anna", due_at=NOW + timedelta(days=3))
    soon = await tickets("anna", due_at=NOW + timedelta(days=1))
    listed = ROW.findall((await (await browse("anna")).get("/desk/tickets")).text)
    assert listed == [soon.reference, late.reference]


async def test_own_tickets_and_those_of_nobody_stand_apart(browse: Browse, tickets: Make) -> None:
    own, nobodys = await tickets("anna"), await tickets(None)
    text = (await (await browse("anna")).get("/desk/tickets")).text
    places = [text.index(word) for word in ("Mijn vragen", own.reference, "Vragen zonder", nobodys.reference)]
    assert places == sorted(places)


async def test_the_coordinator_sees_whose_it_is(browse: Browse, tickets: Make) -> None:
    await tickets("bram")
    text = (await (await browse("coordinator")).get("/desk/tickets")).text
    assert "Bram Voorbeeld" in text and "Alle vragen (1)" in text


async def test_an_empty_list_says_so(browse: Browse) -> None:
    assert "Hier staan nu geen vragen." in (await (await browse("anna")).get("/desk/tickets")).text


@pytest.mark.parametrize(
    ("left", "status", "word"),
    [
        (timedelta(hours=4, seconds=1), TicketStatus.NEW, None),
        (timedelta(hours=4), TicketStatus.NEW, "bijna"),
        (timedelta(0), TicketStatus.IN_PROGRESS, "bijna"),
        (timedelta(seconds=-1), TicketStatus.NEW, "te laat"),
        (timedelta(days=-9), TicketStatus.IN_PROGRESS, "te laat"),
        (timedelta(days=-9), TicketStatus.WAITING, None),
        (timedelta(days=-9), TicketStatus.CLOSED, None),
    ],
)
def test_a_deadline_is_near_in_the_last_four_hours(
    left: timedelta, status: TicketStatus, word: str | None
) -> None:
    with time_machine.travel(NOW, tick=False):
        found = due(Ticket(due_at=NOW + left, amber_at=NOW + left - timedelta(hours=4), status=status))
    assert (found.word if found else None) == word


async def test_the_deadline_is_written_in_dutch_local_time(browse: Browse, tickets: Make) -> None:
    with time_machine.travel(NOW, tick=False):
        await tickets("anna", due_at=NOW + timedelta(hours=1), amber_at=NOW)
        text = (await (await browse("anna")).get("/desk/tickets")).text
    assert "maandag 23 november om 11:00 uur" in text
    assert '<strong class="due near">bijna</strong>' in text
