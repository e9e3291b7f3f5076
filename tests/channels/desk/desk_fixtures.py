"""A gateway with a desk, a few account managers, and browsers to visit it with.

A plugin and not a conftest: the tests beside this folder import names from their own conftest.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from channels.app import create_app
from channels.conversations.schemas import PostMessage, StartConversation
from channels.desk import passwords
from channels.desk.models import DeskUser
from channels.desk.routes import desk_router
from channels.desk.service import create_user
from channels.services import Services
from handoff.hours import DEFAULT_HOURS
from handoff.models import AccountManager, Ticket
from handoff.schemas import HandOffRequest, TranscriptLine
from handoff.service import new_reference, open_ticket
from handoff.status import TicketStatus
from kit import clock
from kit.settings import Settings

PASSWORD = "een lang wachtwoord"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

MANAGERS: dict[str, dict[str, Any]] = {
    "anna": {"gemeenten": ["hilversum"]},
    "bram": {"gemeenten": ["laren", "blaricum"]},
    "loket": {"gemeenten": [], "region_desk": True},
    "oud": {"gemeenten": ["hilversum"], "active": False},
}
OTHERS = {"coordinator": "coordinator", "redactie": "editor"}


class Browser:
    """Somebody's browser: keeps cookies, follows nothing by itself, and fills in the token of a form."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.page: httpx.Response | None = None

    async def get(self, path: str, **options: Any) -> httpx.Response:
        self.page = await self.client.get(path, **options)
        return self.page

    async def token(self, path: str) -> str:
        found = TOKEN.search((await self.get(path)).text)
        assert found, f"no form on {path}"
        return found[1]

    async def send(self, action: str, seen_on: str = "/desk", **fields: str) -> httpx.Response:
        """Send a form as its page would."""
        seen_on = seen_on if seen_on != "/desk" else "/desk/tickets"
        return await self.client.post(action, data={"csrf_token": await self.token(seen_on)} | fields)

    async def log_in(self, who: str, password: str = PASSWORD, **fields: str) -> httpx.Response:
        form = {"email": f"{who}@example.nl", "password": password} | fields
        return await self.send("/desk/log-in", "/desk/log-in", **form)

    async def act(self, ticket: Ticket, action: str, **fields: str) -> httpx.Response:
        """Send one of the forms on the page of a ticket."""
        path = f"/desk/tickets/{ticket.reference}"
        return await self.send(f"{path}/{action}", path, **fields)


@pytest.fixture
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real Argon2 at a thousandth of the cost."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._hash_of_nobody.cache_clear()


@pytest.fixture
async def desk_app(settings: Settings, services: Services, cheap_hashing: None) -> AsyncIterator[FastAPI]:
    app = create_app(settings, services)
    if not has_desk(app):
        app.include_router(desk_router(services))
    await _fill(services)
    async with app.router.lifespan_context(app):
        yield app


def has_desk(app: FastAPI) -> bool:
    return any("/desk" in path for path, _ in all_routes(app.routes))


def all_routes(routes: list[Any], prefix: str = "") -> list[tuple[str, str]]:
    """Every path with every method, also of routers inside routers."""
    found = []
    for route in routes:
        path = prefix + getattr(route, "path", "")
        found += [(path, method) for method in sorted(getattr(route, "methods", None) or ())]
        found += all_routes(getattr(route, "routes", None) or [], path)
    return found


async def _fill(services: Services) -> None:
    async with services.database.transaction() as session:
        for name, values in MANAGERS.items():
            session.add(_manager(name, values))
        await session.flush()
        for name in MANAGERS:
            await _user(session, name, "account-manager", name)
        for name, role in OTHERS.items():
            await _user(session, name, role, None)


async def _user(session: Any, name: str, role: str, manager: str | None) -> None:
    await create_user(
        session,
        email=f"{name}@example.nl",
        name=name.title(),
        role=role,
        account_manager_id=manager,
        password=PASSWORD,
    )


def _manager(name: str, values: dict[str, Any]) -> AccountManager:
    fixed = {"id": name, "name": f"{name.title()} Voorbeeld", "email": f"{name}@example.nl"}
    return AccountManager(**fixed, working_hours=DEFAULT_HOURS, example=True, **values)


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
        own = {key: changes.pop(key) for key in ("status", "due_at", "created_at") if key in changes}
        async with services.database.transaction() as session:
            ticket = await open_ticket(session, _request(**changes), reaction_hours=16)
            ticket.account_manager = await session.get(AccountManager, owner) if owner else None
            ticket.account_manager_id = owner
            for key, value in own.items():
                setattr(ticket, key, value)
            if own.get("status") is TicketStatus.CLOSED:
                ticket.closed_at = clock.now()
        return ticket

    return make


def _request(**changes: Any) -> HandOffRequest:
    values: dict[str, Any] = {
        "gemeente": "hilversum",
        "topic": "omgevingsplan",
        "name": "Jan Ondernemer",
        "email": "jan@example.nl",
        "phone": "035 621 00 00",
        "question": "Mag ik hier een werkplaats beginnen?",
        "summary": "Een werkplaats in Hilversum.",
        "transcript": [TranscriptLine(sender="entrepreneur", sent_at=clock.now(), text="Regel uit de kopie")],
        "consent_at": clock.now(),
        "consent_text": "Mag ik uw gegevens doorsturen?",
    }
    return HandOffRequest(**values | changes)


@pytest.fixture
async def conversation(services: Services, desk_app: FastAPI) -> str:
    """A live conversation in which the entrepreneur has said something; its id."""
    started, _, _ = await services.conversations.start(StartConversation())
    await services.conversations.post(started.id, PostMessage(text="Regel uit het gesprek"))
    return started.id


async def reload(services: Services, ticket: Ticket) -> Ticket:
    """The ticket as it stands in the database."""
    async with services.database.reading() as session:
        return await session.get_one(Ticket, ticket.id)


async def user_named(services: Services, name: str) -> DeskUser:
    """The user behind a name."""
    from channels.desk.repository import user_with_email

    async with services.database.reading() as session:
        user = await user_with_email(session, f"{name}@example.nl")
    assert user
    return user


__all__ = ["new_reference"]
