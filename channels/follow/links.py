"""Links to the page of one question: signed, and dated so that they end."""

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from kit.errors import VoordeurError
from kit.settings import Settings

HOME = "/volg"
_DAY = 24 * 3600  # seconds


class LinkError(VoordeurError):
    """A link is not ours."""


class LinkExpiredError(LinkError):
    """A link of ours is too old."""


def start_address(settings: Settings) -> str:
    """Return where a new link can be asked for."""
    return f"{settings.base_url}{HOME}"


def follow_link(settings: Settings, reference: str) -> str:
    """Return a link to the page of a question that works from now on, for the days of the settings."""
    return f"{settings.base_url}{follow_path(settings, reference)}"


def follow_path(settings: Settings, reference: str) -> str:
    """Return the same link without the address of the site."""
    return f"{HOME}/{_serializer(settings).dumps(reference)}"


def reference_of(settings: Settings, token: str) -> str:
    """Return the reference that a token stands for.

    Raises:
        LinkExpiredError: it is older than the days of the settings.
        LinkError: it was not made here.
    """
    try:
        reference: str = _serializer(settings).loads(token, max_age=settings.follow_days * _DAY)
    except SignatureExpired:
        raise LinkExpiredError("Deze link is verlopen.") from None
    except BadSignature:
        raise LinkError("Deze link klopt niet.") from None
    return reference


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.session_secret, salt="follow")
