"""Who stands in for a colleague who is away sees their questions, can work on them and can take them over."""

from collections.abc import Callable
from typing import Any

from desk_builders import reload

from channels.services import Services
from handoff.models import Absence, Ticket
from handoff.status import EventKind
from handoff.tickets.finding import events_of
from kit import clock

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]


async def away(services: Services, who: str, replacement: str) -> None:
    async with services.database.transaction() as session:
        absence = Absence(account_manager_id=who, first_day=clock.today(), replacement_id=replacement)
        session.add(absence)


async def page(browser: Any, ticket: Ticket) -> Any:
    return await browser.get(f"/desk/tickets/{ticket.reference}")


async def test_who_stands_in_finds_answers_and_takes_over_the_questions_of_who_is_away(
    browse: Browse, services: Services, tickets: Make
) -> None:
    first, second, bram = await tickets("anna"), await tickets("anna"), await browse("bram")
    assert (await page(bram, first)).status_code == 404
    await away(services, "anna", "bram")
    inbox = (await bram.get("/desk/tickets")).text
    assert "Vragen van Anna Voorbeeld, die u vervangt" in inbox and first.reference in inbox
    shown = (await page(bram, first)).text
    assert "U vervangt Anna Voorbeeld" in shown and 'option value="bram"' not in shown
    assert (await bram.act(first, "replies", text="Anna is er niet, ik help u.")).status_code == 303
    to_oneself = await bram.act(first, "transfer", account_manager_id="bram")
    assert to_oneself.status_code == 400 and "Dat bent u zelf" in to_oneself.text
    assert (await bram.act(second, "claim")).status_code == 303
    async with services.database.reading() as session:
        last = (await events_of(session, second))[-1]
    assert (last.kind, last.before, last.after) == (EventKind.CLAIMED, "anna", "bram")
    assert (await reload(services, second)).account_manager_id == "bram"
    assert (await reload(services, first)).account_manager_id == "anna"
    assert "<dt>Waarom</dt><dd>Opgepakt door Bram Voorbeeld" in (await page(bram, second)).text
    assert f"<dt>Waarom</dt><dd>{first.routing_reason}" in (await page(bram, first)).text


async def test_nobody_else_sees_them_and_when_the_absence_ends_neither_does_who_stood_in(
    browse: Browse, services: Services, tickets: Make
) -> None:
    ticket, bram = await tickets("anna"), await browse("bram")
    await away(services, "anna", "bram")
    assert (await page(await browse("loket"), ticket)).status_code == 404
    assert (await page(bram, ticket)).status_code == 200
    async with services.database.transaction() as session:
        absence = await session.get_one(Absence, 1)
        await session.delete(absence)
    assert (await page(bram, ticket)).status_code == 404
    refused = await bram.send(f"/desk/tickets/{ticket.reference}/claim", "/desk/tickets")
    assert refused.status_code == 404
