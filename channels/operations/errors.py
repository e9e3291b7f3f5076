"""Errors of starting and running."""

from kit.errors import VoordeurError


class OperationsError(VoordeurError):
    """Voordeur cannot start or go on; the message is one sentence that says what to do."""
