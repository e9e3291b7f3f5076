"""Mails as they come in, and what a ticket tells afterwards."""

from email.message import EmailMessage

from channels.mail.addresses import reply_address
from channels.services import Services
from handoff import service as handoff
from handoff.models import Ticket, TicketEvent
from handoff.notices import Side
from handoff.status import EventKind

JAN, ANNA = "jan@ondernemer.nl", "anna@voorbeeld.nl"


def answer(to: str, text: str, sender: str = JAN, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, "Re: uw vraag"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def address(services: Services, ticket: Ticket, side: Side = Side.ENTREPRENEUR) -> str:
    return reply_address(services.settings, ticket.reference, side)


async def history(services: Services, ticket: Ticket) -> list[TicketEvent]:
    """What happened to a ticket since it was opened."""
    async with services.database.reading() as session:
        events = await handoff.events_of(session, await session.get_one(Ticket, ticket.id))
    return [event for event in events if event.kind is not EventKind.OPENED]
