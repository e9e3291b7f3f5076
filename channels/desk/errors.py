"""The errors of the desk; every message is a Dutch sentence for the person who can act on it."""

from fastapi import Response

from channels.errors import ChannelError


class DeskError(ChannelError):
    """Something at the desk cannot be done."""


class UserError(DeskError):
    """A user cannot be made as asked."""


class RefusedError(DeskError):
    """What was asked in a form cannot be done; the page with the form says so and keeps what was typed."""


class LogInNeededError(DeskError):
    """Nobody is logged in; the browser goes to the log-in page."""

    def __init__(self) -> None:
        super().__init__("Log eerst in.")


class SecondFactorNeededError(DeskError):
    """The region asks for a second factor, and this user has none yet; the browser goes to that page."""

    def __init__(self) -> None:
        super().__init__("Zet eerst de tweede stap aan.")


class PageError(DeskError):
    """An error that takes the place of the whole page."""

    status = 400


class LostFormError(DeskError):
    """A form came after the session had ended; ``response`` is the page that keeps what was typed."""

    def __init__(self, response: Response) -> None:
        self.response = response
        super().__init__("Dit formulier is verlopen.")


class ForbiddenError(PageError):
    """A form came from elsewhere, or after the session had ended."""

    status = 403

    def __init__(self) -> None:
        super().__init__("Uw sessie is verlopen of het formulier komt niet van deze site. Log opnieuw in.")


class ReadOnlyError(PageError):
    """Somebody who only reads sent a form."""

    status = 403

    def __init__(self) -> None:
        super().__init__("U kunt hier alles lezen, maar niets wijzigen. Er is niets veranderd.")


class NotFoundError(PageError):
    """There is no such page, or it is not for this user: the two look alike on purpose."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            "Deze pagina bestaat niet of is niet voor u. "
            "Misschien heeft een collega deze vraag opgepakt of overgenomen."
        )
