"""Delivers the letters in the outbox."""

import logging

from channels.mail.copies import copy
from channels.mail.digest import digest
from channels.mail.invitations import invitation
from channels.mail.letters import Writer, letter_about_ticket
from channels.mail.reviews import review
from channels.services import Services
from handoff.mail_events import note_mail_failed
from handoff.models import Ticket
from handoff.notices import Side
from handoff.outbox import Deliverer, Entry, RetryLaterError, UndeliverableError
from kit.mail import Letter, MailError, MailRefusedError, send

log = logging.getLogger(__name__)

# Every other letter is about a ticket.
_WRITERS: dict[str, Writer] = {"copy": copy, "digest": digest, "invitation": invitation, "review": review}


def mail_deliverer(services: Services) -> Deliverer:
    """Return what delivers letters; without a mail server they go nowhere, which `voordeur doctor` tells."""

    async def deliver(entry: Entry) -> None:
        server = services.settings.mail_server
        if server is None:
            log.info("a letter (%s) was not sent: there is no mail server", entry.payload["letter"])
            return
        await services.library.refresh()
        async with services.database.reading() as session:
            writer = _WRITERS.get(entry.payload["letter"], letter_about_ticket)
            letter = await writer(services, session, entry)
        if letter is not None:
            await _send(services, entry, letter)

    return deliver


async def _send(services: Services, entry: Entry, letter: Letter) -> None:
    settings = services.settings
    assert settings.mail_server is not None
    try:
        await send(settings.mail_server, settings.mail_from, letter)
    except MailRefusedError as error:
        await _note_failure(services, entry)
        raise UndeliverableError(str(error)) from None
    except MailError as error:
        raise RetryLaterError(str(error)) from None


async def _note_failure(services: Services, entry: Entry) -> None:
    """Tell on the ticket that a letter about it will not arrive."""
    if "ticket" not in entry.payload:
        return
    async with services.database.transaction() as session:
        ticket = await session.get(Ticket, entry.payload["ticket"] or 0)
        if ticket is not None:
            await note_mail_failed(session, ticket, Side(entry.payload["side"]))
