"""Errors of the assistant."""

from kit.errors import VoordeurError


class AssistantError(VoordeurError):
    """The assistant cannot do what is asked."""


class RasaUnavailableError(AssistantError):
    """Rasa does not answer, or answers nothing: free text cannot be understood now."""
