"""What the tests of the desk are built from."""

import re
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.models import DeskUser
from channels.desk.repository import user_with_email
from channels.desk.service import create_user
from channels.services import Services
from handoff.hours import DEFAULT_HOURS
from handoff.models import AccountManager, Ticket
from handoff.schemas import HandOffRequest, TranscriptLine
from kit import clock

PASSWORD = "een lang wachtwoord"
VARIABLE = re.compile(r"\{(\w+)(?::path)?\}")
_FILLED = {"reference": "VD-ABCDEFGHJK", "path": "onzin", "article_id": "kapsalon-laren", "revision_id": "1"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

MANAGERS: dict[str, dict[str, Any]] = {
    "anna": {"gemeenten": ["hilversum"]},
    "bram": {"gemeenten": ["laren", "blaricum"]},
    "loket": {"gemeenten": [], "region_desk": True},
    "oud": {"gemeenten": ["hilversum"], "active": False},
}
OTHERS = {"coordinator": "coordinator", "redactie": "editor", "auditor": "auditor"}


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


def desk_paths(app: FastAPI) -> list[tuple[str, str]]:
    """Every path under /desk with every method, as the routes are written."""
    return [
        (method, route.path or "")
        for route in iter_route_contexts(app.routes)
        if (route.path or "").startswith("/desk")
        for method in sorted(route.methods or ())
    ]


def desk_routes(app: FastAPI) -> list[tuple[str, str]]:
    """Every path under /desk with every method, with something filled in for what is variable."""
    return [
        (method, VARIABLE.sub(lambda found: _FILLED.get(found[1], "1"), path))
        for method, path in desk_paths(app)
    ]


async def add_people(session: AsyncSession) -> None:
    """Put the account managers in the directory, and give everybody a log-in."""
    for name, values in MANAGERS.items():
        session.add(account_manager(name, **values))
    await session.flush()
    for name in (*MANAGERS, *OTHERS):
        await create_user(
            session,
            email=f"{name}@example.nl",
            name=name.title(),
            role=OTHERS.get(name, "account-manager"),
            account_manager_id=name if name in MANAGERS else None,
            password=PASSWORD,
        )


def account_manager(name: str, **values: Any) -> AccountManager:
    fixed = {"id": name, "name": f"{name.title()} Voorbeeld", "email": f"{name}@example.nl"}
    return AccountManager(**(fixed | {"working_hours": DEFAULT_HOURS, "example": True} | values))


def hand_off_request(**changes: Any) -> HandOffRequest:
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


async def reload(services: Services, ticket: Ticket) -> Ticket:
    """The ticket as it stands in the database."""
    async with services.database.reading() as session:
        return await session.get_one(Ticket, ticket.id)


async def user_named(services: Services, name: str) -> DeskUser:
    """The user behind a name."""
    async with services.database.reading() as session:
        user = await user_with_email(session, f"{name}@example.nl")
    assert user
    return user
