"""A gateway with a desk, a few account managers, and browsers to visit it with.

A plugin and not a conftest: the tests beside this folder import names from their own conftest.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from desk_builders import Browser, add_people, hand_off_request
from fastapi import FastAPI

from channels.app import create_app
from channels.conversations.schemas import PostMessage, StartConversation
from channels.services import Services
from handoff.models import AccountManager, Ticket
from handoff.service import open_ticket
from handoff.status import TicketStatus
from kit import clock
from kit.settings import Settings


@pytest.fixture
async def desk_app(settings: Settings, services: Services, cheap_hashing: None) -> AsyncIterator[FastAPI]:
    app = create_app(settings, services)
    async with services.database.transaction() as session:
        await add_people(session)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def browse(desk_app: FastAPI) -> AsyncIterator[Callable[..., Any]]:
    """Open a browser, logged in as somebody when a name is given."""
    async with AsyncExitStack() as stack:

        async def open_browser(who: str = "", address: str = "127.0.0.1") -> Browser:
            transport = httpx.ASGITransport(desk_app, raise_app_exceptions=False, client=(address, 1))
            client = httpx.AsyncClient(transport=transport, base_url="http://voordeur.test")
            browser = Browser(await stack.enter_async_context(client))
            if who:
                response = await browser.log_in(who)
                assert response.status_code == 303, response.text
            return browser

        yield open_browser


@pytest.fixture
def tickets(services: Services, desk_app: FastAPI) -> Callable[..., Any]:
    """Make a ticket of somebody or of nobody."""

    async def make(owner: str | None = "anna", **changes: Any) -> Ticket:
        own = {
            key: changes.pop(key) for key in ("status", "due_at", "amber_at", "created_at") if key in changes
        }
        async with services.database.transaction() as session:
            ticket = await open_ticket(session, hand_off_request(**changes), reaction_hours=16)
            ticket.account_manager = await session.get(AccountManager, owner) if owner else None
            ticket.account_manager_id = owner
            for key, value in own.items():
                setattr(ticket, key, value)
            if own.get("status") is TicketStatus.CLOSED:
                ticket.closed_at = clock.now()
        return ticket

    return make


@pytest.fixture
async def conversation(services: Services, desk_app: FastAPI) -> str:
    """A live conversation in which the entrepreneur has said something; its id."""
    started, _, _ = await services.conversations.start(StartConversation())
    await services.conversations.post(started.id, PostMessage(text="Regel uit het gesprek"))
    return started.id
