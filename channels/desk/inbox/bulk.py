"""Doing one thing with many tickets, each in a transaction of its own: what fails for one stops no other."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from channels.desk.errors import NotFoundError, RefusedError
from channels.desk.guard import Visit
from channels.desk.inbox.seen import mark_seen
from channels.desk.ticket_page import visible_ticket
from channels.desk.ticket_rules import workable
from channels.desk.ticket_work import change_status
from channels.desk.tickets.transfer_work import transfer
from channels.errors import ChannelError
from handoff.errors import TicketError
from handoff.status import TicketStatus
from handoff.tickets import marks

_GONE = "bestaat niet (meer) of is niet voor u"


@dataclass(frozen=True)
class Wish:
    """What somebody wants with the chosen tickets."""

    do: str = ""
    references: Sequence[str] = ()
    manager: str = ""
    tag: str = ""


@dataclass
class Report:
    """For how many tickets it worked, and for which not, with the reason."""

    done: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


type Work = Callable[[Visit, str, Wish], Awaitable[object]]


async def do_all(visit: Visit, wish: Wish) -> Report:
    """Do what is wanted with every chosen ticket.

    Raises:
        RefusedError: nothing was chosen, or it cannot be done with any ticket.
    """
    work = _WORK.get(wish.do)
    if work is None:
        raise RefusedError("Kies wat u met de vragen wilt doen.")
    if not wish.references:
        raise RefusedError("Kies eerst een of meer vragen.")
    if wish.do == "assign" and not wish.manager:
        raise RefusedError("Kies een collega.")
    if wish.do == "tag" and not wish.tag.strip():
        raise RefusedError("Typ een label.")
    report = Report()
    for reference in dict.fromkeys(wish.references):
        await _do_one(visit, reference, wish, work, report)
    return report


async def _do_one(visit: Visit, reference: str, wish: Wish, work: Work, report: Report) -> None:
    try:
        await work(visit, reference, wish)
    except NotFoundError:
        report.failed.append((reference[:16], _GONE))
    except (TicketError, ChannelError) as error:
        report.failed.append((reference[:16], str(error)))
    else:
        report.done += 1


async def _assign(visit: Visit, reference: str, wish: Wish) -> None:
    await transfer(visit, reference, wish.manager, "", "")


async def _close(visit: Visit, reference: str, _wish: Wish) -> None:
    await change_status(visit, reference, TicketStatus.CLOSED.value)


async def _tag(visit: Visit, reference: str, wish: Wish) -> None:
    async with visit.services.database.transaction() as session:
        ticket = await workable(session, visit, reference)
        present = (await marks.tags_of(session, [ticket]))[ticket.id]
        await marks.set_tags(session, ticket, [*present, wish.tag], visit.entry.name)


async def _mark_read(visit: Visit, reference: str, _wish: Wish) -> None:
    async with visit.services.database.transaction() as session:
        await mark_seen(session, visit.entry, [await visible_ticket(session, visit.entry, reference)])


_WORK: dict[str, Work] = {"assign": _assign, "close": _close, "tag": _tag, "read": _mark_read}
