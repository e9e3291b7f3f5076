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


class Alarm(StrEnum):
    """The last thing that was told about the deadline of a ticket."""

    NONE = "none"
    AMBER = "amber"
    RED = "red"


class EventKind(StrEnum):
    """What happened to a ticket."""

    OPENED = "opened"
    STATUS = "status"
    NOTE = "note"
    REPLY = "reply"
    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    OFFERED = "offered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    GEMEENTE = "gemeente"
    MENTIONED = "mentioned"
    ATTACHED = "attached"
    TAGGED = "tagged"
    MERGED = "merged"
    CONTINUED = "continued"
    RODE_LOPER = "rode-loper"
    FOLLOW_UP = "follow-up"
    RAISED = "raised"
    DUE = "due"
    AMBER = "amber"
    RED = "red"
    MAIL_FAILED = "mail-failed"
    MAIL_NOTED = "mail-noted"
    RATED = "rated"
    APPOINTMENT = "appointment"

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
    EventKind.ASSIGNED: "Toegewezen",
    EventKind.OFFERED: "Overdracht aangeboden",
    EventKind.DECLINED: "Overdracht geweigerd",
    EventKind.WITHDRAWN: "Overdracht ingetrokken",
    EventKind.TRANSFERRED: "Overgedragen",
    EventKind.GEMEENTE: "Gemeente gewijzigd",
    EventKind.MENTIONED: "Collega genoemd",
    EventKind.ATTACHED: "Bijlage toegevoegd",
    EventKind.TAGGED: "Label gewijzigd",
    EventKind.MERGED: "Samengevoegd",
    EventKind.CONTINUED: "Vervolg",
    EventKind.RODE_LOPER: "Rode loper",
    EventKind.FOLLOW_UP: "Opvolgdatum",
    EventKind.RAISED: "Terug bovenaan",
    EventKind.DUE: "Termijn verschoven",
    EventKind.AMBER: "Bijna te laat",
    EventKind.RED: "Te laat",
    EventKind.MAIL_FAILED: "E-mail niet aangekomen",
    EventKind.MAIL_NOTED: "E-mail ontvangen",
    EventKind.RATED: "Beoordeling",
    EventKind.APPOINTMENT: "Afspraak",
}

# Actors that are not a user of the desk; everything else is the name of an employee.
ASSISTANT = "assistent"
ENTREPRENEUR = "ondernemer"
VOORDEUR = "voordeur"
