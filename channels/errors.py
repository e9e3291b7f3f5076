"""The errors of the channels; every message is a Dutch sentence for the person who can act on it."""

from collections.abc import Mapping

from kit.errors import VoordeurError


class ChannelError(VoordeurError):
    """Something in a channel cannot be done."""


class BadFieldError(ChannelError):
    """One field of a request cannot be used."""

    def __init__(self, field: str, reason: str) -> None:
        """Keep the name of the field as the client wrote it, and the Dutch reason."""
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class BadAnswersError(ChannelError):
    """Answers to a check cannot be used; the reasons are Dutch, by the name of the field."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(
            "Een of meer antwoorden zijn niet te gebruiken. Onder errors staat per antwoord waarom."
        )
        self.reasons = dict(reasons)


class UnknownCheckError(ChannelError):
    """There is no guided check with this id."""

    def __init__(self) -> None:
        super().__init__("Deze check bestaat niet.")


class UnknownConversationError(ChannelError):
    """There is no conversation with this id, or no longer."""

    def __init__(self) -> None:
        super().__init__("Dit gesprek bestaat niet of is gewist.")


class WrongTokenError(ChannelError):
    """The token is missing or belongs to another conversation."""

    def __init__(self) -> None:
        super().__init__("U heeft geen toegang tot dit gesprek. De toegangssleutel ontbreekt of klopt niet.")


class UnknownArticleError(ChannelError):
    """There is no published, valid article with this id."""

    def __init__(self) -> None:
        super().__init__("Dit artikel bestaat niet of is niet meer geldig.")


class ConversationBusyError(ChannelError):
    """Another message of this conversation is still being answered."""

    def __init__(self) -> None:
        super().__init__("Uw vorige bericht is nog in behandeling. Probeer het over een minuut opnieuw.")


class TooManyRequestsError(ChannelError):
    """Somebody asks more than anybody needs; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        wait = "een seconde" if retry_after == 1 else f"{retry_after} seconden"
        super().__init__(f"U stelt veel vragen achter elkaar. Probeer het over {wait} opnieuw.")
        self.retry_after = retry_after


class CopiesError(ChannelError):
    """A conversation was mailed too often."""

    def __init__(self, most: int) -> None:
        super().__init__(f"Dit gesprek is al {most} keer gemaild. U kunt het nog wel als bestand bewaren.")


class NoMailError(ChannelError):
    """This Voordeur mails no conversations."""

    def __init__(self) -> None:
        super().__init__("Mailen kan hier niet. U kunt het gesprek wel als bestand bewaren.")


class KeyReusedError(ChannelError):
    """An idempotency key came back with another message."""

    def __init__(self) -> None:
        super().__init__("Deze Idempotency-Key is al gebruikt voor een ander bericht.")


class HeldByOtherError(ChannelError):
    """Another account manager holds this conversation."""

    def __init__(self, name: str | None) -> None:
        super().__init__(f"Dit gesprek wordt al gevoerd door {name or 'een collega'}.")


class NotHeldError(ChannelError):
    """An account manager writes in a conversation that the assistant holds."""

    def __init__(self) -> None:
        super().__init__("Neem dit gesprek eerst over. Nu antwoordt de digitale assistent nog.")


class ServerUnreachableError(ChannelError):
    """The terminal cannot reach the running server."""
