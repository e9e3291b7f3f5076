"""An account manager proposes a moment: on the page, in a mail, and as a file for a calendar."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from icalendar import Calendar
from mail_builders import add_manager, ask, deliver, letter_to, plain, services_with_mail
from mail_server import running_mail_server

from channels.services import Services
from handoff import service as handoff
from handoff.appointments import propose
from handoff.models import Ticket
from handoff.status import EventKind
from kit import clock
from kit.settings import Settings

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

JAN = "jan@ondernemer.nl"


def fields(**changes: str) -> dict[str, str]:
    day = (clock.today() + timedelta(days=7)).isoformat()
    return {
        "day": day,
        "time": "14:30",
        "minutes": "45",
        "place": "Raadhuis, balie 2",
        "note": "Neem mee",
    } | changes


async def test_a_proposal_is_mailed_with_a_file_for_the_calendar(
    services: Services, settings: Settings
) -> None:
    with running_mail_server() as mailbox:
        async with services_with_mail(settings, mailbox) as mailing:
            await add_manager(mailing)
            ticket = await ask(mailing, language="en")
            starts_at = clock.now().replace(microsecond=0) + timedelta(days=3)
            async with mailing.database.transaction() as session:
                found = await session.get_one(Ticket, ticket.id)
                given = {"starts_at": starts_at, "minutes": 45, "place": "Town hall"}
                await propose(session, found, "Anna", note="Bring the drawing", **given)  # type: ignore[arg-type]
            await deliver(mailing)
    letter = letter_to(mailbox, JAN)
    assert "Anna proposes an appointment" in plain(letter) and "> Bring the drawing" in plain(letter)
    [file] = list(letter.iter_attachments())
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "afspraak.ics")
    calendar = Calendar.from_ical(file.get_payload(decode=True))
    [event] = calendar.walk("VEVENT")
    assert calendar["method"] == "REQUEST"
    assert (event["dtstart"].dt, event["dtend"].dt) == (starts_at, starts_at + timedelta(minutes=45))
    assert event["location"] == "Town hall" and "drawing" not in str(event)


async def test_the_form_on_the_page_proposes_and_shows_what_was_proposed(
    services: Services, browse: Browse, tickets: Make
) -> None:
    ticket, browser = await tickets("anna"), await browse("anna")
    response = await browser.act(ticket, "appointments", **fields())
    assert response.headers["location"].endswith("notice=appointment-proposed")
    page = (await browser.get(f"/desk/tickets/{ticket.reference}")).text
    assert "45 minuten, Raadhuis, balie 2" in page and "om 14:30 uur" in page
    async with services.database.reading() as session:
        events = await handoff.events_of(session, await session.get_one(Ticket, ticket.id))
    assert EventKind.APPOINTMENT in [event.kind for event in events]


REFUSED = [
    ({"day": "2020-01-01"}, "in de toekomst"),
    ({"day": "2999-01-01"}, "in de toekomst"),
    ({"day": "morgen"}, "Vul een datum en een tijd in"),
    ({"time": "25:00"}, "Vul een datum en een tijd in"),
    ({"minutes": "0"}, "hooguit acht uur"),
    ({"minutes": "-5"}, "hooguit acht uur"),
    ({"minutes": "veel"}, "hooguit acht uur"),
    ({"place": "  "}, "waar de afspraak is"),
    ({"note": "a" * 1_001}, "hooguit 1000 tekens"),
]


async def test_what_cannot_be_proposed_is_refused_and_stays_in_the_form(
    browse: Browse, tickets: Make
) -> None:
    ticket, browser = await tickets("anna"), await browse("anna")
    for changes, said in REFUSED:
        response = await browser.act(ticket, "appointments", **fields(**changes))
        assert response.status_code == 400 and said in response.text, changes
        assert "Neem mee" in response.text or "note" in changes


async def test_without_an_e_mail_address_there_is_nothing_to_propose(browse: Browse, tickets: Make) -> None:
    ticket, browser = await tickets("anna", email=None), await browse("anna")
    assert "via de telefoon" in (await browser.get(f"/desk/tickets/{ticket.reference}")).text
    response = await browser.act(ticket, "appointments", **fields())
    assert response.status_code == 400 and "geen e-mailadres" in response.text
