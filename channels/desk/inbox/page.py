"""The page with the list of tickets, also after something was done with many of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import repository
from channels.desk.guard import Visit
from channels.desk.inbox import filters as choices
from channels.desk.inbox.bulk import Report
from channels.desk.inbox.filters import MINE, NOBODY, Filters
from channels.desk.inbox.finding import Found, find
from channels.desk.inbox.seen import unread
from channels.desk.inbox.views import LONGEST_NAME, views_of
from channels.desk.pages import page
from channels.desk.view import NOTICES, Row, row
from handoff.answers import with_news
from handoff.models import AccountManager, Ticket
from handoff.repository import all_managers
from handoff.status import TicketStatus
from handoff.tickets.marks import known_tags, tags_of
from knowledge.topics import TOPICS


@dataclass(frozen=True)
class Group:
    """A table of the list."""

    title: str
    rows: Sequence[Row]
    next: str = ""
    """The address of the page after this one."""

    @property
    def size(self) -> str:
        """How many there are, as far as the table shows."""
        return f"{len(self.rows)}, er zijn er meer" if self.next else str(len(self.rows))


async def show_inbox(
    visit: Visit,
    filters: Filters,
    *,
    notice: str = "",
    error: str = "",
    report: Report | None = None,
    chosen: Sequence[str] = (),
) -> Response:
    """Show the list; an error, or a form with which nothing worked, makes it status 400."""
    async with visit.services.database.reading() as session:
        managers = await all_managers(session)
        groups = await _groups(session, visit, filters, managers)
        context: dict[str, Any] = {
            "groups": groups,
            "views": await views_of(session, visit.entry),
            "tags": await known_tags(session),
            "managers": sorted(managers.values(), key=lambda each: each.name),
            "colleagues": _colleagues(managers, visit),
        }
    library = visit.services.library
    context |= {
        "filters": filters,
        "choices": choices,
        "areas": library.areas,
        "languages": library.languages,
        "topics": TOPICS,
        "notice": NOTICES.get(notice, ""),
        "error": error,
        "report": report,
        "chosen": chosen,
        "longest_name": LONGEST_NAME,
    }
    failed = error or (report and not report.done)
    return page(visit.request, "tickets.html", context, 400 if failed else 200)


async def _groups(
    session: AsyncSession, visit: Visit, filters: Filters, managers: Mapping[str, AccountManager]
) -> list[Group]:
    """Return one table of what was looked for, or what waits for this user in some tables."""
    entry = visit.entry
    if filters.narrows:
        return [await _group(session, visit, "Gevonden vragen", filters)]
    asked = {
        "Aan u aangeboden": await repository.tickets_for_answer(session, entry),
        "U bent genoemd": await repository.tickets_with_mention(session, entry),
    }
    groups = [
        Group(title, await _rows(session, visit, tickets)) for title, tickets in asked.items() if tickets
    ]
    wanted = {"Mijn vragen": MINE}
    for away in sorted(entry.stands_in_for):
        wanted[f"Vragen van {managers[away].name}, die u vervangt"] = away
    if filters.status != TicketStatus.CLOSED:  # what is closed and nobody's is for the coordinator
        wanted["Vragen zonder behandelaar"] = NOBODY
    if entry.sees_all_tickets:
        wanted = {"Alle vragen": ""}
    for title, manager in wanted.items():
        groups.append(await _group(session, visit, title, replace(filters, manager=manager)))
    return groups


async def _group(session: AsyncSession, visit: Visit, title: str, filters: Filters) -> Group:
    found: Found = await find(session, visit.entry, filters, visit.services.library.areas)
    following = filters.link(after=found.after) if found.after else ""
    return Group(title, await _rows(session, visit, found.tickets), following)


async def _rows(session: AsyncSession, visit: Visit, tickets: Sequence[Ticket]) -> list[Row]:
    news, tags = await with_news(session, tickets), await tags_of(session, tickets)
    fresh = await unread(session, visit.entry, tickets)
    return [row(each, each.id in news, tags[each.id], each.id in fresh) for each in tickets]


def _colleagues(managers: dict[str, AccountManager], visit: Visit) -> list[AccountManager]:
    """Return who can get tickets, by name."""
    there = [each for each in managers.values() if each.active and each.id != visit.entry.manager_id]
    return sorted(there, key=lambda each: each.name)
