"""Who is at the desk, and what that lets them do."""

from dataclasses import dataclass

from channels.desk.models import DeskUser, Role
from handoff.models import AccountManager, Ticket


@dataclass(frozen=True)
class Entry:
    """A logged-in user, for an account manager with the entry in the directory."""

    user: DeskUser
    manager: AccountManager | None
    csrf_token: str
    gemeenten: frozenset[str] = frozenset()
    """The slugs of the gemeenten of an account manager, those that merged since included."""

    @property
    def name(self) -> str:
        """The name that entrepreneurs and colleagues see."""
        return self.manager.name if self.manager else self.user.name

    @property
    def manager_id(self) -> str | None:
        """The id of the account manager, none for other users."""
        return self.manager.id if self.manager else None

    @property
    def holder_id(self) -> str:
        """The id under which this user holds a conversation; a directory id never has a colon."""
        return self.manager_id or f"desk:{self.user.id}"

    @property
    def is_coordinator(self) -> bool:
        """Whether this user divides the work."""
        return self.user.role is Role.COORDINATOR

    @property
    def sees_tickets(self) -> bool:
        """Whether tickets are any business of this user."""
        return self.user.role is not Role.EDITOR

    @property
    def edits_articles(self) -> bool:
        """Whether this user writes, reviews and publishes articles; everybody at the desk reads them."""
        return self.user.role is not Role.ACCOUNT_MANAGER

    def may_claim(self, ticket: Ticket) -> bool:
        """Tell whether this user can take a visible ticket."""
        return ticket.account_manager_id is None and self.manager is not None and self.manager.active

    def may_work_on(self, ticket: Ticket) -> bool:
        """Tell whether this user may change a visible ticket, rather than only look at it."""
        own = self.manager is not None and ticket.account_manager_id == self.manager.id
        return self.is_coordinator or own
