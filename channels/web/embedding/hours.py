"""When a chat on a website is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from channels.web.embedding.models import Opening
from handoff.hours import DEFAULT_HOURS, next_present, works_at
from handoff.models import AccountManager


@dataclass(frozen=True)
class Hours:
    """Whether the chat is open, and if not, when it opens again as far as that is known."""

    is_open: bool
    opens_at: datetime | None = None


def hours_at(opening: Opening, managers: Iterable[AccountManager], moment: datetime) -> Hours:
    """Tell whether the chat is open: always, or while somebody of the desk of the region works."""
    if opening == "always":
        return Hours(is_open=True)
    desk = [each for each in managers if each.region_desk and each.active]
    # A region without a desk of its own: the hours that everybody has by default.
    desk = desk or [AccountManager(working_hours=DEFAULT_HOURS)]
    if any(works_at(each, moment) for each in desk):
        return Hours(is_open=True)
    return Hours(
        is_open=False, opens_at=min(filter(None, (next_present(each, moment) for each in desk)), default=None)
    )
