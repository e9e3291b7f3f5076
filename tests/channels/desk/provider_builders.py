"""What the tests of logging in along a gemeente share."""

from collections.abc import Callable

import httpx
from desk_builders import Browser
from provider_mock import ProviderMock

START, TICKETS = "/desk/log-in/provider", "/desk/tickets"
ROLES = "vd-beheer=coordinator,vd-am=account-manager, vd-lezen = auditor"


async def come_in(
    browser: Browser, provider: ProviderMock, subject: str, change: Callable[[str], str] = str
) -> httpx.Response:
    """Follow the way to the provider and back; ``change`` is what happens to the address on the way."""
    sent = await browser.get(START)
    assert sent.status_code == 303, sent.text
    back = str(provider.agree(sent.headers["location"], subject))
    return await browser.get(change(back))


async def refused(browser: Browser, provider: ProviderMock, change: Callable[[str], str] = str) -> None:
    response = await come_in(browser, provider, "nieuw", change)
    assert response.status_code == 400 and "is niet gelukt" in response.text
    assert "<b>nee" not in response.text
    assert (await browser.get(TICKETS)).status_code == 303
