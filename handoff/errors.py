"""The errors of the hand-off room; every message is a Dutch sentence for the person who can act on it."""

from kit.errors import VoordeurError


class HandoffError(VoordeurError):
    """Something in the hand-off went wrong."""


class ContactError(HandoffError):
    """An e-mail address or phone number cannot be used; the message tells the entrepreneur what can."""


class TicketError(HandoffError):
    """A ticket does not exist, or what is asked of it is not allowed."""


class DirectoryError(HandoffError):
    """The directory files cannot be used; the message names the file, the line and the field."""
