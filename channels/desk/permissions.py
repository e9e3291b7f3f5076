"""Every permission at the desk, and which role has it: the one place that says who may do what."""

from enum import StrEnum

from channels.desk.models import Role


class Permission(StrEnum):
    """Something that a role may or may not do."""

    ENTER = "enter"
    """Be at the desk: read published articles, see who one is, log out."""
    CHANGE = "change"
    """Send any form but those about oneself."""
    READ_TICKETS = "read-tickets"
    WORK_ON_TICKETS = "work-on-tickets"
    READ_DRAFTS = "read-drafts"
    """See what editors see: drafts, history, worklist, gaps."""
    EDIT_ARTICLES = "edit-articles"
    READ_SETTINGS = "read-settings"
    """See who may come in, the directory, and what a coordinator has set."""
    SAY_PRESENCE = "say-presence"
    """Say whether one is there and when one is away; for who gets questions."""
    COORDINATE = "coordinate"
    """Divide the work, let people in, change the directory and the settings of the region."""

    @property
    def label(self) -> str:
        """What it lets somebody do, as the role matrix says it."""
        return _LABELS[self]


_LABELS = {
    Permission.ENTER: "come in, read published articles, look after one's own account",
    Permission.CHANGE: "change anything at all",
    Permission.READ_TICKETS: "read tickets",
    Permission.WORK_ON_TICKETS: "work on tickets",
    Permission.READ_DRAFTS: "read drafts, history, worklist, gaps and coverage",
    Permission.EDIT_ARTICLES: "write, review and publish articles",
    Permission.READ_SETTINGS: "see users, directory and settings",
    Permission.SAY_PRESENCE: "say whether they are there, and plan their own absence",
    Permission.COORDINATE: "change users, directory and settings",
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ACCOUNT_MANAGER: frozenset(
        {
            Permission.ENTER,
            Permission.CHANGE,
            Permission.READ_TICKETS,
            Permission.WORK_ON_TICKETS,
            Permission.SAY_PRESENCE,
        }
    ),
    Role.EDITOR: frozenset(
        {Permission.ENTER, Permission.CHANGE, Permission.READ_DRAFTS, Permission.EDIT_ARTICLES}
    ),
    Role.COORDINATOR: frozenset(Permission) - {Permission.SAY_PRESENCE},
    Role.AUDITOR: frozenset(
        {Permission.ENTER, Permission.READ_TICKETS, Permission.READ_DRAFTS, Permission.READ_SETTINGS}
    ),
}
