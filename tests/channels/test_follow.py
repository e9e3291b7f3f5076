"""An entrepreneur follows a question: a mailed link, a page, a message, closing, an opinion; no script."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from unittest.mock import AsyncMock

import httpx
import pytest
import time_machine
from mail_builders import add_manager, ask, deliver, letter_to, links, services_with_mail
from mail_server import Mailbox, running_mail_server

from channels.app import create_app
from channels.conversations.schemas import StartConversation
from channels.follow.links import follow_link
from channels.services import Services
from handoff import service as handoff
from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.ratings import given_between, mean, rating_of
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from handoff.tickets.merging import merge
from kit import clock
from kit.settings import Settings

JAN, ANNA = "jan@ondernemer.nl", "anna@voorbeeld.nl"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mailbox]:
    with running_mail_server() as mailbox:
        yield mailbox


@pytest.fixture
async def mailing(services: Services, settings: Settings, mail_server: Mailbox) -> AsyncIterator[Services]:
    mail_server.letters.clear()
    async with services_with_mail(settings, mail_server, rate_follow="4/hour") as mailing:
        await mailing.library.load()
        await add_manager(mailing)
        yield mailing


@pytest.fixture
async def browser(mailing: Services) -> AsyncIterator[httpx.AsyncClient]:
    """A visitor from outside, whose requests are counted."""
    transport = httpx.ASGITransport(create_app(mailing.settings, mailing), client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://voordeur.test") as browser:
        yield browser


@pytest.fixture
async def ticket(mailing: Services) -> Ticket:
    return await ask(mailing)


def path(services: Services, ticket: Ticket) -> str:
    return follow_link(services.settings, ticket.reference).removeprefix(services.settings.base_url)


async def stored(services: Services, ticket: Ticket) -> Ticket:
    async with services.database.reading() as session:
        return await session.get_one(Ticket, ticket.id)


async def act(services: Services, ticket: Ticket, what: str, *given: object) -> None:
    async with services.database.transaction() as session:
        await getattr(handoff, what)(session, await session.get_one(Ticket, ticket.id), *given)


async def test_the_whole_way_from_reference_to_opinion(
    mailing: Services, browser: httpx.AsyncClient, mail_server: Mailbox, ticket: Ticket
) -> None:
    start = (await browser.get("/volg")).text
    assert 'name="reference"' in start and "<script" not in start
    sent = await browser.post("/volg", data={"reference": ticket.reference.lower(), "email": JAN.upper()})
    assert sent.status_code == 200 and "Kijk in uw e-mail" in sent.text
    await deliver(mailing)
    link = links(letter_to(mail_server, JAN))[-1].removeprefix(mailing.settings.base_url)
    page = await browser.get(link)
    assert page.status_code == 200
    for word in (ticket.reference, "Ontvangen", "Anna", "Mag ik hier een werkplaats beginnen?"):
        assert word in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex" and "set-cookie" not in page.headers
    assert "<script" not in page.text
    added = await browser.post(f"{link}/messages", data={"text": "Mijn BSN is 111222333.\nEn dank."})
    assert added.status_code == 303
    page = await browser.get(added.headers["location"])
    assert "Uw bericht is verstuurd." in page.text and "[BSN verwijderd]" in page.text
    await browser.post(f"{link}/close")
    assert (await stored(mailing, ticket)).status is TicketStatus.CLOSED
    page = await browser.get(link)
    assert "Afgehandeld" in page.text and "Wat vond u ervan?" in page.text
    rated = await browser.post(f"{link}/rating", data={"score": "4", "remark": "Snel geholpen."})
    assert rated.headers["location"].endswith("?notice=thanks#oordeel")
    async with mailing.database.reading() as session:
        rating = await rating_of(session, ticket)
    assert rating and (rating.score, rating.remark) == (4, "Snel geholpen.")


async def test_notes_and_what_the_desk_did_are_not_on_the_page(
    mailing: Services, browser: httpx.AsyncClient, ticket: Ticket
) -> None:
    await act(mailing, ticket, "add_note", "Lastige klant", "Anna")
    await act(mailing, ticket, "record_reply", "<b>Dat mag</b>", "Anna")
    text = (await browser.get(path(mailing, ticket))).text
    assert "Lastige klant" not in text and ticket.routing_reason not in text and JAN not in text
    assert "&lt;b&gt;Dat mag&lt;/b&gt;" in text and "Wij wachten op u" in text


async def test_whether_a_question_exists_cannot_be_seen(
    mailing: Services, browser: httpx.AsyncClient, mail_server: Mailbox, ticket: Ticket
) -> None:
    await deliver(mailing)
    mail_server.letters.clear()
    asked = [(ticket.reference, JAN), (ticket.reference, "mallory@elders.nl"), ("VD-BESTAATNIET", JAN)]
    answers = [
        await browser.post("/volg", data={"reference": reference, "email": email})
        for reference, email in asked
    ]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    await deliver(mailing)
    assert mail_server.to() == [JAN]


async def test_who_asks_again_at_once_gets_one_letter_and_who_goes_on_is_asked_to_wait(
    mailing: Services, browser: httpx.AsyncClient, mail_server: Mailbox, ticket: Ticket
) -> None:
    await deliver(mailing)
    mail_server.letters.clear()
    form = {"reference": ticket.reference, "email": JAN}
    with time_machine.travel("2026-11-23 10:01 +01:00", tick=False):
        statuses = [(await browser.post("/volg", data=form)).status_code for _ in range(5)]
        await deliver(mailing)
    assert statuses == [200, 200, 200, 200, 429]
    assert mail_server.to() == [JAN]


async def test_a_link_ends_and_then_leads_to_a_new_one(
    mailing: Services, browser: httpx.AsyncClient, ticket: Ticket
) -> None:
    link = path(mailing, ticket)
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        for response in (
            await browser.get(link),
            await browser.post(f"{link}/messages", data={"text": "Hallo"}),
            await browser.post(f"{link}/close"),
            await browser.post(f"{link}/rating", data={"score": "1"}),
        ):
            assert response.status_code == 410
            assert "Deze link is verlopen." in response.text and 'href="/volg"' in response.text
    assert (await stored(mailing, ticket)).status is TicketStatus.NEW


@pytest.mark.parametrize("change", ["x{}", "{}x", "onzin", "{}.{}"])
async def test_a_link_that_was_changed_opens_nothing(
    mailing: Services, browser: httpx.AsyncClient, ticket: Ticket, change: str
) -> None:
    token = path(mailing, ticket).removeprefix("/volg/")
    response = await browser.get(f"/volg/{change.replace('{}', token)}")
    assert response.status_code == 404 and ticket.reference not in response.text


async def test_a_link_to_a_question_that_was_erased_opens_nothing(
    mailing: Services, browser: httpx.AsyncClient, ticket: Ticket
) -> None:
    link = path(mailing, ticket)
    async with mailing.database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        found.status, found.closed_at = TicketStatus.CLOSED, clock.now()
        await session.flush()
        await handoff.purge_tickets(session, clock.now() + timedelta(days=1))
    assert (await browser.get(link)).status_code == 404
    assert (await browser.post(f"{link}/messages", data={"text": "Hallo"})).status_code == 404


async def test_what_cannot_be_sent_is_kept_in_the_form(
    mailing: Services, browser: httpx.AsyncClient, ticket: Ticket
) -> None:
    link = path(mailing, ticket)
    for text, said in (("", "leeg"), ("\u200b \u3164", "leeg"), ("a" * 5_001, "te lang")):
        response = await browser.post(f"{link}/messages", data={"text": text})
        assert response.status_code == 400 and said in response.text
    assert "a" * 5_001 in response.text
    early = await browser.post(f"{link}/rating", data={"score": "5", "remark": "Te vroeg"})
    assert early.status_code == 400
    await browser.post(f"{link}/close")
    for score in ("", "0", "6", "drie"):
        response = await browser.post(f"{link}/rating", data={"score": score, "remark": "Mooi"})
        assert response.status_code == 400 and ">Mooi</textarea>" in response.text
    half = await browser.post("/volg", data={"reference": ticket.reference, "email": "jan"})
    assert half.status_code == 400 and ticket.reference in half.text


async def test_closing_a_question_leaves_no_chat_in_which_nobody_answers(
    mailing: Services, browser: httpx.AsyncClient, ticket: Ticket
) -> None:
    conversation, _, _ = await mailing.conversations.start(StartConversation())
    async with mailing.database.transaction() as session:
        (await session.get_one(Ticket, ticket.id)).conversation_id = conversation.id
    await mailing.conversations.take_over(conversation.id, "anna", "Anna Voorbeeld")
    for _ in range(2):
        await browser.post(f"{path(mailing, ticket)}/close")
    held, messages = await mailing.conversations.read(conversation.id)
    assert held.holder == "assistant" and "digitale assistent weer" in messages[-1].text


async def test_an_opinion_can_be_changed_and_both_are_in_the_history(
    mailing: Services, browser: httpx.AsyncClient, ticket: Ticket
) -> None:
    link = path(mailing, ticket)
    await browser.post(f"{link}/close")
    await browser.post(f"{link}/close")  # once more is no error
    for score in ("2", "5"):
        await browser.post(f"{link}/rating", data={"score": score})
    async with mailing.database.reading() as session:
        events = await handoff.events_of(session, await session.get_one(Ticket, ticket.id))
    rated = [(each.before, each.after, each.actor) for each in events if each.kind is EventKind.RATED]
    assert rated == [(None, "2", ENTREPRENEUR), ("2", "5", ENTREPRENEUR)]
    assert 'value="5" checked' in (await browser.get(link)).text


async def test_who_wrote_english_reads_english_also_when_refused(
    mailing: Services, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, said = path(mailing, await ask(mailing, language="en")), list[str]()
    page = (await browser.get(link)).text
    assert '<html lang="en">' in page and "Add something" in page and "Received" in page
    assert re.search(r"Iets toevoegen|Ontvangen", page) is None

    async def send(form: str, **fields: str) -> None:
        response = await browser.post(f"{link}/{form}", data=fields)
        said.extend(re.findall(r'id="error">([^.<]+)', response.text))

    with monkeypatch.context() as patch:
        patch.setattr(handoff, "change_status", AsyncMock(side_effect=TicketError("Dat kan niet.")))
        await send("close")
    await send("messages")
    await send("messages", text="a" * 5_001)
    await send("rating", score="5")
    await browser.post(f"{link}/close")
    await send("rating")
    await send("rating", score="5", remark="a" * 1_001)
    wanted = "This is not.*;Your message is empty;Your message is too.*;You can.*;Please.*;Your remark.*"
    assert re.fullmatch(wanted, ";".join(said))


async def test_a_message_on_the_page_reaches_the_account_manager(
    mailing: Services, browser: httpx.AsyncClient, mail_server: Mailbox, ticket: Ticket
) -> None:
    await act(mailing, ticket, "record_reply", "Hoe groot is het?", "Anna")
    await browser.post(f"{path(mailing, ticket)}/messages", data={"text": "80 m²"})
    assert (await stored(mailing, ticket)).status is TicketStatus.IN_PROGRESS
    await deliver(mailing)
    assert letter_to(mail_server, ANNA)["Subject"].startswith("Reactie van de ondernemer")


async def test_opinions_of_a_month_have_a_mean(
    mailing: Services, browser: httpx.AsyncClient, ticket: Ticket
) -> None:
    other = await ask(mailing)
    for each, score in ((ticket, "2"), (other, "5")):
        await browser.post(f"{path(mailing, each)}/close")
        await browser.post(f"{path(mailing, each)}/rating", data={"score": score, "remark": f"{score}!"})
    day = timedelta(days=1)
    async with mailing.database.reading() as session:
        opinions = await given_between(session, clock.now() - day, clock.now() + day)
        assert await given_between(session, clock.now() + day, clock.now() + 2 * day) == []
    assert [each.reference for each in opinions] == [other.reference, ticket.reference]
    assert (mean(opinions), mean([])) == (3.5, None)


async def test_a_message_long_after_closing_is_a_new_question_and_the_page_goes_there(
    mailing: Services, browser: httpx.AsyncClient, ticket: Ticket
) -> None:
    await browser.post(f"{path(mailing, ticket)}/close")
    with time_machine.travel(clock.now() + timedelta(days=200)):
        link = path(mailing, ticket)
        added = await browser.post(f"{link}/messages", data={"text": "Mag het ook in Laren?"})
        assert added.status_code == 303 and link not in added.headers["location"]
        page = (await browser.get(added.headers["location"])).text
    assert "Mag het ook in Laren?" in page and ticket.reference not in page


async def test_a_question_that_was_merged_is_followed_on_the_page_of_the_one_that_stays(
    mailing: Services, browser: httpx.AsyncClient, ticket: Ticket
) -> None:
    stays, strange = await ask(mailing), await ask(mailing, email="ander@elders.nl")
    async with mailing.database.transaction() as session:
        rows = [await session.get_one(Ticket, each.id) for each in (ticket, stays, strange)]
        await handoff.record_reply(session, rows[0], "Hoe groot?", "Anna")
        await handoff.record_reply(session, rows[2], "Alleen voor de ander", "Anna")
        await merge(session, rows[0], rows[1], "Anna")
        await merge(session, rows[2], rows[1], "Anna")
    page = (await browser.get(path(mailing, ticket))).text
    assert stays.reference in page and "Hoe groot?" in page and "Alleen voor de ander" not in page
    assert stays.reference not in (await browser.get(path(mailing, strange))).text
