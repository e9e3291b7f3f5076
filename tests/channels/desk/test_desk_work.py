"""The page of a ticket: what it shows, who gets the ticket, and its status."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from desk_builders import reload
from ticket_readers import events, holder, said

from channels.conversations.schemas import PostMessage
from channels.services import Services
from handoff.status import EventKind, TicketStatus

pytest_plugins = ["desk_fixtures"]
type Browse = Callable[..., Any]
type Make = Callable[..., Any]


async def test_the_page_of_a_ticket_has_all_an_account_manager_needs(browse: Browse, tickets: Make) -> None:
    ticket = await tickets("anna", findings=["Meer dan een derde van de woning", {"regel": "BOPA"}])
    text = (await (await browse("anna")).get(f"/desk/tickets/{ticket.reference}")).text
    for words in (
        ticket.reference,
        "Nieuw",
        "Hilversum",
        "Omgevingsplan en vergunningen",
        "Jan Ondernemer",
        "mailto:jan%40example.nl",
        "tel:+31356210000",
        "Mag ik uw gegevens doorsturen?",
        ticket.routing_reason,
        "Een werkplaats in Hilversum.",
        "Mag ik hier een werkplaats beginnen?",
        "Regel uit de kopie",
        "Meer dan een derde",
        "regel: BOPA",
        "Geopend",
    ):
        assert words in text, words


async def test_the_live_conversation_goes_before_the_copy(
    browse: Browse, tickets: Make, conversation: str, services: Services
) -> None:
    ticket, browser = await tickets("anna", conversation_id=conversation), await browse("anna")
    text = (await browser.get(f"/desk/tickets/{ticket.reference}")).text
    assert "Regel uit het gesprek" in text and "Regel uit de kopie" not in text
    await services.conversations.erase(conversation)
    text = (await browser.get(f"/desk/tickets/{ticket.reference}")).text
    assert "Regel uit de kopie" in text and "bestaat niet meer" in text


async def test_a_ticket_tells_in_which_language_the_question_is(browse: Browse, tickets: Make) -> None:
    ticket, browser = (
        await tickets("anna", language="ar", question="أريد أن أفتح مطعما"),
        await browse("anna"),
    )
    text = (await browser.get(f"/desk/tickets/{ticket.reference}")).text
    assert "<dt>Taal</dt><dd>Arabisch</dd>" in text
    assert '<p class="said" lang="ar" dir="auto">أريد أن أفتح مطعما</p>' in text


async def test_a_ticket_of_nobody_is_claimed_once(browse: Browse, tickets: Make, services: Services) -> None:
    ticket, anna, desk = await tickets(None), await browse("anna"), await browse("loket")
    page = f"/desk/tickets/{ticket.reference}"
    token = await desk.token(page)
    response = await anna.act(ticket, "claim")
    assert response.headers["location"] == f"{page}?notice=claimed"
    assert "U heeft deze vraag opgepakt." in (await anna.get(response.headers["location"])).text
    assert (await reload(services, ticket)).account_manager_id == "anna"
    assert await events(services, ticket) == [(EventKind.CLAIMED, "Anna Voorbeeld", None)]
    late = await desk.client.post(f"{page}/claim", data={"csrf_token": token})
    assert late.status_code == 404 and "collega" in late.text


async def test_two_colleagues_never_both_claim(browse: Browse, tickets: Make, services: Services) -> None:
    ticket, browsers = await tickets(None), [await browse("anna"), await browse("loket")]
    path = f"/desk/tickets/{ticket.reference}"
    tokens = [await browser.token(path) for browser in browsers]
    responses = await asyncio.gather(
        *(
            browser.client.post(f"{path}/claim", data={"csrf_token": token})
            for browser, token in zip(browsers, tokens, strict=True)
        )
    )
    assert sorted(response.status_code for response in responses) == [303, 404]
    assert len(await events(services, ticket)) == 1


async def test_a_coordinator_divides_but_does_not_claim(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket, browser = await tickets(None), await browse("coordinator")
    response = await browser.act(ticket, "claim")
    assert response.status_code == 400 and "Alleen een accountmanager" in response.text
    response = await browser.act(ticket, "transfer", account_manager_id="bram", note="Past bij u")
    assert response.headers["location"] == f"/desk/tickets/{ticket.reference}?notice=assigned"
    assert (await reload(services, ticket)).account_manager_id == "bram"
    assert await events(services, ticket) == [(EventKind.ASSIGNED, "Coordinator", "Past bij u")]


@pytest.mark.parametrize("colleague", ["", "anna", "niemand", "oud", "\x00"])
async def test_a_ticket_goes_to_an_active_colleague_only(
    browse: Browse, tickets: Make, services: Services, colleague: str
) -> None:
    ticket = await tickets("anna")
    response = await (await browse("anna")).act(
        ticket, "transfer", account_manager_id=colleague, note="Bewaar <dit>"
    )
    assert response.status_code == 400
    assert 'id="transfer-error"' in response.text and "Bewaar &lt;dit&gt;</textarea>" in response.text
    assert (await reload(services, ticket)).account_manager_id == "anna"


async def test_who_hands_a_ticket_over_lets_the_conversation_go(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    await anna.act(ticket, "take-over")
    await anna.act(ticket, "transfer", account_manager_id="bram")
    assert await holder(services, conversation) == "anna"
    bram = await browse("bram")
    assert (await bram.act(ticket, "take-over")).status_code == 400
    await bram.act(ticket, "transfer/accept")
    assert await holder(services, conversation) is None
    assert (await bram.act(ticket, "take-over")).status_code == 303


async def test_a_ticket_of_nobody_can_only_be_claimed(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets(None, conversation_id=conversation), await browse("anna")
    for action, fields in {
        "replies": {"text": "antwoord"},
        "notes": {"text": "notitie"},
        "status": {"status": "afgehandeld"},
        "transfer": {"account_manager_id": "bram"},
        "take-over": {},
        "give-back": {},
    }.items():
        response = await anna.act(ticket, action, **fields)
        assert response.status_code == 400 and "Pak de vraag eerst op." in response.text, action
    assert (await anna.act(ticket, "typing")).status_code == 204
    assert await events(services, ticket) == []
    assert await holder(services, conversation) is None


@pytest.mark.parametrize("before", list(TicketStatus))
@pytest.mark.parametrize("after", list(TicketStatus))
async def test_only_allowed_statuses_are_offered_and_accepted(
    browse: Browse, tickets: Make, services: Services, before: TicketStatus, after: TicketStatus
) -> None:
    ticket, anna = await tickets("anna", status=before), await browse("anna")
    response = await anna.act(ticket, "status", status=after.value)
    assert anna.page
    allowed = before.may_become(after)
    assert (f'<option value="{after.value}">' in anna.page.text) == allowed
    assert response.status_code == (303 if allowed else 400)
    assert (await reload(services, ticket)).status is (after if allowed else before)


async def test_an_unknown_status_is_refused(browse: Browse, tickets: Make) -> None:
    response = await (await browse("anna")).act(await tickets("anna"), "status", status="onzin")
    assert response.status_code == 400 and "Kies een status." in response.text


async def test_closing_gives_the_conversation_back_to_the_assistant(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    await anna.act(ticket, "take-over")
    assert (
        await (await browse("coordinator")).act(ticket, "status", status="afgehandeld")
    ).status_code == 303
    assert await holder(services, conversation) is None
    assert "computer" in (await said(services, conversation))[-1].text


async def test_closing_leaves_the_conversation_of_a_colleague_alone(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    first = await tickets("anna", conversation_id=conversation)
    second = await tickets("bram", conversation_id=conversation)
    await (await browse("anna")).act(first, "take-over")
    assert (await (await browse("bram")).act(second, "status", status="afgehandeld")).status_code == 303
    assert await holder(services, conversation) == "anna"


MEAN = '<script>alert("x")</script> **vet** [klik](javascript:alert(1)) &amp; "'


async def test_what_people_wrote_is_shown_and_never_run(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    changes = {
        "name": MEAN,
        "question": MEAN,
        "summary": MEAN,
        "consent_text": MEAN,
        "findings": [MEAN, {MEAN: MEAN}],
    }
    ticket = await tickets("anna", conversation_id=conversation, **changes)
    await services.conversations.post(conversation, PostMessage(text=MEAN))
    anna = await browse("anna")
    await anna.act(ticket, "notes", text=MEAN)
    path = f"/desk/tickets/{ticket.reference}"
    for page in (
        path,
        "/desk/tickets",
        f"{path}?notice={MEAN}",
        f"/desk/tickets?status={MEAN}",
    ):
        text = (await anna.get(page)).text
        assert "<script>" not in text and 'href="javascript' not in text, page
    assert "&lt;script&gt;" in text
    refused = await anna.act(ticket, "replies", text=MEAN * 100)
    assert "<script>" not in refused.text and "&lt;script&gt;" in refused.text


async def test_pages_are_not_kept_and_run_no_script_of_their_own(browse: Browse, tickets: Make) -> None:
    ticket, anna = await tickets("anna"), await browse("anna")
    for path in ("/desk/log-in", "/desk/tickets", f"/desk/tickets/{ticket.reference}"):
        response = await (anna if path != "/desk/log-in" else await browse()).get(path)
        assert response.headers["cache-control"] == "no-store"
        assert "script-src 'self'" in response.headers["content-security-policy"]
        assert "style=" not in response.text and "onclick" not in response.text
        own = re.findall(r'<script(?: type="module")? src="/static/', response.text)
        assert response.text.count("<script") == len(own)
    for file in ("desk.css", "desk.js", "chat.css", "icon.svg"):
        assert (await anna.get(f"/static/{file}")).status_code == 200
