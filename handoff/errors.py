"""The errors of the hand-off room; every message is a Dutch sentence for the person who can act on it."""

from collections.abc import Sequence

from kit.errors import VoordeurError
from knowledge.errors import Problem


class HandoffError(VoordeurError):
    """Something in the hand-off went wrong."""


class ContactError(HandoffError):
    """An e-mail address or phone number cannot be used; the message tells the entrepreneur what can."""


class TicketError(HandoffError):
    """A ticket does not exist, or what is asked of it is not allowed."""


class DirectoryError(HandoffError):
    """The directory files hold mistakes; all of them, so that an editor can mend them in one go."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))
