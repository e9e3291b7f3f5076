"""The promises on a ticket: react in time, then settle in time; the clock stands still while we wait.

The extra closed dates of the account manager come from ``handoff.closed_days``.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from handoff.hours import DEFAULT_HOURS, add_working_hours, working_time
from handoff.models import AccountManager, Ticket
from handoff.status import Alarm
from handoff.tickets.levels import ServiceLevels


def first_promises(
    manager: AccountManager | None, moment: datetime, levels: ServiceLevels, closed: Collection[date] = ()
) -> dict[str, Any]:
    """Return the columns of a ticket that is opened, or opened again, at a moment."""
    settle_by = _after(manager, moment, levels.settle_hours, closed)
    react_by = min(_after(manager, moment, levels.reaction_hours, closed), settle_by)
    until_amber = max(levels.reaction_hours - levels.amber_hours, 0)
    amber_at = min(_after(manager, moment, until_amber, closed), react_by)
    return {
        "react_by": react_by,
        "settle_by": settle_by,
        "due_at": react_by,
        "amber_at": amber_at,
        "alarm": Alarm.NONE,
        "reacted_at": None,
        "paused_at": None,
    }


def after_reaction(
    ticket: Ticket, moment: datetime, levels: ServiceLevels, closed: Collection[date] = ()
) -> dict[str, Any]:
    """Return the columns that change with the first reaction: from now on settling is what counts."""
    if ticket.reacted_at is not None:
        return {}
    return {"reacted_at": moment} | _settling(ticket, moment, ticket.settle_by, levels, closed)


def paused(moment: datetime) -> dict[str, Any]:
    """Return the columns of a ticket that waits for the entrepreneur from now on."""
    return {"paused_at": moment}


def resumed(
    ticket: Ticket, moment: datetime, levels: ServiceLevels, closed: Collection[date] = ()
) -> dict[str, Any]:
    """Return the columns of a ticket that waits no longer: the working time that was left is left again.

    A promise that was broken before the waiting began stays broken.
    """
    since = ticket.paused_at
    if since is None:
        return {}
    if since >= ticket.settle_by:
        return {"paused_at": None}
    left = working_time(ticket.account_manager or DEFAULT_HOURS, since, ticket.settle_by, closed)
    settle_by = _after(ticket.account_manager, moment, left / timedelta(hours=1), closed)
    return {"paused_at": None, "settle_by": settle_by} | _settling(ticket, moment, settle_by, levels, closed)


def _settling(
    ticket: Ticket, moment: datetime, settle_by: datetime, levels: ServiceLevels, closed: Collection[date]
) -> dict[str, Any]:
    """Return when settling is due and when that turns amber."""
    manager = ticket.account_manager
    left = working_time(manager or DEFAULT_HOURS, moment, settle_by, closed) / timedelta(hours=1)
    amber_at = _after(manager, moment, max(left - levels.amber_hours, 0), closed) if left else settle_by
    return {"due_at": settle_by, "amber_at": min(amber_at, settle_by), "alarm": Alarm.NONE}


def _after(
    manager: AccountManager | None, moment: datetime, hours: float, closed: Collection[date]
) -> datetime:
    return add_working_hours(manager or DEFAULT_HOURS, moment, hours, closed)
