"""What can be wrong with the messengers, for the person who can act on it."""

from channels.errors import ChannelError


class NotConnectedError(ChannelError):
    """A channel could not be connected."""
