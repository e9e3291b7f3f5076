"""The list of tickets: filters, search, pages, views, many at once, and what is unread."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from desk_builders import Browser, reload
from sqlalchemy import select

from channels.desk.inbox.filters import Filters
from channels.desk.inbox.finding import ROWS
from channels.desk.inbox.models import SavedView, SeenTicket
from channels.desk.inbox.views import MOST_VIEWS
from channels.services import Services
from handoff.models import Ticket
from handoff.service import record_reply
from handoff.status import ENTREPRENEUR, TicketStatus
from handoff.tickets.marks import set_tags
from kit import clock

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

LIST = "/desk/tickets"
ROW = re.compile(r'<th scope="row"><a href="/desk/tickets/(VD-\w+)">')
NEXT = re.compile(r'<a class="button" href="([^"]+)" rel="next">')


async def listed(browser: Browser, **filters: str) -> list[str]:
    response = await browser.get(f"{LIST}?{urlencode(filters)}")
    assert response.status_code == 200
    return ROW.findall(response.text)


async def many(browser: Browser, *tickets: Ticket | str, do: str, **fields: str) -> httpx.Response:
    """Send the form for many, with these tickets chosen."""
    chosen = [each if isinstance(each, str) else each.reference for each in tickets]
    form: dict[str, Any] = {"csrf_token": await browser.token(LIST), "do": do, "ticket": chosen}
    return await browser.client.post(f"{LIST}/bulk", data=form | fields)


async def test_every_filter_keeps_what_it_says(browse: Browse, tickets: Make, services: Services) -> None:
    now = clock.now()
    late = await tickets("anna", due_at=now - timedelta(hours=1))
    laren = await tickets("bram", gemeente="laren", topic="financiering", language="en")
    old = await tickets("anna", created_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    nobodys = await tickets(None)
    closed = await tickets("anna", status=TicketStatus.CLOSED)
    async with services.database.transaction() as session:
        await set_tags(session, await session.get_one(Ticket, old.id), ["Haast"], "Anna")
    browser = await browse("coordinator")
    for filters, wanted in (
        ({"status": "alles"}, {late, laren, old, nobodys, closed}),
        ({"status": "afgehandeld"}, {closed}),
        ({"gemeente": "laren"}, {laren}),
        ({"topic": "financiering"}, {laren}),
        ({"language": "en"}, {laren}),
        ({"manager": "bram"}, {laren}),
        ({"manager": "niemand"}, {nobodys}),
        ({"tag": "haast"}, {old}),
        ({"due": "te-laat"}, {late}),
        ({"until": "2026-03-01"}, {old}),
        ({"since": "2026-03-01", "until": "2026-03-01"}, {old}),
        ({"since": "2026-03-02", "manager": "anna"}, {late}),
        ({"gemeente": "hilversum", "manager": "anna", "topic": "omgevingsplan"}, {late, old}),
    ):
        found = await listed(browser, **filters)
        assert set(found) == {each.reference for each in wanted}, filters


async def test_what_cannot_be_a_filter_is_none(browse: Browse, tickets: Make) -> None:
    ticket = await tickets("anna")
    browser = await browse("anna")
    for filters in (
        {"status": "onzin", "sort": "onzin", "due": "onzin"},
        {"since": "gisteren", "until": "2026-13-40"},
        {"after": "onzin"},
        {"after": "WyIyMDI2LTAxLTAxIiwgMSwgdHJ1ZV0"},
        {"q": "\x00"},
        {"status": "\x00", "sort": "é" * 500},
    ):
        assert await listed(browser, **filters) == [ticket.reference], filters
    for filters in ({"gemeente": "\x00nergens"}, {"manager": "'; --"}, {"tag": "%"}, {"topic": "x" * 500}):
        assert await listed(browser, **filters) == [], filters


async def test_an_account_manager_finds_nothing_of_somebody_else_whatever_the_filters(
    browse: Browse, tickets: Make
) -> None:
    theirs = await tickets("anna", question="Een geheim plan")
    browser = await browse("bram")
    for filters in ({"status": "alles"}, {"manager": "anna"}, {"q": "geheim"}, {"q": theirs.reference}):
        assert await listed(browser, **filters) == []
    assert "Anna Voorbeeld</option>" not in (await browser.get(LIST)).text.split("Met de gekozen")[0]


WORDS = {
    "werkplaats": True,
    "WERKPLAATS beginnen": True,
    "regel kopie": True,  # from the conversation
    "Ondernemer": True,
    "jan@example.nl": True,
    "bijgebouw": True,  # what the entrepreneur said later
    "werkplaats kinderopvang": False,
    "%": False,
    "' OR 1=1": False,
    "brouwerij": False,
}


async def test_words_are_found_in_question_messages_name_and_address(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket = await tickets("anna")
    await tickets("anna", question="Iets anders", summary="", name="Piet", email=None, transcript=[])
    async with services.database.transaction() as session:
        stored = await session.get_one(Ticket, ticket.id)
        await record_reply(session, stored, "Het is een bijgebouw", ENTREPRENEUR)
    browser = await browse("anna")
    for words, found in WORDS.items():
        assert await listed(browser, q=words) == ([ticket.reference] if found else []), words


async def test_a_reference_is_found_in_small_letters(browse: Browse, tickets: Make) -> None:
    ticket = await tickets("anna")
    await tickets("anna")
    assert await listed(await browse("anna"), q=f" {ticket.reference.lower()} ") == [ticket.reference]


@pytest.mark.parametrize("sort", ["termijn", "nieuw", "gewijzigd"])
async def test_pages_follow_each_other_without_a_gap_also_while_one_comes_in(
    browse: Browse, tickets: Make, services: Services, sort: str
) -> None:
    now = clock.now()
    made = [await tickets("anna", due_at=now + timedelta(hours=number % 7)) for number in range(ROWS + 5)]
    async with services.database.transaction() as session:
        for ticket in made[:3]:
            (await session.get_one(Ticket, ticket.id)).on_top = True
    browser = await browse("anna")
    page = (await browser.get(f"{LIST}?sort={sort}&manager=ik")).text
    first, following = ROW.findall(page), NEXT.findall(page)
    assert len(first) == ROWS and len(following) == 1
    await tickets("anna", due_at=now - timedelta(days=1))
    page = (await browser.get(following[0].replace("&amp;", "&"))).text
    second = ROW.findall(page)
    assert not NEXT.findall(page)
    assert len(second) == 5 and {*first, *second} == {each.reference for each in made}
    if sort == "termijn":
        assert set(first[:3]) == {each.reference for each in made[:3]}


async def test_a_ticket_is_unread_until_one_looked_and_again_when_it_changes(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket, other = await tickets("anna"), await tickets("anna")
    browser = await browse("anna")
    assert set(await listed(browser, unread="1")) == {ticket.reference, other.reference}
    await browser.get(f"{LIST}/{ticket.reference}")
    assert await listed(browser, unread="1") == [other.reference]
    assert (await browser.get(LIST)).text.count(">ongelezen<") == 1
    assert set(await listed(await browse("coordinator"), unread="1")) == {ticket.reference, other.reference}
    async with services.database.transaction() as session:
        await record_reply(session, await session.get_one(Ticket, ticket.id), "Nog iets", ENTREPRENEUR)
    assert set(await listed(browser, unread="1")) == {ticket.reference, other.reference}
    done = await many(browser, ticket, other, do="read")
    assert "Bij 2 vragen is het gelukt" in done.text
    assert await listed(browser, unread="1") == []


async def test_an_auditor_leaves_no_trace_and_is_offered_no_form(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket = await tickets("anna")
    browser = await browse("auditor")
    await browser.get(f"{LIST}/{ticket.reference}")
    page = (await browser.get(LIST)).text
    assert ticket.reference in page and 'id="bulk"' not in page and "ongelezen" not in page
    async with services.database.reading() as session:
        assert (await session.scalars(select(SeenTicket))).all() == []


async def test_many_are_assigned_tagged_and_closed_and_each_that_fails_says_why(
    browse: Browse, tickets: Make, services: Services
) -> None:
    one, two = await tickets("anna"), await tickets(None)
    closed = await tickets("anna", status=TicketStatus.CLOSED)
    browser = await browse("coordinator")
    done = await many(browser, one, two, do="assign", manager="bram")
    assert done.status_code == 200 and "Bij 2 vragen is het gelukt" in done.text
    again = await many(browser, one, do="assign", manager="bram")
    assert again.status_code == 400 and "Deze vraag is al van Bram Voorbeeld" in again.text
    await many(browser, one, two, do="tag", tag="Haast")
    assert set(await listed(browser, tag="haast")) == {one.reference, two.reference}
    mixed = await many(browser, one, closed, "VD-BESTAATNIET", do="close")
    assert mixed.status_code == 200 and "Bij 1 vraag is het gelukt" in mixed.text
    assert f"<li>{closed.reference}: " in mixed.text and "VD-BESTAATNIET: bestaat niet" in mixed.text
    assert (await reload(services, one)).status is TicketStatus.CLOSED
    assert (await reload(services, two)).account_manager_id == "bram"


async def test_in_many_nobody_touches_what_is_not_theirs(
    browse: Browse, tickets: Make, services: Services
) -> None:
    theirs, nobodys = await tickets("anna"), await tickets(None)
    for who in ("bram", "anna"):
        answer = await many(await browse(who), nobodys if who == "anna" else theirs, do="close")
        assert answer.status_code == 400
    for ticket in (theirs, nobodys):
        assert (await reload(services, ticket)).status is TicketStatus.NEW


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"do": "onzin"}, "Kies wat u"),
        ({"do": "assign"}, "Kies een collega"),
        ({"do": "tag"}, "Typ een label"),
        ({"do": "tag", "tag": "x" * 41}, "te lang"),
        ({"do": "assign", "manager": "oud"}, ""),
        ({"do": "assign", "manager": "niemand"}, "Kies een collega"),
    ],
)
async def test_a_wish_that_cannot_be_is_refused_and_what_was_chosen_stays(
    browse: Browse, tickets: Make, fields: dict[str, str], message: str
) -> None:
    ticket = await tickets("anna")
    answer = await many(await browse("coordinator"), ticket, **fields)
    assert answer.status_code == 400 and message in answer.text
    assert f'value="{ticket.reference}" checked' in answer.text


async def test_nothing_chosen_is_said(browse: Browse) -> None:
    answer = await many(await browse("anna"), do="close")
    assert answer.status_code == 400 and "Kies eerst een of meer vragen" in answer.text


async def test_a_view_is_kept_under_a_name_for_oneself_and_can_go(
    browse: Browse, tickets: Make, services: Services
) -> None:
    late = await tickets("anna", due_at=clock.now() - timedelta(hours=1))
    await tickets("anna")
    anna, bram = await browse("anna"), await browse("bram")
    query = Filters(due="te-laat", q="plan & meer").text
    kept = await anna.send("/desk/views", LIST, name="  Te  laat ", query=f"{query}&after=x&onzin=1")
    assert kept.status_code == 303
    page = (await anna.get(LIST)).text
    assert f'href="/desk/tickets?{query.replace("&", "&amp;")}"' in page and ">Te laat</a>" in page
    assert "Te laat</a>" not in (await bram.get(LIST)).text
    await anna.send("/desk/views", LIST, name="Te laat", query=Filters(due="te-laat").text)
    async with services.database.reading() as session:
        [view] = await session.scalars(select(SavedView))
    assert view.query == "due=te-laat"
    assert await listed(anna, due="te-laat") == [late.reference]
    assert (await anna.send(f"/desk/views/{view.id}/remove", LIST)).status_code == 303
    assert ">Te laat</a>" not in (await anna.get(LIST)).text


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
async def test_a_view_needs_a_name(browse: Browse, name: str) -> None:
    answer = await (await browse("anna")).send("/desk/views", LIST, name=name, query="")
    assert answer.status_code == 400 and "een naam van hooguit 60 tekens" in answer.text


async def test_there_is_an_end_to_views(browse: Browse) -> None:
    browser = await browse("anna")
    for number in range(MOST_VIEWS):
        await browser.send("/desk/views", LIST, name=f"weergave {number}", query="")
    answer = await browser.send("/desk/views", LIST, name="nog een", query="")
    assert answer.status_code == 400 and "Verwijder er eerst een" in answer.text


@pytest.mark.parametrize("who", ["anna", "redactie", "auditor"])
async def test_the_keys_stand_on_a_page_of_their_own(browse: Browse, who: str) -> None:
    page = (await (await browse(who)).get("/desk/shortcuts")).text
    assert "<kbd>?</kbd>" in page and ("<kbd>j</kbd>" in page) is (who != "redactie")
