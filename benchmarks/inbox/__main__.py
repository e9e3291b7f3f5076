"""`python -m benchmarks.inbox`: the desk with 200,000 tickets and 2 million messages on PostgreSQL.

Times are those of the whole gateway and the database, without the network. What counts is how long processors
worked: what a page waits for depends on who else uses the machine, and is written beside it.
"""

import argparse
import asyncio
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.inbox.busy import Busy
from benchmarks.inbox.pages import Reader, Took, pages
from benchmarks.inbox.seeding import GEMEENTEN, MESSAGES_EACH, fill
from channels.app import create_app
from channels.desk.service import create_user
from channels.operations.migrations import migrate
from channels.services import Services, build_services
from handoff.hours import DEFAULT_HOURS
from handoff.models import AccountManager, Ticket
from kit.settings import Settings
from knowledge.files import read_content
from knowledge.service import import_content
from tests.servers import running_postgres

LIMIT = 100.0
"""Milliseconds of work within which 95 of 100 pages must be there."""
PASSWORD = "een lang wachtwoord"  # noqa: S105 - of a database that is thrown away
MANAGERS = 20


async def measure(url: str, tickets: int, times: int) -> bool:
    """Fill a database unless it is full, read every page many times, and write what it took.

    Return whether all is quick enough.
    """
    migrate(url)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, data_dir=Path(folder), database_url=url, redis_url="")
        settings = settings.model_copy(update={"worker_in_gateway": False})
        services = build_services(settings)
        async with services.database.reading() as session:
            filled = await session.scalar(select(Ticket.id).limit(1))
        if not filled:
            await _fill(services, tickets)
        return await _read_all(settings, services, times)


async def _fill(services: Services, tickets: int) -> None:
    phrases, began = await _prepare(services), time.perf_counter()
    async with services.database.engine.begin() as connection:
        await fill(connection, tickets, phrases)
    async with services.database.engine.connect() as connection:
        autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await autocommit.execute(text("VACUUM ANALYZE"))
    took = time.perf_counter() - began
    _write(f"{tickets:,} tickets with {tickets * MESSAGES_EACH:,} messages, made in {took:.0f} s")


async def _prepare(services: Services) -> Sequence[str]:
    """Put the content, the people and their log-ins in; return the phrasings of which everything is made."""
    content = read_content(services.settings.content_dir)
    async with services.database.transaction() as session:
        await import_content(session, content)
        for number in range(MANAGERS):
            session.add(_manager(number))
        await session.flush()
        await _people(session)
    found = {question for article in content.articles for question in article.questions}
    return sorted(found)


def _manager(number: int) -> AccountManager:
    gemeenten = [GEMEENTEN[number % len(GEMEENTEN)]]
    return AccountManager(
        id=f"bench-{number}",
        name=f"Accountmanager {number}",
        email=f"bench-{number}@example.nl",
        gemeenten=gemeenten,
        working_hours=DEFAULT_HOURS,
        example=True,
    )


async def _people(session: AsyncSession) -> None:
    for name, role, manager in (
        ("coordinator", "coordinator", None),
        ("manager", "account-manager", "bench-3"),
    ):
        await create_user(
            session,
            email=f"{name}@example.nl",
            name=name,
            role=role,
            account_manager_id=manager,
            password=PASSWORD,
        )


async def _read_all(settings: Settings, services: Services, times: int) -> bool:
    app = create_app(settings, services)
    quick = True
    async with app.router.lifespan_context(app):
        _write("| who | page | busy, median ms | busy, 95% ms | waited, 95% ms |\n|---|---|---|---|---|")
        for who in ("coordinator", "manager"):
            async with _browser(app, who) as browser:
                reader = Reader(browser, Busy(services.database), times)
                for name, addresses in await pages(services, who):
                    took = await reader.read(addresses)
                    quick = _write_row(who, name, took) < LIMIT and quick
    return quick


def _write_row(who: str, name: str, took: Sequence[Took]) -> float:
    """Write a row; return within how many milliseconds of work 95 of 100 pages were there."""
    busy, waited = [each.busy for each in took], [each.waited for each in took]
    late = _late(busy)
    _write(f"| {who} | {name} | {statistics.median(busy):.0f} | {late:.0f} | {_late(waited):.0f} |")
    return late


def _late(values: Sequence[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


@asynccontextmanager
async def _browser(app: object, who: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test", timeout=60) as browser:
        page = (await browser.get("/desk/log-in")).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        form = {"csrf_token": token, "email": f"{who}@example.nl", "password": PASSWORD, "next": ""}
        assert (await browser.post("/desk/log-in", data=form)).status_code == 303
        yield browser


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure on a PostgreSQL that is started for it, or on an empty database that is given."""
    logging.disable(logging.INFO)
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tickets", type=int, default=200_000)
    arguments.add_argument("--times", type=int, default=40, help="how often each page is read")
    arguments.add_argument("--database", help="address of a PostgreSQL database, filled when it is empty")
    given = arguments.parse_args()
    if given.database:
        quick = asyncio.run(measure(given.database, given.tickets, given.times))
    else:
        with running_postgres() as server:
            quick = asyncio.run(measure(server.create("inbox"), given.tickets, given.times))
    _write(f"every page within {LIMIT:g} ms: {'yes' if quick else 'no'}")
    sys.exit(0 if quick else 1)


if __name__ == "__main__":
    main()
