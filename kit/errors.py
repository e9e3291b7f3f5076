"""The one base class above the base class of every room."""


class VoordeurError(Exception):
    """Something went wrong that a person can act on; the message is a Dutch sentence for that person."""


class SettingsError(VoordeurError):
    """A setting is missing or cannot be used."""
