"""A mail server on loopback, and a Voordeur that sends its letters there."""

from collections.abc import AsyncIterator, Iterator

import pytest
from mail_builders import add_manager, services_with_mail
from mail_server import Mailbox, running_mail_server

from channels.services import Services
from kit.settings import Settings


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mailbox]:
    with running_mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(mail_server: Mailbox) -> Mailbox:
    mail_server.letters.clear()
    mail_server.refuses.clear()
    return mail_server


@pytest.fixture
async def mailing(services: Services, settings: Settings, mailbox: Mailbox) -> AsyncIterator[Services]:
    async with services_with_mail(settings, mailbox) as mailing:
        await add_manager(mailing)
        yield mailing
