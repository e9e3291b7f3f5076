"""What the tests of mail are built from: a gateway with a real mail server behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from typing import Any

from mail_server import Mailbox

from channels.operations.deliverers import deliverers
from channels.services import Services, build_services
from handoff.hours import DEFAULT_HOURS
from handoff.models import AccountManager, Ticket
from handoff.outbox.courier import Courier
from handoff.schemas import HandOffRequest
from handoff.service import open_ticket
from kit import clock
from kit.settings import Settings

OURS = "voordeur@voorbeeld.nl"


@asynccontextmanager
async def services_with_mail(
    settings: Settings, mailbox: Mailbox | str, **changes: Any
) -> AsyncIterator[Services]:
    """Services whose letters go to this mail server."""
    url = mailbox if isinstance(mailbox, str) else mailbox.url
    values = settings.model_dump() | {"smtp_url": url, "mail_from": OURS} | changes
    services = build_services(Settings(_env_file=None, **values))
    yield services
    await services.engine.close()
    await services.database.close()


async def deliver(services: Services) -> int:
    """Deliver everything that is due now; return how many entries were tried."""
    courier, tried = Courier(services.database, deliverers(services)), 0
    while some := await courier.deliver_due():
        tried += some
    return tried


async def add_manager(services: Services, name: str = "anna", **changes: Any) -> None:
    values: dict[str, Any] = {"gemeenten": ["hilversum"], "working_hours": DEFAULT_HOURS, "example": True}
    async with services.database.transaction() as session:
        session.add(
            AccountManager(id=name, name=name.title(), email=f"{name}@voorbeeld.nl", **(values | changes))
        )


async def ask(services: Services, **changes: Any) -> Ticket:
    """Open a ticket, as a hand-off does."""
    values: dict[str, Any] = {
        "gemeente": "hilversum",
        "topic": "omgevingsplan",
        "name": "Jan Voorbeeld",
        "email": "jan@ondernemer.nl",
        "question": "Mag ik hier een werkplaats beginnen?",
        "consent_at": clock.now(),
        "consent_text": "Mag ik uw gegevens doorsturen?",
    }
    async with services.database.transaction() as session:
        return await open_ticket(session, HandOffRequest(**values | changes), reaction_hours=16)


def letter_to(mailbox: Mailbox, address: str) -> EmailMessage:
    """The newest letter to an address."""
    return [letter for letter in mailbox.letters if letter["To"] == address][-1]


def plain(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    content: str = body.get_content().replace("\r\n", "\n")
    return content


def html(letter: EmailMessage) -> str:
    body = letter.get_body(("html",))
    assert body is not None
    content: str = body.get_content().replace("\r\n", "\n")
    return content


def links(letter: EmailMessage) -> list[str]:
    return [line for line in plain(letter).splitlines() if line.startswith("http")]
