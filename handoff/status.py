"""The life of a ticket: its statuses, which may follow which, and what can happen to it."""

from enum import StrEnum


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    NEW = "nieuw"
    IN_PROGRESS = "in-behandeling"
    WAITING = "wacht-op-ondernemer"
    CLOSED = "afgehandeld"

    @property
    def label(self) -> str:
        """The status as a person reads it."""
        return _STATUS_LABELS[self]

    def may_become(self, other: "TicketStatus") -> bool:
        """Tell whether a ticket with this status may get the other one."""
        return other in TRANSITIONS[self]


_STATUS_LABELS = {
    TicketStatus.NEW: "Nieuw",
    TicketStatus.IN_PROGRESS: "In behandeling",
    TicketStatus.WAITING: "Wacht op ondernemer",
    TicketStatus.CLOSED: "Afgehandeld",
}

# A closed ticket can be opened again; nothing becomes new twice.
TRANSITIONS: dict[TicketStatus, frozenset[TicketStatus]] = {
    TicketStatus.NEW: frozenset({TicketStatus.IN_PROGRESS, TicketStatus.WAITING, TicketStatus.CLOSED}),
    TicketStatus.IN_PROGRESS: frozenset({TicketStatus.WAITING, TicketStatus.CLOSED}),
    TicketStatus.WAITING: frozenset({TicketStatus.IN_PROGRESS, TicketStatus.CLOSED}),
    TicketStatus.CLOSED: frozenset({TicketStatus.IN_PROGRESS}),
}


class EventKind(StrEnum):
    """What happened to a ticket."""

    OPENED = "opened"
    STATUS = "status"
    NOTE = "note"
    REPLY = "reply"
    CLAIMED = "claimed"
    TRANSFERRED = "transferred"

    @property
    def label(self) -> str:
        """The kind as a person reads it."""
        return _EVENT_LABELS[self]


_EVENT_LABELS = {
    EventKind.OPENED: "Geopend",
    EventKind.STATUS: "Status gewijzigd",
    EventKind.NOTE: "Interne notitie",
    EventKind.REPLY: "Bericht",
    EventKind.CLAIMED: "Opgepakt",
    EventKind.TRANSFERRED: "Overgedragen",
}

# Actors that are not a user of the desk; everything else is the name of an employee.
ASSISTANT = "assistent"
ENTREPRENEUR = "ondernemer"
