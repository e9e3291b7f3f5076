"""Who is at the desk, and what that lets them do."""

from dataclasses import dataclass

from channels.desk.models import DeskUser, Role
from channels.desk.permissions import PERMISSIONS, Permission
from handoff.models import AccountManager, Ticket
from handoff.presence import Presence
from handoff.status import TicketStatus
from kit import clock


@dataclass(frozen=True)
class Entry:
    """A logged-in user, for an account manager with the entry in the directory."""

    user: DeskUser
    manager: AccountManager | None
    csrf_token: str
    gemeenten: frozenset[str] = frozenset()
    """The slugs of the gemeenten of an account manager, those that merged since included."""
    stands_in_for: frozenset[str] = frozenset()
    """The ids of the account managers who are away today and for whom this one stands in."""

    @property
    def name(self) -> str:
        """The name that entrepreneurs and colleagues see."""
        return self.manager.name if self.manager else self.user.name

    @property
    def manager_id(self) -> str | None:
        """The id of the account manager, none for other users."""
        return self.manager.id if self.manager else None

    @property
    def is_present_or_not(self) -> bool:
        """Whether being at the desk says something of this user: of account managers, who get questions."""
        return self.manager is not None and self.manager.active

    @property
    def presence(self) -> str:
        """What this user says of themselves today: who is at the desk and said nothing is present."""
        known = self.manager.presence_on(clock.now()) if self.manager else None
        return (known or Presence.PRESENT).value

    @property
    def holder_id(self) -> str:
        """The id under which this user holds a conversation; a directory id never has a colon."""
        return self.manager_id or f"desk:{self.user.id}"

    def may(self, permission: Permission) -> bool:
        """Whether the role of this user has a permission."""
        return permission in PERMISSIONS[self.user.role]

    @property
    def is_coordinator(self) -> bool:
        """Whether this user divides the work."""
        return self.user.role is Role.COORDINATOR

    @property
    def only_reads(self) -> bool:
        """Whether this user changes nothing but their own account."""
        return not self.may(Permission.CHANGE)

    @property
    def sees_tickets(self) -> bool:
        """Whether tickets are any business of this user."""
        return self.may(Permission.READ_TICKETS)

    @property
    def sees_all_tickets(self) -> bool:
        """Whether this user sees the tickets of every account manager and every gemeente."""
        return self.sees_tickets and self.may(Permission.READ_SETTINGS)

    @property
    def sees_drafts(self) -> bool:
        """Whether this user sees what editors see; everybody at the desk reads published articles."""
        return self.may(Permission.READ_DRAFTS)

    @property
    def edits_articles(self) -> bool:
        """Whether this user writes, reviews and publishes articles."""
        return self.may(Permission.EDIT_ARTICLES)

    @property
    def sees_settings(self) -> bool:
        """Whether this user sees who may come in, the directory and the settings."""
        return self.may(Permission.READ_SETTINGS)

    @property
    def hands(self) -> frozenset[str]:
        """The ids of the account managers for whom this user answers: oneself, and who is away."""
        return self.stands_in_for | ({self.manager.id} if self.manager else frozenset())

    def stands_in_on(self, ticket: Ticket) -> bool:
        """Tell whether a ticket is of somebody for whom this user stands in today."""
        return ticket.account_manager_id in self.stands_in_for

    def may_claim(self, ticket: Ticket) -> bool:
        """Tell whether this user can take a visible ticket: of nobody, or of who is away."""
        open_there = self.stands_in_on(ticket) and ticket.status is not TicketStatus.CLOSED
        free = ticket.account_manager_id is None or open_there
        return free and self.manager is not None and self.manager.active

    def may_work_on(self, ticket: Ticket) -> bool:
        """Tell whether this user may change a visible ticket, rather than only look at it."""
        return self.is_coordinator or ticket.account_manager_id in self.hands

    def may_answer_offer(self, ticket: Ticket) -> bool:
        """Tell whether a colleague wants to transfer a ticket to this user."""
        return self.manager is not None and ticket.offered_to_id == self.manager.id
