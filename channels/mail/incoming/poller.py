"""Looks into the mailbox again and again; safe to run in several processes."""

import asyncio
import logging
from collections import Counter

from sqlalchemy.exc import SQLAlchemyError

from channels.mail.addresses import base_address
from channels.mail.incoming.handling import Outcome, handle
from channels.mail.incoming.mailbox import fetch, settle
from channels.mail.incoming.reading import read_mail
from channels.services import Services
from handoff.errors import TicketError
from kit.mail import parse_address

log = logging.getLogger(__name__)


async def watch_mailbox(services: Services) -> None:
    """Take in mail until cancelled; a mailbox that is away is asked again."""
    while True:
        try:
            while await take_in(services):
                pass
        except Exception as error:  # noqa: BLE001  whatever it is, the other tasks go on and we look again
            log.warning("the mailbox was not read: %s", type(error).__name__)
        await asyncio.sleep(services.settings.imap_every)


async def take_in(services: Services) -> Counter[Outcome]:
    """Take in the mails that are there now, some at a time; return what became of them.

    A mail is taken out of the mailbox after what it led to was committed, and led to it once: who dies in
    between leaves it to the next look.

    Raises:
        MailboxError: the mailbox does not answer.
    """
    address = services.settings.mailbox
    if address is None:
        return Counter()
    mails = await asyncio.to_thread(fetch, address)
    outcomes = {uid: outcome for uid, content in mails.items() if (outcome := await _take(services, content))}
    if outcomes:
        refused = {uid: outcome.is_refused for uid, outcome in outcomes.items()}
        await asyncio.to_thread(settle, address, refused)
        log.info("mail taken in: %s", dict(Counter(outcome.value for outcome in outcomes.values())))
    return Counter(outcomes.values())


async def _take(services: Services, content: bytes) -> Outcome | None:
    """Handle one mail; nothing when it has to wait for the next look."""
    settings = services.settings
    try:
        mail = read_mail(content, [parse_address(settings.mail_from), base_address(settings)])
        async with services.database.transaction() as session:
            handled = await handle(session, settings, mail)
    except (SQLAlchemyError, TicketError, OSError) as error:  # another worker, or a colleague, just now
        log.info("a mail waits for the next look: %s", type(error).__name__)
        return None
    except Exception as error:  # noqa: BLE001  a mail that breaks us is put aside, and holds up no other
        log.error("a mail could not be read: %s", type(error).__name__)
        return Outcome.UNKNOWN
    await services.conversations.announce(handled.conversation_id or "")
    return handled.outcome
