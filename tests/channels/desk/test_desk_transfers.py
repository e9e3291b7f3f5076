"""Offering a ticket, answering an offer, and what is put on a ticket, in the browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from desk_builders import reload

from channels.services import Services
from handoff.models import Absence, AccountManager, Ticket
from handoff.service import events_of
from handoff.status import EventKind, TicketStatus
from handoff.tickets.marks import tags_of
from kit import clock

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]


async def events(services: Services, ticket: Ticket) -> list[tuple[str | None, ...]]:
    async with services.database.reading() as session:
        found = (await events_of(session, ticket))[1:]
        return [(each.kind, each.actor, each.before, each.after, each.note) for each in found]


async def test_an_offer_is_seen_by_who_it_is_for_and_accepted(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket, anna, bram = await tickets("anna"), await browse("anna"), await browse("bram")
    path = f"/desk/tickets/{ticket.reference}"
    assert (await bram.get(path)).status_code == 404
    response = await anna.act(ticket, "transfer", account_manager_id="bram", note="Past bij Laren")
    assert "blijft van u" in (await anna.get(response.headers["location"])).text
    assert "Trek de overdracht in" in (await anna.get(path)).text
    assert (await reload(services, ticket)).account_manager_id == "anna"
    assert "Aan u aangeboden (1)" in (await bram.get("/desk/tickets")).text
    text = (await bram.get(path)).text
    assert "Anna Voorbeeld biedt u deze vraag aan" in text and "Past bij Laren" in text
    assert 'id="reply-field"' not in text
    assert (await bram.act(ticket, "transfer/accept")).headers["location"] == f"{path}?notice=accepted"
    assert (await reload(services, ticket)).account_manager_id == "bram"
    assert (await anna.get(path)).status_code == 404
    assert [kind for kind, *_ in await events(services, ticket)] == [EventKind.OFFERED, EventKind.TRANSFERRED]


async def test_declining_needs_a_reason_and_the_giver_reads_it(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket, anna, bram = await tickets("anna"), await browse("anna"), await browse("bram")
    await anna.act(ticket, "transfer", account_manager_id="bram")
    refused = await bram.act(ticket, "transfer/decline", note=" ")
    assert refused.status_code == 400 and "Schrijf erbij waarom" in refused.text
    response = await bram.act(ticket, "transfer/decline", note="Ik ken deze straat niet")
    assert response.headers["location"] == "/desk/tickets?notice=declined"
    assert "Ik ken deze straat niet" in (await anna.get(f"/desk/tickets/{ticket.reference}")).text
    assert (await reload(services, ticket)).offered_to_id is None


async def test_an_offer_taken_back_can_no_longer_be_accepted(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket, anna, bram = await tickets("anna"), await browse("anna"), await browse("bram")
    await anna.act(ticket, "transfer", account_manager_id="bram")
    path = f"/desk/tickets/{ticket.reference}"
    token = await bram.token(path)
    assert (await anna.act(ticket, "transfer/withdraw")).status_code == 303
    late = await bram.client.post(f"{path}/transfer/accept", data={"csrf_token": token})
    assert late.status_code == 404
    assert (await reload(services, ticket)).account_manager_id == "anna"


@pytest.mark.parametrize("stand_in", ["loket", None])
async def test_an_absent_colleague_gets_nothing_and_the_replacement_is_named(
    browse: Browse, tickets: Make, services: Services, stand_in: str | None
) -> None:
    ticket, until = await tickets("anna"), clock.today() + timedelta(days=3)
    async with services.database.transaction() as session:
        bram = await session.get_one(AccountManager, "bram")
        bram.absences.append(Absence(first_day=clock.today(), last_day=until, replacement_id=stand_in))
    anna = await browse("anna")
    response = await anna.act(ticket, "transfer", account_manager_id="bram", note="Bewaar dit")
    named = "Loket Voorbeeld vervangt. Kies Loket Voorbeeld." if stand_in else "Kies iemand anders."
    assert response.status_code == 400 and "Bewaar dit</textarea>" in response.text
    assert f"Bram Voorbeeld is afwezig tot en met {clock.dutch_date(until)}. {named}" in response.text
    assert "Bram Voorbeeld (afwezig)" in response.text


async def test_another_gemeente_finds_who_helps_there(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket, anna = await tickets("anna"), await browse("anna")
    await anna.act(ticket, "transfer", gemeente="laren", note="Het pand staat in Laren")
    stored = await reload(services, ticket)
    assert (stored.offered_to_id, stored.offered_gemeente, stored.gemeente) == ("bram", "laren", "hilversum")
    await (await browse("bram")).act(ticket, "transfer/accept")
    assert (await reload(services, ticket)).gemeente == "laren"
    text = (await (await browse("bram")).get(f"/desk/tickets/{ticket.reference}")).text
    assert "van Hilversum naar Laren" in text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"account_manager_id": "bram", "gemeente": "laren"},
        {"gemeente": "amsterdam"},
        {"gemeente": "\x00"},
    ],
)
async def test_a_transfer_names_one_colleague_or_one_gemeente(
    browse: Browse, tickets: Make, services: Services, fields: dict[str, str]
) -> None:
    ticket = await tickets("anna")
    assert (await (await browse("anna")).act(ticket, "transfer", **fields)).status_code == 400
    assert await events(services, ticket) == []


async def test_tags_rode_loper_and_follow_up_are_kept_and_shown(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket, anna = await tickets("anna"), await browse("anna")
    day = clock.today() + timedelta(days=2)
    await anna.act(ticket, "tags", tags="Horeca, spoed ,,")
    await anna.act(ticket, "rode-loper", wanted="yes")
    await anna.act(ticket, "follow-up", day=day.isoformat())
    async with services.database.reading() as session:
        assert (await tags_of(session, [ticket]))[ticket.id] == ["horeca", "spoed"]
    stored = await reload(services, ticket)
    assert (stored.rode_loper, stored.follow_up_on) == (True, day)
    assert "horeca, spoed" in (await anna.get("/desk/tickets")).text
    page = (await anna.get(f"/desk/tickets/{ticket.reference}")).text
    assert "Haal de rode loper weg" in page and clock.dutch_date(day) in page
    assert "&#39;horeca&#39; erbij" in page and "van nee naar ja" in page


@pytest.mark.parametrize("day", ["gisteren", "2020-01-01", "2026-02-30", "\x00"])
async def test_a_follow_up_that_is_no_day_ahead_is_refused(
    browse: Browse, tickets: Make, services: Services, day: str
) -> None:
    ticket = await tickets("anna")
    response = await (await browse("anna")).act(ticket, "follow-up", day=day)
    assert response.status_code == 400 and 'id="follow-up-error"' in response.text
    assert (await reload(services, ticket)).follow_up_on is None


async def test_a_mentioned_colleague_reads_and_answers_in_a_note_only(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket, anna, bram = await tickets("anna"), await browse("anna"), await browse("bram")
    path = f"/desk/tickets/{ticket.reference}"
    assert (await bram.get(path)).status_code == 404
    await anna.act(ticket, "notes", text="@bram, ken jij dit pand?")
    assert "U bent genoemd (1)" in (await bram.get("/desk/tickets")).text
    text = (await bram.get(path)).text
    assert "ken jij dit pand?" in text and 'id="reply-field"' not in text and 'id="note-field"' in text
    assert "U bent genoemd" not in (await bram.get("/desk/tickets")).text
    assert (await bram.act(ticket, "notes", text="Ja, dat ken ik")).status_code == 303
    assert (await bram.act(ticket, "replies", text="Dag")).status_code == 400
    refused = await anna.act(ticket, "notes", text="@niemand kijk")
    assert refused.status_code == 400 and "@niemand is geen collega" in refused.text


async def test_a_double_is_merged_and_read_from_the_one_that_stays(
    browse: Browse, tickets: Make, services: Services
) -> None:
    stays, double, anna = (
        await tickets("anna"),
        await tickets("anna", question="Dubbel?"),
        await browse("anna"),
    )
    text = (await anna.get(f"/desk/tickets/{stays.reference}")).text
    assert f'<option value="{double.reference}">' in text
    await anna.act(double, "notes", text="Staat al elders")
    response = await anna.act(stays, "merge", double=f" {double.reference.lower()} ")
    assert response.headers["location"] == f"/desk/tickets/{stays.reference}?notice=merged"
    text = (await anna.get(f"/desk/tickets/{stays.reference}")).text
    assert "Staat al elders" in text and "Dubbel?" in text and f"(bij {double.reference})" in text
    assert (
        f'Samengevoegd met <a href="/desk/tickets/{stays.reference}"'
        in (await anna.get(f"/desk/tickets/{double.reference}")).text
    )
    assert (await reload(services, double)).status is TicketStatus.CLOSED


@pytest.mark.parametrize("other", ["bram", "none", "self", "nobody"])
async def test_only_own_open_tickets_are_merged(
    browse: Browse, tickets: Make, services: Services, other: str
) -> None:
    ticket, anna = await tickets("anna"), await browse("anna")
    made = await tickets("bram") if other == "bram" else await tickets(None)
    reference = {"none": "VD-ABCDEFGHJK", "self": ticket.reference}.get(other, made.reference)
    response = await anna.act(ticket, "merge", double=reference)
    assert response.status_code == 400 and 'id="merge-error"' in response.text
    assert (await reload(services, made)).status is TicketStatus.NEW


async def test_tickets_of_the_same_entrepreneur_that_a_colleague_has_are_counted_only(
    browse: Browse, tickets: Make
) -> None:
    mine, closed = await tickets("anna"), await tickets("anna", status=TicketStatus.CLOSED)
    theirs = await tickets("bram", gemeente="laren")
    text = (await (await browse("anna")).get(f"/desk/tickets/{mine.reference}")).text
    assert closed.reference in text and theirs.reference not in text
    assert "Bij collega&#39;s: 1." in text or "Bij collega's: 1." in text
