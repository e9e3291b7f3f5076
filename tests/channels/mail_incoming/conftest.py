"""A mailbox on loopback, and a Voordeur that reads it and has a ticket."""

from collections.abc import AsyncIterator, Iterator

import pytest
from imap_server import ImapServer, running_imap_server
from mail_builders import add_manager, ask, services_with_mail
from mail_server import Mailbox, running_mail_server

from channels.services import Services
from handoff.models import Ticket
from kit.settings import Settings


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mailbox]:
    with running_mail_server() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
def imap_server() -> Iterator[ImapServer]:
    with running_imap_server() as server:
        yield server


@pytest.fixture
def imap(imap_server: ImapServer) -> ImapServer:
    imap_server.empty()
    return imap_server


@pytest.fixture
async def mailing(
    services: Services, settings: Settings, mail_server: Mailbox, imap: ImapServer
) -> AsyncIterator[Services]:
    mail_server.letters.clear()
    async with services_with_mail(settings, mail_server, imap_url=imap.url) as mailing:
        await add_manager(mailing)
        yield mailing


@pytest.fixture
async def ticket(mailing: Services) -> Ticket:
    return await ask(mailing)
