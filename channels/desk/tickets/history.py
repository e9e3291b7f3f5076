"""The history of a ticket in words: what happened, from what to what, with names in the place of ids."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.status import ASSISTANT, ENTREPRENEUR, VOORDEUR, EventKind, TicketStatus
from kit.clock import dutch_date, dutch_moment

# What says nothing that the name of the event does not say already.
_NO_CHANGE = {
    *(EventKind.OPENED, EventKind.ATTACHED, EventKind.AMBER, EventKind.RED, EventKind.NOTE, EventKind.REPLY),
}
_NEW_HANDS = {EventKind.CLAIMED, EventKind.ASSIGNED, EventKind.TRANSFERRED}
_ACTORS = {ASSISTANT: "Digitale assistent", ENTREPRENEUR: "Ondernemer", VOORDEUR: "Voordeur"}


@dataclass(frozen=True)
class Happening:
    """Something in the history of a ticket; of another ticket when that was merged into it."""

    at: datetime
    actor: str
    what: str
    change: str
    note: str
    reference: str = ""


def happenings(
    events: Iterable[TicketEvent],
    managers: Mapping[str, AccountManager],
    gemeente: Callable[[str], str] = str,
    others: Mapping[int, str] | None = None,
) -> list[Happening]:
    """Show events; others are the references of the tickets that were merged into this one, by id."""
    return [
        Happening(
            event.at,
            _ACTORS.get(event.actor, event.actor),
            event.kind.label,
            _change(event, managers, gemeente),
            "" if event.kind is EventKind.MENTIONED else event.note or "",
            (others or {}).get(event.ticket_id, ""),
        )
        for event in events
    ]


def why_here(ticket: Ticket, events: Iterable[TicketEvent]) -> str:
    """Say why a ticket is with whoever has it: why it changed hands last, or why it came there at first."""
    moved = [each for each in events if each.ticket_id == ticket.id and each.kind in _NEW_HANDS]
    if not moved or moved[-1].after != ticket.account_manager_id:
        return ticket.routing_reason
    last = moved[-1]
    if last.actor == ASSISTANT and last.note:
        return last.note
    told = f"{last.kind.label} door {_ACTORS.get(last.actor, last.actor)}, {dutch_moment(last.at)}."
    return f"{told} {last.note}" if last.note else told


def _change(
    event: TicketEvent, managers: Mapping[str, AccountManager], gemeente: Callable[[str], str]
) -> str:
    """Write what stood there before and after."""
    if event.kind in _NO_CHANGE:
        return ""
    before, after = (_word(event.kind, value, managers, gemeente) for value in (event.before, event.after))
    match event.kind:
        case EventKind.TAGGED:
            return f"'{after}' erbij" if after else f"'{before}' weg"
        case EventKind.MERGED:
            return (
                f"met {event.after}, waar de vraag verdergaat" if event.before and after else f"met {before}"
            )
        case EventKind.CONTINUED:
            return f"in {after}" if after else f"op {before}"
    return f"van {before} naar {after}" if before and after else after or before


def _word(
    kind: EventKind,
    value: str | None,
    managers: Mapping[str, AccountManager],
    gemeente: Callable[[str], str],
) -> str:
    if value is None:
        return ""
    match kind:
        case EventKind.STATUS:
            return TicketStatus(value).label
        case EventKind.DUE:
            return dutch_moment(datetime.fromisoformat(value))
        case EventKind.FOLLOW_UP | EventKind.RAISED:
            return dutch_date(date.fromisoformat(value))
        case EventKind.GEMEENTE:
            return gemeente(value)
    return managers[value].name if value in managers else value
