"""What the list of tickets is narrowed to, read from an address and written in one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from channels.conversations.text import clean
from handoff.status import TicketStatus

PATH = "/desk/tickets"
LONGEST_WORDS = 200
_LONGEST = 64

STATUSES: dict[str, str] = {
    "open": "Alles wat open is",
    **{status.value: status.label for status in TicketStatus},
    "alles": "Alles",
}
DUES = {"te-laat": "te laat", "bijna": "bijna te laat", "op-tijd": "nog op tijd"}
SORTS = {
    "termijn": "wat het eerst een reactie nodig heeft",
    "nieuw": "nieuwste eerst",
    "gewijzigd": "laatst gewijzigd eerst",
}
NOBODY, MINE = "niemand", "ik"


@dataclass(frozen=True)
class Filters:
    """The filters; an empty one is none, and what cannot be a filter is none either."""

    q: str = ""
    status: str = "open"
    gemeente: str = ""
    topic: str = ""
    manager: str = ""
    """An account manager, ``niemand`` or ``ik``."""
    tag: str = ""
    due: str = ""
    language: str = ""
    unread: str = ""
    since: str = ""
    until: str = ""
    sort: str = "termijn"
    after: str = ""
    """Where the page before ended."""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filters":
        """Take the filters from an address."""
        given = {name: clean(query.get(name, ""))[:_LONGEST] for name in cls.__dataclass_fields__}
        given["q"] = " ".join(clean(query.get("q", ""))[:LONGEST_WORDS].split())
        given["status"] = _known(given["status"], STATUSES, "open")
        given["sort"] = _known(given["sort"], SORTS, "termijn")
        given["due"] = _known(given["due"], DUES, "")
        given["unread"] = "1" if given["unread"] else ""
        for name in ("since", "until"):
            given[name] = given[name] if _day(given[name]) else ""
        return cls(**given)

    @classmethod
    def parse(cls, text: str) -> "Filters":
        """Take the filters from the part of an address after the question mark."""
        return cls.read(dict(parse_qsl(text[:2000], max_num_fields=50)) if text else {})

    @property
    def text(self) -> str:
        """The filters as the part of an address after the question mark, without the place in the list."""
        usual = asdict(Filters())
        chosen = asdict(replace(self, after=""))
        return urlencode({name: value for name, value in chosen.items() if value != usual[name]})

    @property
    def narrows(self) -> bool:
        """Whether anything but the status was chosen."""
        return replace(self, status="open") != Filters()

    @property
    def first_day(self) -> date | None:
        """The first day on which a ticket may have come in."""
        return _day(self.since)

    @property
    def last_day(self) -> date | None:
        """The last day on which a ticket may have come in."""
        return _day(self.until)

    def link(self, after: str = "", **changes: str) -> str:
        """Return the address of this list with other filters, or from another place on."""
        text = replace(self, **changes).text
        parts = [part for part in (text, urlencode({"after": after}) if after else "") if part]
        return f"{PATH}?{'&'.join(parts)}" if parts else PATH


def _known(value: str, choices: Mapping[str, str], usual: str) -> str:
    return value if value in choices else usual


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
