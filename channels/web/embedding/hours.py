"""When a chat on a website is open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from channels.web.embedding.models import Opening
from handoff.closed_days import closed_dates_of
from handoff.hours import DEFAULT_HOURS, WorkingHours, next_present, works_at
from handoff.models import AccountManager, ClosedDay


@dataclass(frozen=True)
class Hours:
    """Whether the chat is open, and if not, when it opens again as far as that is known."""

    is_open: bool
    opens_at: datetime | None = None


def hours_at(
    opening: Opening, managers: Iterable[AccountManager], days: Sequence[ClosedDay], moment: datetime
) -> Hours:
    """Tell whether the chat is open: always, or while somebody of the desk of the region works."""
    if opening == "always":
        return Hours(is_open=True)
    desk: list[AccountManager | None] = [each for each in managers if each.region_desk and each.active]
    starts = [_from(each, days, moment) for each in desk or [None]]
    if moment in starts:
        return Hours(is_open=True)
    return Hours(is_open=False, opens_at=min(filter(None, starts), default=None))


def _from(manager: AccountManager | None, days: Sequence[ClosedDay], moment: datetime) -> datetime | None:
    """Return when somebody is there, now or next; without anybody by the hours of every day."""
    closed = closed_dates_of(manager, days)
    who: AccountManager | WorkingHours = manager or DEFAULT_HOURS
    return moment if works_at(who, moment, closed) else next_present(who, moment, closed)
